import {
  type Delivery,
  deliveryStatusSchema,
  type NotificationFacts,
  type NotificationKind,
  notificationFactsSchema,
  notificationKindSchema,
} from "#server/contracts/notification.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";
import { notificationWords } from "./domain/notification-words.ts";

/** A delivery that is being sent, with what it tells. */
export interface TakenDelivery {
  readonly id: string;
  readonly channelId: string;
  /** Which attempt it is, counted over all: whoever took it later has a higher one. */
  readonly attempt: number;
  /** Which since it was made or sent again. */
  readonly try: number;
  readonly notification: {
    readonly id: string;
    readonly kind: NotificationKind;
    readonly at: Date;
    readonly planId: string | null;
    readonly facts: NotificationFacts;
    readonly path: string;
    readonly resolvedAt: Date | null;
  };
}

/** Longer than any attempt takes. */
const holdSeconds = 60;
const maxError = 500;
const shownFailures = 10;

/** Makes the deliveries of a notification, for which the caller sees to the first nudge. @returns their ids */
export async function insertDeliveries(
  tx: Tx,
  notificationId: string,
  channelIds: readonly string[],
  dueAt: Date,
): Promise<string[]> {
  const rows = await tx.notificationDelivery.createManyAndReturn({
    data: channelIds.map((channelId) => ({ notificationId, channelId, dueAt, nudgedAt: dueAt })),
    skipDuplicates: true,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/**
 * Takes a delivery that is due, for an attempt; null where it is not, or somebody else has it. One that was held before
 * and never concluded may have arrived already, which it remembers.
 */
export async function takeDelivery(db: Db, deliveryId: string): Promise<TakenDelivery | null> {
  const taken = await db.$executeRaw`
    UPDATE notification_delivery SET attempts = attempts + 1, tries = tries + 1,
      is_maybe_twice = is_maybe_twice OR held_until IS NOT NULL,
      held_until = now() + make_interval(secs => ${holdSeconds}::int)
    WHERE id = ${deliveryId}::uuid AND status = 'waiting' AND due_at <= now() + interval '100 milliseconds'
      AND (held_until IS NULL OR held_until < now())`;
  if (taken !== 1) return null;
  const row = await db.notificationDelivery.findUnique({
    where: { id: deliveryId },
    include: { notification: true },
  });
  if (row === null) return null;
  const { id, kind, at, planId, facts, path, resolvedAt } = row.notification;
  return {
    ...{ id: row.id, channelId: row.channelId, attempt: row.attempts, try: row.tries },
    notification: {
      ...{ id, at, planId, path, resolvedAt, kind: notificationKindSchema.parse(kind) },
      facts: notificationFactsSchema.parse(facts),
    },
  };
}

/** How an attempt ended. */
export type Conclusion =
  | { readonly status: "sent" | "dropped" }
  | { readonly status: "failed"; readonly error: string }
  | { readonly status: "waiting"; readonly error: string; readonly delayMs: number };

/** Writes down how an attempt ended; false where somebody took the delivery meanwhile, or it is gone. */
export async function concludeDelivery(
  tx: Tx,
  { id, attempt }: Pick<TakenDelivery, "id" | "attempt">,
  end: Conclusion,
): Promise<boolean> {
  const error = "error" in end ? end.error.slice(0, maxError) : null;
  const delayMs = end.status === "waiting" ? end.delayMs : 0;
  const concluded = await tx.$executeRaw`
    UPDATE notification_delivery SET status = ${end.status}, error = ${error}, held_until = NULL, nudged_at = NULL,
      due_at = now() + ${delayMs}::float8 * interval '1 millisecond'
    WHERE id = ${id}::uuid AND attempts = ${attempt} AND status = 'waiting'`;
  return concluded === 1;
}

export async function noteSent(tx: Tx, channelId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE notification_channel SET last_sent_at = now() WHERE id = ${channelId}::uuid`;
}

/** Makes one that was set aside due again, with all its tries; null where it is not set aside. */
export async function renewDelivery(
  tx: Tx,
  deliveryId: string,
): Promise<{ readonly channelId: string } | null> {
  const [row] = await tx.notificationDelivery.updateManyAndReturn({
    where: { id: deliveryId, status: "failed" },
    data: {
      status: "waiting",
      tries: 0,
      dueAt: new Date(0),
      nudgedAt: new Date(),
      heldUntil: null,
    },
    select: { channelId: true },
  });
  return row ?? null;
}

/** Whose channel a delivery goes through; null where there is no such delivery. */
export async function findChannelOf(db: Db, deliveryId: string): Promise<string | null> {
  const row = await db.notificationDelivery.findUnique({
    where: { id: deliveryId },
    select: { channelId: true },
  });
  return row?.channelId ?? null;
}

/** Longest that a nudge is waited for before another. */
const nudgeSeconds = 30;

/** Deliveries that are due and have no nudge under way, oldest first, at most `limit`; they count as nudged. */
export async function nudgeDue(tx: Tx, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE notification_delivery SET nudged_at = now() WHERE id IN (
      SELECT id FROM notification_delivery
      WHERE status = 'waiting' AND due_at <= now() AND (held_until IS NULL OR held_until < now())
        AND (nudged_at IS NULL OR nudged_at < now() - make_interval(secs => ${nudgeSeconds}::int))
      ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING id`;
  return rows.map(({ id }) => id);
}

/** How many wait, by channel. */
export async function countWaiting(
  db: Db,
  channelIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.notificationDelivery.groupBy({
    by: ["channelId"],
    where: { channelId: { in: [...channelIds] }, status: "waiting" },
    _count: true,
  });
  return new Map(rows.map((row) => [row.channelId, row._count]));
}

/** What of a channel was set aside, newest first, at most ten. */
export async function findFailed(db: Db, channelId: string): Promise<Delivery[]> {
  const rows = await db.notificationDelivery.findMany({
    where: { channelId, status: "failed" },
    orderBy: { at: "desc" },
    take: shownFailures,
    include: { notification: true },
  });
  return rows.map(({ notification, id, status, attempts, error, isMaybeTwice, at }) => {
    const kind = notificationKindSchema.parse(notification.kind);
    const facts = notificationFactsSchema.parse(notification.facts);
    return {
      ...{ id, notificationId: notification.id, kind, attempts, error, isMaybeTwice },
      title: notificationWords(kind, facts).title,
      status: deliveryStatusSchema.parse(status),
      at: at.toISOString(),
    };
  });
}
