import { setTimeout as delay } from "node:timers/promises";
import {
  type EventBody,
  eventBodySchema,
  type LiveEvent,
  type Topic,
} from "#server/contracts/events.ts";
import { type CommitWriter, writeAtCommit } from "#server/platform/commit-writes.ts";
import { type Db, isLockRefused, Prisma, type Tx } from "#server/platform/prisma.ts";

/** Channel on which a committed event is announced; payload: `TOPIC SEQ`. */
export const eventChannel = "chiffon_event";

/** What an announcement says; null where it is none. */
export function readAnnouncement(payload: string): { topic: string; seq: number } | null {
  const at = payload.lastIndexOf(" ");
  const seq = Number(payload.slice(at + 1));
  return at > 0 && Number.isInteger(seq) ? { topic: payload.slice(0, at), seq } : null;
}

/** An event and the topic it belongs to. */
export interface NewEvent {
  readonly topic: Topic;
  readonly body: EventBody;
}

/**
 * Writes events in the order given where `held` has a row, and announces each topic at commit. A topic's counter row is
 * locked until then, so `seq` is contiguous and in commit order within a topic.
 */
function appending(events: readonly NewEvent[], held: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    event_given AS (
      SELECT topic, body, row_number() OVER (PARTITION BY topic ORDER BY ordinality) AS rank,
        count(*) OVER (PARTITION BY topic) AS size
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS (topic text, body jsonb)) WITH ORDINALITY
      WHERE EXISTS (${held})
    ), event_counter AS (
      INSERT INTO event_topic (topic, last_seq) SELECT DISTINCT topic, size FROM event_given ORDER BY topic
      ON CONFLICT (topic) DO UPDATE SET last_seq = event_topic.last_seq + excluded.last_seq
      RETURNING topic, last_seq
    ), event_added AS (
      INSERT INTO event (topic, seq, body)
      SELECT topic, last_seq - size + rank, body FROM event_given JOIN event_counter USING (topic) ORDER BY topic, rank
      RETURNING topic, seq
    ), event_told AS (
      SELECT pg_notify(${eventChannel}, topic || ' ' || max(seq))::text FROM event_added GROUP BY topic
    )`;
}

const newEvents: CommitWriter<NewEvent> = {
  write: (events) => appending(events, Prisma.sql`SELECT 1`),
  last: "event_told",
};

/** Appends events within the caller's transaction, in the order given, and announces each topic at commit. */
export async function appendEvents(tx: Tx, ...events: readonly NewEvent[]): Promise<void> {
  await writeAtCommit(tx, newEvents, events);
}

/**
 * Runs `guard`, a statement that returns rows when the caller may speak, and appends the events only if it returned
 * one. All of it is one statement, and so one transaction where the caller has none.
 *
 * @returns whether the guard held
 */
export async function appendEventsWhere(
  db: Db,
  guard: Prisma.Sql,
  events: readonly NewEvent[],
): Promise<boolean> {
  const [row] = await db.$queryRaw<{ held: boolean }[]>`
    WITH held AS (${guard}), ${appending(events, Prisma.sql`SELECT FROM held`)}
    SELECT EXISTS (SELECT FROM held) AS held, (SELECT count(*) FROM event_told) AS topics`;
  return row?.held ?? false;
}

/** {@link appendEvents} for one event. */
export async function appendEvent(tx: Tx, topic: Topic, body: EventBody): Promise<void> {
  await appendEvents(tx, { topic, body });
}

/** Wakes whoever waits for a topic, without an event: at commit where the caller has a transaction. */
export async function announceTopic(db: Db, topic: string): Promise<void> {
  await db.$queryRaw`SELECT pg_notify(${eventChannel}, ${`${topic} 0`})::text`;
}

/** Tells browsers, at commit, that the card of a request shows something new. */
export async function announceRequest(
  tx: Tx,
  { requestId, conversationId }: { readonly requestId: string; readonly conversationId: string },
): Promise<void> {
  await appendEvents(tx, requestChanged({ requestId, conversationId }));
}

/** The event behind {@link announceRequest}, for those who append it together with others. */
export function requestChanged({
  requestId,
  conversationId,
}: {
  readonly requestId: string;
  readonly conversationId: string;
}): NewEvent {
  return {
    topic: `conversation:${conversationId}`,
    body: { type: "request.changed", requestId, conversationId },
  };
}

/** Events of a topic after `afterSeq`, in order, at most `limit`. */
export async function readEvents(
  db: Db,
  topic: string,
  afterSeq: number,
  limit: number,
): Promise<LiveEvent[]> {
  const rows = await db.event.findMany({
    where: { topic, seq: { gt: afterSeq } },
    orderBy: { seq: "asc" },
    take: limit,
  });
  return rows.map((row) => ({
    topic,
    seq: row.seq,
    at: row.at.toISOString(),
    body: eventBodySchema.parse(row.body),
  }));
}

/** Postgres' own cleaning holds a part for minutes at times, and nobody is to wait for us that long. */
const emptyAttempts = 20;
const emptyPauseMs = 3_000;

/** Events are kept for at most so long: then their place in the ring is needed again. */
export const maxEventDays = 120;

/**
 * Removes events of which all of their month happened before an instant, with the space they took.
 *
 * @returns how many
 */
export async function emptyOldEvents(db: Db, before: Date): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      const [row] = await db.$queryRaw<{ events: bigint }[]>`
        SELECT empty_old_events(${before}) AS events`;
      return Number(row?.events ?? 0);
    } catch (error) {
      if (attempt >= emptyAttempts || !isLockRefused(error)) throw error;
      await delay(emptyPauseMs);
    }
  }
}

/** The newest `seq` of a topic, 0 when nothing happened in it yet. */
export async function lastSeq(db: Db, topic: string): Promise<number> {
  const row = await db.eventTopic.findUnique({ where: { topic } });
  return row?.lastSeq ?? 0;
}

/** The newest `seq` of each given topic: what a sweep compares with what it already sent. */
export async function lastSeqs(db: Db, topics: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.eventTopic.findMany({ where: { topic: { in: [...topics] } } });
  return new Map(rows.map((row) => [row.topic, row.lastSeq]));
}
