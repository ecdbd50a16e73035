import type { DecidePlanBody, Plan, PlanBody } from "#server/contracts/plan.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { ProposalsService } from "#server/planning/proposals-service.ts";
import type { Tx } from "#server/platform/prisma.ts";

/** A version of a plan that a decision is about. */
export interface DecidedVersion {
  readonly planId: string;
  readonly version: number;
  readonly digest: string;
}

/** A plan's body with the digest that an approval of it covers. */
export interface SealedPlan {
  readonly body: PlanBody;
  readonly digest: string;
}

/** Some tasks of a plan, sealed as the version that would hold them alone; not stored yet. */
export interface Selection extends SealedPlan {
  readonly shown: DecidedVersion;
}

/**
 * Works out what "approve selected" asks for; writes nothing. Null when every task stays: then it is the shown plan
 * itself that is decided.
 *
 * @throws plan_not_found, plan_invalid when a kept task is not there or needs one that is left out
 */
export async function selectTasks(
  { plans, proposals }: { plans: PlansService; proposals: ProposalsService },
  shown: DecidedVersion,
  keptTasks: NonNullable<DecidePlanBody["keptTasks"]>,
): Promise<Selection | null> {
  const plan = await plans.find(shown.planId);
  if (plan === null) throw new AppError("plan_not_found");
  const order = plan.body.tasks.map(({ taskKey }) => taskKey);
  const tasks = keptTasks.toSorted((one, other) => order.indexOf(one) - order.indexOf(other));
  if (tasks.join() === order.join()) return null;
  const { body, digest } = await proposals.change(plan, { planVersion: plan.version, tasks });
  // Dependents leave with what they need; nobody approves fewer tasks than they named.
  const missing = tasks.find((key) => !body.tasks.some(({ taskKey }) => taskKey === key));
  if (missing !== undefined)
    throw new AppError("plan_invalid", {
      message: `${missing} needs a task that is left out.`,
      details: { taskKey: missing },
    });
  return { shown, body, digest };
}

/**
 * The version that the same selection made before, so that asking again decides about that one; null when it is yet to be
 * stored.
 *
 * @param plan the shown plan, its row locked
 */
export async function findRepeated(
  tx: Tx,
  plans: PlansService,
  plan: Plan,
  selected: SealedPlan,
): Promise<Plan | null> {
  const next = plan.status === "superseded" ? await successor(tx, plans, plan) : null;
  return next?.digest === selected.digest && next.decision !== null ? next : null;
}

async function successor(tx: Tx, plans: PlansService, plan: Plan): Promise<Plan | null> {
  const versions = (await plans.versionsOf([plan.requestId], tx)).get(plan.requestId) ?? [];
  const next = versions.find(({ version }) => version === plan.version + 1);
  return next === undefined ? null : plans.find(next.planId, tx);
}
