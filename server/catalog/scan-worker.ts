import { parentPort, workerData } from "node:worker_threads";
import type { ScanAnswer, ScanOrder } from "./scan-messages.ts";
import { ScannedRepository } from "./scanned-repository.ts";

const maxKeptRepositories = 12;
const maxKeptText = 200_000_000;

/** Repositories as the last scan left them, the one scanned last at the end. */
const kept = new Map<string, ScannedRepository>();
/** Every blob that was asked for, numbered from 1: both sides count alike. */
const numbers = new Map<string, number>();
let order: Extract<ScanOrder, { kind: "scan" }> | null = null;

const port = parentPort;
// Number of the blob that is being parsed; 0 while none is. The other side ends a thread that stands still.
const progress = new Int32Array(
  workerData instanceof SharedArrayBuffer ? workerData : new SharedArrayBuffer(4),
);

port?.on("message", (message: ScanOrder) => {
  try {
    if (message.kind === "scan") begin(message);
    else finish(message.texts);
  } catch (error) {
    answer({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
});

function begin(message: Extract<ScanOrder, { kind: "scan" }>): void {
  order = message;
  const { key, incremental, repositoryName, changes, tooSlow } = message;
  const before = incremental ? kept.get(key) : undefined;
  if (incremental && before === undefined) throw new Error("the thread does not know it any more");
  const repository = before ?? new ScannedRepository(repositoryName);
  kept.delete(key);
  kept.set(key, repository);
  const blobs = [...repository.apply(changes, new Set(tooSlow))];
  for (const blob of blobs) if (!numbers.has(blob)) numbers.set(blob, numbers.size + 1);
  answer({ kind: "need", blobs });
}

function finish(texts: ReadonlyMap<string, string>): void {
  const repository = order === null ? undefined : kept.get(order.key);
  if (order === null || repository === undefined) return;
  const outcome = repository.scan(texts, order.known, (blob) =>
    Atomics.store(progress, 0, blob === null ? 0 : (numbers.get(blob) ?? 0)),
  );
  forgetOldest();
  answer({ kind: "done", outcome, kept: [...kept.keys()] });
}

function forgetOldest(): void {
  let length = 0;
  for (const repository of kept.values()) length += repository.textLength;
  for (const [key, repository] of kept) {
    if (kept.size === 1 || (kept.size <= maxKeptRepositories && length <= maxKeptText)) return;
    length -= repository.textLength;
    kept.delete(key);
  }
}

function answer(message: ScanAnswer): void {
  port?.postMessage(message);
}
