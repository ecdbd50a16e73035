import {
  maxNotifications,
  type Notification,
  type NotificationFacts,
  type NotificationKind,
  notificationFactsSchema,
  notificationKindSchema,
} from "#server/contracts/notification.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import type { KeptSecret } from "./kept-secret.ts";

/** A notification as it is made. */
export interface NewNotification {
  readonly kind: NotificationKind;
  readonly auditSeq: number;
  readonly at: Date;
  readonly requestId: string | null;
  readonly planId: string | null;
  readonly taskId: string | null;
  readonly agentId: string | null;
  readonly facts: NotificationFacts;
  readonly path: string;
}

/** What a later entry settles: whatever waits with that id. */
export interface Settled {
  readonly kind: NotificationKind;
  readonly by:
    | { readonly planId: string }
    | { readonly requestId: string }
    | { readonly taskId: string }
    | { readonly agentId: string };
}

const stateId = 1;

/** How far the history was read. Locked until the transaction ends: one reads at a time. */
export async function lockPlace(tx: Tx): Promise<number> {
  const [row] = await tx.$queryRaw<{ seq: bigint }[]>`
    SELECT audit_seq AS seq FROM notification_state WHERE id = ${stateId} FOR UPDATE`;
  return Number(row?.seq ?? 0);
}

/** How far the history was read, as far as that is committed. */
export async function findPlace(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ seq: bigint }[]>`
    SELECT audit_seq AS seq FROM notification_state WHERE id = ${stateId}`;
  return Number(row?.seq ?? 0);
}

export async function movePlace(tx: Tx, auditSeq: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE notification_state SET audit_seq = ${auditSeq} WHERE id = ${stateId}`;
}

/** Where people open Chiffon, as an admin last did; null until one has. */
export async function findOrigin(db: Db): Promise<string | null> {
  const row = await db.notificationState.findUnique({ where: { id: stateId } });
  return row?.origin ?? null;
}

export async function saveOrigin(tx: Tx, origin: string): Promise<void> {
  await tx.notificationState.update({ where: { id: stateId }, data: { origin } });
}

/** The keys for browsers; null until there are any. */
export async function findPushKeys(
  db: Db,
): Promise<{ readonly publicKey: string; readonly sealed: KeptSecret } | null> {
  const row = await db.notificationState.findUnique({ where: { id: stateId } });
  if (row === null) return null;
  const { pushKey: publicKey, ciphertext, nonce, tag, keyId } = row;
  if (publicKey === null || ciphertext === null || nonce === null || tag === null || keyId === null)
    return null;
  return { publicKey, sealed: { ciphertext, nonce, tag, keyId } };
}

/** Keeps keys unless there are some. */
export async function insertPushKeys(
  tx: Tx,
  { publicKey, sealed }: { readonly publicKey: string; readonly sealed: KeptSecret },
): Promise<void> {
  await tx.notificationState.updateMany({
    where: { id: stateId, pushKey: null },
    data: { pushKey: publicKey, ...sealed },
  });
}

/** Stores a notification once; null where its entry was told of already. */
export async function insertNotification(
  tx: Tx,
  { kind, auditSeq, at, requestId, planId, taskId, agentId, facts, path }: NewNotification,
): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO notification (id, kind, audit_seq, at, request_id, plan_id, task_id, agent_id, facts, path)
    VALUES (gen_random_uuid(), ${kind}, ${auditSeq}, ${at}, ${requestId}::uuid, ${planId}::uuid, ${taskId}::uuid,
      ${agentId}::uuid, ${JSON.stringify(facts)}::jsonb, ${path})
    ON CONFLICT DO NOTHING RETURNING id`;
  return row?.id ?? null;
}

/** Puts a notification into the bells of these people, and takes out what is too old for each. */
export async function insertReaders(
  tx: Tx,
  notificationId: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx.$executeRaw`
    INSERT INTO notification_reader (person_id, notification_id)
    SELECT person_id, ${notificationId}::uuid FROM unnest(${[...personIds]}::uuid[]) AS person_id
    ON CONFLICT DO NOTHING`;
  await tx.$executeRaw`
    DELETE FROM notification_reader r USING (
      SELECT person_id, notification_id,
        row_number() OVER (PARTITION BY person_id ORDER BY at DESC, notification_id) AS place
      FROM notification_reader WHERE person_id = ANY (${[...personIds]}::uuid[])
    ) AS placed
    WHERE r.person_id = placed.person_id AND r.notification_id = placed.notification_id
      AND placed.place > ${maxNotifications}`;
}

/** Marks what needs nobody any more. @returns whose bells changed */
export async function settle(tx: Tx, { kind, by }: Settled): Promise<string[]> {
  const rows = await tx.$queryRaw<{ personId: string }[]>`
    WITH settled AS (
      UPDATE notification SET resolved_at = now() WHERE kind = ${kind} AND resolved_at IS NULL AND ${subjectOf(by)}
      RETURNING id
    )
    SELECT person_id AS "personId" FROM notification_reader JOIN settled ON settled.id = notification_id`;
  return rows.map(({ personId }) => personId);
}

function subjectOf(by: Settled["by"]): Prisma.Sql {
  if ("planId" in by) return Prisma.sql`plan_id = ${by.planId}::uuid`;
  if ("requestId" in by) return Prisma.sql`request_id = ${by.requestId}::uuid`;
  if ("taskId" in by) return Prisma.sql`task_id = ${by.taskId}::uuid`;
  return Prisma.sql`agent_id = ${by.agentId}::uuid`;
}

/** What stands in a person's bell, newest first. */
export async function findOf(db: Db, personId: string, limit: number): Promise<Notification[]> {
  const rows = await db.notificationReader.findMany({
    where: { personId },
    orderBy: [{ at: "desc" }, { notificationId: "asc" }],
    take: limit,
    include: { notification: true },
  });
  return rows.map(({ readAt, notification: { id, kind, at, facts, path, resolvedAt } }) => ({
    ...{ id, path, kind: notificationKindSchema.parse(kind), at: at.toISOString() },
    about: notificationFactsSchema.parse(facts),
    readAt: readAt?.toISOString() ?? null,
    resolvedAt: resolvedAt?.toISOString() ?? null,
  }));
}

/** How many a person has not read; what is settled needs no look. */
export async function countUnread(db: Db, personId: string): Promise<number> {
  return db.notificationReader.count({
    where: { personId, readAt: null, notification: { resolvedAt: null } },
  });
}

/** Marks as read; all of them where none are named. @returns how many were not */
export async function markRead(
  tx: Tx,
  personId: string,
  ids: readonly string[] | undefined,
): Promise<number> {
  const { count } = await tx.notificationReader.updateMany({
    where: {
      ...{ personId, readAt: null },
      ...(ids === undefined ? {} : { notificationId: { in: [...ids] } }),
    },
    data: { readAt: new Date() },
  });
  return count;
}

/** Removes what was told of so many days ago, at most 1,000 at a time. */
export async function removeOld(db: Db, days: number): Promise<void> {
  await db.$executeRaw`
    DELETE FROM notification WHERE id IN (
      SELECT id FROM notification WHERE at < now() - make_interval(days => ${days}::int) LIMIT 1000)`;
}
