/** A batch closes when it holds this many entries, or when its oldest entry has waited this long. */
export const batchRule = { maxEntries: 1_000, maxAgeMs: 1_000 } as const;

/** How long a batch may still stay open: 0 when it closes now, null while nothing waits. */
export function closesInMs(waiting: { count: number; oldestAgeMs: number }): number | null {
  if (waiting.count === 0) return null;
  if (waiting.count >= batchRule.maxEntries) return 0;
  // The age is of the entry, written before its transaction committed: it may lie beyond the limit, never before 0.
  return Math.max(0, batchRule.maxAgeMs - Math.max(0, waiting.oldestAgeMs));
}

/** Where git keeps a batch; a thousand batches share a folder. Batches count from 1. */
export function batchPath(batch: number): string {
  const name = String(batch).padStart(8, "0");
  return `.audit/batches/${name.slice(0, 5)}/${name}.jsonl`;
}

/** Where git keeps a finished task, sharded by the first two characters of its id. */
export function taskPath(taskId: string): string {
  return `.audit/tasks/${taskId.slice(0, 2)}/${taskId}.json`;
}
