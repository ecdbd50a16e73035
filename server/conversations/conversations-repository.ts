import { z } from "zod";
import { type Message, type MessagePart, messagePartSchema } from "#server/contracts/chat.ts";
import type { QuestionKey } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";

export interface NewMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly requestId: string | null;
  readonly author: "person" | "chiffon";
  readonly authorName: string;
  readonly personId: string | null;
  readonly parts: readonly MessagePart[];
  readonly text: string;
  readonly idempotencyKey: string | null;
}

export async function insertConversation(
  tx: Tx,
  conversation: { id: string; title: string; personId: string },
): Promise<void> {
  await tx.conversation.create({ data: conversation });
}

export async function touchConversation(tx: Tx, conversationId: string): Promise<boolean> {
  const touched = await tx.conversation.updateMany({
    where: { id: conversationId },
    data: { updatedAt: new Date() },
  });
  return touched.count === 1;
}

export async function insertMessage(tx: Tx, message: NewMessage): Promise<void> {
  await tx.message.create({ data: { ...message, parts: asJson(message.parts) } });
}

/** The message a person sent under an idempotency key, if it arrived before. */
export async function findByIdempotencyKey(db: Db, personId: string, idempotencyKey: string) {
  return db.message.findUnique({
    where: { personId_idempotencyKey: { personId, idempotencyKey } },
  });
}

const messagesInView = 500;
const shownOfMessage = {
  id: true,
  conversationId: true,
  requestId: true,
  author: true,
  authorName: true,
  parts: true,
  createdAt: true,
} as const;

/** The newest messages of a conversation, oldest first, at most 500. */
export async function findMessages(db: Db, conversationId: string): Promise<Message[]> {
  const rows = await db.message.findMany({
    where: { conversationId },
    orderBy: { ordinal: "desc" },
    take: messagesInView,
    select: shownOfMessage,
  });
  return rows.reverse().map((row) => ({
    id: row.id,
    conversationId: row.conversationId,
    requestId: row.requestId,
    author: row.author === "person" ? "person" : "chiffon",
    authorName: row.authorName,
    parts: z.array(messagePartSchema).parse(row.parts),
    createdAt: row.createdAt.toISOString(),
  }));
}

/** The question with that key that Chiffon asked last about a request, or null. */
export async function findQuestion(
  db: Db,
  requestId: string,
  key: QuestionKey,
): Promise<Ambiguity | null> {
  const rows = await db.message.findMany({
    where: { requestId, author: "chiffon" },
    orderBy: { ordinal: "desc" },
    take: 20,
  });
  for (const row of rows) {
    const asked = z
      .array(messagePartSchema)
      .parse(row.parts)
      .flatMap((part) => (part.kind === "question" ? [part.question] : []));
    const found = asked.find((question) => question.key === key);
    if (found !== undefined) return found;
  }
  return null;
}

/** True once Chiffon has said something about a request after one of its messages. */
export async function hasAnswer(
  db: Db,
  {
    conversationId,
    requestId,
    messageId,
  }: { readonly conversationId: string; readonly requestId: string; readonly messageId: string },
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ answered: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM message
      WHERE conversation_id = ${conversationId}::uuid AND request_id = ${requestId}::uuid AND author = 'chiffon'
        AND ordinal > coalesce((SELECT ordinal FROM message WHERE id = ${messageId}::uuid), 0)
    ) AS answered`;
  return row?.answered ?? false;
}

export async function findConversation(db: Db, conversationId: string) {
  return db.conversation.findUnique({ where: { id: conversationId } });
}

/** Conversations by recent use, at most 200. */
export async function findConversations(db: Db, text: string | null) {
  const rows = await db.conversation.findMany({
    where:
      text === null
        ? {}
        : {
            OR: [
              { title: { contains: text, mode: "insensitive" } },
              { messages: { some: { text: { contains: text, mode: "insensitive" } } } },
            ],
          },
    orderBy: { updatedAt: "desc" },
    take: 200,
  });
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }));
}

export async function deleteConversation(tx: Tx, conversationId: string): Promise<void> {
  await tx.conversation.delete({ where: { id: conversationId } });
}
