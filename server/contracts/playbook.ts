import { z } from "zod";
import { ansibleProgramSchema } from "./agent.ts";
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
  /** The playbook sets it itself, so that no inventory can: Ansible's precedence. */
  setByPlay: z.boolean().optional(),
});
export type PlaybookVariable = z.infer<typeof playbookVariableSchema>;

/** A file as git knows it: path in the repository and blob id. */
export const blobRefSchema = z.object({
  path: z.string(),
  blob: z.string().regex(/^[0-9a-f]{40,64}$/),
});
export type BlobRef = z.infer<typeof blobRefSchema>;

/** *http* and *tcp* ask a port; the others are made on the host itself, and a *command* only where it is declared. */
export const checkKindSchema = z.enum(["http", "tcp", "command", "systemd", "container"]);
export type CheckKind = z.infer<typeof checkKindSchema>;

/** A check that proves a deployment; part of the plan and its digest. What a playbook declares may hold `{{ variable }}`. */
export const serviceCheckSchema = z.object({
  kind: checkKindSchema,
  /** A URL, `host:port`, the name of a unit or container, or the command as it is declared. */
  target: z.string().max(500),
  timeoutSeconds: z.number().int().min(1).max(600),
  /** The statuses that pass, both ends included; absent: every one below 500. */
  status: z.object({ from: z.number().int(), to: z.number().int() }).optional(),
  /** What the answer's body must hold, within its first 256 KiB. */
  bodyText: z.string().min(1).max(200).optional(),
  /** A command's program and arguments, which no shell reads. */
  argv: z.array(z.string().max(500)).min(1).max(50).optional(),
  /** Made with the rights that the playbook asks for (`become`). */
  asRoot: z.boolean().optional(),
  /** As declared: the address that the service's port is opened on, where it is not every one. */
  listensOn: z.string().max(200).optional(),
  /** As planned: the host that it is made on; absent where it is made from here. */
  host: z.string().max(255).optional(),
  /** Why it can't be made: its target holds what only Ansible would know, or is none of the planned hosts. */
  unresolved: z.string().max(300).optional(),
});
export type ServiceCheck = z.infer<typeof serviceCheckSchema>;

/** Something the scan did not understand or left out. */
export const scanWarningSchema = z.object({
  path: z.string(),
  line: z.number().int().nullable(),
  message: z.string(),
});
export type ScanWarning = z.infer<typeof scanWarningSchema>;

export const needKindSchema = z.enum([
  "role",
  "collection",
  "inventory",
  "secret",
  "target",
  "answer",
]);
export type NeedKind = z.infer<typeof needKindSchema>;

/**
 * Something that an entry lacks and Chiffon can get. `name` is the role, the collection, the secret, or the variable;
 * for an inventory the project's folder.
 */
export const needSchema = z.object({
  kind: needKindSchema,
  name: z.string(),
  /** Set for a vault password: the id that its files were encrypted for. */
  vaultId: z.string().optional(),
});
export type Need = z.infer<typeof needSchema>;

/** A line of a variables file that switches a variable on or off, and how it would read switched on. */
export const switchLineSchema = z.object({
  path: z.string(),
  /** From 1. */
  line: z.number().int(),
  text: z.string(),
  isOn: z.boolean(),
  switchedOn: z.string(),
});
export type SwitchLine = z.infer<typeof switchLineSchema>;

/** A playbook, role, tag or service page that a request can be matched to. */
export const catalogEntrySchema = z.object({
  id: idSchema,
  repositoryId: idSchema,
  kind: z.enum(["playbook", "role", "tag", "task_file", "page"]),
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
  /** Folder of the one role that a tag applies; absent where it is none of the repository's, or several. */
  roleFolder: z.string().optional(),
  hostPatterns: z.array(z.string()),
  variables: z.array(playbookVariableSchema),
  checks: z.array(serviceCheckSchema),
  idempotent: z.boolean(),
  usesBecome: z.boolean(),
  /** What is missing before it can run; what is asked for on the card counts as well. */
  needs: z.array(needSchema),
  /** Reasons that nothing given can mend, in words; empty when there are none. */
  refusals: z.array(z.string()),
  /** An include whose name is only known at run time: any changed file makes its plans stale. */
  dynamicIncludes: z.boolean(),
  note: z.string().nullable(),
  /** The owner marked it as worth an external model, however simple the work. */
  highValue: z.boolean().default(false),
  estimatedSeconds: z.number().int().nullable(),
  /** How a task file is run: through this playbook, by its tags or by switching `gate` on, which `switches` set. */
  runBy: z
    .object({
      playbook: z.string(),
      gate: z.string().nullable(),
      switches: z.array(switchLineSchema).optional(),
    })
    .optional(),
  files: z.array(blobRefSchema),
  /** Versions of Ansible that its roles and collections say they need: "role docker", ">=2.14". */
  requiresAnsible: z.array(z.object({ by: z.string(), range: z.string() })).default([]),
  risk: riskSchema,
  riskReasons: z.array(z.string()),
});
export type CatalogEntry = z.infer<typeof catalogEntrySchema>;

/** A line of an ansible.cfg that has no effect, and why. */
export const ignoredSettingSchema = z.object({ setting: z.string(), why: z.string() });

/** A file of keys or passwords that an ansible.cfg names. */
export const settingOfferSchema = z.object({
  kind: z.enum(["private_key", "vault_password"]),
  path: z.string(),
});

/**
 * What a repository is: a person's own *git*, the *hosts* that are kept in Chiffon, the *copy* of an inventory that
 * lies outside git, or the hosts that a dynamic inventory *listed* when it was last run.
 */
export const repositoryKindSchema = z.enum(["git", "hosts", "copy", "listed"]);
export type RepositoryKind = z.infer<typeof repositoryKindSchema>;

/** Which plans of a repository are previewed by themselves: none, those of high risk, or all. */
export const previewWhenSchema = z.enum(["asked", "high_risk", "always"]);
export type PreviewWhen = z.infer<typeof previewWhenSchema>;

/** A git repository of Ansible content. */
export const repositorySchema = z.object({
  id: idSchema,
  name: z.string(),
  location: z.string(),
  branch: z.string(),
  builtin: z.boolean(),
  kind: repositoryKindSchema,
  /** Where the original of a copy lies on this machine. */
  copiedFrom: z.string().nullable(),
  /** The dynamic inventory whose hosts were listed, and the repository that holds it. */
  listedFrom: z.object({ repositoryId: idSchema, path: z.string() }).nullable(),
  /** Nothing of it may go to an external model. */
  neverSend: z.boolean(),
  previewWhen: previewWhenSchema,
  inventoryPath: z.string().nullable(),
  /** The `ansible-playbook` that was chosen for it; null: the newest there is. */
  ansible: ansibleProgramSchema.nullable(),
  addedAt: instantSchema,
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
  /** Lines of its ansible.cfg that are not honoured, each with why. */
  ignoredSettings: z.array(ignoredSettingSchema),
  /** Files outside the repository that its ansible.cfg names, whose content may be stored as a secret. */
  offers: z.array(settingOfferSchema),
});
export type Repository = z.infer<typeof repositorySchema>;

/** How far a repository's commits are fetched: what git works on, and how much of that is done. */
export const fetchProgressSchema = z.object({
  stage: z.enum(["preparing", "receiving", "resolving"]),
  percent: z.number().int().min(0).max(100),
});
export type FetchProgress = z.infer<typeof fetchProgressSchema>;

/** What of a repository can be changed later. */
export const changeRepositoryBodySchema = z
  .strictObject({
    neverSend: z.boolean().optional(),
    previewWhen: previewWhenSchema.optional(),
    /** Path of an `ansible-playbook` of this machine; null: the newest there is. */
    ansiblePath: z
      .string()
      .max(1000)
      .regex(/^\/[^\0\r\n:$~{}]*\/ansible-playbook$/)
      .nullable()
      .optional(),
  })
  .refine((body) => Object.values(body).some((value) => value !== undefined), {
    message: "Say what to change.",
  });

/** An inventory that lies outside git, to be copied and watched. */
export const addInventoryBodySchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** A file or folder of this machine. */
  path: z
    .string()
    .trim()
    .max(500)
    .regex(/^\/[^\0\r\n]+$/, { message: "Give the absolute path of a file or folder." }),
});

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
