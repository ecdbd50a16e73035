import { z } from "zod";
import { idSchema, instantSchema, riskSchema, variableValueSchema } from "./common.ts";
import { verbSchema } from "./request.ts";

/** A variable that a playbook declares, as a form shows it. */
export const playbookVariableSchema = z.object({
  name: z.string(),
  type: z.enum(["string", "number", "boolean", "list"]),
  defaultValue: variableValueSchema,
  /** The default is a template: shown as text, and sent only when a person overrides it. */
  templated: z.boolean(),
  description: z.string().nullable(),
  required: z.boolean(),
  choices: z.array(z.string()).nullable(),
  secret: z.boolean(),
});
export type PlaybookVariable = z.infer<typeof playbookVariableSchema>;

/** A file as git knows it: path in the repository and blob id. */
export const blobRefSchema = z.object({
  path: z.string(),
  blob: z.string().regex(/^[0-9a-f]{40,64}$/),
});
export type BlobRef = z.infer<typeof blobRefSchema>;

/** A check that proves a deployment; part of the plan and its digest. `target` may hold `{{ variable }}`. */
export const serviceCheckSchema = z.object({
  kind: z.enum(["http", "tcp"]),
  target: z.string().max(500),
  timeoutSeconds: z.number().int().min(1).max(600),
});
export type ServiceCheck = z.infer<typeof serviceCheckSchema>;

/** Something the scan did not understand or left out. */
export const scanWarningSchema = z.object({
  path: z.string(),
  line: z.number().int().nullable(),
  message: z.string(),
});
export type ScanWarning = z.infer<typeof scanWarningSchema>;

/** A playbook, role, tag or service page that a request can be matched to. */
export const catalogEntrySchema = z.object({
  id: idSchema,
  repositoryId: idSchema,
  kind: z.enum(["playbook", "role", "tag", "page"]),
  path: z.string(),
  name: z.string(),
  service: z.string().nullable(),
  verbs: z.array(verbSchema),
  aliases: z.array(z.string()),
  description: z.string(),
  /** Longer text that search reads: task names, comments, README. Bounded at 8,000 characters. */
  searchText: z.string(),
  modules: z.array(z.string()),
  images: z.array(z.string()),
  tags: z.array(z.string()),
  hostPatterns: z.array(z.string()),
  variables: z.array(playbookVariableSchema),
  checks: z.array(serviceCheckSchema),
  idempotent: z.boolean(),
  usesBecome: z.boolean(),
  /** Reasons why this cannot be run through Chiffon, in words; empty when it can. */
  refusals: z.array(z.string()),
  /** An include whose name is only known at run time: any changed file makes its plans stale. */
  dynamicIncludes: z.boolean(),
  note: z.string().nullable(),
  /** The owner marked it as worth an external model, however simple the work. */
  highValue: z.boolean().default(false),
  estimatedSeconds: z.number().int().nullable(),
  files: z.array(blobRefSchema),
  risk: riskSchema,
  riskReasons: z.array(z.string()),
});
export type CatalogEntry = z.infer<typeof catalogEntrySchema>;

/** A git repository of Ansible content. */
export const repositorySchema = z.object({
  id: idSchema,
  name: z.string(),
  location: z.string(),
  branch: z.string(),
  builtin: z.boolean(),
  /** Nothing of it may go to a model outside the house. */
  neverSend: z.boolean(),
  inventoryPath: z.string().nullable(),
  commit: z.string().nullable(),
  treeId: z.string().nullable(),
  scannedAt: instantSchema.nullable(),
  error: z.string().nullable(),
  entryCount: z.number().int(),
  warnings: z.array(scanWarningSchema),
  /** An access token is kept for it. */
  hasToken: z.boolean(),
  /** Files that were left out and why; the first 200 of `skippedCount`. */
  skipped: z.array(z.object({ path: z.string(), reason: z.string() })),
  skippedCount: z.number().int(),
  /** Lines of its ansible.cfg that are not honoured. */
  ignoredSettings: z.array(z.string()),
});
export type Repository = z.infer<typeof repositorySchema>;

/** What of a repository can be changed later. */
export const changeRepositoryBodySchema = z.strictObject({ neverSend: z.boolean() });

export const addRepositoryBodySchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  location: z.string().trim().min(1).max(500),
  branch: z.string().trim().max(200).optional(),
  neverSend: z.boolean().optional(),
  /** Opens an https address; kept in a file, never shown again. */
  token: z.string().trim().max(500).optional(),
  /** Makes a plain folder a git repository first. */
  initGit: z.boolean().optional(),
});
