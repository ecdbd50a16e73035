import fc from "fast-check";
import { expect, it } from "vitest";
import { estimateStart, secondsLeft } from "./wait-estimate.ts";

const taken = (taskName: string, left: number) => ({
  taskName,
  hosts: ["nas1"],
  secondsLeft: left,
});

it.each([
  ["the next in line starts when the first slot is free", [30, 10], [], 10, "b"],
  ["one plan before it takes that slot", [30, 10], [5], 15, null],
  ["it gets another slot where that one is free earlier", [30, 10], [60], 30, "a"],
  ["what should be over leaves at any moment", [0], [], 0, "a"],
])("%s", (_what, left, ahead, seconds, after) => {
  const found = estimateStart(
    left.map((each, at) => taken("ab"[at] ?? "", each)),
    ahead,
  );
  expect([found?.seconds, found?.after?.taskName ?? null]).toEqual([seconds, after]);
});

it("says nothing where no slot is taken", () => {
  expect(estimateStart([], [])).toBeNull();
});

it("never lets somebody behind start before somebody ahead", () => {
  const seconds = fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(seconds, seconds, (left, line) => {
      const slots = left.map((each) => taken("a", each));
      const starts = line.map((_, at) => estimateStart(slots, line.slice(0, at))?.seconds ?? -1);
      expect(starts).toEqual([...starts].sort((a, b) => a - b));
    }),
  );
});

it("counts what a task has run already, and never less than nothing", () => {
  const now = new Date("2026-01-01T00:01:00Z");
  const startedAt = new Date("2026-01-01T00:00:00Z");
  expect(secondsLeft({ estimatedSeconds: 90, startedAt }, now)).toBe(30);
  expect(secondsLeft({ estimatedSeconds: 20, startedAt }, now)).toBe(0);
  expect(secondsLeft({ estimatedSeconds: 20, startedAt: null }, now)).toBe(20);
});
