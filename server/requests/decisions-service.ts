import type { AuditService, NewAuditEntry } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import { type Action, actorOf, type Principal } from "#server/contracts/people.ts";
import type {
  DecidePlanBody,
  ModifyPlanBody,
  Plan,
  PlanBody,
  PlanTask,
  RequestView,
} from "#server/contracts/plan.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import { openPriority } from "#server/lib/priorities.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { ProposalsService } from "#server/planning/proposals-service.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { startOf } from "./domain/start-later.ts";
import { approvesItself, tokenAskers } from "./domain/token-askers.ts";
import type { PlanOffers } from "./plan-offers.ts";
import {
  type DecidedVersion,
  findRepeated,
  type SealedPlan,
  type Selection,
  selectTasks,
} from "./plan-selection.ts";
import { planSubject } from "./plan-subject.ts";
import type { RequestLifecycle } from "./request-lifecycle.ts";
import type { RequestViewService } from "./request-view-service.ts";
import { addTokenAskers, findRequest, type StoredRequest } from "./requests-repository.ts";

/** What people decide about a plan that waits: approve, reject, or change it into a new version. */
export class DecisionsService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    plans: PlansService;
    proposals: ProposalsService;
    execution: ExecutionService;
    lifecycle: RequestLifecycle;
    offers: PlanOffers;
    views: RequestViewService;
    /** Throws where a caller may not do an action; people know it. */
    assertMay: (principal: Principal, action: Action) => void;
  };

  constructor(deps: DecisionsService["deps"]) {
    this.deps = deps;
  }

  /**
   * Records the one decision about a plan and, on approval, creates its tasks in the same transaction. Where only some
   * tasks are kept, that transaction first stores them as a version of their own, which is the one approved.
   *
   * @throws plan_not_found, plan_changed, already_decided, plan_expired, plan_stale, plan_invalid
   * @throws own_request where a token would approve what a token of the same person asked for
   */
  async decide(principal: Principal, planId: string, body: DecidePlanBody): Promise<RequestView> {
    const actor = actorOf(principal);
    const shown = { planId, version: body.planVersion, digest: body.planDigest };
    const selection =
      body.keptTasks === undefined ? null : await selectTasks(this.deps, shown, body.keptTasks);
    const requestId = await inTransaction(this.deps.db, async (tx) => {
      const target = selection === null ? shown : await this.storeSelection(tx, actor, selection);
      return this.decideIn(tx, principal, target, body);
    });
    return this.deps.views.view(requestId);
  }

  /**
   * {@link decide} about a whole version, in the caller's transaction.
   *
   * @returns the plan's request
   */
  async decideIn(
    tx: Tx,
    principal: Principal,
    target: DecidedVersion,
    body: Pick<DecidePlanBody, "decision" | "reason" | "replan" | "startAt" | "inBatch">,
  ): Promise<string> {
    const actor = actorOf(principal);
    const startAt = body.startAt === undefined ? null : startOf(body.startAt, new Date());
    const { plan, repeat } = await this.deps.plans.decide(tx, target.planId, {
      version: target.version,
      digest: target.digest,
      decision: body.decision,
      reason: body.reason ?? null,
      startAt,
      principal,
    });
    if (repeat) return plan.requestId;
    const request = await findRequest(tx, plan.requestId);
    if (request === null) throw new AppError("not_found");
    if (body.decision === "approve") assertMayBeApproved(principal, request, plan, body);
    const decided: NewAuditEntry = {
      type: body.decision === "approve" ? "plan.approved" : "plan.rejected",
      actor,
      subject: planSubject(plan),
      facts: {
        ...{ version: plan.version, digest: plan.digest, risk: plan.body.risk },
        ...rulesFact(principal),
        ...(startAt === null ? {} : { startAt: startAt.toISOString() }),
        ...(body.inBatch === true ? { inBatch: true } : {}),
      },
      text: body.reason ?? null,
    };
    const more =
      body.decision === "approve"
        ? await this.approve(tx, request, plan, actor)
        : await this.reject(tx, request, actor, body);
    await this.deps.audit.record(tx, decided, ...more);
    await this.deps.lifecycle.announceInbox(tx);
    return plan.requestId;
  }

  /** Makes a selection a version of its own, in the transaction that decides about it. Keyed by its digest. */
  private async storeSelection(
    tx: Tx,
    actor: Actor,
    { shown, ...selected }: Selection,
  ): Promise<DecidedVersion> {
    const { plans } = this.deps;
    const plan = await plans.lock(tx, shown.planId);
    const repeated = await findRepeated(tx, plans, plan, selected);
    if (repeated === null) plans.assertShown(plan, shown);
    const version = repeated ?? (await this.replaceVersion(tx, actor, plan, selected));
    return { planId: version.id, version: version.version, digest: version.digest };
  }

  /** Carries out an approval that was held for evidence. */
  async carryOut(tx: Tx, request: StoredRequest, plan: Plan, actor: Actor): Promise<void> {
    await this.deps.audit.record(tx, ...(await this.approve(tx, request, plan, actor)));
  }

  private async approve(
    tx: Tx,
    request: StoredRequest,
    plan: Plan,
    actor: Actor,
  ): Promise<NewAuditEntry[]> {
    const phase = await this.deps.lifecycle.mustMove(tx, request, {
      event: "approve",
      actor,
      artifacts: [`plan:${plan.id}`, `digest:${plan.digest}`],
      sight: await this.deps.lifecycle.look(tx, request, ["approval"], plan),
    });
    // The decision stands; its tasks come to be when what the owner wants beside it is there.
    if (phase === "blocked") return [];
    const approved = `approved by ${plan.decision?.decidedBy ?? actor.name}`;
    const body = { ...plan.body, context: [...(plan.body.context ?? []), approved] };
    return this.deps.execution.createTasks(
      tx,
      { ...plan, body },
      request.conversationId,
      request.context.dispatch?.taskId ?? null,
    );
  }

  /**
   * Has an approved plan that waits for its time start now.
   *
   * @throws plan_not_found, invalid_state where it does not wait for that
   */
  async startNow(principal: Principal, planId: string): Promise<RequestView> {
    const { audit, execution, plans, views } = this.deps;
    const requestId = await inTransaction(this.deps.db, async (tx) => {
      const plan = await plans.lock(tx, planId);
      if (!(await plans.startNow(tx, planId)))
        throw new AppError("invalid_state", { message: "That plan does not wait for its time." });
      await execution.startNow(tx, planId);
      await audit.record(tx, {
        type: "plan.started_early",
        actor: actorOf(principal),
        subject: planSubject(plan),
        facts: { digest: plan.digest, startAt: plan.decision?.startAt ?? null },
      });
      const request = await findRequest(tx, plan.requestId);
      if (request !== null) {
        const { id, conversationId } = request;
        await announceRequest(tx, { requestId: id, conversationId });
      }
      return plan.requestId;
    });
    return views.view(requestId);
  }

  private async reject(
    tx: Tx,
    request: StoredRequest,
    actor: Actor,
    body: Pick<DecidePlanBody, "reason" | "replan">,
  ): Promise<NewAuditEntry[]> {
    const reason = body.reason ?? null;
    if (body.replan === true) {
      await this.deps.lifecycle.mustMove(tx, request, {
        event: "replan",
        actor,
        reason,
        context: { rejection: reason },
      });
      await enqueue(tx, [{ name: "request.plan", requestId: request.id }]);
    } else {
      await this.deps.lifecycle.mustMove(tx, request, { event: "reject", actor, reason });
    }
    return [];
  }

  /** Stores a changed version of a waiting plan. @throws plan_changed, plan_invalid, variable_invalid */
  async modify(principal: Principal, planId: string, change: ModifyPlanBody): Promise<RequestView> {
    const plan = await this.deps.plans.open(planId);
    if (plan.version !== change.planVersion)
      throw new AppError("plan_changed", { details: { planVersion: plan.version } });
    this.assertMayRaise(principal, plan.body, change);
    const left = await this.leftOut(plan, change.tasks ?? []);
    const changed = await this.deps.proposals.change(plan, change, left);
    const by = { actor: actorOf(principal), askers: tokenAskers(principal) };
    await this.storeVersion(by, plan, changed);
    return this.deps.views.view(plan.requestId);
  }

  /** Before everything else goes only what somebody says who may approve. @throws not_allowed */
  private assertMayRaise(
    principal: Principal,
    { priority: planned }: PlanBody,
    { priority }: ModifyPlanBody,
  ): void {
    const isRaised = priority !== undefined && priority < openPriority && priority !== planned;
    if (isRaised) this.deps.assertMay(principal, "plan.decide");
  }

  /** Tasks of the first version that are asked for and that this one has not; none where that was made of other files. */
  private async leftOut(plan: Plan, taskKeys: readonly string[]): Promise<PlanTask[]> {
    const has = (taskKey: string) => plan.body.tasks.some((task) => task.taskKey === taskKey);
    if (taskKeys.every(has)) return [];
    const versions = (await this.deps.plans.versionsOf([plan.requestId])).get(plan.requestId);
    const first = versions?.at(-1);
    const body = first === undefined ? null : (await this.deps.plans.find(first.planId))?.body;
    if (body == null || !isSameSource(body, plan.body)) return [];
    return body.tasks.filter(({ taskKey }) => !has(taskKey));
  }

  /**
   * Makes a new version of a waiting plan from words such as "change the port to 3002" or "only the backup role", on
   * behalf of the person who said them. The new version waits for its own approval.
   *
   * @returns what to say, with the new version's id; null where the words changed nothing
   */
  async reviseFromWords(
    said: StoredRequest,
    planId: string,
  ): Promise<{ message: string; planId: string | null }> {
    try {
      const plan = await this.deps.plans.open(planId);
      const revision = await this.deps.proposals.revise(plan, said.text);
      if (revision.kind === "fault") return { message: revision.message, planId: null };
      const actor = actorOf({ personId: said.personId, name: said.submittedBy });
      const by = { actor, askers: said.askedByTokensOf };
      const version = await this.storeVersion(by, plan, revision.proposal);
      return {
        message: `Changed: ${revision.words}. The new version waits for approval.`,
        planId: version.id,
      };
    } catch (error) {
      if (isAppError(error)) return { message: error.message, planId: null };
      throw error;
    }
  }

  private storeVersion(
    by: { readonly actor: Actor; readonly askers: readonly string[] },
    plan: Plan,
    version: SealedPlan,
  ): Promise<Plan> {
    return inTransaction(this.deps.db, async (tx) => {
      const stored = await this.replaceVersion(tx, by.actor, plan, version);
      await addTokenAskers(tx, plan.requestId, by.askers);
      return stored;
    });
  }

  /** Stores a version in place of a waiting one, in the caller's transaction. @throws plan_changed */
  async replaceVersion(tx: Tx, actor: Actor, plan: Plan, version: SealedPlan): Promise<Plan> {
    const request = await findRequest(tx, plan.requestId);
    if (request === null || request.phase !== "approval") throw new AppError("plan_changed");
    if (!(await this.deps.plans.supersede(tx, plan.id))) throw new AppError("plan_changed");
    return this.deps.offers.offer(tx, request, version, actor);
  }
}

/** @throws own_request, invalid_state for a plan of high risk among several */
function assertMayBeApproved(
  principal: Principal,
  request: StoredRequest,
  { body: { risk } }: Plan,
  { inBatch }: Pick<DecidePlanBody, "inBatch">,
): void {
  if (approvesItself(principal, request)) throw new AppError("own_request");
  if (inBatch === true && risk === "high")
    throw new AppError("invalid_state", {
      message: "A plan of high risk is approved by itself. Open it and read its reasons.",
    });
}

/** Whether two plans run the same files of the same repository with the same inventory. */
function isSameSource(one: PlanBody, other: PlanBody): boolean {
  return (
    one.repositoryId === other.repositoryId &&
    one.commit === other.commit &&
    one.inventoryHash === other.inventoryHash &&
    one.requirementsLock === other.requirementsLock
  );
}

/** Ids of the rules that decide in the person's name, with blanks between them; nothing where the person does. */
function rulesFact({ rule }: Principal): { readonly rules?: string } {
  if (rule?.approvedBy === undefined) return {};
  return { rules: rule.approvedBy.map(({ ruleId }) => ruleId).join(" ") };
}
