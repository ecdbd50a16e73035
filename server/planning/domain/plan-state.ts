import type { PlanStatus } from "#server/contracts/plan.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to a plan version. */
export type PlanEvent = "approve" | "reject" | "expire" | "turn_stale" | "supersede";

/** A version that waits for a person; a request has at most one, which the database guards as well. */
export const awaitingApproval = "awaiting_approval" satisfies PlanStatus;

/** The life of a plan version. A decision is made once; an approved plan can still turn stale or expire before it starts. */
export const planMachine = defineMachine<PlanStatus, PlanEvent>("plan", {
  awaiting_approval: {
    approve: "approved",
    reject: "rejected",
    expire: "expired",
    turn_stale: "stale",
    supersede: "superseded",
  },
  approved: { expire: "expired", turn_stale: "stale" },
  rejected: {},
  expired: {},
  stale: {},
  superseded: {},
});
