import { randomUUID } from "node:crypto";
import type { AuditService, NewAuditEntry } from "#server/audit/audit-service.ts";
import type { InboxItem } from "#server/contracts/api.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import type { Job } from "#server/contracts/jobs.ts";
import type { Principal } from "#server/contracts/people.ts";
import type {
  CheckResult,
  DecidePlanBody,
  ModifyPlanBody,
  Plan,
  RequestView,
} from "#server/contracts/plan.ts";
import type { PhaseChange, RequestPhase } from "#server/contracts/request.ts";
import type { DispatchService } from "#server/execution/dispatch-service.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import type { PlanningService, Proposal } from "#server/planning/planning-service.ts";
import { announceRequest, appendEvent, lastSeq } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { cardStatus } from "./domain/card-status.ts";
import { isSettled, type RequestEvent } from "./domain/request-state.ts";
import {
  findPhaseChanges,
  findRequest,
  findRequestsOf,
  findStuck,
  insertRequest,
  type NewRequest,
  type RequestContext,
  type StoredRequest,
  transitionRequest,
} from "./requests-repository.ts";
import { runChecks } from "./service-check.ts";

export type { NewRequest, StoredRequest };

/** Phases that move on by themselves, and after how long of standing still they are nudged again. */
const selfMovingPhases: readonly RequestPhase[] = ["intake", "planning"];
const stuckAfterSeconds = 5;

/** A request's life through its phases. The only writer of a phase. */
export class RequestsService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    planning: PlanningService;
    execution: ExecutionService;
    dispatch: DispatchService;
  };

  /** Requests whose checks run in this process: a repeated nudge does not start them twice. */
  private readonly verifying = new Set<string>();

  constructor(deps: RequestsService["deps"]) {
    this.deps = deps;
  }

  /** Stores a request in the caller's transaction and nudges the planner. */
  async submit(tx: Tx, request: NewRequest): Promise<void> {
    await insertRequest(tx, request);
    await enqueue(tx, [{ name: "request.plan", requestId: request.id }]);
  }

  /**
   * Moves a request into planning and works out a proposal; nothing but the phase is written.
   *
   * @returns null when the request is not waiting to be planned any more
   */
  async propose(requestId: string): Promise<{ request: StoredRequest; proposal: Proposal } | null> {
    const request = await this.enterPlanning(requestId);
    if (request === null) return null;
    const proposal = await this.deps.planning.propose({
      text: request.text,
      answers: request.context.answers,
      rejection: request.context.rejection,
      conversationId: request.conversationId,
      createdAt: request.createdAt,
      summary: request.context.summary,
    });
    return { request, proposal };
  }

  private async enterPlanning(requestId: string): Promise<StoredRequest | null> {
    return inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) return null;
      if (request.phase === "planning") return request;
      if (request.phase !== "intake") return null;
      const phase = await this.move(tx, request, "plan", systemActor);
      return phase === null ? null : { ...request, phase };
    });
  }

  /**
   * Writes what became of planning, in the caller's transaction.
   *
   * @returns the stored plan for a plan, null otherwise
   * @throws invalid_state when the request moved on meanwhile (cancelled, planned by another worker)
   */
  async accept(tx: Tx, request: StoredRequest, proposal: Proposal): Promise<Plan | null> {
    switch (proposal.kind) {
      case "plan":
        return this.offer(tx, request, proposal, systemActor);
      case "ask": {
        await this.mustMove(tx, request, "block", systemActor, proposal.ambiguity.question, {
          openQuestion: proposal.ambiguity.key,
        });
        return null;
      }
      case "none": {
        await this.mustMove(tx, request, "answer", systemActor, proposal.message);
        return null;
      }
      case "answer": {
        await this.mustMove(tx, request, "answer", systemActor, null);
        return null;
      }
    }
  }

  private async offer(
    tx: Tx,
    request: StoredRequest,
    proposal: { body: Plan["body"]; digest: string },
    actor: Actor,
  ): Promise<Plan> {
    const plan = await this.deps.planning.save(tx, request.id, proposal);
    await this.mustMove(tx, request, "propose", actor, null, { openQuestion: null }, [
      `plan:${plan.id}`,
    ]);
    await this.deps.audit.record(tx, {
      type: "plan.proposed",
      actor,
      subject: planSubject(plan),
      facts: {
        version: plan.version,
        digest: plan.digest,
        risk: plan.body.risk,
        tasks: plan.body.tasks.length,
      },
      text: plan.body.summary,
    });
    await this.announceInbox(tx);
    return plan;
  }

  /**
   * Offers a plan that the caller wrote itself, as a request of its own. It passes the same approval gate as any other.
   *
   * @throws plan_invalid when no agent could ever run it
   */
  async submitPrepared(
    principal: Principal,
    prepared: {
      readonly conversationId: string;
      readonly text: string;
      readonly body: Plan["body"];
    },
  ): Promise<Plan> {
    const proposal = await this.deps.planning.finish(prepared.body);
    if (proposal.kind !== "plan")
      throw new AppError(
        "plan_invalid",
        proposal.kind === "none" ? { message: proposal.message } : {},
      );
    const requestId = randomUUID();
    return inTransaction(this.deps.db, async (tx) => {
      await insertRequest(tx, {
        id: requestId,
        conversationId: prepared.conversationId,
        messageId: requestId,
        personId: principal.personId,
        submittedBy: principal.name,
        text: prepared.text,
      });
      const request = await findRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      const phase = await this.mustMove(tx, request, "plan", asActor(principal), null);
      return this.offer(tx, { ...request, phase }, proposal, asActor(principal));
    });
  }

  /** Continues a blocked request with a person's answer. False when that question is not open. */
  async answer(
    tx: Tx,
    actor: Actor,
    requestId: string,
    key: string,
    value: string,
  ): Promise<boolean> {
    const request = await findRequest(tx, requestId);
    if (request === null || request.phase !== "blocked" || request.context.openQuestion !== key)
      return false;
    const answers = { ...request.context.answers, [key]: value };
    const phase = await this.move(tx, request, "unblock", actor, null, {
      answers,
      openQuestion: null,
    });
    if (phase === null) return false;
    await enqueue(tx, [{ name: "request.plan", requestId }]);
    return true;
  }

  /** The newest request of a conversation that waits for a typed answer, if any. */
  async openQuestion(conversationId: string): Promise<{ requestId: string; key: string } | null> {
    const last = (await findRequestsOf(this.deps.db, conversationId)).at(-1);
    const key = last?.phase === "blocked" ? last.context.openQuestion : null;
    return last === undefined || key === null ? null : { requestId: last.id, key };
  }

  /**
   * Records the one decision about a plan and, on approval, creates its tasks in the same transaction.
   *
   * @throws plan_not_found, plan_changed, already_decided, plan_expired, plan_stale
   */
  async decide(principal: Principal, planId: string, body: DecidePlanBody): Promise<RequestView> {
    const actor = asActor(principal);
    const requestId = await inTransaction(this.deps.db, async (tx) => {
      const { plan, repeat } = await this.deps.planning.decide(tx, planId, {
        version: body.planVersion,
        digest: body.planDigest,
        decision: body.decision,
        reason: body.reason ?? null,
        principal,
      });
      if (repeat) return plan.requestId;
      const request = await findRequest(tx, plan.requestId);
      if (request === null) throw new AppError("not_found");
      const decided: NewAuditEntry = {
        type: body.decision === "approve" ? "plan.approved" : "plan.rejected",
        actor,
        subject: planSubject(plan),
        facts: { version: plan.version, digest: plan.digest, risk: plan.body.risk },
        text: body.reason ?? null,
      };
      const more =
        body.decision === "approve"
          ? await this.approve(tx, request, plan, actor)
          : await this.reject(tx, request, actor, body);
      await this.deps.audit.record(tx, decided, ...more);
      await this.announceInbox(tx);
      return plan.requestId;
    });
    return this.view(requestId);
  }

  private async approve(
    tx: Tx,
    request: StoredRequest,
    plan: Plan,
    actor: Actor,
  ): Promise<NewAuditEntry[]> {
    await this.mustMove(tx, request, "approve", actor, null, {}, [
      `plan:${plan.id}`,
      `digest:${plan.digest}`,
    ]);
    return this.deps.execution.createTasks(tx, plan, request.conversationId);
  }

  private async reject(
    tx: Tx,
    request: StoredRequest,
    actor: Actor,
    body: DecidePlanBody,
  ): Promise<NewAuditEntry[]> {
    const reason = body.reason ?? null;
    if (body.replan === true) {
      await this.mustMove(tx, request, "replan", actor, reason, { rejection: reason });
      await enqueue(tx, [{ name: "request.plan", requestId: request.id }]);
    } else {
      await this.mustMove(tx, request, "reject", actor, reason);
    }
    return [];
  }

  /** Stores a changed version of a waiting plan. @throws plan_changed, plan_invalid, variable_invalid */
  async modify(principal: Principal, planId: string, change: ModifyPlanBody): Promise<RequestView> {
    const { plan, proposal } = await this.deps.planning.modify(planId, change);
    return this.storeVersion(asActor(principal), plan, proposal);
  }

  private async storeVersion(
    actor: Actor,
    plan: Plan,
    proposal: { body: Plan["body"]; digest: string },
  ): Promise<RequestView> {
    await inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, plan.requestId);
      if (request === null || request.phase !== "approval") throw new AppError("plan_changed");
      if (!(await this.deps.planning.supersede(tx, plan.id))) throw new AppError("plan_changed");
      await this.offer(tx, request, proposal, actor);
    });
    return this.view(plan.requestId);
  }

  /** Gives up on a request that cannot be planned; null when it moved on meanwhile. */
  async giveUp(requestId: string, reason: string): Promise<StoredRequest | null> {
    const request = await findRequest(this.deps.db, requestId);
    return request === null ? null : this.finish(request, "fail", reason);
  }

  /**
   * Makes a new version of a waiting plan from words such as "change the port to 3002" or "only the backup role", on
   * behalf of the person who said them. The new version waits for its own approval.
   */
  async reviseFromWords(
    said: StoredRequest,
    planId: string,
  ): Promise<{ message: string; planId: string | null }> {
    try {
      const revision = await this.deps.planning.revise(planId, said.text);
      if (revision.kind === "fault") return { message: revision.message, planId: null };
      const actor: Actor = { kind: "person", id: said.personId, name: said.submittedBy };
      const view = await this.storeVersion(actor, revision.plan, revision.proposal);
      return {
        message: `Changed: ${revision.words}. The new version waits for approval.`,
        planId: view.plan?.id ?? null,
      };
    } catch (error) {
      if (isAppError(error)) return { message: error.message, planId: null };
      throw error;
    }
  }

  /** Plans a request again: after stale, or while its plan waits. */
  async replan(principal: Principal, requestId: string, reason?: string): Promise<RequestView> {
    await inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      const [live] = await this.deps.planning.versions(requestId);
      if (request.phase === "execution" && live?.status !== "stale") {
        throw new AppError("invalid_state", { message: "That plan is running; cancel it first." });
      }
      if (live?.status === "awaiting_approval") await this.deps.planning.supersede(tx, live.id);
      await this.mustMove(tx, request, "replan", asActor(principal), reason ?? "planned again", {
        rejection: reason ?? null,
      });
      await enqueue(tx, [{ name: "request.plan", requestId }]);
      await this.announceInbox(tx);
    });
    return this.view(requestId);
  }

  /** Ends a request; running tasks are asked to stop and the request settles when they have. */
  async cancel(principal: Principal, requestId: string, reason?: string): Promise<RequestView> {
    const actor = asActor(principal);
    await inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      if (isSettled(request.phase))
        throw new AppError("invalid_state", { message: "That request is over already." });
      const [live] = await this.deps.planning.versions(requestId);
      if (request.phase === "execution" && live?.status === "approved") {
        await this.deps.execution.cancelPlan(tx, live.id, actor, reason ?? null);
        return;
      }
      if (live?.status === "awaiting_approval") await this.deps.planning.supersede(tx, live.id);
      await this.mustMove(tx, request, "cancel", actor, reason ?? null, { openQuestion: null });
      await this.announceInbox(tx);
    });
    return this.view(requestId);
  }

  /**
   * Ends a request that waits for a decision or an answer, at a person's word in the chat.
   *
   * @throws not_found, invalid_state once it was approved: what runs is stopped with its button
   */
  async withdraw(said: StoredRequest, requestId: string): Promise<void> {
    const actor: Actor = { kind: "person", id: said.personId, name: said.submittedBy };
    await inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      const [live] = await this.deps.planning.versions(requestId);
      const waits = request.phase === "approval" || request.phase === "blocked";
      if (
        !waits ||
        (live?.status === "awaiting_approval" && !(await this.deps.planning.supersede(tx, live.id)))
      )
        throw new AppError("invalid_state", { message: "That request does not wait any more." });
      await this.mustMove(tx, request, "cancel", actor, said.text, { openQuestion: null });
      await this.announceInbox(tx);
    });
  }

  /** The dispatcher's entry: gives the plan's ready tasks to agents. Returns how many it placed. */
  async dispatch(planId: string): Promise<number> {
    const [placed] = await Promise.all([
      this.deps.dispatch.dispatch(planId),
      this.deps.planning.markPickedUp(planId),
    ]);
    return placed;
  }

  /** Something a plan uses changed after it was made: the plan is stale and nothing of it that waits will run. */
  async turnStale(planId: string, why: string): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const plan = await this.deps.planning.find(planId);
      if (plan === null || !(await this.deps.planning.turnStale(tx, planId, why))) return;
      await this.deps.execution.cancelPlan(
        tx,
        planId,
        systemActor,
        `Not run, because the plan turned stale: ${why}`,
      );
      await this.deps.audit.record(tx, {
        type: "plan.stale",
        actor: systemActor,
        subject: planSubject(plan),
        facts: { digest: plan.digest },
        text: why,
      });
      await this.announce(tx, plan.requestId);
    });
  }

  /**
   * Moves an executing request on once all its tasks are over: to failed, cancelled, or through its checks to done.
   *
   * @returns the request when this call settled it, null otherwise
   */
  async settle(requestId: string): Promise<StoredRequest | null> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null || !["execution", "verification"].includes(request.phase)) return null;
    const [plan] = await this.deps.planning.versions(requestId);
    if (plan === undefined || plan.status !== "approved") return null;
    const tasks = await this.deps.execution.tasksOf(plan.id);
    if (
      tasks.some((task) => ["pending", "paused", "running", "needs_review"].includes(task.status))
    )
      return null;
    const failed = tasks.find((task) => task.status === "failed");
    if (failed !== undefined)
      return this.finish(request, "fail", failed.message ?? `"${failed.name}" failed`);
    if (tasks.some((task) => task.status === "cancelled"))
      return this.finish(request, "cancel", "stopped before everything had run");
    return this.verify(request, plan);
  }

  private async verify(request: StoredRequest, plan: Plan): Promise<StoredRequest | null> {
    const verifying = await this.finish(request, "verify", null);
    const current = verifying ?? request;
    if (current.phase !== "verification" || this.verifying.has(request.id)) return null;
    this.verifying.add(request.id);
    try {
      return await this.check(current, plan);
    } finally {
      this.verifying.delete(request.id);
    }
  }

  private async check(current: StoredRequest, plan: Plan): Promise<StoredRequest | null> {
    const checks: CheckResult[] = [];
    for (const task of plan.body.tasks)
      checks.push(...(await runChecks(task, AbortSignal.timeout(15 * 60_000))));
    const bad = checks.find((check) => !check.ok);
    if (bad === undefined) return this.finish(current, "finish", null, checks);
    return this.finish(
      current,
      "fail",
      `The check ${bad.target} did not pass: ${bad.message}`,
      checks,
    );
  }

  private async finish(
    request: StoredRequest,
    event: RequestEvent,
    reason: string | null,
    checks?: CheckResult[],
  ): Promise<StoredRequest | null> {
    return inTransaction(this.deps.db, async (tx) => {
      const phase = await this.move(tx, request, event, systemActor, reason, {}, [], checks);
      return phase === null
        ? null
        : { ...request, phase, reason, checks: checks ?? request.checks };
    });
  }

  /** Expires what waited too long and nudges what stands still: the fallback for lost jobs. */
  async sweep(): Promise<void> {
    for (const { id, requestId } of await this.deps.planning.overdue())
      await this.expire(id, requestId);
    for (const { planId, requestId } of await this.deps.execution.waitingPastExpiry())
      await this.expire(planId, requestId);
    const stuck = await findStuck(this.deps.db, selfMovingPhases, stuckAfterSeconds);
    const unsettled = await this.deps.execution.finishedUnsettled();
    const nudges: Job[] = [
      ...stuck.map((requestId) => ({ name: "request.plan" as const, requestId })),
      ...unsettled.map((requestId) => ({ name: "request.settle" as const, requestId })),
    ];
    if (nudges.length > 0) await inTransaction(this.deps.db, (tx) => enqueue(tx, nudges));
    await this.deps.dispatch.dispatchWaiting((planId) => this.dispatch(planId));
  }

  /** Something ended: what waits for room gets what it left. */
  async fillRoom(): Promise<void> {
    await this.deps.dispatch.fillRoom((planId) => this.dispatch(planId));
  }

  private async expire(planId: string, requestId: string): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      const [plan, request] = [
        await this.deps.planning.find(planId),
        await findRequest(tx, requestId),
      ];
      if (plan === null || request === null || !(await this.deps.planning.expire(tx, planId)))
        return;
      await this.deps.execution.cancelPlan(
        tx,
        planId,
        systemActor,
        "Not run, because the approval expired.",
      );
      await this.move(tx, request, "expire", systemActor, "nobody decided in time");
      await this.deps.audit.record(tx, {
        type: "plan.expired",
        actor: systemActor,
        subject: planSubject(plan),
        facts: { digest: plan.digest },
      });
      await this.announceInbox(tx);
    });
  }

  /** Everything a plan card needs. @throws not_found */
  async view(requestId: string): Promise<RequestView> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null) throw new AppError("not_found");
    return this.toView(request);
  }

  /** @throws plan_not_found */
  async viewOfPlan(planId: string): Promise<RequestView> {
    const plan = await this.deps.planning.find(planId);
    if (plan === null) throw new AppError("plan_not_found");
    return this.view(plan.requestId);
  }

  /** Views of a conversation's requests, oldest first. */
  async viewsOf(conversationId: string): Promise<RequestView[]> {
    const requests = await findRequestsOf(this.deps.db, conversationId);
    return Promise.all(requests.map((request) => this.toView(request)));
  }

  private async toView(request: StoredRequest): Promise<RequestView> {
    const versions = await this.deps.planning.versions(request.id);
    const plan = versions[0] ?? null;
    const tasks = plan === null ? [] : await this.deps.execution.tasksOf(plan.id);
    return {
      requestId: request.id,
      conversationId: request.conversationId,
      text: request.text,
      phase: request.phase,
      reason: request.reason,
      submittedBy: request.submittedBy,
      card:
        plan === null
          ? null
          : cardStatus(
              plan,
              request.phase,
              tasks.map((task) => task.status),
            ),
      plan,
      tasks,
      checks: request.checks,
      versions: versions.map(({ id, version, status, digest }) => ({
        planId: id,
        version,
        status,
        digest,
      })),
    };
  }

  /** The newest plan of a request. @throws plan_not_found */
  async livePlan(requestId: string): Promise<Plan> {
    const [plan] = await this.deps.planning.versions(requestId);
    if (plan === undefined) throw new AppError("plan_not_found");
    return plan;
  }

  async phases(requestId: string): Promise<{ phases: PhaseChange[] }> {
    return { phases: await findPhaseChanges(this.deps.db, requestId) };
  }

  /** @throws not_found */
  async context(requestId: string): Promise<{ context: RequestContext }> {
    const request = await findRequest(this.deps.db, requestId);
    if (request === null) throw new AppError("not_found");
    return { context: request.context };
  }

  /** Plans that wait for a decision, oldest first, with the place to follow `inbox` from. */
  async inbox(): Promise<{ items: InboxItem[]; seq: number }> {
    const seq = await lastSeq(this.deps.db, "inbox");
    const items: InboxItem[] = [];
    for (const plan of await this.deps.planning.awaiting()) {
      const request = await findRequest(this.deps.db, plan.requestId);
      if (request === null) continue;
      items.push({
        requestId: request.id,
        conversationId: request.conversationId,
        planId: plan.id,
        version: plan.version,
        summary: plan.body.summary,
        risk: plan.body.risk,
        hosts: [...new Set(plan.body.tasks.flatMap((task) => task.hosts))],
        submittedBy: request.submittedBy,
        createdAt: plan.createdAt,
        expiresAt: plan.expiresAt,
      });
    }
    return { items, seq };
  }

  private async announce(tx: Tx, requestId: string): Promise<void> {
    const request = await findRequest(tx, requestId);
    if (request !== null)
      await announceRequest(tx, { requestId, conversationId: request.conversationId });
  }

  private async announceInbox(tx: Tx): Promise<void> {
    await appendEvent(tx, "inbox", {
      type: "inbox.changed",
      awaiting: await this.deps.planning.countAwaiting(tx),
    });
  }

  private async mustMove(
    tx: Tx,
    request: StoredRequest,
    event: RequestEvent,
    actor: Actor,
    reason: string | null,
    context: Partial<RequestContext> = {},
    artifacts: string[] = [],
  ): Promise<RequestPhase> {
    const phase = await this.move(tx, request, event, actor, reason, context, artifacts);
    if (phase === null)
      throw new AppError("invalid_state", {
        message: `The request is in ${request.phase.replace("_", " ")} now.`,
      });
    return phase;
  }

  /** The one way a phase changes: guarded update, history, audit and news together. */
  private async move(
    tx: Tx,
    request: StoredRequest,
    event: RequestEvent,
    actor: Actor,
    reason: string | null = null,
    context: Partial<RequestContext> = {},
    artifacts: string[] = [],
    checks?: CheckResult[],
  ): Promise<RequestPhase | null> {
    const phase = await transitionRequest(tx, request, event, {
      actor,
      reason,
      artifacts,
      context,
      ...(checks === undefined ? {} : { checks }),
    });
    if (phase === null) return null;
    await this.deps.audit.record(tx, {
      type: "request.phase_changed",
      actor,
      subject: { requestId: request.id, status: phase },
      facts: { from: request.phase, to: phase, event },
      text: reason,
    });
    await announceRequest(tx, { requestId: request.id, conversationId: request.conversationId });
    return phase;
  }
}

function asActor(principal: Principal): Actor {
  return { kind: "person", id: principal.personId, name: principal.name };
}

function planSubject(plan: Plan) {
  const [first] = plan.body.tasks;
  return {
    requestId: plan.requestId,
    planId: plan.id,
    service: first?.service ?? null,
    host: first?.hosts[0] ?? null,
  };
}
