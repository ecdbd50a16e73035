import { randomUUID } from "node:crypto";
import {
  type MessagePart,
  type SearchHit,
  type TitleFrom,
  titleFromSchema,
} from "#server/contracts/chat.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { QuestionKey } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import type { Database, Tx } from "#server/platform/prisma.ts";
import {
  eraseDeleted,
  findByIdempotencyKey,
  findConversation,
  findConversations,
  findDeletedBefore,
  findMessages,
  findQuestion,
  hasAnswer,
  insertConversation,
  insertMessage,
  isDeleted,
  type MessageSpan,
  type MessageStretch,
  type NewMessage,
  setDeleted,
  setTitle,
  touchConversation,
} from "./conversations-repository.ts";
import { readSearch } from "./domain/search-words.ts";
import { snippetOf } from "./domain/snippet.ts";
import { type FoundRow, findConversationsWith } from "./search-repository.ts";

const maxListed = 200;

export type { MessageSpan };

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

  /** @param thread its title stays unless `titleFrom` says that it is only the first words: then its first plan gives it one */
  async start(
    tx: Tx,
    thread: { id: string; title: string; personId: string; titleFrom?: TitleFrom },
  ): Promise<void> {
    await insertConversation(tx, thread);
  }

  /** Titles a conversation after its first plan, unless it was given a title. */
  async titleAfterPlan(tx: Tx, conversationId: string, title: string): Promise<void> {
    await setTitle(tx, conversationId, title, { from: "plan", over: ["words"] });
  }

  /** Gives a conversation the title that a person wants, which stays, and tells everybody; false where it is gone. */
  async rename(tx: Tx, conversationId: string, title: string): Promise<boolean> {
    const over = titleFromSchema.options;
    if (!(await setTitle(tx, conversationId, title, { from: "given", over }))) return false;
    for (const topic of [`conversation:${conversationId}`, "inbox"] as const)
      await appendEvent(tx, topic, { type: "conversation.changed", conversationId });
    return true;
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

  /** A stretch of messages, at most 500: up to the newest, unless one far above is asked for. */
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
  async list(text: string | null): Promise<Thread[]> {
    if (text === null || text.trim() === "") return findConversations(this.db, null);
    const { hits } = await this.search(text, maxListed);
    return findConversations(
      this.db,
      hits.map(({ conversationId }) => conversationId),
    );
  }

  /**
   * Conversations in which something was said: words of messages, of the plans shown in them and of titles. Each once,
   * with its newest such message; those with the newest first.
   *
   * @throws timeout when there is too much to look through
   */
  async search(text: string, limit: number): Promise<{ hits: SearchHit[]; hasMore: boolean }> {
    const words = readSearch(text);
    if (words.marked.length === 0) return { hits: [], hasMore: false };
    const rows = await findConversationsWith(this.db, words, limit + 1);
    const hits = rows.slice(0, limit).map((row) => toHit(row, words.marked));
    return { hits, hasMore: rows.length > limit };
  }

  /** Deletes a conversation, so that nobody finds it any more, and tells everybody; false when it is not there. */
  async remove(tx: Tx, conversationId: string): Promise<boolean> {
    if (!(await setDeleted(tx, conversationId, new Date()))) return false;
    await appendEvent(tx, "inbox", { type: "conversation.deleted", conversationId });
    return true;
  }

  /** Brings a deleted conversation back as it was, and tells everybody; false when it is not deleted, or gone for good. */
  async restore(tx: Tx, conversationId: string): Promise<boolean> {
    if (!(await setDeleted(tx, conversationId, null))) return false;
    for (const topic of [`conversation:${conversationId}`, "inbox"] as const)
      await appendEvent(tx, topic, { type: "conversation.changed", conversationId });
    return true;
  }

  /** Whether a conversation was deleted and can still be brought back. */
  isDeleted(conversationId: string): Promise<boolean> {
    return isDeleted(this.db, conversationId);
  }

  /** Conversations that were deleted before, the oldest first. */
  deletedBefore(before: Date, limit: number): Promise<string[]> {
    return findDeletedBefore(this.db, before, limit);
  }

  /** Removes a conversation that was deleted before, with its messages; false where it is back, or gone already. */
  erase(tx: Tx, conversationId: string, before: Date): Promise<boolean> {
    return eraseDeleted(tx, conversationId, before);
  }
}

function toHit(row: FoundRow, words: readonly string[]): SearchHit {
  const { conversationId, title, messageId, authorName, count } = row;
  return {
    ...{ conversationId, title, messageId, authorName, count },
    author: row.author === "person" || row.author === "chiffon" ? row.author : null,
    at: row.at.toISOString(),
    snippet: snippetOf(row.text ?? title, words),
  };
}
