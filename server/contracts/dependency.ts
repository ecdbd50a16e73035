import { z } from "zod";
import { idSchema, instantSchema, sha256Schema } from "./common.ts";

/** How a requirement is fetched. *subdirs* is a folder of collections. */
export const sourceTypeSchema = z.enum(["galaxy", "git", "hg", "url", "file", "dir", "subdirs"]);
export type SourceType = z.infer<typeof sourceTypeSchema>;

const contentKindSchema = z.enum(["role", "collection"]);

/** A role or collection that a repository asks for, and where it says so. */
export const requirementSchema = z.object({
  kind: contentKindSchema,
  /** Folder name of a role, `namespace.name` of a collection; what the address ends in where that is not said. */
  name: z.string(),
  type: sourceTypeSchema,
  /** Galaxy name, address or path, as written; no credentials. */
  source: z.string(),
  /** Galaxy server that a collection names for itself. */
  server: z.string().nullable(),
  /** Version, tag, branch or range, as written; null for the newest. */
  version: z.string().nullable(),
  /** File that asks for it; empty where a person said in Chiffon where it is. */
  path: z.string(),
  line: z.number().int().nullable(),
  /** A requirements file, a role's `meta`, a role that a play names, a module's name, or what a person said. */
  origin: z.enum(["file", "meta", "play", "module", "person"]),
});
export type Requirement = z.infer<typeof requirementSchema>;

/** Where a person can say that a role or collection is: what needs no file of the repository. */
export const givenTypeSchema = sourceTypeSchema.extract(["galaxy", "git", "url"]);
export type GivenType = z.infer<typeof givenTypeSchema>;

/** `POST …/dependencies/sources`: where a role or collection is that the repository does not say the source of. */
export const giveSourceBodySchema = z.strictObject({
  kind: contentKindSchema,
  name: z.string().trim().min(1).max(200),
  type: givenTypeSchema,
  /** Galaxy name or address. */
  source: z.string().trim().min(1).max(500),
  /** Version, tag, branch or range; null for the newest. */
  version: z.string().trim().min(1).max(100).nullable(),
});

/** `DELETE …/dependencies/sources`: forgets what was said. */
export const withdrawSourceQuerySchema = z.object({
  kind: contentKindSchema,
  name: z.string().min(1).max(200),
});

/** What a person said of one role or collection, with who and when. */
export const givenSourceSchema = giveSourceBodySchema.extend({
  by: z.string(),
  at: instantSchema,
});

/** One role or collection of a lock. */
export const lockItemSchema = z.object({
  kind: contentKindSchema,
  name: z.string(),
  version: z.string(),
  source: z.string(),
  /** SHA-256 over its files: see `runner/content-lock.ts`. */
  treeHash: sha256Schema,
});
export type LockItem = z.infer<typeof lockItemSchema>;

/** What differs between two locks, item by item. `from` and `to` are versions; null: it was not there. */
export const lockChangeSchema = z.object({
  kind: contentKindSchema,
  name: z.string(),
  change: z.enum(["added", "removed", "changed"]),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
export type LockChange = z.infer<typeof lockChangeSchema>;

/**
 * Where a requirement stands: *installed* by a lock, held by the *repository* itself, coming with *ansible*, found on
 * this *machine* and copied by Install, *outdated* where another version is asked for, or *missing*.
 */
export const requirementStateSchema = z.enum([
  "installed",
  "repository",
  "ansible",
  "machine",
  "outdated",
  "missing",
]);
export type RequirementState = z.infer<typeof requirementStateSchema>;

/** Where an install stands. Legal moves are in `catalog/domain/install-state.ts`. */
export const installStatusSchema = z.enum([
  "waiting",
  "running",
  "offered",
  "in_use",
  "declined",
  "failed",
]);
export type InstallStatus = z.infer<typeof installStatusSchema>;

/** Why one requirement could not be had, and what to try. `requirement` is null where it is about all. */
export const installProblemSchema = z.object({
  requirement: z.string().nullable(),
  message: z.string(),
  fix: z.string(),
});
export type InstallProblem = z.infer<typeof installProblemSchema>;

/** How far an install is. */
export const installProgressSchema = z.object({
  done: z.number().int(),
  total: z.number().int(),
  current: z.string().nullable(),
});
export type InstallProgress = z.infer<typeof installProgressSchema>;

/** *install* fetches what is missing and takes it into use; *update* fetches all anew and offers what differs. */
export const installKindSchema = z.enum(["install", "update"]);
export type InstallKind = z.infer<typeof installKindSchema>;

/** One press of *Install* or *Update*. */
export const dependencyInstallSchema = z.object({
  id: idSchema,
  kind: installKindSchema,
  status: installStatusSchema,
  startedBy: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  progress: installProgressSchema,
  problems: z.array(installProblemSchema),
  /** What taking it into use changes; empty until it is fetched. */
  changes: z.array(lockChangeSchema),
});
export type DependencyInstall = z.infer<typeof dependencyInstallSchema>;

/** A requirement with where it stands. */
export const requirementViewSchema = requirementSchema.extend({
  state: requirementStateSchema,
  /** Version that is there, or null. */
  present: z.string().nullable(),
  /** Why it can't be fetched as it is written, or null. */
  refusal: z.string().nullable(),
  /** Who said where it is; null where the repository does. */
  saidBy: z.string().nullable(),
});
export type RequirementView = z.infer<typeof requirementViewSchema>;

/** Everything the repository's page shows of its dependencies. `seq` is where to follow `fleet` from. */
export const dependenciesViewSchema = z.object({
  repositoryId: idSchema,
  requirements: z.array(requirementViewSchema),
  /** What people said; *isUsed* is false where a requirements file says it by now, which goes before. */
  given: z.array(givenSourceSchema.extend({ isUsed: z.boolean() })),
  lock: z.object({ hash: sha256Schema, items: z.array(lockItemSchema) }).nullable(),
  /** The newest press; null where nobody pressed yet. */
  install: dependencyInstallSchema.nullable(),
  /** Locks that were in use, newest first, at most 20. */
  history: z.array(
    z.object({
      hash: sha256Schema.nullable(),
      at: instantSchema,
      by: z.string(),
      text: z.string(),
    }),
  ),
});
export type DependenciesView = z.infer<typeof dependenciesViewSchema>;

/** `POST …/dependencies`: which of the two buttons was pressed. */
export const installBodySchema = z.strictObject({ kind: installKindSchema });

/** `POST …/dependencies/decision`: takes an offered update into use, or keeps what there is. */
export const decideInstallBodySchema = z.strictObject({
  installId: idSchema,
  decision: z.enum(["use", "keep"]),
});
