import { randomUUID } from "node:crypto";
import type { AiService } from "#server/ai/ai-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { ModifyPlanBody, Plan, PlanBody } from "#server/contracts/plan.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import type { Database, Db, Tx } from "#server/platform/prisma.ts";
import type { RoutingService } from "#server/routing/routing-service.ts";
import { ChangePlanner } from "./change-planner.ts";
import type { Question, SpokenKind } from "./domain/message-kind.ts";
import { modifyPlan } from "./domain/modify-plan.ts";
import type { LatestPlan } from "./latest-plan.ts";
import { PlanAdviser } from "./plan-adviser.ts";
import { assertOpen, type DecisionWish, decidePlan } from "./plan-decisions.ts";
import { type PastSeconds, PlanDrafter } from "./plan-drafter.ts";
import { PlanProposer } from "./plan-proposer.ts";
import { PlanRevisions, type Revision } from "./plan-revisions.ts";
import {
  countAwaiting,
  findAwaiting,
  findLatestPlan,
  findOverdue,
  findPlan,
  findPlansOf,
  insertPlan,
  markPickedUp,
  transitionPlan,
} from "./planning-repository.ts";
import type { PlanRequest, Proposal } from "./proposal.ts";
import { sealPlan } from "./seal-plan.ts";

export type { PastSeconds, PlanRequest, Proposal, Question, SpokenKind };

/** Minutes an approval holds until the dispatcher takes it up. */
const approvalPickupMinutes = 30;

/** Turns requests into plans and keeps their versions. Decides nothing about execution. */
export class PlanningService {
  private readonly deps: {
    readonly db: Database;
    readonly ai: AiService;
    readonly catalog: CatalogService;
    readonly routing: RoutingService;
    readonly clock: Clock;
    readonly pastSeconds: PastSeconds;
    readonly planExpiryMinutes: number;
    readonly taskTimeoutSeconds: number;
  };
  private readonly proposer: PlanProposer;
  private readonly revisions: PlanRevisions;

  constructor(deps: PlanningService["deps"]) {
    this.deps = deps;
    const { db, catalog, ai } = deps;
    const latestPlan: LatestPlan = ({ conversationId, createdAt }, status) =>
      findLatestPlan(db, conversationId, createdAt, status);
    const drafter = new PlanDrafter(deps);
    const adviser = new PlanAdviser({ ai, catalog });
    const changes = new ChangePlanner({ catalog, drafter, adviser, latestPlan });
    this.revisions = new PlanRevisions(drafter);
    this.proposer = new PlanProposer({ catalog, changes, revisions: this.revisions, latestPlan });
  }

  /** Finds what serves the request and makes a plan of it; writes nothing. */
  propose(request: PlanRequest): Promise<Proposal> {
    return this.proposer.propose(request);
  }

  /** Checks a body that came from anywhere, previews its agents and seals it with its digest. */
  finish(body: PlanBody): Promise<Proposal> {
    return sealPlan(this.deps.routing, body);
  }

  /** Stores a proposal as the request's newest version; earlier ones that wait are superseded. */
  async save(
    tx: Tx,
    requestId: string,
    proposal: { body: PlanBody; digest: string },
  ): Promise<Plan> {
    const versions = await findPlansOf(tx, requestId);
    for (const earlier of versions.filter((plan) => plan.status === "awaiting_approval")) {
      await transitionPlan(tx, earlier.id, "supersede");
    }
    const plan = {
      id: randomUUID(),
      requestId,
      version: (versions[0]?.version ?? 0) + 1,
      digest: proposal.digest,
      body: proposal.body,
      expiresAt: new Date(
        this.deps.clock.now().getTime() + this.deps.planExpiryMinutes * 60_000,
      ).toISOString(),
    };
    await insertPlan(tx, plan);
    return {
      ...plan,
      status: "awaiting_approval",
      createdAt: this.deps.clock.now().toISOString(),
      decision: null,
      staleReason: null,
    };
  }

  /**
   * Makes the one decision about a plan under its row lock, after recomputing its digest.
   *
   * @returns `repeat: true` when the same person made the same decision before: nothing was changed
   * @throws plan_not_found, plan_changed, already_decided, plan_expired, plan_stale
   */
  decide(tx: Tx, planId: string, wish: DecisionWish): Promise<{ plan: Plan; repeat: boolean }> {
    return decidePlan(tx, planId, wish, this.deps.clock.now());
  }

  /**
   * Works out a person's change of a waiting plan; writes nothing.
   *
   * @throws plan_not_found, plan_changed, plan_invalid, variable_invalid
   */
  async modify(
    planId: string,
    change: ModifyPlanBody,
  ): Promise<{ plan: Plan; proposal: { body: PlanBody; digest: string } }> {
    const plan = await findPlan(this.deps.db, planId);
    if (plan === null) throw new AppError("plan_not_found");
    assertOpen(plan, this.deps.clock.now());
    if (plan.version !== change.planVersion)
      throw new AppError("plan_changed", { details: { planVersion: plan.version } });
    const result = modifyPlan(plan.body, change);
    if (result.kind === "fault") {
      throw new AppError(change.variables === undefined ? "plan_invalid" : "variable_invalid", {
        message: result.message,
        details: { taskKey: result.taskKey },
      });
    }
    const proposal = await this.finish(result.body);
    if (proposal.kind !== "plan")
      throw new AppError("plan_invalid", {
        message: proposal.kind === "none" ? proposal.message : undefined,
      });
    return { plan, proposal };
  }

  /**
   * Works out what words such as "change the port to 3002" or "only the backup role" change about a waiting plan; a
   * fault says why they change nothing. Writes nothing.
   *
   * @throws plan_not_found, plan_changed, plan_expired, plan_stale, already_decided
   */
  async revise(planId: string, text: string): Promise<Revision & { plan: Plan }> {
    const plan = await findPlan(this.deps.db, planId);
    if (plan === null) throw new AppError("plan_not_found");
    assertOpen(plan, this.deps.clock.now());
    return { ...(await this.revisions.revise(plan, text)), plan };
  }

  /** Marks a plan as overtaken by a change of what it uses; false when it is past that. */
  async turnStale(tx: Tx, planId: string, why: string): Promise<boolean> {
    return transitionPlan(tx, planId, "turn_stale", { staleReason: why });
  }

  /** Lets a plan expire; false when it was decided or taken up meanwhile. */
  async expire(tx: Tx, planId: string): Promise<boolean> {
    return transitionPlan(tx, planId, "expire");
  }

  /** Takes a waiting version out of the running (its request was cancelled or planned anew). */
  async supersede(tx: Tx, planId: string): Promise<boolean> {
    return transitionPlan(tx, planId, "supersede");
  }

  /** Notes that the dispatcher has taken an approval up: from now on it holds until the plan's own expiry. */
  async markPickedUp(planId: string): Promise<void> {
    await markPickedUp(this.deps.db, planId);
  }

  /** @param db the caller's transaction, where it is in one: a second connection might never come free */
  async find(planId: string, db: Db = this.deps.db): Promise<Plan | null> {
    return findPlan(db, planId);
  }

  /**
   * Versions of a request's plan, newest first.
   *
   * @param db the caller's transaction, where it is in one: a second connection might never come free
   */
  async versions(requestId: string, db: Db = this.deps.db): Promise<Plan[]> {
    return findPlansOf(db, requestId);
  }

  async awaiting(): Promise<Plan[]> {
    return findAwaiting(this.deps.db);
  }

  async countAwaiting(tx: Tx): Promise<number> {
    return countAwaiting(tx);
  }

  async overdue(): Promise<{ id: string; requestId: string }[]> {
    return findOverdue(this.deps.db, approvalPickupMinutes);
  }
}
