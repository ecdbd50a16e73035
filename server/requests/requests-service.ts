import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { Actor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import type { Answers, QuestionKey } from "#server/contracts/question-key.ts";
import type { CancelRequestBody } from "#server/contracts/request.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { ProposalsService } from "#server/planning/proposals-service.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, type Db, inTransaction, type Tx } from "#server/platform/prisma.ts";
import {
  isBeingPlanned,
  isSettled,
  settledPhases,
  waitsForPerson,
} from "./domain/request-state.ts";
import { tokenAskers } from "./domain/token-askers.ts";
import type { PlanOffers } from "./plan-offers.ts";
import type { RequestLifecycle } from "./request-lifecycle.ts";
import type { RequestViewService } from "./request-view-service.ts";
import {
  addTokenAskers,
  claimWithdrawal,
  findNewestRequest,
  findRequest,
  findRequests,
  insertNote,
  insertRequest,
  lockRequest,
  type NewRequest,
  type StoredRequest,
} from "./requests-repository.ts";

export type { NewRequest, StoredRequest };
export { isBeingPlanned, settledPhases };

/** What a program asks for by name: the task's id, how urgent it is, and what the chat would have asked. */
export interface DispatchedWork {
  readonly taskId: string;
  readonly priority: number;
  readonly answers: Answers;
}

/** Notes that one request takes. */
const maxNotes = 50;

/** What people do with a request but for deciding about its plan: submit, answer, cancel, note. */
export class RequestsService {
  private readonly deps: {
    db: Database;
    audit: AuditService;
    plans: PlansService;
    proposals: ProposalsService;
    execution: ExecutionService;
    lifecycle: RequestLifecycle;
    offers: PlanOffers;
    views: RequestViewService;
  };

  constructor(deps: RequestsService["deps"]) {
    this.deps = deps;
  }

  /**
   * Stores a request in the caller's transaction and nudges the planner.
   *
   * @param request `askedByTokensOf` adds to the caller's own token
   * @param dispatched where a program asks, not words
   */
  async submit(
    tx: Tx,
    principal: Principal,
    request: Omit<NewRequest, "personId" | "submittedBy">,
    dispatched?: DispatchedWork,
  ): Promise<void> {
    const { personId, name } = principal;
    const tokens = new Set([...(request.askedByTokensOf ?? []), ...tokenAskers(principal)]);
    const by = { personId, submittedBy: name, askedByTokensOf: [...tokens] };
    const context =
      dispatched === undefined
        ? {}
        : {
            answers: dispatched.answers,
            dispatch: { taskId: dispatched.taskId, priority: dispatched.priority },
          };
    await insertRequest(tx, { ...request, ...by }, { context });
    await enqueue(tx, [{ name: "request.plan", requestId: request.id }]);
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
    const proposal = await this.deps.proposals.seal(prepared.body);
    if (proposal.kind !== "plan")
      throw new AppError(
        "plan_invalid",
        proposal.kind === "none" ? { message: proposal.message } : {},
      );
    return inTransaction(this.deps.db, (tx) =>
      this.offerSealed(tx, principal, { ...prepared, proposal }),
    );
  }

  /** Offers a sealed plan as a request of its own, in the caller's transaction. */
  async offerSealed(
    tx: Tx,
    principal: Principal,
    sealed: Pick<NewRequest, "conversationId" | "text" | "purpose"> & {
      readonly proposal: { readonly body: Plan["body"]; readonly digest: string };
    },
  ): Promise<Plan> {
    const { proposal, conversationId, text, purpose } = sealed;
    const requestId = randomUUID();
    await insertRequest(tx, {
      ...{ conversationId, text },
      ...(purpose === undefined ? {} : { purpose }),
      id: requestId,
      messageId: requestId,
      personId: principal.personId,
      submittedBy: principal.name,
      // A preview changes nothing, and is approved by asking for it.
      askedByTokensOf: purpose === "preview" ? [] : tokenAskers(principal),
    });
    const request = await findRequest(tx, requestId);
    if (request === null) throw new AppError("not_found");
    await this.deps.lifecycle.mustMove(tx, request, { event: "plan", actor: actorOf(principal) });
    const planning = (await findRequest(tx, requestId)) ?? request;
    return this.deps.offers.offer(tx, planning, proposal, actorOf(principal));
  }

  /** Continues a blocked request with a person's answer. False when that question is not open. */
  async answer(
    tx: Tx,
    principal: Principal,
    requestId: string,
    key: QuestionKey,
    value: string,
  ): Promise<boolean> {
    const request = await findRequest(tx, requestId);
    if (request === null || request.phase !== "blocked" || request.context.openQuestion !== key)
      return false;
    const answers = { ...request.context.answers, [key]: value };
    const phase = await this.deps.lifecycle.move(tx, request, {
      event: "unblock",
      actor: actorOf(principal),
      context: { answers, openQuestion: null },
    });
    if (phase === null) return false;
    await addTokenAskers(tx, requestId, tokenAskers(principal));
    await enqueue(tx, [{ name: "request.plan", requestId }]);
    return true;
  }

  /**
   * Requests as they are stored, oldest first; those that are gone are missing.
   *
   * @param db the caller's transaction, where it is in one: a second connection might never come free
   */
  stored(requestIds: readonly string[], db: Db = this.deps.db): Promise<StoredRequest[]> {
    return findRequests(db, requestIds);
  }

  /** The newest request of a conversation that waits for a typed answer, if any. */
  async openQuestion(
    conversationId: string,
  ): Promise<{ requestId: string; key: QuestionKey } | null> {
    const last = await findNewestRequest(this.deps.db, conversationId, "any");
    const key = last?.phase === "blocked" ? last.context.openQuestion : null;
    return last === null || key === null ? null : { requestId: last.id, key };
  }

  /**
   * Ends a request; running tasks are asked to stop, or may go on to their end, and the request settles when they have.
   * One that is over stays so.
   */
  async cancel(
    principal: Principal,
    requestId: string,
    { reason, running = "interrupt" }: CancelRequestBody = {},
  ): Promise<RequestView> {
    const actor = actorOf(principal);
    await inTransaction(this.deps.db, async (tx) => {
      // Locked, so that nobody moves it on meanwhile: to stop always works, whatever Chiffon is about to do.
      const request = await lockRequest(tx, requestId);
      if (request === null) throw new AppError("not_found");
      // It may have ended while the button was on its way: nothing is left then that could be stopped.
      if (isSettled(request.phase)) return;
      const live = await this.deps.plans.newest(requestId, tx);
      await this.end(tx, { request, live, actor, reason, running });
    });
    return this.deps.views.view(requestId);
  }

  private async end(
    tx: Tx,
    {
      request,
      live,
      actor,
      reason = null,
      running,
    }: {
      readonly request: StoredRequest;
      readonly live: Plan | null;
      readonly actor: Actor;
      readonly reason: string | null | undefined;
      readonly running: NonNullable<CancelRequestBody["running"]>;
    },
  ): Promise<void> {
    const { execution } = this.deps;
    if (request.phase === "execution" && live?.status === "approved") {
      if (running === "let_end") await execution.stopAfterRunning(tx, live.id, actor, reason);
      else await execution.cancelPlan(tx, live.id, actor, reason);
      return;
    }
    if (live?.status === "awaiting_approval") await this.deps.plans.supersede(tx, live.id);
    const step = { event: "cancel", actor, reason, context: { openQuestion: null } } as const;
    await this.deps.lifecycle.mustMove(tx, request, step);
    await this.deps.lifecycle.announceInbox(tx);
  }

  /**
   * Adds a note to a request's context, for the phases to come.
   *
   * @throws not_found, invalid_state when it is over or holds as many notes as it may
   */
  async addNote(principal: Principal, requestId: string, text: string): Promise<void> {
    await inTransaction(this.deps.db, async (tx) => {
      if (await this.noteIn(tx, principal, requestId, text)) return;
      throw new AppError("invalid_state", {
        message: `That request takes no more notes: it is over, or has ${maxNotes} already.`,
      });
    });
  }

  /**
   * Adds a note in the caller's transaction; false when the request is over or holds as many as it may.
   *
   * @throws not_found
   */
  async noteIn(tx: Tx, principal: Principal, requestId: string, text: string): Promise<boolean> {
    const request = await findRequest(tx, requestId);
    if (request === null) throw new AppError("not_found");
    const note = { text, by: principal.name, at: new Date().toISOString() };
    const isAdded = !isSettled(request.phase) && (await insertNote(tx, requestId, note, maxNotes));
    if (!isAdded) return false;
    await this.deps.audit.record(tx, {
      type: "request.noted",
      actor: actorOf(principal),
      subject: { requestId },
      facts: { length: text.length },
      text,
    });
    return true;
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
      const live = await this.deps.plans.newest(requestId, tx);
      if (
        !waitsForPerson(request.phase) ||
        (live?.status === "awaiting_approval" && !(await this.deps.plans.supersede(tx, live.id)))
      )
        throw new AppError("invalid_state", { message: "That request does not wait any more." });
      await this.deps.lifecycle.mustMove(tx, request, {
        event: "cancel",
        actor,
        reason: said.text,
        context: { openQuestion: null },
      });
      await this.deps.lifecycle.announceInbox(tx);
    });
  }
}
