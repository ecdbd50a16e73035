import { randomUUID } from "node:crypto";
import type { MessagePart } from "#server/contracts/chat.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { QuestionKey } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Database, Tx } from "#server/platform/prisma.ts";
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
  type MessageSpan,
  type MessageStretch,
  type NewMessage,
  touchConversation,
} from "./conversations-repository.ts";

/** A conversation without what its requests add to it. */
export interface Thread {
  readonly id: string;
  readonly title: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * Threads of messages. Everything that people and Chiffon say is written here, in the transaction of whatever it tells of.
 * Writers take the conversation's row first and append their events after, so that no two wait for each other.
 */
export class ConversationsService {
  private readonly db: Database;

  constructor(deps: { db: Database }) {
    this.db = deps.db;
  }

  async start(tx: Tx, thread: { id: string; title: string; personId: string }): Promise<void> {
    await insertConversation(tx, thread);
  }

  /** Takes the conversation's row for this transaction; false when the conversation is not there any more. */
  touch(tx: Tx, conversationId: string): Promise<boolean> {
    return touchConversation(tx, conversationId);
  }

  /** Adds a message and tells everybody who has the conversation open. */
  async add(tx: Tx, message: NewMessage): Promise<void> {
    const { conversationId, id: messageId } = message;
    await insertMessage(tx, message);
    await appendEvent(tx, `conversation:${conversationId}`, {
      type: "message.added",
      conversationId,
      messageId,
    });
  }

  /**
   * Says something about a request, as Chiffon. Nobody is told where the conversation was deleted; what became of the
   * request stands all the same.
   */
  async say(
    tx: Tx,
    request: { readonly id: string; readonly conversationId: string },
    parts: readonly MessagePart[],
  ): Promise<void> {
    if (parts.length === 0 || !(await this.touch(tx, request.conversationId))) return;
    await this.add(tx, {
      id: randomUUID(),
      conversationId: request.conversationId,
      requestId: request.id,
      author: "chiffon",
      authorName: systemActor.name,
      personId: null,
      parts,
      text: parts
        .map((part) => (part.kind === "text" ? part.text : ""))
        .join("\n")
        .trim(),
      idempotencyKey: null,
    });
  }

  /** The message a person sent under an idempotency key, if it arrived before. */
  sentBefore(personId: string, idempotencyKey: string) {
    return findByIdempotencyKey(this.db, personId, idempotencyKey);
  }

  /** A stretch of messages up to the newest, at most 500. */
  messages(conversationId: string, span: MessageSpan): Promise<MessageStretch> {
    return findMessages(this.db, conversationId, span);
  }

  /** The question with that key that Chiffon asked last about a request, or null. */
  question(requestId: string, key: QuestionKey): Promise<Ambiguity | null> {
    return findQuestion(this.db, requestId, key);
  }

  /** True once Chiffon has said something about a request after one of its messages. */
  hasAnswer(asked: {
    readonly conversationId: string;
    readonly requestId: string;
    readonly messageId: string;
  }): Promise<boolean> {
    return hasAnswer(this.db, asked);
  }

  async find(conversationId: string): Promise<Thread | null> {
    const row = await findConversation(this.db, conversationId);
    if (row === null) return null;
    const { id, title, createdAt, updatedAt } = row;
    return { id, title, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  }

  /** Conversations by recent use, at most 200; `text` searches titles and messages. */
  list(text: string | null): Promise<Thread[]> {
    return findConversations(this.db, text);
  }

  /** Deletes a conversation with its messages; false when it is not there. */
  async remove(tx: Tx, conversationId: string): Promise<boolean> {
    if ((await findConversation(tx, conversationId)) === null) return false;
    await deleteConversation(tx, conversationId);
    return true;
  }
}
