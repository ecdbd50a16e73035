import { z } from "zod";
import { actorSchema } from "#server/contracts/common.ts";
import { givenSourceSchema, requirementSchema } from "#server/contracts/dependency.ts";
import { inventoryHostSchema } from "#server/contracts/host.ts";
import type { PlanStatus } from "#server/contracts/plan.ts";
import {
  blobRefSchema,
  ignoredSettingSchema,
  type PreviewWhen,
  previewWhenSchema,
  type Repository,
  type RepositoryKind,
  repositoryKindSchema,
  scanWarningSchema,
  settingOfferSchema,
} from "#server/contracts/playbook.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { columnsOf } from "#server/platform/sql-columns.ts";

/** An inventory as a scan found it. */
export const storedInventorySchema = z.object({
  path: z.string(),
  project: z.string(),
  isConfigured: z.boolean(),
  kind: z.enum(["static", "sample", "dynamic"]),
  hosts: z.array(inventoryHostSchema),
  groups: z.record(z.string(), z.array(z.string())),
  files: z.array(blobRefSchema),
  refusals: z.array(z.string()),
  /** Environment variables that a dynamic one asks for, by name. */
  environment: z.array(z.string()).default([]),
});
export type StoredInventory = z.infer<typeof storedInventorySchema>;

/** What the last scan found beside the entries. */
export const repositoryScanSchema = z.object({
  /** Raised when scanning itself changes, so that every repository is read again. */
  scannerVersion: z.number().int().default(0),
  inventories: z.array(storedInventorySchema).default([]),
  /** The repository itself first, then folders with their own ansible.cfg. */
  projects: z
    .array(
      z.object({
        folder: z.string(),
        remoteUser: z.string().nullable(),
        ignored: z.array(ignoredSettingSchema),
        offers: z.array(settingOfferSchema).default([]),
      }),
    )
    .default([]),
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })).default([]),
  /** How many there were; only the first are kept. */
  skippedCount: z.number().int().default(0),
  fileCount: z.number().int().default(0),
  dependencies: z
    .object({
      requirements: z.array(requirementSchema),
      ownRoles: z.array(z.string()),
      ownCollections: z.array(z.string()),
    })
    .default({ requirements: [], ownRoles: [], ownCollections: [] }),
  /** The lock whose content was laid over the tree; null for none. */
  requirementsLock: z.string().nullable().default(null),
});
export type RepositoryScan = z.infer<typeof repositoryScanSchema>;

/** What a person said of a role or collection, as it is kept. */
export const storedSourceSchema = givenSourceSchema.omit({ by: true }).extend({
  actor: actorSchema,
});
export type StoredSource = z.infer<typeof storedSourceSchema>;

/** A repository with what its last scan found. */
export interface StoredRepository
  extends Omit<Repository, "hasToken" | "skipped" | "skippedCount" | "ignoredSettings" | "offers"> {
  readonly scan: RepositoryScan;
  /** The inventory that a person chose for a project, by the project's folder. */
  readonly chosenInventories: Readonly<Record<string, string>>;
  /** Where people said that roles and collections are, by name. */
  readonly givenSources: readonly StoredSource[];
  /** Name of its access token, or null. */
  readonly credential: string | null;
  /** Hash of the lock in use, or null. */
  readonly requirementsLock: string | null;
}

/** Where a repository lies and how it is opened. */
export type RepositoryPlace = Pick<
  StoredRepository,
  "id" | "location" | "branch" | "credential" | "requirementsLock" | "kind" | "copiedFrom"
>;

/** What decides whether a repository is to be read again: little, because every plan asks for it. */
export interface ReadState
  extends RepositoryPlace,
    Pick<StoredRepository, "name" | "commit" | "treeId" | "scannedAt" | "error"> {
  /** Of the last scan, as in {@link RepositoryScan}. */
  readonly scannerVersion: number;
  readonly scannedLock: string | null;
}

/** A standing order of a person: plans of a repository are previewed without being asked for. */
export interface PreviewRule {
  readonly repositoryId: string;
  readonly repositoryName: string;
  readonly when: PreviewWhen;
  readonly setBy: { readonly personId: string; readonly name: string };
}

/** A repository before its first scan. */
export type NewRepository = Pick<
  StoredRepository,
  "name" | "location" | "branch" | "builtin" | "neverSend" | "credential"
> &
  Partial<Pick<StoredRepository, "kind" | "copiedFrom" | "listedFrom">>;

type RepositoryRow = Prisma.RepositoryGetPayload<object> & { readonly entryCount: number };

function toRepository(row: RepositoryRow): StoredRepository {
  return {
    id: row.id,
    name: row.name,
    location: row.location,
    branch: row.branch,
    builtin: row.builtin,
    kind: repositoryKindSchema.parse(row.kind),
    copiedFrom: row.copiedFrom,
    listedFrom:
      row.listedFromId === null
        ? null
        : { repositoryId: row.listedFromId, path: row.listedFromPath ?? "" },
    neverSend: row.neverSend,
    previewWhen: previewWhenSchema.parse(row.previewWhen),
    credential: row.credential,
    requirementsLock: row.requirementsLock,
    inventoryPath: row.inventoryPath,
    ansible:
      row.ansiblePath === null
        ? null
        : { path: row.ansiblePath, version: row.ansibleVersion ?? "unknown" },
    addedAt: row.createdAt.toISOString(),
    commit: row.commit,
    treeId: row.treeId,
    scannedAt: row.scannedAt?.toISOString() ?? null,
    error: row.error,
    entryCount: row.entryCount,
    warnings: z.array(scanWarningSchema).parse(row.warnings),
    scan: repositoryScanSchema.parse(row.inventory),
    chosenInventories: z.record(z.string(), z.string()).parse(row.chosenInventories),
    givenSources: givenSourcesOf(row.givenSources),
  };
}

function givenSourcesOf(stored: unknown): StoredSource[] {
  const byKey = z.record(z.string(), storedSourceSchema).parse(stored);
  return Object.values(byKey).sort((a, b) => (a.name < b.name ? -1 : 1));
}

const repositoryColumns = columnsOf<Omit<RepositoryRow, "entryCount">>("repository", {
  ...{ id: true, name: true, location: true, branch: true, builtin: true, kind: true },
  ...{ copiedFrom: true, listedFromId: true, listedFromPath: true, neverSend: true },
  ...{ previewWhen: true, previewSetById: true, previewSetBy: true, credential: true },
  ...{ inventoryPath: true, ansiblePath: true, ansibleVersion: true, inventory: true },
  ...{
    chosenInventories: true,
    givenSources: true,
    commit: true,
    treeId: true,
    scannedAt: true,
    error: true,
  },
  ...{ warnings: true, requirementsLock: true, createdAt: true },
});

/** Reads repositories with how many entries each has. `which` follows FROM: conditions and order. */
async function selectRepositories(db: Db, which: Prisma.Sql): Promise<StoredRepository[]> {
  const rows = await db.$queryRaw<RepositoryRow[]>`
    SELECT ${repositoryColumns}, (
      SELECT count(*)::int FROM catalog_entry WHERE catalog_entry.repository_id = repository.id) AS "entryCount"
    FROM repository ${which}`;
  return rows.map(toRepository);
}

/** Every repository by name. */
export async function findRepositories(db: Db): Promise<StoredRepository[]> {
  return selectRepositories(db, Prisma.sql`ORDER BY name`);
}

/** Those that were never read and did not fail to be. */
export async function findUnreadRepositories(db: Db): Promise<{ id: string; name: string }[]> {
  return db.$queryRaw`
    SELECT id, name FROM repository WHERE scanned_at IS NULL AND error IS NULL ORDER BY name`;
}

/** One repository, or null. */
export async function findRepository(
  db: Db,
  where: { id: string } | { location: string },
): Promise<StoredRepository | null> {
  const which =
    "id" in where
      ? Prisma.sql`WHERE id = ${where.id}::uuid`
      : Prisma.sql`WHERE location = ${where.location}`;
  const [repository] = await selectRepositories(db, which);
  return repository ?? null;
}

const placeColumns = Prisma.sql`id, location, branch, credential, requirements_lock AS "requirementsLock",
  copied_from AS "copiedFrom", kind`;

/** Where a repository lies, and nothing else: for the way from approval to run. */
export async function findPlace(db: Db, repositoryId: string): Promise<RepositoryPlace | null> {
  const [row] = await db.$queryRaw<RepositoryPlace[]>`
    SELECT ${placeColumns} FROM repository WHERE id = ${repositoryId}::uuid`;
  return row === undefined ? null : { ...row, kind: repositoryKindSchema.parse(row.kind) };
}

async function selectReadStates(db: Db, which: Prisma.Sql): Promise<ReadState[]> {
  const rows = await db.$queryRaw<
    (Omit<ReadState, "scannedAt"> & { readonly scannedAt: Date | null })[]
  >`
    SELECT ${placeColumns}, name, "commit", tree_id AS "treeId", scanned_at AS "scannedAt", error,
      coalesce((inventory->>'scannerVersion')::int, 0) AS "scannerVersion",
      inventory->>'requirementsLock' AS "scannedLock"
    FROM repository ${which}`;
  return rows.map((row) => ({
    ...row,
    kind: repositoryKindSchema.parse(row.kind),
    scannedAt: row.scannedAt?.toISOString() ?? null,
  }));
}

/** Of every repository, by name. */
export async function findReadStates(db: Db): Promise<ReadState[]> {
  return selectReadStates(db, Prisma.sql`ORDER BY name`);
}

/** Of one repository, or null. */
export async function findReadState(db: Db, repositoryId: string): Promise<ReadState | null> {
  const [state] = await selectReadStates(db, Prisma.sql`WHERE id = ${repositoryId}::uuid`);
  return state ?? null;
}

/** Adds a repository that was not scanned yet. A taken name or location is a unique violation. */
export async function insertRepository(tx: Tx, repository: NewRepository): Promise<string> {
  const { listedFrom, ...data } = repository;
  const origin =
    listedFrom == null
      ? {}
      : { listedFromId: listedFrom.repositoryId, listedFromPath: listedFrom.path };
  const row = await tx.repository.create({ data: { ...data, ...origin }, select: { id: true } });
  return row.id;
}

/** When its plans are previewed by themselves, and who set it so; null where nobody did. */
export async function findPreviewRule(db: Db, repositoryId: string): Promise<PreviewRule | null> {
  const [row] = await db.$queryRaw<
    { name: string; previewWhen: string; personId: string | null; setBy: string | null }[]
  >`
    SELECT name, preview_when AS "previewWhen", preview_set_by_id AS "personId", preview_set_by AS "setBy"
    FROM repository WHERE id = ${repositoryId}::uuid`;
  if (row === undefined || row.personId === null || row.setBy === null) return null;
  return {
    repositoryId,
    repositoryName: row.name,
    when: previewWhenSchema.parse(row.previewWhen),
    setBy: { personId: row.personId, name: row.setBy },
  };
}

/** Changes a repository; false when it is missing. */
export async function updateRepository(
  tx: Tx,
  repositoryId: string,
  change: {
    readonly neverSend?: boolean;
    readonly previewWhen?: PreviewWhen;
    readonly previewSetById?: string;
    readonly previewSetBy?: string;
    readonly ansiblePath?: string | null;
    readonly ansibleVersion?: string | null;
  },
): Promise<boolean> {
  const { count } = await tx.repository.updateMany({ where: { id: repositoryId }, data: change });
  return count > 0;
}

/** Keeps which inventory a project uses; false when the repository is missing. */
export async function saveChosenInventory(
  tx: Tx,
  repositoryId: string,
  { project, path }: { readonly project: string; readonly path: string },
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE repository SET chosen_inventories = chosen_inventories || ${asJson({ [project]: path })}::jsonb
    WHERE id = ${repositoryId}::uuid`;
  return count > 0;
}

/** Keeps where a role or collection is, in the place of what was said of it before. */
export async function saveGivenSource(
  tx: Tx,
  repositoryId: string,
  key: string,
  source: StoredSource,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE repository SET given_sources = given_sources || ${asJson({ [key]: source })}::jsonb
    WHERE id = ${repositoryId}::uuid`;
}

/** Forgets where a role or collection was said to be; false when nothing was. */
export async function deleteGivenSource(
  tx: Tx,
  repositoryId: string,
  key: string,
): Promise<boolean> {
  const count = await tx.$executeRaw`
    UPDATE repository SET given_sources = given_sources - ${key}
    WHERE id = ${repositoryId}::uuid AND jsonb_exists(given_sources, ${key})`;
  return count > 0;
}

/** Whether any entry of a repository needs a role or collection. */
export async function isNeeded(
  db: Db,
  repositoryId: string,
  need: { readonly kind: "role" | "collection"; readonly name: string },
): Promise<boolean> {
  const wanted = JSON.stringify([{ kind: need.kind, name: need.name }]);
  const rows = await db.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM catalog_entry WHERE repository_id = ${repositoryId}::uuid
      AND body -> 'needs' @> ${wanted}::jsonb) AS found`;
  return rows[0]?.found === true;
}

/** Removes a repository; its entries and hosts go with it. */
export async function deleteRepository(tx: Tx, repositoryId: string): Promise<boolean> {
  const { count } = await tx.repository.deleteMany({ where: { id: repositoryId } });
  return count > 0;
}

/** Summaries of plans that need a repository, oldest first: those that wait for a decision and those under way. */
export async function findLivePlans(db: Db, repositoryId: string): Promise<string[]> {
  const [awaiting, approved]: PlanStatus[] = ["awaiting_approval", "approved"];
  const executing: RequestPhase[] = ["execution", "verification"];
  const rows = await db.$queryRaw<{ summary: string }[]>`
    SELECT plan.body ->> 'summary' AS summary FROM plan JOIN request ON request.id = plan.request_id
    WHERE plan.repository_id = ${repositoryId}::uuid AND (plan.status = ${awaiting}
      OR (plan.status = ${approved} AND request.phase IN (${Prisma.join(executing)})))
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
 * @returns missing when the repository was removed, overtaken when another scan was stored meanwhile
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
): Promise<"saved" | "missing" | "overtaken"> {
  const [locked] = await tx.$queryRaw<{ scanned_at: Date | null }[]>`
    SELECT scanned_at FROM repository WHERE id = ${repositoryId}::uuid FOR UPDATE`;
  if (locked === undefined) return "missing";
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

/** Whether any repository has an inventory that playbooks of another one may use. */
export async function hasOfferedInventory(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM repository WHERE NOT builtin AND jsonb_path_exists(inventory,
      '$.inventories[*] ? (@.kind == "static" && @.hosts.size() > 0)')) AS found`;
  return rows[0]?.found === true;
}

/** Repositories of which nothing may be sent to a model. */
export async function findNeverSent(db: Db): Promise<Set<string>> {
  const rows = await db.repository.findMany({ where: { neverSend: true }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

/** Repositories that people added themselves. */
export async function findOwn(db: Db): Promise<Set<string>> {
  const rows = await db.repository.findMany({
    where: { builtin: false, kind: "git" satisfies RepositoryKind },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}
