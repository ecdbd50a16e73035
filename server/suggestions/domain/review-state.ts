import type { PatchStage, PatchStep, ReviewStatus } from "#server/contracts/review.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to a review. */
export type ReviewEvent = "start" | "resume" | "finish" | "fail";

/** The life of one look. A running one whose worker went silent is begun anew under a new fence. */
export const reviewMachine = defineMachine<ReviewStatus, ReviewEvent>("review", {
  waiting: { start: "running", fail: "failed" },
  running: { resume: "running", finish: "done", fail: "failed" },
  done: {},
  failed: {},
});

/** Sets of statuses by what they mean; code and SQL go by these. */
export const reviewStatuses: Readonly<Record<"live", readonly ReviewStatus[]>> = {
  /** A worker has it, or will. */
  live: reviewMachine.sources("fail"),
};

/** Where a patch is: on a branch of its own first, then in the branch that plans are made from, or out of it again. */
export const patchMachine = defineMachine<PatchStage, PatchStep>("patch", {
  none: { put: "on_branch" },
  on_branch: { apply: "applied" },
  applied: { revert: "reverted" },
  reverted: { apply: "applied" },
});
