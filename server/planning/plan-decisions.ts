import type { Principal } from "#server/contracts/people.ts";
import type { Plan, PlanDecision } from "#server/contracts/plan.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Tx } from "#server/platform/prisma.ts";
import { lockPlan, transitionPlan } from "./planning-repository.ts";
import { planDigest } from "./seal-plan.ts";

/** What a person decides, about which version with which digest. */
export interface DecisionWish {
  readonly version: number;
  readonly digest: string;
  readonly decision: PlanDecision["decision"];
  readonly reason: string | null;
  readonly principal: Principal;
}

/**
 * Makes the one decision about a plan under its row lock, after recomputing its digest.
 *
 * @returns `repeat: true` when the same person made the same decision before: nothing was changed
 * @throws plan_not_found, plan_changed, already_decided, plan_expired, plan_stale
 */
export async function decidePlan(
  tx: Tx,
  planId: string,
  wish: DecisionWish,
  decidedAt: Date,
): Promise<{ plan: Plan; repeat: boolean }> {
  const locked = await lockPlan(tx, planId);
  if (locked === null) throw new AppError("plan_not_found");
  const { plan, decidedById } = locked;
  if (plan.decision !== null) {
    if (
      plan.decision.decision === wish.decision &&
      decidedById === wish.principal.personId &&
      plan.digest === wish.digest
    ) {
      return { plan, repeat: true };
    }
    throw alreadyDecided(plan.decision);
  }
  assertOpen(plan, decidedAt);
  if (
    plan.version !== wish.version ||
    plan.digest !== wish.digest ||
    planDigest(plan.body) !== plan.digest
  ) {
    throw new AppError("plan_changed", {
      details: { planVersion: plan.version, planDigest: plan.digest },
    });
  }
  await transitionPlan(tx, planId, wish.decision, {
    decision: wish.decision,
    decidedById: wish.principal.personId,
    decidedBy: wish.principal.name,
    decidedAt,
    decisionReason: wish.reason,
  });
  return {
    repeat: false,
    plan: {
      ...plan,
      status: wish.decision === "approve" ? "approved" : "rejected",
      decision: {
        decision: wish.decision,
        decidedBy: wish.principal.name,
        decidedAt: decidedAt.toISOString(),
        reason: wish.reason,
      },
    },
  };
}

function alreadyDecided(decision: PlanDecision): AppError {
  return new AppError("already_decided", {
    message: `${decision.decidedBy} already ${decision.decision === "approve" ? "approved" : "rejected"} that plan.`,
    details: {
      decidedBy: decision.decidedBy,
      decidedAt: decision.decidedAt,
      decision: decision.decision,
    },
  });
}

/** @throws plan_stale, plan_expired, plan_changed, already_decided when the plan can no longer be decided or changed */
export function assertOpen(plan: Plan, now: Date): void {
  if (plan.status === "stale")
    throw new AppError("plan_stale", { message: plan.staleReason ?? undefined });
  if (plan.status === "expired" || new Date(plan.expiresAt) <= now)
    throw new AppError("plan_expired");
  if (plan.status === "superseded") throw new AppError("plan_changed");
  if (plan.decision !== null) throw alreadyDecided(plan.decision);
}
