import { describe, expect, it } from "vitest";
import { planStatusSchema } from "#server/contracts/plan.ts";
import { requestPhaseSchema } from "#server/contracts/request.ts";
import { taskStatusSchema } from "#server/contracts/task.ts";
import { cardStatus } from "./card-status.ts";

describe("cardStatus", () => {
  it("offers a decision only while the plan waits for one", () => {
    for (const status of planStatusSchema.options) {
      for (const phase of requestPhaseSchema.options) {
        for (const task of taskStatusSchema.options) {
          const card = cardStatus({ status }, phase, [task]);
          if (card === "awaiting") expect(status).toBe("awaiting_approval");
        }
      }
    }
  });

  it.each([
    ["approved", "execution", ["pending", "pending"], "approved"],
    ["approved", "execution", ["running", "pending"], "running"],
    ["approved", "execution", ["succeeded", "pending"], "running"],
    ["approved", "execution", ["paused"], "paused"],
    ["approved", "execution", ["succeeded", "needs_review"], "needs_review"],
    ["approved", "verification", ["succeeded"], "verifying"],
    ["approved", "blocked", [], "paused"],
    ["approved", "done", ["succeeded"], "done"],
    ["approved", "failed", ["failed", "skipped"], "failed"],
    ["expired", "timed_out", [], "expired"],
    ["stale", "execution", ["cancelled"], "stale"],
  ] as const)("shows %s in %s with %j as %s", (status, phase, tasks, expected) => {
    expect(cardStatus({ status }, phase, tasks)).toBe(expected);
  });
});
