import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type CatalogEntry, catalogEntrySchema, needSchema } from "#server/contracts/playbook.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";
import type { ScannedEntry } from "./domain/scan-types.ts";
import { entryKey, type FingerprintedEntry } from "./scan-messages.ts";

/** What is stored of an entry, without its content. */
export interface StoredEntryKey {
  readonly id: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** The entries a repository has now, by what identifies them across scans. */
export async function findEntryKeys(db: Db, repositoryId: string): Promise<StoredEntryKey[]> {
  const rows = await db.$queryRaw<
    { id: string; kind: ScannedEntry["kind"]; path: string; name: string; blob: string }[]
  >`SELECT id, kind, path, name, blob FROM catalog_entry WHERE repository_id = ${repositoryId}::uuid`;
  return rows.map((row) => ({ id: row.id, key: entryKey(row), fingerprint: row.blob }));
}

/**
 * Makes the stored entries equal to the scanned ones. Entries keep their id as long as kind, path and name stay;
 * rows whose fingerprint is unchanged are not written. Call it under the repository's row lock.
 *
 * @param stored what `findEntryKeys` said, still true
 */
export async function replaceEntries(
  tx: Tx,
  repositoryId: string,
  stored: readonly StoredEntryKey[],
  entries: readonly FingerprintedEntry[],
): Promise<{ added: number; changed: number; removed: number }> {
  const known = new Map(stored.map((row) => [row.key, row]));
  const added: EntryColumns[] = [];
  const changed: EntryColumns[] = [];
  for (const { key, fingerprint, entry } of entries) {
    const row = known.get(key);
    known.delete(key);
    if (entry === null || row?.fingerprint === fingerprint) continue;
    if (row === undefined) added.push(columns(entry, fingerprint, randomUUID()));
    else changed.push(columns(entry, fingerprint, row.id));
  }
  const missing = [...known.values()].map((row) => row.id);
  if (missing.length > 0) await tx.catalogEntry.deleteMany({ where: { id: { in: missing } } });
  for (const rows of chunks(added)) await insertEntries(tx, repositoryId, rows);
  for (const rows of chunks(changed)) await updateEntries(tx, rows);
  return { added: added.length, changed: changed.length, removed: missing.length };
}

interface EntryColumns {
  readonly id: string;
  readonly kind: string;
  readonly path: string;
  readonly name: string;
  readonly service: string | null;
  readonly body: object;
  readonly blob: string;
}

function columns(entry: ScannedEntry, fingerprint: string, id: string): EntryColumns {
  const { kind, path, name, service, ...body } = entry;
  return { id, kind, path, name, service, body, blob: fingerprint };
}

/** Rows a statement takes at once. */
const rowsPerStatement = 250;

function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; at += rowsPerStatement) {
    parts.push(rows.slice(at, at + rowsPerStatement));
  }
  return parts;
}

async function insertEntries(
  tx: Tx,
  repositoryId: string,
  rows: readonly EntryColumns[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO catalog_entry (id, repository_id, kind, path, name, service, body, blob)
    SELECT id, ${repositoryId}::uuid, kind, path, name, service, body, blob
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row(id uuid, kind text, path text, name text, service text, body jsonb, blob text)`;
}

async function updateEntries(tx: Tx, rows: readonly EntryColumns[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE catalog_entry AS entry
    SET service = row.service, body = row.body, blob = row.blob, updated_at = now()
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      AS row(id uuid, service text, body jsonb, blob text)
    WHERE entry.id = row.id`;
}

interface EntryRow {
  readonly id: string;
  readonly repository_id: string;
  readonly kind: string;
  readonly path: string;
  readonly name: string;
  readonly service: string | null;
  readonly body: unknown;
}

function toEntry(row: EntryRow): CatalogEntry {
  const body = typeof row.body === "object" && row.body !== null ? row.body : {};
  return catalogEntrySchema.parse({
    files: [],
    needs: [],
    ...body,
    id: row.id,
    repositoryId: row.repository_id,
    kind: row.kind,
    path: row.path,
    name: row.name,
    service: row.service,
  });
}

/** Identity and fingerprint of every entry: enough to tell which ones have to be read again. */
export async function findEntryVersions(db: Db): Promise<{ id: string; version: string }[]> {
  return db.$queryRaw<
    { id: string; version: string }[]
  >`SELECT id, blob AS version FROM catalog_entry`;
}

/** The entries with these ids, without their file lists: those may be long and only planning needs them. */
export async function findEntries(db: Db, ids: readonly string[]): Promise<CatalogEntry[]> {
  if (ids.length === 0) return [];
  const rows = await db.$queryRaw<EntryRow[]>`
    SELECT id, repository_id, kind, path, name, service, body - 'files' AS body
    FROM catalog_entry WHERE id = ANY(${[...ids]}::uuid[])`;
  return rows.map(toEntry);
}

/** Playbooks of that path, in all repositories or in the one of that name; at most 20. */
export async function findPlaybooksAt(
  db: Db,
  path: string,
  repositoryName: string | null,
): Promise<{ id: string; repositoryName: string }[]> {
  return db.$queryRaw`
    SELECT entry.id, repository.name AS "repositoryName" FROM catalog_entry AS entry
    JOIN repository ON repository.id = entry.repository_id
    WHERE entry.kind = 'playbook' AND entry.path = ${path}
      AND (${repositoryName}::text IS NULL OR lower(repository.name) = lower(${repositoryName}::text))
    ORDER BY repository.name LIMIT 20`;
}

/** One entry with its files, or null. A tag or task file has those of its playbook. */
export async function findEntry(db: Db, entryId: string): Promise<CatalogEntry | null> {
  const rows = await db.$queryRaw<EntryRow[]>`
    SELECT entry.id, entry.repository_id, entry.kind, entry.path, entry.name, entry.service,
      CASE WHEN playbook.id IS NULL THEN entry.body
        ELSE jsonb_set(entry.body, '{files}', playbook.body -> 'files') END AS body
    FROM catalog_entry AS entry
    LEFT JOIN catalog_entry AS playbook ON playbook.kind = 'playbook'
      AND playbook.repository_id = entry.repository_id
      AND ((entry.kind = 'tag' AND playbook.path = entry.path)
        OR (entry.kind = 'task_file' AND playbook.path = entry.body -> 'runBy' ->> 'playbook'))
    WHERE entry.id = ${entryId}::uuid`;
  return rows[0] === undefined ? null : toEntry(rows[0]);
}

const refusedSchema = catalogEntrySchema.pick({
  kind: true,
  path: true,
  name: true,
  refusals: true,
});
const groupsPerRepository = 2_000;
const refusedPerGroup = 50;

const entryGroupSchema = z.object({
  repositoryId: z.string(),
  folder: z.string(),
  needs: z.array(needSchema),
  isRefused: z.boolean(),
  entryCount: z.number().int(),
  /** Entries of all groups of the repository. */
  totalCount: z.number().int(),
  /** At most 50, by path. */
  refused: z.array(refusedSchema),
});
export type StoredEntryGroup = z.infer<typeof entryGroupSchema>;

/**
 * What the entries of every repository need and are refused for, those of one folder with the same needs together. At
 * most 2,000 groups of a repository, the largest first; pages are left out, because they are not run.
 */
export async function findEntryGroups(db: Db): Promise<StoredEntryGroup[]> {
  const rows = await db.$queryRaw<unknown[]>`
    WITH entry AS (
      SELECT repository_id, kind, path, name,
        CASE WHEN path LIKE '%/%' THEN regexp_replace(path, '/[^/]*$', '') ELSE '' END AS folder,
        coalesce(body -> 'needs', '[]'::jsonb) AS needs,
        coalesce(body -> 'refusals', '[]'::jsonb) AS refusals
      FROM catalog_entry WHERE kind <> 'page'
    ), grouped AS (
      SELECT repository_id, folder, needs, refusals <> '[]'::jsonb AS is_refused, count(*)::int AS entry_count,
        (array_agg(jsonb_build_object('kind', kind, 'path', path, 'name', name, 'refusals', refusals)
          ORDER BY path, name) FILTER (WHERE refusals <> '[]'::jsonb))[1:${refusedPerGroup}::int] AS refused
      FROM entry GROUP BY 1, 2, 3, 4
    ), ranked AS (
      SELECT *, (sum(entry_count) OVER (PARTITION BY repository_id))::int AS total_count,
        row_number() OVER (PARTITION BY repository_id ORDER BY entry_count DESC, folder, needs) AS place
      FROM grouped
    )
    SELECT repository_id AS "repositoryId", folder, needs, is_refused AS "isRefused",
      entry_count AS "entryCount", total_count AS "totalCount", coalesce(to_jsonb(refused), '[]'::jsonb) AS refused
    FROM ranked WHERE place <= ${groupsPerRepository} ORDER BY place`;
  return z.array(entryGroupSchema).parse(rows);
}
