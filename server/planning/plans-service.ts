import { randomUUID } from "node:crypto";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Plan, PlanBody, PlanDecision, PlanVersion } from "#server/contracts/plan.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Clock } from "#server/platform/clock.ts";
import type { Database, Db, Tx } from "#server/platform/prisma.ts";
import { planDigest } from "./plan-digest.ts";
import {
  type AwaitingPlan,
  countAwaiting,
  findAwaiting,
  findNewestPlans,
  findPastExpiry,
  findPlan,
  findPlanVersions,
  findRecentPlans,
  insertPlan,
  lockPlan,
  moveStart,
  transitionPlan,
} from "./planning-repository.ts";

/** What a person decides, about which version with which digest. */
export interface Decision {
  readonly version: number;
  readonly digest: string;
  readonly decision: PlanDecision["decision"];
  readonly reason: string | null;
  /** When an approved plan starts; null: at once. */
  readonly startAt: Date | null;
  readonly principal: Principal;
}

/** Versions of plans as they are stored: saved, changed, decided once, overtaken. Decides nothing about execution. */
export class PlansService {
  private readonly deps: {
    readonly db: Database;
    readonly clock: Clock;
    readonly catalog: Pick<CatalogService, "previewRule">;
    readonly planExpiryMinutes: number;
  };

  constructor(deps: PlansService["deps"]) {
    this.deps = deps;
  }

  /** Stores a proposal as the request's newest version; earlier ones that wait are superseded. */
  async save(
    tx: Tx,
    requestId: string,
    proposal: { body: PlanBody; digest: string },
  ): Promise<Plan> {
    const versions = (await findPlanVersions(tx, [requestId])).get(requestId) ?? [];
    for (const earlier of versions.filter((plan) => plan.status === "awaiting_approval")) {
      await transitionPlan(tx, earlier.planId, "supersede");
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
  async decide(tx: Tx, planId: string, asked: Decision): Promise<{ plan: Plan; repeat: boolean }> {
    const decidedAt = this.deps.clock.now();
    const locked = await lockPlan(tx, planId);
    if (locked === null) throw new AppError("plan_not_found");
    const { plan, decidedById } = locked;
    if (plan.decision !== null) {
      if (
        plan.decision.decision === asked.decision &&
        decidedById === asked.principal.personId &&
        plan.digest === asked.digest
      ) {
        return { plan, repeat: true };
      }
      throw alreadyDecided(plan.decision);
    }
    this.assertShown(plan, asked);
    await transitionPlan(tx, planId, asked.decision, {
      decision: asked.decision,
      decidedById: asked.principal.personId,
      decidedBy: actorOf(asked.principal).name,
      decidedAt,
      decisionReason: asked.reason,
      ...decidingRules(asked.principal),
      startAt: asked.startAt,
    });
    return {
      repeat: false,
      plan: {
        ...plan,
        status: asked.decision === "approve" ? "approved" : "rejected",
        decision: {
          decision: asked.decision,
          decidedBy: actorOf(asked.principal).name,
          decidedAt: decidedAt.toISOString(),
          reason: asked.reason,
          ...decidingRules(asked.principal),
          startAt: asked.startAt?.toISOString() ?? null,
        },
      },
    };
  }

  /** Has an approved plan that waits for its time start now; false when it does not wait for that any more. */
  async startNow(tx: Tx, planId: string): Promise<boolean> {
    return moveStart(tx, planId, this.deps.clock.now());
  }

  /** Whether somebody's standing order has such a plan previewed before anybody asks. */
  async isPreviewedUnasked(tx: Tx, { body }: Plan): Promise<boolean> {
    const rule = await this.deps.catalog.previewRule(body.repositoryId, tx);
    if (rule === null) return false;
    return rule.when === "always" || (rule.when === "high_risk" && body.risk === "high");
  }

  /**
   * A plan that can still be decided or changed.
   *
   * @throws plan_not_found, plan_changed, plan_expired, plan_stale, already_decided
   */
  async open(planId: string): Promise<Plan> {
    const plan = await findPlan(this.deps.db, planId);
    if (plan === null) throw new AppError("plan_not_found");
    assertOpen(plan, this.deps.clock.now());
    return plan;
  }

  /**
   * A plan that is to be decided or changed, with its row locked until the transaction ends.
   *
   * @throws plan_not_found
   */
  async lock(tx: Tx, planId: string): Promise<Plan> {
    const locked = await lockPlan(tx, planId);
    if (locked === null) throw new AppError("plan_not_found");
    return locked.plan;
  }

  /**
   * Checks that a plan waits and is what the person saw, digest recomputed.
   *
   * @throws plan_changed, already_decided, plan_expired, plan_stale
   */
  assertShown(plan: Plan, shown: { readonly version: number; readonly digest: string }): void {
    assertOpen(plan, this.deps.clock.now());
    const isShown = plan.version === shown.version && plan.digest === shown.digest;
    if (isShown && planDigest(plan.body) === plan.digest) return;
    throw new AppError("plan_changed", {
      details: { planVersion: plan.version, planDigest: plan.digest },
    });
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

  /** @param db the caller's transaction, where it is in one: a second connection might never come free */
  async find(planId: string, db: Db = this.deps.db): Promise<Plan | null> {
    return findPlan(db, planId);
  }

  /**
   * The newest version of a request's plan, or null.
   *
   * @param db the caller's transaction, where it is in one: a second connection might never come free
   */
  async newest(requestId: string, db: Db = this.deps.db): Promise<Plan | null> {
    const [plan] = await findNewestPlans(db, [requestId]);
    return plan ?? null;
  }

  /** The newest version of each request's plan, by request. */
  async newestOf(requestIds: readonly string[]): Promise<Map<string, Plan>> {
    const plans = await findNewestPlans(this.deps.db, requestIds);
    return new Map(plans.map((plan) => [plan.requestId, plan]));
  }

  /**
   * Every version of each request's plan by its outside, newest first, at most 50; by request.
   *
   * @param db the caller's transaction, where it is in one: a second connection might never come free
   */
  versionsOf(
    requestIds: readonly string[],
    db: Db = this.deps.db,
  ): Promise<Map<string, PlanVersion[]>> {
    return findPlanVersions(db, requestIds);
  }

  /** The newest version of each of the newest plans, newest first; previews are none of them. */
  recent(most: number): Promise<Plan[]> {
    return findRecentPlans(this.deps.db, most);
  }

  /** Plans that wait for a decision, oldest first, at most 200. */
  awaiting(): Promise<AwaitingPlan[]> {
    return findAwaiting(this.deps.db);
  }

  async countAwaiting(tx: Tx): Promise<number> {
    return countAwaiting(tx);
  }

  /** Whether a plan's digest is that of what it holds now. */
  digestFits(plan: Pick<Plan, "digest" | "body">): boolean {
    return planDigest(plan.body) === plan.digest;
  }

  /** Plans that nobody decided about in time. */
  async pastExpiry(): Promise<{ planId: string; requestId: string }[]> {
    return findPastExpiry(this.deps.db);
  }
}

/** The rules that decide in a person's name; nothing where a person does. */
function decidingRules({ rule }: Principal): Pick<PlanDecision, "rules"> {
  return rule?.approvedBy === undefined ? {} : { rules: [...rule.approvedBy] };
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
function assertOpen(plan: Plan, now: Date): void {
  if (plan.status === "stale")
    throw new AppError("plan_stale", { message: plan.staleReason ?? undefined });
  if (plan.status === "expired" || new Date(plan.expiresAt) <= now)
    throw new AppError("plan_expired");
  if (plan.status === "superseded") throw new AppError("plan_changed");
  if (plan.decision !== null) throw alreadyDecided(plan.decision);
}
