import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ConversationView } from "#server/contracts/api.ts";
import type { ChatAccepted, Conversation, chatBodySchema } from "#server/contracts/chat.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { CardStatus, RequestView } from "#server/contracts/plan.ts";
import { AppError } from "#server/lib/app-error.ts";
import { appendEvent, lastSeq } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import {
  type Database,
  inTransaction,
  isUniqueViolation,
  type Tx,
} from "#server/platform/prisma.ts";
import type { SettlementService } from "#server/requests/settlement-service.ts";
import {
  deleteConversation,
  findByIdempotencyKey,
  findConversation,
  findConversations,
  findMessages,
  findQuestion,
  hasAnswer,
  insertConversation,
  insertMessage,
  touchConversation,
} from "./chat-repository.ts";
import { checkMessage, titleFrom } from "./domain/check-message.ts";
import { readAnswer } from "./domain/read-answer.ts";
import { Replies, type ReplySources } from "./replies.ts";
import { Responder } from "./responder.ts";

const pollMs = 100;

/** Conversations: takes messages in, says what came of them. Decides nothing that needs an approval. */
export class ChatService {
  private readonly deps: ReplySources & {
    db: Database;
    log: Logger;
    settlement: SettlementService;
  };

  private readonly replies: Replies;
  private readonly responder: Responder;

  constructor(deps: ChatService["deps"]) {
    this.deps = deps;
    this.replies = new Replies(deps);
    this.responder = new Responder({ ...deps, replies: this.replies });
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
    const earlier = await this.findEarlier(principal, idempotencyKey, text);
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
        ? await this.findEarlier(principal, idempotencyKey, text)
        : null;
      if (first !== null) return first;
      throw error;
    }
  }

  private async store(
    tx: Tx,
    principal: Principal,
    message: {
      text: string;
      idempotencyKey: string | null;
      conversationId: string | null;
      answer: { requestId: string; key: string; value: string } | null;
    },
  ): Promise<ChatAccepted> {
    const conversationId = message.conversationId ?? randomUUID();
    if (message.conversationId === null) {
      await insertConversation(tx, {
        id: conversationId,
        title: titleFrom(message.text),
        personId: principal.personId,
      });
    } else if (!(await touchConversation(tx, conversationId))) {
      throw new AppError("not_found", { message: "That conversation does not exist any more." });
    }
    const messageId = randomUUID();
    const actor = { kind: "person" as const, id: principal.personId, name: principal.name };
    const { answer } = message;
    const continues =
      answer !== null &&
      (await this.deps.requests.answer(tx, actor, answer.requestId, answer.key, answer.value));
    const requestId = continues && answer !== null ? answer.requestId : randomUUID();
    await insertMessage(tx, {
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
      await this.deps.requests.submit(tx, {
        id: requestId,
        conversationId,
        messageId,
        personId: principal.personId,
        submittedBy: principal.name,
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
    await appendEvent(tx, `conversation:${conversationId}`, {
      type: "message.added",
      conversationId,
      messageId,
    });
    return { conversationId, messageId, requestId };
  }

  private async findEarlier(
    principal: Principal,
    idempotencyKey: string | null,
    text: string,
  ): Promise<ChatAccepted | null> {
    if (idempotencyKey === null) return null;
    const message = await findByIdempotencyKey(this.deps.db, principal.personId, idempotencyKey);
    if (message === null) return null;
    if (message.text !== text) throw new AppError("idempotency_conflict");
    return {
      conversationId: message.conversationId,
      messageId: message.id,
      requestId: message.requestId,
    };
  }

  /** A typed message answers the open question where it can be read as such; else it is a new wish. */
  private async typedAnswer(conversationId: string | undefined, text: string) {
    if (conversationId === undefined) return null;
    const open = await this.deps.requests.openQuestion(conversationId);
    if (open === null) return null;
    const question = await findQuestion(this.deps.db, open.requestId, open.key);
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
    if (!answer.key.startsWith("entry:")) return answer;
    const question = await findQuestion(this.deps.db, answer.requestId, answer.key);
    if (question === null) return null;
    if (question.choices.some(({ value }) => value === answer.value)) return answer;
    throw new AppError("invalid_input", { message: "That is none of the playbooks offered." });
  }

  /** The planner's entry: works out what a request means and says so. Idempotent; keyed by request. */
  respond(requestId: string): Promise<void> {
    return this.responder.respond(requestId);
  }

  /** Says in the chat that planning failed for good, so that nobody waits in vain. */
  reportPlanningFailure(requestId: string, error: unknown, traceId: string): Promise<void> {
    return this.responder.reportPlanningFailure(requestId, error, traceId);
  }

  /** The settler's entry: moves a request whose tasks are over to its end and says so once. */
  settle(requestId: string): Promise<void> {
    return this.responder.settle(requestId);
  }

  /**
   * Waits until Chiffon has said something about a request; after a message of it, where one is named.
   *
   * @throws timeout
   */
  async waitForAnswer(requestId: string, seconds: number, messageId?: string): Promise<void> {
    const deadline = Date.now() + seconds * 1000;
    while (!(await hasAnswer(this.deps.db, requestId, messageId))) {
      if (Date.now() > deadline) throw new AppError("timeout");
      await new Promise((resolve) => setTimeout(resolve, pollMs));
    }
  }

  /** Conversations by recent use; `text` searches titles and messages. */
  async conversations(
    _principal: Principal,
    text: string | null,
  ): Promise<{ conversations: Conversation[] }> {
    return { conversations: await findConversations(this.deps.db, text) };
  }

  /** @throws not_found */
  async conversation(_principal: Principal, conversationId: string): Promise<ConversationView> {
    const seq = await lastSeq(this.deps.db, `conversation:${conversationId}`);
    const row = await findConversation(this.deps.db, conversationId);
    if (row === null) throw new AppError("not_found");
    const [messages, requests] = await Promise.all([
      findMessages(this.deps.db, conversationId),
      this.deps.views.viewsOf(conversationId),
    ]);
    return {
      conversation: {
        id: row.id,
        title: row.title,
        createdAt: row.createdAt.toISOString(),
        updatedAt: row.updatedAt.toISOString(),
        awaiting: requests.filter((request) => request.card === "awaiting").length,
      },
      messages,
      requests: requests.filter((request) => request.plan !== null || request.phase !== "done"),
      seq,
    };
  }

  /** Deletes a conversation's messages. Its requests, plans and their history stay. @throws not_found, invalid_state */
  async deleteConversation(principal: Principal, conversationId: string): Promise<void> {
    const requests = await this.deps.views.viewsOf(conversationId);
    if (requests.some(isUnderWay)) {
      throw new AppError("invalid_state", {
        message: "A request of that conversation is live; finish or cancel it first.",
      });
    }
    await inTransaction(this.deps.db, async (tx) => {
      if ((await findConversation(tx, conversationId)) === null) throw new AppError("not_found");
      await deleteConversation(tx, conversationId);
      await this.deps.audit.record(tx, {
        type: "conversation.deleted",
        actor: actorOf(principal),
        facts: { conversationId, requests: requests.length },
      });
    });
  }

  /** Sentences that work here, made from the catalog. At most six. */
  suggestions(): Promise<{ prompts: string[] }> {
    return this.replies.suggestions();
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
  return liveCards.has(card) || phase === "intake" || phase === "planning";
}
