import { z } from "zod";
import { inventoryHostSchema } from "#server/contracts/host.ts";
import { blobRefSchema, type Repository, scanWarningSchema } from "#server/contracts/playbook.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";

/** What the last scan found beside the entries. */
export const repositoryScanSchema = z.object({
  /** Raised when scanning itself changes, so that every repository is read again. */
  scannerVersion: z.number().int().default(0),
  hosts: z.array(inventoryHostSchema).default([]),
  groups: z.record(z.string(), z.array(z.string())).default({}),
  files: z.array(blobRefSchema).default([]),
  refusals: z.array(z.string()).default([]),
  remoteUser: z.string().nullable().default(null),
  ignoredSettings: z.array(z.string()).default([]),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })).default([]),
  /** How many there were; only the first are kept. */
  skippedCount: z.number().int().default(0),
  fileCount: z.number().int().default(0),
});
export type RepositoryScan = z.infer<typeof repositoryScanSchema>;

/** A repository with what its last scan found. */
export interface StoredRepository
  extends Omit<Repository, "hasToken" | "skipped" | "skippedCount" | "ignoredSettings"> {
  readonly scan: RepositoryScan;
  /** Name of its access token, or null. */
  readonly credential: string | null;
}

/** Where a repository lies and how it is opened. */
export type RepositoryPlace = Pick<StoredRepository, "id" | "location" | "branch" | "credential">;

/** A repository before its first scan. */
export type NewRepository = Pick<
  StoredRepository,
  "name" | "location" | "branch" | "builtin" | "neverSend" | "credential"
>;

type RepositoryRow = Prisma.RepositoryGetPayload<{
  include: { _count: { select: { entries: true } } };
}>;

function toRepository(row: RepositoryRow): StoredRepository {
  return {
    id: row.id,
    name: row.name,
    location: row.location,
    branch: row.branch,
    builtin: row.builtin,
    neverSend: row.neverSend,
    credential: row.credential,
    inventoryPath: row.inventoryPath,
    commit: row.commit,
    treeId: row.treeId,
    scannedAt: row.scannedAt?.toISOString() ?? null,
    error: row.error,
    entryCount: row._count.entries,
    warnings: z.array(scanWarningSchema).parse(row.warnings),
    scan: repositoryScanSchema.parse(row.inventory),
  };
}

const counted = { _count: { select: { entries: true } } } as const;

/** Every repository by name. */
export async function findRepositories(db: Db): Promise<StoredRepository[]> {
  const rows = await db.repository.findMany({ include: counted, orderBy: { name: "asc" } });
  return rows.map(toRepository);
}

/** One repository, or null. */
export async function findRepository(
  db: Db,
  where: { id: string } | { location: string },
): Promise<StoredRepository | null> {
  const row = await db.repository.findUnique({ where, include: counted });
  return row === null ? null : toRepository(row);
}

/** Where a repository lies, and nothing else: for the way from approval to run. */
export async function findPlace(db: Db, repositoryId: string): Promise<RepositoryPlace | null> {
  return db.repository.findUnique({
    where: { id: repositoryId },
    select: { id: true, location: true, branch: true, credential: true },
  });
}

/** Adds a repository that was not scanned yet. A taken name or location is a unique violation. */
export async function insertRepository(tx: Tx, repository: NewRepository): Promise<string> {
  const row = await tx.repository.create({ data: repository, select: { id: true } });
  return row.id;
}

/** Changes a repository; false when it is gone. */
export async function updateRepository(
  tx: Tx,
  repositoryId: string,
  change: { readonly neverSend: boolean },
): Promise<boolean> {
  const { count } = await tx.repository.updateMany({ where: { id: repositoryId }, data: change });
  return count > 0;
}

/** Removes a repository with its entries and hosts. */
export async function deleteRepository(tx: Tx, repositoryId: string): Promise<boolean> {
  await tx.hostRecord.deleteMany({ where: { repositoryId } });
  const { count } = await tx.repository.deleteMany({ where: { id: repositoryId } });
  return count > 0;
}

/** Summaries of plans that need a repository, oldest first: those that wait for a decision and those under way. */
export async function findLivePlans(db: Db, repositoryId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ summary: string }[]>`
    SELECT plan.body ->> 'summary' AS summary FROM plan JOIN request ON request.id = plan.request_id
    WHERE plan.repository_id = ${repositoryId}::uuid AND (plan.status = 'awaiting_approval'
      OR (plan.status = 'approved' AND request.phase IN ('execution', 'verification')))
    ORDER BY plan.created_at LIMIT 20`;
  return rows.map(({ summary }) => summary);
}

/** Records that a repository could not be read; its entries stay as they were. */
export async function saveScanError(db: Db, repositoryId: string, error: string): Promise<boolean> {
  const { count } = await db.repository.updateMany({
    where: { id: repositoryId, OR: [{ error: null }, { error: { not: error } }] },
    data: { error },
  });
  return count > 0;
}

/** Clears an error that no longer holds. */
export async function clearScanError(db: Db, repositoryId: string): Promise<boolean> {
  const { count } = await db.repository.updateMany({
    where: { id: repositoryId, error: { not: null } },
    data: { error: null },
  });
  return count > 0;
}

/**
 * Stores the outcome of a scan and keeps the repository's row locked.
 *
 * @param readAt when the scan before was stored, as it was when this one began
 * @returns gone when the repository was removed, overtaken when another scan was stored meanwhile
 */
export async function saveScan(
  tx: Tx,
  repositoryId: string,
  readAt: string | null,
  outcome: {
    commit: string;
    treeId: string;
    inventoryPath: string | null;
    scan: RepositoryScan;
    warnings: Repository["warnings"];
    scannedAt: Date;
  },
): Promise<"saved" | "gone" | "overtaken"> {
  const [locked] = await tx.$queryRaw<{ scanned_at: Date | null }[]>`
    SELECT scanned_at FROM repository WHERE id = ${repositoryId}::uuid FOR UPDATE`;
  if (locked === undefined) return "gone";
  if ((locked.scanned_at?.toISOString() ?? null) !== readAt) return "overtaken";
  const { scan, warnings, ...rest } = outcome;
  await tx.repository.update({
    where: { id: repositoryId },
    data: { ...rest, inventory: asJson(scan), warnings: asJson(warnings), error: null },
  });
  return "saved";
}

/** Replaces the warnings of the scan that was stored at this time. @returns false when another came since */
export async function saveWarnings(
  db: Db,
  repositoryId: string,
  scannedAt: Date,
  warnings: Repository["warnings"],
): Promise<boolean> {
  const { count } = await db.repository.updateMany({
    where: { id: repositoryId, scannedAt },
    data: { warnings: asJson(warnings) },
  });
  return count > 0;
}

/** A value that changes whenever any repository's entries may have changed. One indexed read. */
export async function catalogVersion(db: Db): Promise<string> {
  const rows = await db.$queryRaw<{ version: string | null }[]>`
    SELECT string_agg(id::text || coalesce("commit", '') || coalesce(scanned_at::text, ''), ',' ORDER BY id)
      AS version FROM repository`;
  return rows[0]?.version ?? "";
}

/** Entries that people chose for these phrases before; void once the entry changed. */
export async function findRemembered(
  db: Db,
  phrases: readonly string[],
): Promise<Map<string, string>> {
  if (phrases.length === 0) return new Map();
  const rows = await db.$queryRaw<{ phrase: string; entry_id: string }[]>`
    SELECT memory.phrase, memory.entry_id FROM match_memory AS memory
    JOIN catalog_entry AS entry ON entry.id = memory.entry_id AND entry.blob = memory.blob
    WHERE memory.phrase IN (${Prisma.join([...phrases])})`;
  return new Map(rows.map((row) => [row.phrase, row.entry_id]));
}

/** Remembers what a person chose for a phrase; the newest choice counts. */
export async function rememberChoice(tx: Db, phrase: string, entryId: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO match_memory (phrase, entry_id, blob)
    SELECT ${phrase}, id, blob FROM catalog_entry WHERE id = ${entryId}::uuid
    ON CONFLICT (phrase) DO UPDATE SET entry_id = excluded.entry_id, blob = excluded.blob, at = now()`;
}
