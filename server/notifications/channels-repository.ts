import {
  type ChannelTarget,
  channelTargetSchema,
  type NotificationKind,
  type NotificationScope,
  notificationKindSchema,
  notificationScopeSchema,
  type Scopes,
} from "#server/contracts/notification.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";
import type { KeptSecret } from "./kept-secret.ts";

/** A channel as it is stored. */
export interface StoredChannel {
  readonly id: string;
  /** Whose it is; null: everybody's here. */
  readonly personId: string | null;
  readonly name: string;
  readonly kinds: readonly NotificationKind[];
  readonly target: ChannelTarget;
  readonly enabled: boolean;
  readonly sealed: KeptSecret | null;
  readonly createdAt: Date;
  readonly lastSentAt: Date | null;
}

export type NewChannel = Pick<
  StoredChannel,
  "id" | "personId" | "name" | "kinds" | "target" | "sealed"
>;
export type ChannelPatch = Partial<
  Pick<StoredChannel, "name" | "kinds" | "target" | "enabled" | "sealed">
>;

/** Lets one channel after the other be counted and made, until the transaction ends. */
export async function lockChannels(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('chiffon.notification_channels'))`;
}

/** Channels of a person; null: those of everybody. */
export async function countChannels(db: Db, personId: string | null): Promise<number> {
  return db.notificationChannel.count({ where: { personId } });
}

export async function insertChannel(tx: Tx, channel: NewChannel): Promise<void> {
  const { id, personId, name, kinds, target, sealed } = channel;
  await tx.notificationChannel.create({
    data: {
      ...{ id, personId, name, kinds: [...kinds], kind: target.kind, target: asJson(target) },
      ...(sealed ?? {}),
    },
  });
}

export async function updateChannel(
  tx: Tx,
  channelId: string,
  { kinds, target, sealed, ...plain }: ChannelPatch,
): Promise<void> {
  await tx.notificationChannel.update({
    where: { id: channelId },
    data: {
      ...plain,
      ...(kinds === undefined ? {} : { kinds: [...kinds] }),
      ...(target === undefined ? {} : { target: asJson(target) }),
      ...(sealed === undefined ? {} : (sealed ?? noSeal)),
    },
  });
}

const noSeal = { ciphertext: null, nonce: null, tag: null, keyId: null };

export async function deleteChannel(tx: Tx, channelId: string): Promise<void> {
  await tx.notificationChannel.delete({ where: { id: channelId } });
}

export async function findChannel(db: Db, channelId: string): Promise<StoredChannel | null> {
  const row = await db.notificationChannel.findUnique({ where: { id: channelId } });
  return row === null ? null : toChannel(row);
}

/** Locks a channel until the transaction ends. */
export async function lockChannel(tx: Tx, channelId: string): Promise<StoredChannel | null> {
  await tx.$queryRaw`SELECT id FROM notification_channel WHERE id = ${channelId}::uuid FOR UPDATE`;
  return findChannel(tx, channelId);
}

/** One's own channels and, where wanted, everybody's; by name. */
export async function findChannels(
  db: Db,
  personId: string,
  { withShared }: { readonly withShared: boolean },
): Promise<StoredChannel[]> {
  const rows = await db.notificationChannel.findMany({
    where: withShared ? { OR: [{ personId }, { personId: null }] } : { personId },
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map(toChannel);
}

/** The channels that take a kind: everybody's, and those of the people who hear of it. */
export async function findTakers(
  db: Db,
  kind: NotificationKind,
  personIds: readonly string[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM notification_channel WHERE enabled AND ${kind} = ANY (kinds)
      AND (person_id IS NULL OR person_id = ANY (${[...personIds]}::uuid[]))`;
  return rows.map(({ id }) => id);
}

/** Every kind that people chose something for, by person. */
export async function findScopes(
  db: Db,
  personIds: readonly string[],
): Promise<Map<string, Partial<Scopes>>> {
  const rows = await db.$queryRaw<{ personId: string; kind: string; scope: string }[]>`
    SELECT person_id AS "personId", kind, scope FROM notification_scope WHERE person_id = ANY (${[...personIds]}::uuid[])`;
  const chosen = new Map<string, Partial<Scopes>>();
  for (const { personId, kind, scope } of rows) {
    const of = chosen.get(personId) ?? {};
    const parsed = notificationKindSchema.parse(kind);
    chosen.set(personId, { ...of, [parsed]: notificationScopeSchema.parse(scope) });
  }
  return chosen;
}

export async function saveScope(
  tx: Tx,
  personId: string,
  kind: NotificationKind,
  scope: NotificationScope,
): Promise<void> {
  await tx.notificationScope.upsert({
    where: { personId_kind: { personId, kind } },
    create: { personId, kind, scope },
    update: { scope },
  });
}

interface ChannelRow extends Omit<StoredChannel, "kinds" | "target" | "sealed"> {
  readonly kinds: readonly string[];
  readonly target: unknown;
  readonly ciphertext: Uint8Array<ArrayBuffer> | null;
  readonly nonce: Uint8Array<ArrayBuffer> | null;
  readonly tag: Uint8Array<ArrayBuffer> | null;
  readonly keyId: string | null;
}

function toChannel(row: ChannelRow): StoredChannel {
  const { id, personId, name, enabled, createdAt, lastSentAt } = row;
  const { ciphertext, nonce, tag, keyId } = row;
  const isSealed = ciphertext !== null && nonce !== null && tag !== null && keyId !== null;
  return {
    ...{ id, personId, name, enabled, createdAt, lastSentAt },
    kinds: row.kinds.map((kind) => notificationKindSchema.parse(kind)),
    target: channelTargetSchema.parse(row.target),
    sealed: isSealed ? { ciphertext, nonce, tag, keyId } : null,
  };
}
