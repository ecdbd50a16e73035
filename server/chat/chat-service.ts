import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { ConversationView } from "#server/contracts/api.ts";
import type {
  ChatAccepted,
  Conversation,
  chatBodySchema,
  Message,
  renameConversationBodySchema,
  searchQuerySchema,
} from "#server/contracts/chat.ts";
import { systemActor } from "#server/contracts/common.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { CardStatus, RequestView } from "#server/contracts/plan.ts";
import { type QuestionKey, subjectOf } from "#server/contracts/question-key.ts";
import type {
  ConversationsService,
  MessageSpan,
} from "#server/conversations/conversations-service.ts";
import { AppError } from "#server/lib/app-error.ts";
import { lastSeq, readEvents } from "#server/platform/event-log.ts";
import type { EventWatch } from "#server/platform/event-watch.ts";
import {
  type Database,
  inTransaction,
  isUniqueViolation,
  type Tx,
} from "#server/platform/prisma.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import {
  type DispatchedWork,
  isBeingPlanned,
  type RequestsService,
} from "#server/requests/requests-service.ts";
import { checkMessage, titleFrom } from "./domain/check-message.ts";
import { readAnswer } from "./domain/read-answer.ts";
import { requestsShown } from "./domain/requests-shown.ts";

const none = { awaiting: 0, running: 0 };

/** News of a conversation that are read in one go. */
const eventsAtOnce = 200;
/** How long a deleted conversation can be brought back. */
const restorableMs = 86_400_000;
/** Deleted conversations removed in one go. */
const erasedAtOnce = 20;

/** What people do in a conversation: say something, wait for the answer, read it, delete it. */
export class ChatService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly eventWatch: EventWatch;
    readonly conversations: ConversationsService;
    readonly requests: RequestsService;
    readonly views: RequestViewService;
  };

  constructor(deps: ChatService["deps"]) {
    this.deps = deps;
  }

  /**
   * Stores a message and, with it, the request it makes or the answer it gives. The work itself happens elsewhere.
   * The same person and idempotency key give the same ids again.
   *
   * @throws message_empty, message_too_long, message_not_text, not_found, idempotency_conflict, invalid_input
   */
  async send(
    principal: Principal,
    input: { body: z.infer<typeof chatBodySchema>; idempotencyKey: string | null },
  ): Promise<ChatAccepted> {
    const { body, idempotencyKey } = input;
    const text = checkMessage(body.message);
    const earlier = await this.findEarlier(principal, idempotencyKey, { ...body, text });
    if (earlier !== null) return earlier;
    const answer =
      body.answer === undefined
        ? await this.typedAnswer(body.conversationId, text)
        : await this.pressedAnswer(body.answer);
    try {
      return await inTransaction(this.deps.db, (tx) =>
        this.store(tx, principal, {
          text,
          idempotencyKey,
          conversationId: body.conversationId ?? null,
          answer,
        }),
      );
    } catch (error) {
      const first = isUniqueViolation(error)
        ? await this.findEarlier(principal, idempotencyKey, { ...body, text })
        : null;
      if (first !== null) return first;
      throw error;
    }
  }

  /** The text of a message as it is stored. @throws message_empty, message_too_long, message_not_text */
  checkText(message: unknown): string {
    return checkMessage(message);
  }

  /**
   * Says something in a conversation that is there, as a request of its own, in the caller's transaction.
   *
   * @returns the request's id
   * @throws not_found
   */
  async ask(
    tx: Tx,
    principal: Principal,
    asked: { readonly text: string; readonly conversationId: string },
  ): Promise<string> {
    const message = { ...asked, idempotencyKey: null, answer: null };
    return (await this.store(tx, principal, message)).requestId;
  }

  private async store(
    tx: Tx,
    principal: Principal,
    message: {
      text: string;
      idempotencyKey: string | null;
      conversationId: string | null;
      answer: { requestId: string; key: QuestionKey; value: string } | null;
    },
  ): Promise<ChatAccepted & { readonly requestId: string }> {
    const conversationId = message.conversationId ?? randomUUID();
    if (message.conversationId === null) {
      await this.deps.conversations.start(tx, {
        id: conversationId,
        title: titleFrom(message.text),
        titleFrom: "words",
        personId: principal.personId,
      });
    } else if (!(await this.deps.conversations.touch(tx, conversationId))) {
      throw new AppError("not_found", { message: "That conversation does not exist any more." });
    }
    const messageId = randomUUID();
    const actor = actorOf(principal);
    const { answer } = message;
    const continues =
      answer !== null &&
      (await this.deps.requests.answer(tx, principal, answer.requestId, answer.key, answer.value));
    const requestId = continues && answer !== null ? answer.requestId : randomUUID();
    await this.deps.conversations.add(tx, {
      id: messageId,
      conversationId,
      requestId,
      author: "person",
      authorName: principal.name,
      personId: principal.personId,
      parts: [{ kind: "text", text: message.text }],
      text: message.text,
      idempotencyKey: message.idempotencyKey,
    });
    if (!continues) {
      await this.deps.requests.submit(tx, principal, {
        id: requestId,
        conversationId,
        messageId,
        text: message.text,
      });
    }
    await this.deps.audit.record(tx, {
      type: continues ? "request.answered" : "message.received",
      actor,
      subject: { requestId },
      facts: { length: message.text.length },
      text: message.text,
    });
    return { conversationId, messageId, requestId };
  }

  /**
   * Asks for something in the name of somebody who is not there, as a schedule or an alert does, in the caller's
   * transaction. A conversation that is gone, or was never there, begins anew.
   *
   * @param ask `askedByTokensOf`: people whose API tokens have a part in it; `dispatched`: what a program asks for by name
   */
  async askFor(
    tx: Tx,
    principal: Principal,
    ask: {
      readonly conversationId: string | null;
      readonly title: string;
      readonly text: string;
      readonly askedByTokensOf: readonly string[];
      readonly dispatched?: DispatchedWork | undefined;
    },
  ): Promise<{ conversationId: string; requestId: string }> {
    const { text, askedByTokensOf, dispatched } = ask;
    const isThere =
      ask.conversationId !== null && (await this.deps.conversations.touch(tx, ask.conversationId));
    const conversationId = isThere ? (ask.conversationId ?? randomUUID()) : randomUUID();
    if (!isThere) {
      const title = titleFrom(ask.title);
      const { personId } = principal;
      await this.deps.conversations.start(tx, { id: conversationId, title, personId });
    }
    const [requestId, messageId] = [randomUUID(), randomUUID()];
    const { personId, name, rule } = principal;
    await this.deps.conversations.add(tx, {
      ...{ id: messageId, conversationId, requestId, author: "person", personId },
      authorName: rule === undefined ? name : `${rule.name}, for ${name}`.slice(0, 120),
      ...{ parts: [{ kind: "text", text }], text, idempotencyKey: null },
    });
    const request = { id: requestId, conversationId, messageId, text, askedByTokensOf };
    await this.deps.requests.submit(tx, principal, request, dispatched);
    await this.deps.audit.record(tx, {
      type: "message.received",
      actor: actorOf(principal),
      subject: { requestId },
      facts: { length: text.length },
      text,
    });
    return { conversationId, requestId };
  }

  /** Says something that is about no request; false where the conversation is gone. */
  async tell(tx: Tx, conversationId: string | null, text: string): Promise<boolean> {
    const { conversations } = this.deps;
    if (conversationId === null || !(await conversations.touch(tx, conversationId))) return false;
    await conversations.add(tx, {
      ...{ id: randomUUID(), conversationId, requestId: null, author: "chiffon" },
      ...{ authorName: systemActor.name, personId: null },
      ...{ parts: [{ kind: "text", text }], text, idempotencyKey: null },
    });
    return true;
  }

  private async findEarlier(
    principal: Principal,
    idempotencyKey: string | null,
    sent: { readonly text: string; readonly conversationId?: string | undefined },
  ): Promise<ChatAccepted | null> {
    if (idempotencyKey === null) return null;
    const message = await this.deps.conversations.sentBefore(principal.personId, idempotencyKey);
    if (message === null) return null;
    const { text, conversationId = message.conversationId } = sent;
    if (message.text !== text || message.conversationId !== conversationId)
      throw new AppError("idempotency_conflict");
    return {
      conversationId: message.conversationId,
      messageId: message.id,
      requestId: message.requestId,
    };
  }

  /** A typed message answers the open question where it can be read as such; else it is a new request. */
  private async typedAnswer(conversationId: string | undefined, text: string) {
    if (conversationId === undefined) return null;
    const open = await this.deps.requests.openQuestion(conversationId);
    if (open === null) return null;
    const question = await this.deps.conversations.question(open.requestId, open.key);
    const value = question === null || isSpoken(text) ? null : readAnswer(question, text);
    return value === null ? null : { ...open, value };
  }

  /**
   * An answer that names its question. Which playbook was meant is one of those that were offered, for it also teaches
   * what such words mean.
   *
   * @throws invalid_input
   */
  private async pressedAnswer(answer: NonNullable<z.infer<typeof chatBodySchema>["answer"]>) {
    if (subjectOf(answer.key).about !== "entry") return answer;
    const question = await this.deps.conversations.question(answer.requestId, answer.key);
    if (question === null) return null;
    if (question.choices.some(({ value }) => value === answer.value)) return answer;
    throw new AppError("invalid_input", { message: "That is not one of the playbooks offered." });
  }

  /**
   * Waits until Chiffon has said something about a request after the message; at once where the message made none.
   *
   * @param onStep told each phase, and each step of planning, while it waits
   * @returns what it said since, oldest first
   * @throws timeout when `signal` ends the wait
   */
  async waitForAnswer(
    accepted: ChatAccepted,
    signal: AbortSignal,
    onStep?: (step: string) => void,
  ): Promise<Message[]> {
    const { conversationId, messageId, requestId } = accepted;
    if (requestId === null) return [];
    const topic = `conversation:${conversationId}`;
    const follow = onStep === undefined ? null : await this.stepsOf(topic, requestId, onStep);
    const isAnswered = await this.deps.eventWatch.until(
      topic,
      async () => {
        await follow?.();
        return this.deps.conversations.hasAnswer({ conversationId, requestId, messageId });
      },
      signal,
    );
    if (!isAnswered) throw new AppError("timeout");
    const { messages } = await this.deps.conversations.messages(conversationId, {
      from: messageId,
    });
    return messages.filter((said) => said.author === "chiffon" && said.requestId === requestId);
  }

  /**
   * The same for callers who go by the status of an answer.
   *
   * @throws timeout, answer_failed when the answer is that none could be worked out
   */
  async waitForGoodAnswer(accepted: ChatAccepted, signal: AbortSignal): Promise<Message[]> {
    const answers = await this.waitForAnswer(accepted, signal);
    const { conversationId, requestId } = accepted;
    for (const { parts } of answers)
      for (const part of parts)
        if (part.kind === "error")
          throw new AppError("answer_failed", {
            message: part.message,
            details: { conversationId, requestId },
          });
    return answers;
  }

  /** Tells, each time it is called, what became of a request since the last time: phases, and steps of its planning. */
  private async stepsOf(topic: string, requestId: string, onStep: (step: string) => void) {
    // Planning may have begun before anybody waited.
    let seq = Math.max(0, (await lastSeq(this.deps.db, topic)) - eventsAtOnce);
    let phasesTold = 0;
    return async (): Promise<void> => {
      const events = await readEvents(this.deps.db, topic, seq, eventsAtOnce);
      if (events.length === 0) return;
      seq = events.at(-1)?.seq ?? seq;
      const { phases } = await this.deps.views.phases(requestId);
      for (const { to } of phases.slice(phasesTold)) onStep(`Phase: ${to}`);
      phasesTold = phases.length;
      for (const { body } of events)
        if (body.type === "planning.progressed" && body.requestId === requestId) onStep(body.step);
    };
  }

  /** Conversations by recent use; `text` searches titles and messages. */
  async conversations(
    _principal: Principal,
    text: string | null,
  ): Promise<{ conversations: Conversation[] }> {
    const threads = await this.deps.conversations.list(text);
    const active = await this.deps.views.activeIn(threads.map(({ id }) => id));
    return {
      conversations: threads.map((thread) => ({
        ...thread,
        ...(active.get(thread.id) ?? none),
      })),
    };
  }

  /** Conversations in which something was said, each with the newest message that has it. Everybody may read them all. */
  search(_principal: Principal, { text, limit = 20 }: z.infer<typeof searchQuerySchema>) {
    return this.deps.conversations.search(text, limit);
  }

  /** Its newest messages, or as far back as is asked for. @throws not_found */
  async conversation(
    _principal: Principal,
    conversationId: string,
    span: MessageSpan = {},
  ): Promise<ConversationView> {
    const seq = await lastSeq(this.deps.db, `conversation:${conversationId}`);
    const thread = await this.deps.conversations.find(conversationId);
    if (thread === null) throw await this.notThere(conversationId);
    const active = await this.deps.views.activeIn([conversationId]);
    const stretch = await this.deps.conversations.messages(conversationId, span);
    const requests = await this.deps.views.viewsOfRequests(requestsShown(stretch.messages));
    return {
      conversation: { ...thread, ...(active.get(conversationId) ?? none) },
      ...stretch,
      requests: requests.filter((request) => request.plan !== null || request.phase !== "done"),
      seq,
    };
  }

  /** Gives a conversation another title, which then stays. @throws not_found */
  async rename(
    principal: Principal,
    conversationId: string,
    { title }: z.infer<typeof renameConversationBodySchema>,
  ): Promise<{ conversation: Conversation }> {
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await this.deps.conversations.rename(tx, conversationId, title)))
        throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "conversation.renamed",
        actor: actorOf(principal),
        facts: { conversationId },
        text: title,
      });
    });
    const thread = await this.deps.conversations.find(conversationId);
    if (thread === null) throw new AppError("not_found");
    const active = await this.deps.views.activeIn([conversationId]);
    return { conversation: { ...thread, ...(active.get(conversationId) ?? none) } };
  }

  private async notThere(conversationId: string): Promise<AppError> {
    if (!(await this.deps.conversations.isDeleted(conversationId)))
      return new AppError("not_found");
    const message = "This conversation was deleted.";
    return new AppError("not_found", { message, details: { isDeleted: true } });
  }

  /**
   * Deletes a conversation, which can be brought back for a day. Its requests, plans and their history stay.
   *
   * @throws not_found, invalid_state
   */
  async deleteConversation(principal: Principal, conversationId: string): Promise<void> {
    const requests = await this.deps.views.viewsOf(conversationId);
    if (requests.some(isUnderWay)) {
      throw new AppError("invalid_state", {
        message: "A request in this conversation is still active: finish or cancel it first.",
      });
    }
    await inTransaction(this.deps.db, async (tx) => {
      if (!(await this.deps.conversations.remove(tx, conversationId)))
        throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "conversation.deleted",
        actor: actorOf(principal),
        facts: { conversationId, requests: requests.length },
      });
    });
  }

  /** Brings a deleted conversation back as it was. @throws not_found when it is not deleted, or gone for good */
  async restoreConversation(principal: Principal, conversationId: string): Promise<void> {
    const { audit, conversations, db } = this.deps;
    await inTransaction(db, async (tx) => {
      if (!(await conversations.restore(tx, conversationId)))
        throw new AppError("not_found", {
          message: "There is no deleted conversation of that id: after a day it is gone for good.",
        });
      const actor = actorOf(principal);
      await audit.record(tx, { type: "conversation.restored", actor, facts: { conversationId } });
    });
  }

  /** Removes conversations that nobody brought back in time, with their messages. Repeatable at any time. */
  async eraseDeleted(now = new Date()): Promise<void> {
    const { audit, conversations, db } = this.deps;
    const before = new Date(now.getTime() - restorableMs);
    for (const conversationId of await conversations.deletedBefore(before, erasedAtOnce))
      await inTransaction(db, async (tx) => {
        if (!(await conversations.erase(tx, conversationId, before))) return;
        const facts = { conversationId };
        await audit.record(tx, { type: "conversation.erased", actor: systemActor, facts });
      });
  }
}

/** Sentences that are no value of anything, whatever is being asked. */
function isSpoken(text: string): boolean {
  return /^(?:cancel|stop|never ?mind|forget it|help|undo)\b|\?\s*$/i.test(text.trim());
}

const liveCards: ReadonlySet<CardStatus | null> = new Set<CardStatus>([
  "awaiting",
  "approved",
  "running",
  "paused",
  "verifying",
  "needs_review",
]);

/** True while something may still be said about a request, into a conversation that must then be there. */
function isUnderWay({ card, phase }: RequestView): boolean {
  return liveCards.has(card) || isBeingPlanned(phase);
}
