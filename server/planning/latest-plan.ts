import type { Plan, PlanStatus } from "#server/contracts/plan.ts";
import type { PlanRequest } from "./proposal.ts";

/** Finds what "it" and "that" speak of: the latest plan of the conversation before the request, of a status if one is named. */
export type LatestPlan = (
  request: Pick<PlanRequest, "conversationId" | "createdAt">,
  status?: PlanStatus,
) => Promise<Plan | null>;
