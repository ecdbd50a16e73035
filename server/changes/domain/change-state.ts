import type { ChangeStage, ChangeStep } from "#server/contracts/change.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** Where a change is: on a branch of its own first, then in the branch that plans are made from, or out of it again. */
export const changeMachine = defineMachine<ChangeStage, ChangeStep>("change", {
  none: { put: "on_branch" },
  on_branch: { apply: "applied" },
  applied: { revert: "reverted" },
  reverted: { apply: "applied" },
});
