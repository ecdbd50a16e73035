import type { PageQuery } from "#server/contracts/schedule.ts";
import {
  type AlertFormat,
  alertFormatSchema,
  type Incident,
  signatureWindowSeconds,
  type WebhookAuth,
  webhookAuthSchema,
} from "#server/contracts/webhook.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";
import type { KeptSecret } from "./webhook-secret.ts";

/** A webhook as it is stored. */
export interface StoredWebhook {
  readonly id: string;
  readonly name: string;
  readonly format: AlertFormat;
  readonly auth: WebhookAuth;
  readonly template: string;
  readonly personId: string;
  readonly personName: string;
  readonly conversationId: string | null;
  readonly enabled: boolean;
  readonly problem: string | null;
  readonly createdAt: Date;
  readonly lastCalledAt: Date | null;
}

export type WebhookPatch = Partial<
  Pick<
    StoredWebhook,
    "name" | "template" | "enabled" | "problem" | "conversationId" | "lastCalledAt"
  >
>;

const shownColumns = {
  ...{ id: true, name: true, format: true, auth: true, template: true, personId: true },
  ...{ personName: true, conversationId: true, enabled: true, problem: true },
  ...{ createdAt: true, lastCalledAt: true },
} as const;

/** Lets one webhook after the other be counted and made, until the transaction ends. */
export async function lockWebhooks(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('chiffon.webhooks'))`;
}

export async function countWebhooks(db: Db): Promise<number> {
  return db.webhook.count();
}

export async function insertWebhook(
  tx: Tx,
  webhook: Pick<
    StoredWebhook,
    "id" | "name" | "format" | "auth" | "template" | "personId" | "personName"
  >,
  kept: KeptSecret,
): Promise<void> {
  await tx.webhook.create({ data: { ...webhook, ...columnsOf(kept) } });
}

export async function replaceSecret(tx: Tx, webhookId: string, kept: KeptSecret): Promise<void> {
  await tx.webhook.update({ where: { id: webhookId }, data: columnsOf(kept) });
}

function columnsOf(kept: KeptSecret) {
  return kept.kind === "hash" ? { secretHash: kept.secretHash } : kept.sealed;
}

/** Every webhook, newest first. */
export async function findWebhooks(db: Db): Promise<StoredWebhook[]> {
  const rows = await db.webhook.findMany({
    select: shownColumns,
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map(toWebhook);
}

export async function findWebhook(db: Db, webhookId: string): Promise<StoredWebhook | null> {
  const row = await db.webhook.findUnique({ where: { id: webhookId }, select: shownColumns });
  return row === null ? null : toWebhook(row);
}

/** Locks a webhook until the transaction ends: what it is told of is dealt with one call after the other. */
export async function lockWebhook(tx: Tx, webhookId: string): Promise<StoredWebhook | null> {
  await tx.$queryRaw`SELECT id FROM webhook WHERE id = ${webhookId}::uuid FOR UPDATE`;
  return findWebhook(tx, webhookId);
}

/** What is kept of a webhook's secret; null when there is no such webhook. */
export async function findKeptSecret(db: Db, webhookId: string): Promise<KeptSecret | null> {
  const row = await db.webhook.findUnique({ where: { id: webhookId } });
  if (row === null) return null;
  const { secretHash, ciphertext, nonce, tag, keyId } = row;
  if (secretHash !== null) return { kind: "hash", secretHash };
  if (ciphertext === null || nonce === null || tag === null || keyId === null) return null;
  return { kind: "sealed", sealed: { ciphertext, nonce, tag, keyId } };
}

export async function updateWebhook(tx: Tx, webhookId: string, patch: WebhookPatch): Promise<void> {
  await tx.webhook.update({ where: { id: webhookId }, data: patch });
}

export async function deleteWebhook(tx: Tx, webhookId: string): Promise<void> {
  await tx.webhook.delete({ where: { id: webhookId } });
}

/** Notes a signature; false when it was shown before. Those that are too old to count are forgotten. */
export async function claimSignature(
  tx: Tx,
  webhookId: string,
  signatureHash: string,
): Promise<boolean> {
  const seconds = 3 * signatureWindowSeconds;
  await tx.$executeRaw`
    DELETE FROM webhook_call WHERE webhook_id = ${webhookId}::uuid AND at < now() - make_interval(secs => ${seconds}::int)`;
  const added = await tx.$executeRaw`
    INSERT INTO webhook_call (webhook_id, signature_hash) VALUES (${webhookId}::uuid, ${signatureHash})
    ON CONFLICT DO NOTHING`;
  return added === 1;
}

/** How many incidents are open, by webhook; those without any are missing. */
export async function countOpen(
  db: Db,
  webhookIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.incident.groupBy({
    by: ["webhookId"],
    where: { webhookId: { in: [...webhookIds] }, resolvedAt: null },
    _count: true,
  });
  return new Map(rows.map((row) => [row.webhookId, row._count]));
}

/** Requests that a webhook made within the last hour. */
export async function countAskedLately(tx: Tx, webhookId: string): Promise<number> {
  const since = new Date(Date.now() - 3_600_000);
  return tx.incident.count({
    where: { webhookId, requestId: { not: null }, openedAt: { gt: since } },
  });
}

/** Closes incidents that nobody told of for so many days: their end was never told. */
export async function closeForgotten(tx: Tx, webhookId: string, days: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE incident SET resolved_at = now() WHERE webhook_id = ${webhookId}::uuid AND resolved_at IS NULL
      AND last_at < now() - make_interval(days => ${days}::int)`;
}

/** Whether an incident made that request. */
export async function hasIncident(db: Db, requestId: string): Promise<boolean> {
  return (await db.incident.findFirst({ where: { requestId }, select: { id: true } })) !== null;
}

/** Removes incidents that were resolved so many days ago. */
export async function removeOldIncidents(tx: Tx, webhookId: string, days: number): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM incident WHERE webhook_id = ${webhookId}::uuid
      AND resolved_at < now() - make_interval(days => ${days}::int)`;
}

/** Opens an incident, or counts that it was told of once more. */
export async function openIncident(
  tx: Tx,
  incident: { readonly webhookId: string; readonly key: string; readonly title: string },
): Promise<{ readonly id: string; readonly isNew: boolean; readonly requestId: string | null }> {
  const [row] = await tx.$queryRaw<[{ id: string; isNew: boolean; requestId: string | null }]>`
    INSERT INTO incident (id, webhook_id, key, title)
    VALUES (gen_random_uuid(), ${incident.webhookId}::uuid, ${incident.key}, ${incident.title})
    ON CONFLICT (webhook_id, key) WHERE resolved_at IS NULL
      DO UPDATE SET count = incident.count + 1, last_at = now()
    RETURNING id, (xmax = 0) AS "isNew", request_id AS "requestId"`;
  return row;
}

/** What came of an incident: a request, or why there is none. */
export async function concludeIncident(
  tx: Tx,
  incidentId: string,
  outcome: { readonly requestId: string } | { readonly reason: string },
): Promise<void> {
  await tx.incident.update({ where: { id: incidentId }, data: outcome });
}

/** Closes the open incident of a key; null when there is none. */
export async function resolveIncident(
  tx: Tx,
  webhookId: string,
  key: string,
): Promise<{ readonly id: string; readonly requestId: string | null } | null> {
  const [row] = await tx.$queryRaw<{ id: string; requestId: string | null }[]>`
    UPDATE incident SET resolved_at = now(), last_at = now()
    WHERE webhook_id = ${webhookId}::uuid AND key = ${key} AND resolved_at IS NULL
    RETURNING id, request_id AS "requestId"`;
  return row ?? null;
}

/** What a webhook was told of, newest first. */
export async function findIncidents(
  db: Db,
  webhookId: string,
  { cursor, limit }: PageQuery,
): Promise<Incident[]> {
  const rows = await db.incident.findMany({
    where: { webhookId },
    orderBy: [{ openedAt: "desc" }, { id: "asc" }],
    take: limit + 1,
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
  });
  return rows.map(({ openedAt, lastAt, resolvedAt, key: _key, ...row }) => ({
    ...row,
    openedAt: openedAt.toISOString(),
    lastAt: lastAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  }));
}

function toWebhook(
  row: Omit<StoredWebhook, "format" | "auth"> & { format: string; auth: string },
): StoredWebhook {
  const format = alertFormatSchema.parse(row.format);
  return { ...row, format, auth: webhookAuthSchema.parse(row.auth) };
}
