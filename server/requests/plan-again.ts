import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import { type Answers, questionKey } from "#server/contracts/question-key.ts";
import type {
  FollowKind,
  ReplanBody,
  RequestContext,
  RequestEnd,
} from "#server/contracts/request.ts";
import type { ConversationsService } from "#server/conversations/conversations-service.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { repetitionOf, undoingOf } from "#server/planning/proposals-service.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { endOf, whyNotAgain } from "./domain/request-end.ts";
import { tokenAskers } from "./domain/token-askers.ts";
import { findOpenFollower } from "./follow-repository.ts";
import type { RequestLifecycle } from "./request-lifecycle.ts";
import type { RequestViewService } from "./request-view-service.ts";
import {
  addTokenAskers,
  findRequest,
  insertRequest,
  lockRequest,
  type StoredRequest,
} from "./requests-repository.ts";

/** What is asked for, and by whom. */
interface Ask {
  readonly principal: Principal;
  readonly kind: FollowKind;
  readonly reason: string | null;
  /** Chosen on the card of a waiting plan. */
  readonly inventory?: string | undefined;
  /** People whose API tokens have a part in it, beside the caller's own. */
  readonly tokensOf?: readonly string[];
}

/** What a new request gets before it is planned, in the transaction that makes it. */
export interface NewRequest {
  readonly requestId: string;
  readonly begin: (tx: Tx) => Promise<void>;
  /** People whose API tokens have a part in it. Left out: nobody's but the caller's. */
  readonly askedByTokensOf?: readonly string[];
}

/** Plans what somebody asked for once more: in place while its plan waits, as a request of its own once that has ended. */
export class PlanAgain {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly plans: PlansService;
    readonly execution: ExecutionService;
    readonly conversations: ConversationsService;
    readonly lifecycle: RequestLifecycle;
    readonly views: RequestViewService;
  };

  constructor(deps: PlanAgain["deps"]) {
    this.deps = deps;
  }

  /**
   * An ended request stays as it is; the new one is linked to it and passes the same approval. While that one goes on,
   * asking again gives the same one.
   *
   * @returns the request that is planned now
   * @throws not_found, invalid_state while the request is planned or carried out
   */
  async start(principal: Principal, requestId: string, body: ReplanBody): Promise<RequestView> {
    const { kind = "again", reason = null, inventory } = body;
    const ask = { principal, kind, reason, inventory };
    const plannedId = await inTransaction(this.deps.db, async (tx) => {
      const { request, isThere } = await this.lock(tx, requestId);
      const live = await this.deps.plans.newest(requestId, tx);
      if (request.phase === "approval" && ask.kind === "again")
        return this.inPlace(tx, request, live, ask);
      const end = endOf(request.phase, live?.status ?? null, request.context.hold);
      if (end === null)
        throw new AppError("invalid_state", { message: whyNotAgain(request.phase) });
      await this.assertOffered(tx, live, { end, kind: ask.kind });
      return (
        (await findOpenFollower(tx, requestId, ask.kind)) ??
        (await this.follow(tx, { request, live, end, isThere }, ask))
      );
    });
    return this.deps.views.view(plannedId);
  }

  /**
   * As {@link start} for an ended request, with something that only its plan may use.
   *
   * @throws not_found, invalid_state where it has not ended, or is planned again already
   */
  async startWith(principal: Principal, requestId: string, made: NewRequest): Promise<RequestView> {
    const tokensOf = made.askedByTokensOf ?? [];
    const ask = { principal, kind: "again" as const, reason: null, tokensOf };
    await inTransaction(this.deps.db, async (tx) => {
      const { request, isThere } = await this.lock(tx, requestId);
      const live = await this.deps.plans.newest(requestId, tx);
      const end = endOf(request.phase, live?.status ?? null, request.context.hold);
      if (end === null)
        throw new AppError("invalid_state", { message: whyNotAgain(request.phase) });
      if ((await findOpenFollower(tx, requestId, ask.kind)) !== null)
        throw new AppError("invalid_state", {
          message: "It is planned again already. Cancel that plan first, or save the password.",
        });
      await this.follow(tx, { request, live, end, isThere }, ask, made.requestId);
      await made.begin(tx);
    });
    return this.deps.views.view(made.requestId);
  }

  /**
   * Locks a request, and its conversation where that is still there, in the order in which everybody takes them.
   *
   * @throws not_found, invalid_state for a preview, which the card of its plan makes again
   */
  private async lock(tx: Tx, requestId: string) {
    const seen = await findRequest(tx, requestId);
    if (seen === null) throw new AppError("not_found");
    if (seen.purpose === "preview")
      throw new AppError("invalid_state", {
        message: "That was a preview. Press Preview on the plan's card to look again.",
      });
    const isThere = await this.deps.conversations.touch(tx, seen.conversationId);
    return { request: (await lockRequest(tx, requestId)) ?? seen, isThere };
  }

  /** @throws invalid_state where an ended request has no such part */
  private async assertOffered(
    tx: Tx,
    live: Plan | null,
    { end, kind }: { end: RequestEnd; kind: FollowKind },
  ): Promise<void> {
    if (kind === "again") return;
    const tasks = live === null ? [] : await this.deps.execution.tasksOf(live.id, tx);
    if (kind === "undo") {
      const undoing = undoingOf({ end, plan: live, tasks });
      if (undoing.kind === "steps") return;
      throw new AppError("invalid_state", { message: undoing.message });
    }
    if (repetitionOf({ end, plan: live, tasks }, kind) !== null) return;
    throw new AppError("invalid_state", { message: notOffered[kind] });
  }

  private async inPlace(
    tx: Tx,
    request: StoredRequest,
    live: Plan | null,
    { principal, reason, inventory }: Ask,
  ): Promise<string> {
    if (live?.status === "awaiting_approval") await this.deps.plans.supersede(tx, live.id);
    const chosen = inventory === undefined ? {} : { [inventoryKey]: inventory };
    const answers = { ...answersOfWords(request.context.answers), ...chosen };
    await this.deps.lifecycle.mustMove(tx, request, {
      event: "replan",
      actor: actorOf(principal),
      reason: reason ?? "planned again",
      context: { rejection: reason, answers },
    });
    await addTokenAskers(tx, request.id, tokenAskers(principal));
    await enqueue(tx, [{ name: "request.plan", requestId: request.id }]);
    await this.deps.lifecycle.announceInbox(tx);
    return request.id;
  }

  private async follow(
    tx: Tx,
    ended: {
      readonly request: StoredRequest;
      readonly live: Plan | null;
      readonly end: RequestEnd;
      /** Its conversation was not deleted. */
      readonly isThere: boolean;
    },
    ask: Ask,
    requestId: string = randomUUID(),
  ): Promise<string> {
    const { request, end, isThere } = ended;
    const conversationId = isThere
      ? request.conversationId
      : await this.newThread(tx, request, ask);
    const actor = actorOf(ask.principal);
    const messageId = randomUUID();
    const { personId, name } = ask.principal;
    const said = `${sayings[ask.kind]}: ${request.text}`;
    // Whoever reads its words anew must never take them for what it undoes.
    const title = ask.kind === "undo" ? said : request.text;
    await this.deps.conversations.add(tx, {
      ...{ id: messageId, conversationId, requestId, author: "person", authorName: name, personId },
      ...{ parts: [{ kind: "text", text: said }], text: said, idempotencyKey: null },
    });
    const { tokensOf = [] } = ask;
    const askedByTokensOf = [
      ...new Set([...request.askedByTokensOf, ...tokensOf, ...tokenAskers(ask.principal)]),
    ];
    await insertRequest(
      tx,
      {
        ...{ id: requestId, conversationId, messageId, personId, submittedBy: name },
        ...{ text: title, askedByTokensOf },
      },
      { follows: { requestId: request.id, kind: ask.kind }, context: contextFrom(ended, ask) },
    );
    await this.deps.audit.record(tx, {
      type: "request.planned_again",
      actor,
      subject: { requestId },
      facts: { follows: request.id, kind: ask.kind, end },
      text: ask.reason,
    });
    // A question that waits for nobody any more: its answer would make a second plan of the same words.
    if (request.phase === "blocked")
      await this.deps.lifecycle.mustMove(tx, request, {
        ...{ event: "cancel", actor, reason: "planned again as a new request" },
        context: { openQuestion: null },
      });
    await enqueue(tx, [{ name: "request.plan", requestId }]);
    return requestId;
  }

  private async newThread(tx: Tx, { text }: StoredRequest, { principal }: Ask): Promise<string> {
    const id = randomUUID();
    const title = (text.split("\n", 1)[0] ?? "").slice(0, 60);
    await this.deps.conversations.start(tx, { id, title, personId: principal.personId });
    return id;
  }
}

const notOffered: Readonly<Record<Exclude<FollowKind, "again" | "undo">, string>> = {
  failed_hosts: "There is no part of that plan in which only some hosts failed.",
  failed_task: "A run of that plan can't go on where it failed.",
};

const sayings: Readonly<Record<FollowKind, string>> = {
  again: "Plan again",
  failed_hosts: "Retry on the hosts that failed",
  failed_task: "Resume from the step that failed",
  undo: "Undo",
};

/**
 * What the new request knows of the old one. Its plan is made anew as it was; without one, or with a reason to make
 * another, the words are read again with the answers that were given.
 */
function contextFrom(
  { request, live, end }: { request: StoredRequest; live: Plan | null; end: RequestEnd },
  { reason, kind }: Ask,
): Partial<RequestContext> {
  const { answers, rejection, notes, summary, saidAt } = request.context;
  const objection = reason ?? (end === "rejected" ? (live?.decision?.reason ?? null) : null);
  const isRemade = live !== null && (kind !== "again" || objection === null);
  const why = request.reason === null ? "" : `: ${request.reason}`;
  return {
    answers: isRemade ? {} : answersOfWords(answers),
    rejection: isRemade ? null : (objection ?? rejection),
    notes,
    saidAt: saidAt ?? request.createdAt.toISOString(),
    summary: [...summary.slice(-8), `planned again after it ended (${end})${why}`.slice(0, 240)],
  };
}

/** Answers without the inventory: it is kept with its project, where another may have been chosen since. */
function answersOfWords(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([key]) => key !== inventoryKey));
}

const inventoryKey = questionKey({ about: "inventory", intent: 0 });
