import type { AnswersService, RequestFacts } from "#server/answers/answers-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import { systemActor } from "#server/contracts/common.ts";
import { actorOf } from "#server/contracts/people.ts";
import type { PlanBody } from "#server/contracts/plan.ts";
import type { ConversationsService } from "#server/conversations/conversations-service.ts";
import { isAppError } from "#server/lib/app-error.ts";
import { text } from "#server/lib/message-parts.ts";
import { singleFlightByKey } from "#server/lib/single-flight.ts";
import {
  type PlanRequest as PlanningRequest,
  type Proposal,
  type ProposalsService,
  type Question,
  type Repetition,
  repetitionOf,
  type SpokenKind,
  type Undoing,
  undoingOf,
} from "#server/planning/proposals-service.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { inTrace } from "#server/platform/trace.ts";
import type { DecisionsService } from "./decisions-service.ts";
import { type AskedSchedule, askedSchedule } from "./domain/asked-schedule.ts";
import { sayLeftOut, sayNothingPlanned } from "./domain/planning-words.ts";
import type { PlanOffers } from "./plan-offers.ts";
import type { RequestLifecycle } from "./request-lifecycle.ts";
import type { RequestViewService } from "./request-view-service.ts";
import {
  findRequest,
  findTextBefore,
  findTrace,
  type StoredRequest,
  setFollows,
} from "./requests-repository.ts";
import type { SpokenControls } from "./spoken-controls.ts";

/** Leg 2: works out what a request means, stores what came of it and says so, all of it or nothing. */
export class PlanRequest {
  private readonly deps: {
    readonly db: Database;
    readonly log: Logger;
    readonly audit: AuditService;
    readonly proposals: ProposalsService;
    readonly answers: AnswersService;
    readonly conversations: ConversationsService;
    readonly lifecycle: RequestLifecycle;
    readonly offers: PlanOffers;
    readonly decisions: DecisionsService;
    readonly controls: SpokenControls;
    readonly views: RequestViewService;
  };

  constructor(deps: PlanRequest["deps"]) {
    this.deps = deps;
  }

  /**
   * Job `request.plan`. Idempotent; keyed by request. The sweep nudges what takes long, as a model does: a request that
   * is being worked out here already holds up no other.
   */
  readonly run = singleFlightByKey(async (requestId) => {
    const traceId = await findTrace(this.deps.db, requestId);
    await inTrace(traceId, async () => {
      try {
        this.deps.log.info({ requestId }, "planning");
        await this.plan(requestId);
      } catch (error) {
        // Somebody moved the request on meanwhile: what was worked out for it is out of date.
        if (!isAppError(error, "invalid_state")) await this.giveUp(requestId, traceId, error);
      }
    });
  });

  private async plan(requestId: string): Promise<void> {
    const request = await this.begin(requestId);
    if (request === null) return;
    const schedule = scheduleIn(request);
    if (schedule !== null) return this.offerSchedule(request, schedule);
    const proposal = await this.deps.proposals.propose({
      id: request.id,
      text: request.text,
      answers: request.context.answers,
      rejection: request.context.rejection,
      conversationId: request.conversationId,
      createdAt: wordsSaidAt(request),
      repeats: await this.repeated(request),
      undo: this.undone(request),
      summary: [
        ...request.context.summary,
        ...request.context.notes.map(({ by, text: note }) => `note by ${by}: ${note}`),
      ],
      onStep: (step) => void this.showStep(request, step),
    });
    const words = await this.wordsFor(request, proposal);
    await inTransaction(this.deps.db, async (tx) => {
      await this.deps.conversations.touch(tx, request.conversationId);
      const card = await this.conclude(tx, request, proposal);
      await this.deps.conversations.say(tx, request, [...words, ...card]);
    });
  }

  /** Says what a schedule of the words would be; it is made by a press, or by the API, never by words. */
  private async offerSchedule(request: StoredRequest, { text: asked, when }: AskedSchedule) {
    const { conversationId } = request;
    await inTransaction(this.deps.db, async (tx) => {
      await this.deps.conversations.touch(tx, conversationId);
      await this.deps.lifecycle.mustMove(tx, request, { event: "answer", actor: systemActor });
      await this.deps.conversations.say(tx, request, [
        text("That is a schedule. Nothing is made of it until you say so:"),
        { kind: "schedule", text: asked, when, conversationId },
      ]);
    });
  }

  /** The ended plan that a request asks for once more; undefined where its words are to be read. */
  private async repeated({ follows, context }: StoredRequest): Promise<Repetition | undefined> {
    if (follows === null || follows.kind === "undo" || context.rejection !== null) return undefined;
    const ended = await this.deps.views.view(follows.requestId);
    return repetitionOf(ended, follows.kind) ?? undefined;
  }

  /** What a request takes back: what it follows, or what is over in its conversation where its words ask for it. */
  private undone(request: StoredRequest): PlanningRequest["undo"] {
    const { follows } = request;
    if (follows?.kind === "undo")
      return {
        isAsked: true,
        find: async () => undoingOf(await this.deps.views.view(follows.requestId)),
      };
    return { isAsked: false, find: () => this.lastToUndo(request) };
  }

  /** The newest plan before a request that waits, goes on or was carried out; else the newest. */
  private async lastToUndo(request: StoredRequest): Promise<Undoing | null> {
    const all = await this.deps.views.viewsOf(request.conversationId);
    const at = all.findIndex(({ requestId }) => requestId === request.id);
    const planned = all.slice(0, Math.max(0, at)).filter(({ plan }) => plan !== null);
    const live = planned.findLast(
      ({ plan }) => plan?.status === "awaiting_approval" || plan?.status === "approved",
    );
    const meant = live ?? planned.at(-1);
    return meant === undefined ? null : undoingOf(meant);
  }

  /** @returns the request in its planning phase, null when it does not wait to be planned any more */
  private async begin(requestId: string): Promise<StoredRequest | null> {
    return inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null || request.phase === "planning") return request;
      if (request.phase !== "intake") return null;
      const step = { event: "plan", actor: systemActor } as const;
      const phase = await this.deps.lifecycle.move(tx, request, step);
      // Read anew: the step has added to its context, which the next one must not write over.
      return phase === null ? null : findRequest(tx, requestId);
    });
  }

  /** Shows a step of planning to whoever waits; one that cannot be shown is no reason to fail. */
  private async showStep({ id: requestId, conversationId }: StoredRequest, step: string) {
    const body = { type: "planning.progressed" as const, requestId, step };
    await inTransaction(this.deps.db, (tx) =>
      appendEvent(tx, `conversation:${conversationId}`, body),
    ).catch(() => undefined);
  }

  /** What is said beside the card: notices, what was left out, and the answers to questions asked in the same breath. */
  private async wordsFor(request: StoredRequest, proposal: Proposal): Promise<MessagePart[]> {
    const notice = proposal.notice === undefined ? [] : [text(proposal.notice)];
    const main = await this.mainWords(request, proposal);
    const beside = await this.answersBeside(request, proposal.questions ?? []);
    return proposal.kind === "plan"
      ? [...notice, ...beside, ...main]
      : [...notice, ...main, ...beside];
  }

  private async answersBeside(
    request: StoredRequest,
    questions: readonly Question[],
  ): Promise<MessagePart[]> {
    if (questions.length === 0) return [];
    const facts = await this.factsFor(request);
    const parts: MessagePart[] = [];
    for (const question of questions)
      parts.push(...(await this.deps.answers.answerQuestion(question, facts)));
    return parts;
  }

  private async mainWords(request: StoredRequest, proposal: Proposal): Promise<MessagePart[]> {
    switch (proposal.kind) {
      case "plan":
        return sayLeftOut(proposal.body.outOfScope);
      case "ask":
        return [{ kind: "question", question: proposal.ambiguity, requestId: request.id }];
      case "none":
        return sayNothingPlanned(proposal, request.id);
      case "answer":
        return this.answer(request, proposal.about);
    }
  }

  private async answer(request: StoredRequest, about: SpokenKind): Promise<MessagePart[]> {
    const { answers, controls } = this.deps;
    switch (about.kind) {
      case "control":
        return controls.answer(request, about.control);
      case "revise":
        return this.revise(request, about);
      case "still_waiting":
        return [
          text("That plan is already waiting for a decision. Here it is:"),
          { kind: "plan", requestId: about.requestId, planId: about.planId },
        ];
      case "open_question":
        return (
          (await answers.answer(request, about, await this.factsFor(request))) ??
          sayNothingPlanned(about, request.id)
        );
      default:
        return (await answers.answer(request, about, await this.factsFor(request))) ?? [];
    }
  }

  /** A new version in a person's words; it waits for its own approval. */
  private async revise(
    request: StoredRequest,
    { requestId, planId }: Extract<SpokenKind, { kind: "revise" }>,
  ): Promise<MessagePart[]> {
    const changed = await this.deps.decisions.reviseFromWords(request, planId);
    const card = { kind: "plan" as const, requestId };
    return changed.planId === null
      ? [text(changed.message)]
      : [text(changed.message), { ...card, planId: changed.planId }];
  }

  private async factsFor(request: StoredRequest): Promise<RequestFacts> {
    const [latest, { items }, before] = await Promise.all([
      this.deps.views.latestPlanned(request.conversationId),
      this.deps.views.inbox(),
      findTextBefore(this.deps.db, request),
    ]);
    return { latest, waiting: items, before };
  }

  /**
   * Writes what became of planning.
   *
   * @returns the card of the plan, where there is one
   * @throws invalid_state when the request moved on meanwhile (cancelled, planned by another worker)
   */
  private async conclude(
    tx: Tx,
    request: StoredRequest,
    proposal: Proposal,
  ): Promise<MessagePart[]> {
    const { lifecycle, offers, proposals } = this.deps;
    const actor = systemActor;
    if (proposal.undoes !== undefined) await this.link(tx, request, proposal.undoes);
    switch (proposal.kind) {
      case "plan": {
        // Held before the plan is stored: it is made anew from what is there when the evidence has come.
        const sight = await lifecycle.look(tx, request, ["planning"]);
        if (lifecycle.missingFor(sight, request, ["planning"]).length > 0)
          return [text(await lifecycle.hold(tx, request, "planning", { sight, actor }))];
        const plan = await offers.offer(tx, request, withPriority(proposal, request), actor);
        const title = proposals.titleOf(plan.body);
        await this.deps.conversations.titleAfterPlan(tx, request.conversationId, title);
        return [{ kind: "plan", requestId: request.id, planId: plan.id }];
      }
      case "ask": {
        const { question: reason, key: openQuestion } = proposal.ambiguity;
        const context = { openQuestion };
        await lifecycle.mustMove(tx, request, { event: "block", actor, reason, context });
        return [];
      }
      case "none":
        await lifecycle.mustMove(tx, request, { event: "answer", actor, reason: proposal.message });
        return [];
      case "answer":
        await lifecycle.mustMove(tx, request, { event: "answer", actor });
        return [];
    }
  }

  /** Words that asked to undo something make their request follow it, as the button does. */
  private async link(tx: Tx, request: StoredRequest, undoes: string): Promise<void> {
    const { id, follows, personId, submittedBy } = request;
    if (follows !== null) return;
    await setFollows(tx, id, { requestId: undoes, kind: "undo" });
    await this.deps.audit.record(tx, {
      type: "request.planned_again",
      actor: actorOf({ personId, name: submittedBy }),
      subject: { requestId: id },
      facts: { follows: undoes, kind: "undo" },
    });
  }

  /** Ends a request that could not be planned and says so, so that nobody waits in vain. */
  private async giveUp(requestId: string, traceId: string, error: unknown): Promise<void> {
    this.deps.log.error({ err: error, requestId }, "planning failed");
    await inTransaction(this.deps.db, async (tx) => {
      const request = await findRequest(tx, requestId);
      if (request === null) return;
      await this.deps.conversations.touch(tx, request.conversationId);
      const reason = isAppError(error) ? error.message : "planning failed";
      const step = { event: "fail", reason, actor: systemActor } as const;
      if ((await this.deps.lifecycle.move(tx, request, step)) === null) return;
      await this.deps.conversations.say(tx, request, [
        {
          kind: "error",
          message: isAppError(error) ? error.message : "I could not work out a plan for that.",
          fix: "Try again, or say it differently; the log has the cause.",
          traceId,
        },
      ]);
    });
  }
}

/** The schedule that somebody's own words ask for, where they are read for the first time. */
function scheduleIn({ follows, context, text: words }: StoredRequest): AskedSchedule | null {
  const isFirst = follows === null && context.rejection === null;
  return isFirst && Object.keys(context.answers).length === 0 ? askedSchedule(words) : null;
}

/** What "it" meant when the words were first said, it means where they are planned again. */
function wordsSaidAt({ context, createdAt }: StoredRequest): Date {
  return context.saidAt === null ? createdAt : new Date(context.saidAt);
}

/** A plan as urgent as the program wants it that asked. */
function withPriority<T extends { readonly body: PlanBody }>(
  proposal: T,
  { context: { dispatch } }: Pick<StoredRequest, "context">,
): T {
  if (dispatch === null) return proposal;
  return { ...proposal, body: { ...proposal.body, priority: dispatch.priority } };
}
