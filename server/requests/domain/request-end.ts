import type { Hold } from "#server/contracts/gate.ts";
import type { PlanStatus } from "#server/contracts/plan.ts";
import type { RequestEnd, RequestPhase } from "#server/contracts/request.ts";

/**
 * How a request ended, null while it goes on. A stale plan ends it whatever still stops running of it, and so does a
 * question that nobody has answered: both can only be planned again.
 */
export function endOf(
  phase: RequestPhase,
  newestPlan: PlanStatus | null,
  hold: Hold | null = null,
): RequestEnd | null {
  // It goes on by itself once its evidence is there.
  if (phase === "blocked" && hold !== null) return null;
  if (newestPlan === "stale") return "stale";
  switch (phase) {
    case "done":
    case "failed":
    case "rejected":
    case "cancelled":
    case "blocked":
      return phase;
    case "timed_out":
      return "expired";
    case "intake":
    case "planning":
    case "approval":
    case "execution":
    case "verification":
      return null;
  }
}

/** Why a request that goes on is not planned again, for a person. */
export function whyNotAgain(phase: RequestPhase): string {
  return phase === "intake" || phase === "planning"
    ? "That is being planned already."
    : "That plan is under way; stop it first.";
}
