import { randomUUID } from "node:crypto";
import type { AuditService, NewAuditEntry } from "#server/audit/audit-service.ts";
import { type Actor, systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { DecidePlanBody, ModifyPlanBody, Plan, RequestView } from "#server/contracts/plan.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError, isAppError } from "#server/lib/app-error.ts";
import type { PlanningService, Proposal } from "#server/planning/planning-service.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { isSettled } from "./domain/request-state.ts";
import type { PhaseMoves } from "./phase-moves.ts";
import { planSubject } from "./plan-subject.ts";
import type { RequestViewService } from "./request-view-service.ts";
import {
  claimWithdrawal,
  findRequest,
  findRequestsOf,
  insertNote,
  insertRequest,
  type NewRequest,
  type StoredRequest,
} from "./requests-repository.ts";

export type { NewRequest, StoredRequest };

/** Notes that one request takes. */
const mostNotes = 50;

/** A request from its first words to its decision. */
export class RequestsService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    planning: PlanningService;
    execution: ExecutionService;
    moves: PhaseMoves;
    views: RequestViewService;
  };

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
      id: request.id,
      text: request.text,
      answers: request.context.answers,
      rejection: request.context.rejection,
      conversationId: request.conversationId,
      createdAt: request.createdAt,
      summary: [
        ...request.context.summary,
        ...request.context.notes.map(({ by, text }) => `note by ${by}: ${text}`),
      ],
      onStep: (step) => void this.tellStep(request, step),
    });
    return { request, proposal };
  }

  /** Shows a step of planning to whoever waits; one that cannot be shown is no reason to fail. */
  private async tellStep(request: StoredRequest, step: string): Promise<void> {
    const { id: requestId, conversationId } = request;
    const body = { type: "planning.progressed" as const, requestId, step };
    await inTransaction(this.deps.db, (tx) =>
      appendEvent(tx, `conversation:${conversationId}`, body),
    ).catch(() => undefined);
  }

  private async enterPlanning(requestId: string): Promise<StoredRequest | null> {
    return inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) return null;
      if (request.phase === "planning") return request;
      if (request.phase !== "intake") return null;
      const phase = await this.deps.moves.move(tx, request, { event: "plan", actor: systemActor });
      // Read anew: the step has added to its context, which the next one must not write over.
      return phase === null ? null : findRequest(tx, requestId);
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
        await this.deps.moves.mustMove(tx, request, {
          event: "block",
          actor: systemActor,
          reason: proposal.ambiguity.question,
          context: { openQuestion: proposal.ambiguity.key },
        });
        return null;
      }
      case "none": {
        await this.deps.moves.mustMove(tx, request, {
          event: "answer",
          actor: systemActor,
          reason: proposal.message,
        });
        return null;
      }
      case "answer": {
        await this.deps.moves.mustMove(tx, request, { event: "answer", actor: systemActor });
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
    await this.deps.moves.mustMove(tx, request, {
      event: "propose",
      actor,
      note: `version ${plan.version}, ${plan.body.risk} risk: ${plan.body.summary}`,
      context: { openQuestion: null },
      artifacts: [`plan:${plan.id}`],
    });
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
    await this.deps.moves.announceInbox(tx);
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
      await this.deps.moves.mustMove(tx, request, { event: "plan", actor: actorOf(principal) });
      const planning = (await findRequest(tx, requestId)) ?? request;
      return this.offer(tx, planning, proposal, actorOf(principal));
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
    const phase = await this.deps.moves.move(tx, request, {
      event: "unblock",
      actor,
      context: { answers, openQuestion: null },
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
    const actor = actorOf(principal);
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
      await this.deps.moves.announceInbox(tx);
      return plan.requestId;
    });
    return this.deps.views.view(requestId);
  }

  private async approve(
    tx: Tx,
    request: StoredRequest,
    plan: Plan,
    actor: Actor,
  ): Promise<NewAuditEntry[]> {
    await this.deps.moves.mustMove(tx, request, {
      event: "approve",
      actor,
      artifacts: [`plan:${plan.id}`, `digest:${plan.digest}`],
    });
    const approved = `approved by ${actor.name}`;
    const body = { ...plan.body, context: [...(plan.body.context ?? []), approved] };
    return this.deps.execution.createTasks(tx, { ...plan, body }, request.conversationId);
  }

  private async reject(
    tx: Tx,
    request: StoredRequest,
    actor: Actor,
    body: DecidePlanBody,
  ): Promise<NewAuditEntry[]> {
    const reason = body.reason ?? null;
    if (body.replan === true) {
      await this.deps.moves.mustMove(tx, request, {
        event: "replan",
        actor,
        reason,
        context: { rejection: reason },
      });
      await enqueue(tx, [{ name: "request.plan", requestId: request.id }]);
    } else {
      await this.deps.moves.mustMove(tx, request, { event: "reject", actor, reason });
    }
    return [];
  }

  /** Stores a changed version of a waiting plan. @throws plan_changed, plan_invalid, variable_invalid */
  async modify(principal: Principal, planId: string, change: ModifyPlanBody): Promise<RequestView> {
    const { plan, proposal } = await this.deps.planning.modify(planId, change);
    return this.storeVersion(actorOf(principal), plan, proposal);
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
    return this.deps.views.view(plan.requestId);
  }

  /** Gives up on a request that cannot be planned; null when it moved on meanwhile. */
  async giveUp(requestId: string, reason: string): Promise<StoredRequest | null> {
    return inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) return null;
      const step = { event: "fail", reason, actor: systemActor } as const;
      const phase = await this.deps.moves.move(tx, request, step);
      return phase === null ? null : { ...request, phase, reason };
    });
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
      const actor = actorOf({ personId: said.personId, name: said.submittedBy });
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
      const [live] = await this.deps.planning.versions(requestId, tx);
      if (request.phase === "execution" && live?.status !== "stale") {
        throw new AppError("invalid_state", { message: "That plan is running; cancel it first." });
      }
      if (live?.status === "awaiting_approval") await this.deps.planning.supersede(tx, live.id);
      await this.deps.moves.mustMove(tx, request, {
        event: "replan",
        actor: actorOf(principal),
        reason: reason ?? "planned again",
        context: { rejection: reason ?? null },
      });
      await enqueue(tx, [{ name: "request.plan", requestId }]);
      await this.deps.moves.announceInbox(tx);
    });
    return this.deps.views.view(requestId);
  }

  /** Ends a request; running tasks are asked to stop and the request settles when they have. */
  async cancel(principal: Principal, requestId: string, reason?: string): Promise<RequestView> {
    const actor = actorOf(principal);
    await inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      if (isSettled(request.phase))
        throw new AppError("invalid_state", { message: "That request is over already." });
      const [live] = await this.deps.planning.versions(requestId, tx);
      if (request.phase === "execution" && live?.status === "approved") {
        await this.deps.execution.cancelPlan(tx, live.id, actor, reason ?? null);
        return;
      }
      if (live?.status === "awaiting_approval") await this.deps.planning.supersede(tx, live.id);
      await this.deps.moves.mustMove(tx, request, {
        event: "cancel",
        actor,
        reason: reason ?? null,
        context: { openQuestion: null },
      });
      await this.deps.moves.announceInbox(tx);
    });
    return this.deps.views.view(requestId);
  }

  /**
   * Adds a note to a request's context, for the phases to come.
   *
   * @throws not_found, invalid_state when it is over or holds as many notes as it may
   */
  async addNote(principal: Principal, requestId: string, text: string): Promise<void> {
    const actor = actorOf(principal);
    await inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      const note = { text, by: principal.name, at: new Date().toISOString() };
      const isAdded =
        !isSettled(request.phase) && (await insertNote(tx, requestId, note, mostNotes));
      if (!isAdded)
        throw new AppError("invalid_state", {
          message: `That request takes no more notes: it is over, or has ${mostNotes} already.`,
        });
      await this.deps.audit.record(tx, {
        type: "request.noted",
        actor,
        subject: { requestId },
        facts: { length: text.length },
        text,
      });
    });
  }

  /**
   * Ends a request that waits for a decision or an answer, at a person's word in the chat. One word ends one request,
   * however often it is worked out.
   *
   * @throws not_found, invalid_state once it was approved: what runs is stopped with its button
   */
  async withdraw(said: StoredRequest, requestId: string): Promise<void> {
    const actor = actorOf({ personId: said.personId, name: said.submittedBy });
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await claimWithdrawal(tx, said.id, requestId)))
        throw new AppError("invalid_state", { message: "Those words were dealt with already." });
      const request = await findRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      const [live] = await this.deps.planning.versions(requestId, tx);
      const waits = request.phase === "approval" || request.phase === "blocked";
      if (
        !waits ||
        (live?.status === "awaiting_approval" && !(await this.deps.planning.supersede(tx, live.id)))
      )
        throw new AppError("invalid_state", { message: "That request does not wait any more." });
      await this.deps.moves.mustMove(tx, request, {
        event: "cancel",
        actor,
        reason: said.text,
        context: { openQuestion: null },
      });
      await this.deps.moves.announceInbox(tx);
    });
  }
}
