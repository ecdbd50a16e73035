import { expect, it } from "vitest";
import { planStatusSchema } from "#server/contracts/plan.ts";
import { requestPhaseSchema } from "#server/contracts/request.ts";
import { endOf } from "./request-end.ts";
import { isSettled } from "./request-state.ts";

it("names an end for every settled phase, and for a phase that goes on only where it waits in vain", () => {
  for (const phase of requestPhaseSchema.options) {
    for (const plan of [null, ...planStatusSchema.options]) {
      const isOver = isSettled(phase) || phase === "blocked" || plan === "stale";
      expect(endOf(phase, plan) !== null).toBe(isOver);
    }
  }
});

it.each([
  ["execution", "stale", "stale"],
  ["cancelled", "stale", "stale"],
  ["timed_out", "expired", "expired"],
  ["cancelled", "superseded", "cancelled"],
  ["failed", null, "failed"],
  ["execution", "approved", null],
] as const)("takes %s with a plan %s as %s", (phase, plan, end) => {
  expect(endOf(phase, plan)).toBe(end);
});
