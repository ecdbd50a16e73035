import type { CardStatus, PlanStatus } from "#server/contracts/plan.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import { assertNever } from "#server/lib/assert.ts";

/** What a plan card shows: a pure function of the stored states, so that every tab and device agrees. */
export function cardStatus(
  plan: { readonly status: PlanStatus },
  phase: RequestPhase,
  tasks: readonly TaskStatus[],
): CardStatus {
  switch (plan.status) {
    case "awaiting_approval":
      return phase === "cancelled" ? "cancelled" : "awaiting";
    case "rejected":
      return "rejected";
    case "expired":
      return "expired";
    case "stale":
      return "stale";
    case "superseded":
      return phase === "cancelled" ? "cancelled" : "superseded";
    case "approved":
      return approvedCard(phase, tasks);
    default:
      return assertNever(plan.status);
  }
}

function approvedCard(phase: RequestPhase, tasks: readonly TaskStatus[]): CardStatus {
  if (phase === "done") return "done";
  if (phase === "failed") return "failed";
  if (phase === "cancelled") return "cancelled";
  if (phase === "verification") return "verifying";
  // Held for evidence.
  if (phase === "blocked") return "paused";
  if (tasks.includes("needs_review")) return "needs_review";
  if (tasks.includes("running")) return "running";
  if (tasks.includes("paused")) return "paused";
  return tasks.some((status) => status !== "pending") ? "running" : "approved";
}
