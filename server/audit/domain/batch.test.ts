import { describe, expect, it } from "vitest";
import { batchPath, closesInMs, taskPath } from "./batch.ts";

describe("closesInMs", () => {
  const cases: [what: string, count: number, oldestAgeMs: number, expected: number | null][] = [
    ["nothing waits", 0, 0, null],
    ["the first entry has just come", 1, 0, 1_000],
    ["the oldest has waited for part of a second", 999, 400, 600],
    ["the oldest has waited a second", 1, 1_000, 0],
    ["the oldest was written in a transaction that took long", 1, 60_000, 0],
    ["a thousand wait", 1_000, 0, 0],
    ["the clock went back", 1, -5_000, 1_000],
  ];
  for (const [what, count, oldestAgeMs, expected] of cases) {
    it(`is ${expected} when ${what}`, () => {
      expect(closesInMs({ count, oldestAgeMs })).toBe(expected);
    });
  }
});

describe("paths in git", () => {
  it("put a thousand batches into a folder", () => {
    expect(batchPath(1)).toBe(".audit/batches/00000/00000001.jsonl");
    expect(batchPath(12_345)).toBe(".audit/batches/00012/00012345.jsonl");
  });

  it("shard tasks by the start of their id", () => {
    expect(taskPath("ab12-x")).toBe(".audit/tasks/ab/ab12-x.json");
  });
});
