import {
  type EventBody,
  eventBodySchema,
  type LiveEvent,
  type Topic,
} from "#server/contracts/events.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";

/** Channel on which a committed event is announced; payload: `TOPIC SEQ`. */
export const eventChannel = "chiffon_event";

/**
 * Appends an event to a topic within the caller's transaction and announces it at commit. The counter row is locked
 * until then, so `seq` is contiguous and in commit order within a topic.
 *
 * @returns the event's `seq`, from 1
 */
export async function appendEvent(tx: Tx, topic: Topic, body: EventBody): Promise<number> {
  const [row] = await tx.$queryRaw<{ seq: number }[]>`
    WITH counter AS (
      INSERT INTO event_topic (topic, last_seq) VALUES (${topic}, 1)
      ON CONFLICT (topic) DO UPDATE SET last_seq = event_topic.last_seq + 1
      RETURNING last_seq
    ), added AS (
      INSERT INTO event (topic, seq, body) SELECT ${topic}, last_seq, ${JSON.stringify(body)}::jsonb FROM counter
      RETURNING seq
    )
    SELECT seq, pg_notify(${eventChannel}, ${topic} || ' ' || seq)::text FROM added`;
  return row?.seq ?? 0;
}

/** Tells browsers, at commit, that the card of a request shows something new. */
export async function announceRequest(
  tx: Tx,
  { requestId, conversationId }: { readonly requestId: string; readonly conversationId: string },
): Promise<void> {
  await appendEvent(tx, `conversation:${conversationId}`, {
    type: "request.changed",
    requestId,
    conversationId,
  });
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
