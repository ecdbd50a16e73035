import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FileJournal } from "./file-journal.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "chiffon-journal-"));
  file = path.join(directory, "journal.jsonl");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const run = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`;

it("knows after a restart which runs were spawned and have not ended", () => {
  const journal = new FileJournal(file);
  for (const n of [1, 2, 3]) journal.claimed(run(n));
  journal.spawned(run(2));
  journal.spawned(run(3));
  journal.ended(run(3));
  const next = new FileJournal(file);
  expect([1, 2, 3].map((n) => next.isSpawned(run(n)))).toEqual([false, true, false]);
});

it("forgets at the next start what has ended, and goes on behind a line that was cut off", () => {
  const journal = new FileJournal(file);
  journal.spawned(run(1));
  journal.spawned(run(2));
  journal.ended(run(2));
  appendFileSync(file, `{"runId":"${run(3)}","st`);
  const next = new FileJournal(file);
  expect(readFileSync(file, "utf8")).toBe(`{"runId":"${run(1)}","step":"spawned"}\n`);
  next.spawned(run(3));
  expect(new FileJournal(file).isSpawned(run(3))).toBe(true);
});
