import { z } from "zod";
import {
  type Message,
  type MessagePart,
  messagePartSchema,
  type TitleFrom,
} from "#server/contracts/chat.ts";
import type { QuestionKey } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";

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
  conversation: { id: string; title: string; personId: string; titleFrom?: TitleFrom | undefined },
): Promise<void> {
  const { titleFrom = "given", ...rest } = conversation;
  await tx.conversation.create({ data: { ...rest, titleFrom } });
}

/** Gives a conversation another title, where its present one is made of `over`; false where it is not, or is gone. */
export async function setTitle(
  tx: Tx,
  conversationId: string,
  title: string,
  { from, over }: { readonly from: TitleFrom; readonly over: readonly TitleFrom[] },
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE conversation SET title = ${title}, title_from = ${from}
    WHERE id = ${conversationId}::uuid AND deleted_at IS NULL AND title_from = ANY (${over})`;
  return changed === 1;
}

export async function touchConversation(tx: Tx, conversationId: string): Promise<boolean> {
  const touched = await tx.$executeRaw`
    UPDATE conversation SET updated_at = ${new Date()} WHERE id = ${conversationId}::uuid AND deleted_at IS NULL`;
  return touched === 1;
}

export async function insertMessage(tx: Tx, message: NewMessage): Promise<void> {
  const { id, conversationId, requestId, author, authorName, personId, idempotencyKey } = message;
  await tx.$executeRaw`
    INSERT INTO message (id, conversation_id, request_id, author, author_name, person_id, parts, text, idempotency_key)
    VALUES (${id}::uuid, ${conversationId}::uuid, ${requestId}::uuid, ${author}, ${authorName}, ${personId}::uuid,
      ${JSON.stringify(message.parts)}::jsonb, ${message.text}, ${idempotencyKey})`;
}

/** The message a person sent under an idempotency key, if it arrived before. */
export async function findByIdempotencyKey(db: Db, personId: string, idempotencyKey: string) {
  return db.message.findUnique({
    where: { personId_idempotencyKey: { personId, idempotencyKey } },
  });
}

/** Where a stretch of messages begins: at one of them, a page before one, or a page before the end. */
export interface MessageSpan {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  /** A message that must be among them, with some before it: up to the newest where those are few enough. */
  readonly around?: string | undefined;
}

/** A stretch of messages, oldest first, and whether there are older ones. It goes up to the newest unless `later` is set. */
export interface MessageStretch {
  readonly messages: Message[];
  readonly earlier: "none" | "more" | "too_many";
  readonly later?: "more";
}

const pageOfMessages = 60;
const maxMessages = 500;
const pageBeforeSought = 30;
const pageAroundSought = 120;
const shownOfMessage = {
  id: true,
  ordinal: true,
  conversationId: true,
  requestId: true,
  author: true,
  authorName: true,
  parts: true,
  createdAt: true,
} as const;

/** The messages of a span; the newest 500 where it holds more. A mark that is not there counts as the end. */
export async function findMessages(
  db: Db,
  conversationId: string,
  span: MessageSpan,
): Promise<MessageStretch> {
  const around = await stretchAround(db, conversationId, span.around);
  if (around !== null) return around;
  const rows = await db.message.findMany({
    where: { conversationId, ordinal: { gte: await firstOrdinal(db, conversationId, span) } },
    orderBy: { ordinal: "desc" },
    take: maxMessages,
    select: shownOfMessage,
  });
  const hasOlder = await isAnyBefore(db, conversationId, rows.at(-1)?.ordinal ?? 0n);
  const whenOlder = rows.length < maxMessages ? "more" : "too_many";
  return { messages: rows.reverse().map(toMessage), earlier: hasOlder ? whenOlder : "none" };
}

/** The messages around one; null without one, or where it is not there. */
async function stretchAround(
  db: Db,
  conversationId: string,
  messageId: string | undefined,
): Promise<MessageStretch | null> {
  if (messageId === undefined) return null;
  const mark = await ordinalOf(db, conversationId, messageId);
  if (mark === null) return null;
  const [first] = await db.message.findMany({
    where: { conversationId, ordinal: { lte: mark } },
    orderBy: { ordinal: "desc" },
    skip: pageBeforeSought,
    take: 1,
    select: { ordinal: true },
  });
  const rows = await db.message.findMany({
    where: { conversationId, ordinal: { gte: first?.ordinal ?? 0n } },
    orderBy: { ordinal: "asc" },
    take: maxMessages + 1,
    select: shownOfMessage,
  });
  const hasOlder = await isAnyBefore(db, conversationId, rows[0]?.ordinal ?? 0n);
  const earlier = hasOlder ? "more" : "none";
  if (rows.length <= maxMessages) return { messages: rows.map(toMessage), earlier };
  return { messages: rows.slice(0, pageAroundSought).map(toMessage), earlier, later: "more" };
}

async function isAnyBefore(db: Db, conversationId: string, ordinal: bigint): Promise<boolean> {
  const older = await db.message.findFirst({
    where: { conversationId, ordinal: { lt: ordinal } },
    select: { id: true },
  });
  return older !== null;
}

async function ordinalOf(db: Db, conversationId: string, id: string): Promise<bigint | null> {
  const found = await db.message.findFirst({
    where: { id, conversationId },
    select: { ordinal: true },
  });
  return found?.ordinal ?? null;
}

async function firstOrdinal(
  db: Db,
  conversationId: string,
  { from, before }: MessageSpan,
): Promise<bigint> {
  const id = from ?? before;
  const mark = id === undefined ? null : await ordinalOf(db, conversationId, id);
  if (mark !== null && from !== undefined) return mark;
  const [first] = await db.message.findMany({
    where: { conversationId, ...(mark === null ? {} : { ordinal: { lt: mark } }) },
    orderBy: { ordinal: "desc" },
    skip: pageOfMessages - 1,
    take: 1,
    select: { ordinal: true },
  });
  return first?.ordinal ?? 0n;
}

function toMessage(row: {
  readonly id: string;
  readonly conversationId: string;
  readonly requestId: string | null;
  readonly author: string;
  readonly authorName: string;
  readonly parts: unknown;
  readonly createdAt: Date;
}): Message {
  return {
    id: row.id,
    conversationId: row.conversationId,
    requestId: row.requestId,
    author: row.author === "person" ? "person" : "chiffon",
    authorName: row.authorName,
    parts: z.array(messagePartSchema).parse(row.parts),
    createdAt: row.createdAt.toISOString(),
  };
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
  return db.conversation.findFirst({ where: { id: conversationId, deletedAt: null } });
}

/** Conversations by recent use, at most 200; only those of `among` where it is given. */
export async function findConversations(db: Db, among: readonly string[] | null) {
  const rows = await db.conversation.findMany({
    where: { deletedAt: null, ...(among === null ? {} : { id: { in: [...among] } }) },
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

/** Marks a conversation as deleted, or takes the mark away; false where that changes nothing. */
export async function setDeleted(
  tx: Tx,
  conversationId: string,
  deletedAt: Date | null,
): Promise<boolean> {
  const changed = await tx.conversation.updateMany({
    where: { id: conversationId, deletedAt: deletedAt === null ? { not: null } : null },
    data: { deletedAt },
  });
  return changed.count === 1;
}

/** Whether it was deleted and can still be brought back. */
export async function isDeleted(db: Db, conversationId: string): Promise<boolean> {
  const where = { id: conversationId, deletedAt: { not: null } };
  return (await db.conversation.count({ where })) > 0;
}

/** Conversations that were deleted before, the oldest first. */
export async function findDeletedBefore(db: Db, before: Date, limit: number): Promise<string[]> {
  const rows = await db.conversation.findMany({
    where: { deletedAt: { lt: before } },
    orderBy: { deletedAt: "asc" },
    take: limit,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Removes a deleted conversation with its messages; false where it is back, or gone already. */
export async function eraseDeleted(tx: Tx, conversationId: string, before: Date): Promise<boolean> {
  const where = { id: conversationId, deletedAt: { lt: before } };
  return (await tx.conversation.deleteMany({ where })).count === 1;
}
