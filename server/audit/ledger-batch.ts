import type { ClientBase } from "pg";
import { type BatchRow, readLinks, readTaskEntries } from "./audit-chain-repository.ts";
import { batchPath, taskPath } from "./domain/batch.ts";
import { canonicalEntry } from "./domain/canonical-entry.ts";
import { ledgerLine } from "./domain/chain.ts";
import { finishesTask, type SealedEntry, taskRecord } from "./domain/task-record.ts";
import type { LedgerBatch } from "./git-ledger.ts";

/**
 * Gathers what git keeps of a batch. It depends on the chain up to the batch's end only, so a second call gives the
 * same bytes whatever was sealed since.
 *
 * @throws Error when links or entries of the batch are gone: such a batch is for `verify` to explain, not for git
 */
export async function readLedgerBatch(db: ClientBase, row: BatchRow): Promise<LedgerBatch> {
  const size = row.lastSeq - row.firstSeq + 1;
  const links = await readLinks(db, row.firstSeq - 1, size);
  const lines: string[] = [];
  const finished = new Set<string>();
  for (const link of links) {
    if (link.entry === null || link.batch !== row.id) break;
    lines.push(`${ledgerLine(link, canonicalEntry(link.entry))}\n`);
    if (finishesTask(link.entry) && link.entry.taskId !== null) finished.add(link.entry.taskId);
  }
  if (lines.length !== size) throw new Error(`entry ${row.firstSeq + lines.length} is missing`);
  const files = new Map([[batchPath(row.id), lines.join("")]]);
  const related = await readTaskEntries(db, [...finished], row.lastSeq);
  for (const taskId of finished) {
    files.set(taskPath(taskId), taskRecord(taskId, entriesOf(taskId, related)));
  }
  return { ...row, files };
}

function entriesOf(taskId: string, related: readonly SealedEntry[]): SealedEntry[] {
  const own = related.filter(({ entry }) => entry.taskId === taskId);
  const planIds = new Set(own.map(({ entry }) => entry.planId));
  return related.filter(
    ({ entry }) =>
      entry.taskId === taskId ||
      (entry.taskId === null && entry.planId !== null && planIds.has(entry.planId)),
  );
}
