import type { PlanStatus } from "#server/contracts/plan.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import {
  type Secret,
  type SecretKind,
  secretKindSchema,
  secretScopeSchema,
} from "#server/contracts/secret.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { columnsOf } from "#server/platform/sql-columns.ts";
import type { SealedValue } from "./sealed-value.ts";

/** Secrets an installation may hold: what is kept out of a prompt looks for all of them, and each takes memory. */
export const maxSecrets = 300;

/** A secret without its value; `keyId` names the key of its present version. */
export type StoredSecret = Omit<Secret, "isReadable"> & { readonly keyId: string };

/** A secret before it is stored. */
export type NewSecret = Pick<
  StoredSecret,
  "id" | "name" | "kind" | "scope" | "repositoryId" | "reference" | "requestId" | "vaultId"
> & {
  readonly place: string;
  readonly purpose: string;
  readonly createdBy: string;
};

/** A value to be stored, with the key it was sealed by. */
export type NewVersion = SealedValue & { readonly keyId: string; readonly createdBy: string };

/** A value as it is stored. */
export interface StoredValue extends SealedValue {
  readonly secretId: string;
  readonly version: number;
  readonly kind: SecretKind;
  readonly name: string;
  readonly keyId: string;
}

type SecretRow = Prisma.SecretGetPayload<object> & { readonly keyId: string };

const secretColumns = columnsOf<Omit<SecretRow, "keyId">>("secret", {
  ...{ id: true, name: true, kind: true, scope: true, repositoryId: true, reference: true },
  ...{ requestId: true, vaultId: true, place: true, purpose: true, version: true },
  ...{ createdBy: true, createdAt: true, changedAt: true, lastUsedAt: true },
});

/** Reads secrets by name, at most as many as there may be. `which` follows WHERE. */
async function selectSecrets(db: Db, which: Prisma.Sql): Promise<StoredSecret[]> {
  const rows = await db.$queryRaw<SecretRow[]>`
    SELECT ${secretColumns}, coalesce((
      SELECT key_id FROM secret_version WHERE secret_id = secret.id ORDER BY version DESC LIMIT 1), '') AS "keyId"
    FROM secret WHERE ${which} ORDER BY name, place LIMIT ${maxSecrets}`;
  return rows.map(toSecret);
}

function toSecret(row: SecretRow): StoredSecret {
  return {
    id: row.id,
    name: row.name,
    kind: secretKindSchema.parse(row.kind),
    scope: secretScopeSchema.parse(row.scope),
    repositoryId: row.repositoryId,
    reference: row.reference,
    requestId: row.requestId,
    vaultId: row.vaultId,
    version: row.version,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    keyId: row.keyId,
  };
}

/** Every secret by name. */
export async function findSecrets(db: Db): Promise<StoredSecret[]> {
  return selectSecrets(db, Prisma.sql`true`);
}

/** What a plan of these repositories and this request may use: their own secrets and the global ones. */
export async function findUsableSecrets(
  db: Db,
  repositoryIds: readonly string[],
  requestId: string | null,
): Promise<StoredSecret[]> {
  return selectSecrets(
    db,
    Prisma.sql`(repository_id IS NULL OR repository_id = ANY(${[...repositoryIds]}::uuid[]))
      AND (request_id IS NULL OR request_id = ${requestId}::uuid)`,
  );
}

/** The id of the secret that serves a purpose in a place, or null. */
export async function findByPurpose(
  db: Db,
  place: string,
  purpose: string,
): Promise<string | null> {
  const row = await db.secret.findUnique({
    where: { place_purpose: { place, purpose } },
    select: { id: true },
  });
  return row?.id ?? null;
}

export async function countSecrets(db: Db): Promise<number> {
  return db.secret.count();
}

/** Locks a secret until the transaction ends; null when it is not there. */
export async function lockSecret(tx: Tx, secretId: string): Promise<StoredSecret | null> {
  await tx.$queryRaw`SELECT id FROM secret WHERE id = ${secretId}::uuid FOR UPDATE`;
  const [secret] = await selectSecrets(tx, Prisma.sql`id = ${secretId}::uuid`);
  return secret ?? null;
}

/** Stores a secret with its first version. A taken name or purpose is a unique violation. */
export async function insertSecret(tx: Tx, secret: NewSecret, value: NewVersion): Promise<void> {
  await tx.secret.create({ data: { ...secret, versions: { create: { ...value, version: 1 } } } });
}

/** Stores a new value of a secret that is locked. */
export async function insertVersion(
  tx: Tx,
  secretId: string,
  version: number,
  value: NewVersion & { readonly changedAt: Date },
): Promise<void> {
  const { changedAt, ...sealed } = value;
  await tx.secretVersion.create({ data: { secretId, version, ...sealed } });
  await tx.secret.update({ where: { id: secretId }, data: { version, changedAt } });
}

/** Deletes secrets with all their versions. */
export async function deleteSecrets(tx: Tx, secretIds: readonly string[]): Promise<void> {
  await tx.secret.deleteMany({ where: { id: { in: [...secretIds] } } });
}

/** Secrets that go with a request or a repository. */
export async function findOwned(
  tx: Tx,
  owner: { readonly requestId: string } | { readonly repositoryId: string },
): Promise<StoredSecret[]> {
  return selectSecrets(
    tx,
    "requestId" in owner
      ? Prisma.sql`request_id = ${owner.requestId}::uuid`
      : Prisma.sql`repository_id = ${owner.repositoryId}::uuid`,
  );
}

/** Present versions of the secrets with these ids, by id. */
export async function findVersions(
  db: Db,
  secretIds: readonly string[],
): Promise<Map<string, number>> {
  if (secretIds.length === 0) return new Map();
  const rows = await db.secret.findMany({
    where: { id: { in: [...secretIds] } },
    select: { id: true, version: true },
  });
  return new Map(rows.map(({ id, version }) => [id, version]));
}

/** Present values, sealed: of the secrets with these ids, or of all. */
export async function findValues(db: Db, secretIds?: readonly string[]): Promise<StoredValue[]> {
  const only =
    secretIds === undefined
      ? Prisma.empty
      : Prisma.sql`WHERE secret.id = ANY(${[...secretIds]}::uuid[])`;
  const rows = await db.$queryRaw<(Omit<StoredValue, "kind"> & { kind: string })[]>`
    SELECT secret.id AS "secretId", secret.version, secret.kind, secret.name, value.ciphertext, value.nonce, value.tag,
      value.key_id AS "keyId"
    FROM secret JOIN secret_version AS value ON value.secret_id = secret.id AND value.version = secret.version
    ${only} ORDER BY secret.id LIMIT ${maxSecrets}`;
  return rows.map((row) => ({ ...row, kind: secretKindSchema.parse(row.kind) }));
}

/** Notes that secrets were used now. */
export async function markUsed(tx: Tx, secretIds: readonly string[], at: Date): Promise<void> {
  await tx.secret.updateMany({ where: { id: { in: [...secretIds] } }, data: { lastUsedAt: at } });
}

/** Plans that name a secret and still may run, oldest first: those that wait for a decision and those under way. */
export async function findLivePlans(
  db: Db,
  secretId: string,
): Promise<{ planId: string; summary: string; isWaiting: boolean }[]> {
  const [awaiting, approved]: PlanStatus[] = ["awaiting_approval", "approved"];
  const executing: RequestPhase[] = ["execution", "verification"];
  return db.$queryRaw<{ planId: string; summary: string; isWaiting: boolean }[]>`
    SELECT plan.id AS "planId", plan.body ->> 'summary' AS summary, plan.status = ${awaiting} AS "isWaiting"
    FROM plan JOIN request ON request.id = plan.request_id
    WHERE (plan.status = ${awaiting} OR (plan.status = ${approved} AND request.phase IN (${Prisma.join(executing)})))
      AND jsonb_path_exists(plan.body, '$.tasks[*].secrets[*] ? (@.secretId == $id)',
        jsonb_build_object('id', ${secretId}::text))
    ORDER BY plan.created_at LIMIT 200`;
}
