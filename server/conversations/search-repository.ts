import { AppError } from "#server/lib/app-error.ts";
import { type Database, inTransaction, isOutOfTime, Prisma } from "#server/platform/prisma.ts";
import type { SearchWords } from "./domain/search-words.ts";

/** The newest message of a conversation in which something was found, or only its title. */
export interface FoundRow {
  readonly conversationId: string;
  readonly title: string;
  readonly messageId: string | null;
  readonly author: string | null;
  readonly authorName: string | null;
  readonly text: string | null;
  readonly at: Date;
  readonly count: number;
}

/** Messages looked at: of words that occur in more, the newest. */
const maxMessages = 2000;
/** Postgres ends a search after this long, so that none keeps a connection. */
const timeoutMs = 3000;
/** Shorter parts have no trigram to look up: they are found as beginnings of words. */
const leastPart = 3;

/** Conversations in which words occur, those with the newest occurrence first. */
export function findConversationsWith(
  db: Database,
  words: SearchWords,
  limit: number,
): Promise<FoundRow[]> {
  const titleHas = Prisma.join(
    words.marked.map((word) => Prisma.sql`title ILIKE ${likePattern(word)}`),
    " AND ",
  );
  const search = Prisma.sql`
    WITH found AS MATERIALIZED (${messagesWith(words)}),
    newest AS (SELECT id, conversation_id, ordinal FROM found ORDER BY ordinal DESC LIMIT ${maxMessages}),
    best AS (
      SELECT DISTINCT ON (conversation_id) conversation_id, id, ordinal,
        count(*) OVER (PARTITION BY conversation_id)::int AS count
      FROM newest ORDER BY conversation_id, ordinal DESC),
    hit AS (
      SELECT conversation_id, id AS message_id, ordinal, count FROM best
      UNION ALL SELECT id, NULL, NULL, 0 FROM conversation
      WHERE ${titleHas} AND deleted_at IS NULL AND id NOT IN (SELECT conversation_id FROM best)),
    shown AS (
      SELECT conversation.id, title, message_id, count, coalesce(message.created_at, conversation.updated_at) AS at,
        author, author_name, search_text
      FROM hit JOIN conversation ON conversation.id = hit.conversation_id AND deleted_at IS NULL LEFT JOIN message ON message.id = hit.message_id)
    SELECT id AS "conversationId", title, message_id AS "messageId", author, author_name AS "authorName",
      search_text AS text, at, count
    FROM shown ORDER BY at DESC, id LIMIT ${limit}`;
  return inBoundedTime(db, search);
}

function messagesWith({ text, parts }: SearchWords): Prisma.Sql {
  const whole = Prisma.sql`
    SELECT id, conversation_id, ordinal FROM message
    WHERE search_index @@ websearch_to_tsquery('english', ${text})`;
  if (parts === null) return whole;
  const has = parts.map((part) =>
    part.length < leastPart
      ? Prisma.sql`search_index @@ to_tsquery('simple', ${prefixOf(part)})`
      : Prisma.sql`search_text ILIKE ${likePattern(part)}`,
  );
  return Prisma.sql`${whole}
    UNION SELECT id, conversation_id, ordinal FROM message WHERE ${Prisma.join(has, " AND ")}`;
}

/** A word of one or two letters or digits as the beginning of one. */
function prefixOf(part: string): string {
  return `${part.replace(/[^\p{L}\p{N}]/gu, "")}:*`;
}

function likePattern(part: string): string {
  return `%${part.replace(/[\\%_]/g, "\\$&")}%`;
}

/** @throws timeout */
async function inBoundedTime(db: Database, search: Prisma.Sql): Promise<FoundRow[]> {
  try {
    return await inTransaction(db, async (tx) => {
      await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(timeoutMs)}, true)`;
      return tx.$queryRaw<FoundRow[]>(search);
    });
  } catch (cause) {
    if (!isOutOfTime(cause)) throw cause;
    const message = "That is said too often to be found in time. Add a word that is said less.";
    throw new AppError("timeout", { message, cause });
  }
}
