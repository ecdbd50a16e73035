import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

/** What a secret is for; it decides how a run is given it. */
export const secretKindSchema = z.enum([
  "ssh_key",
  "ssh_password",
  "become_password",
  "vault_password",
  "repository_credential",
  "variable_value",
  "webhook_secret",
  "api_key",
]);
export type SecretKind = z.infer<typeof secretKindSchema>;

/** How far a secret reaches. Groups and hosts are those of one repository's inventory: another may name a machine alike. */
export const secretScopeSchema = z.enum(["global", "repository", "group", "host"]);
export type SecretScope = z.infer<typeof secretScopeSchema>;

/** Longest value: a private key of any size, a certificate. */
const valueSchema = z.string().min(1).max(16_000);
/** What opens a private key: one line, as OpenSSH asks for it. */
const passphraseSchema = z
  .string()
  .min(1)
  .max(1_000)
  .regex(/^[^\0\r\n]*$/)
  .optional();
const nameSchema = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}_][\p{L}\p{N}_ .-]{0,79}$/u,
    "1–80 letters, digits, spaces, dots, dashes or underscores",
  );
/** Stands on Ansible's command line as `ID@FILE`. */
export const vaultIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/, "1–64 letters, digits, dots, dashes or underscores");

/** A secret as people see it: everything but its value, which no endpoint ever gives. */
export const secretSchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: secretKindSchema,
  scope: secretScopeSchema,
  repositoryId: idSchema.nullable(),
  /** Name of the group or host. */
  reference: z.string().nullable(),
  /** Set for one that was given for a single request: it ends with it. */
  requestId: idSchema.nullable(),
  vaultId: z.string().nullable(),
  version: z.number().int().positive(),
  createdBy: z.string(),
  createdAt: instantSchema,
  changedAt: instantSchema,
  lastUsedAt: instantSchema.nullable(),
  /** False when the key that it was encrypted with is not in the key file. */
  isReadable: z.boolean(),
});
export type Secret = z.infer<typeof secretSchema>;

/** `POST /api/secrets`. */
export const addSecretBodySchema = z.strictObject({
  name: nameSchema,
  kind: secretKindSchema,
  scope: secretScopeSchema,
  repositoryId: idSchema.optional(),
  reference: z.string().trim().min(1).max(253).optional(),
  vaultId: vaultIdSchema.optional(),
  value: valueSchema,
  passphrase: passphraseSchema,
});
export type AddSecretBody = z.infer<typeof addSecretBodySchema>;

/** `POST /api/secrets/{id}/rotate`: a new value, as a new version. */
export const rotateSecretBodySchema = z.strictObject({
  value: valueSchema,
  passphrase: passphraseSchema,
});

/** `POST /api/v1/plan/{plan_id}/secrets/once` and `…/save`: what a waiting plan lacks. */
export const giveSecretBodySchema = z.strictObject({
  planVersion: z.number().int().positive(),
  /** Of the need, as the plan names it. */
  key: z.string().min(1).max(300),
  value: valueSchema,
});
export type GiveSecretBody = z.infer<typeof giveSecretBodySchema>;

/** `POST /api/v1/plan/{plan_id}/secrets/again` and `…/once-again`: what a task of an ended plan did not get in with. */
export const giveSecretAgainBodySchema = z.strictObject({
  taskKey: z.string().max(10),
  value: valueSchema,
});
export type GiveSecretAgainBody = z.infer<typeof giveSecretAgainBodySchema>;

/** A secret at one version, as plans name it. */
export interface SecretVersion {
  readonly secretId: string;
  readonly name: string;
  readonly version: number;
}

/** A secret that a task's runs are given, at the version that is approved; its value is nowhere but in the store. */
export const secretUseSchema = z.object({
  secretId: idSchema,
  name: z.string(),
  version: z.number().int().positive(),
  kind: secretKindSchema,
  /** Hosts it is for; empty where it is for the whole run: vault passwords, and values that are the same everywhere. */
  hosts: z.array(z.string()),
  /** Set for vault passwords. */
  vaultId: z.string().nullable(),
});
export type SecretUse = z.infer<typeof secretUseSchema>;

/** A secret that a plan lacks, as far as can be told before it runs. Its card asks for it. */
export const secretNeedSchema = z.object({
  /** Names it among the needs of its plan. */
  key: z.string().max(300),
  kind: secretKindSchema,
  /** What the stored secret is called unless a person says otherwise: of a variable, the variable's name. */
  name: z.string(),
  hosts: z.array(z.string()),
  vaultId: z.string().nullable(),
  /** Tasks that need it. */
  taskKeys: z.array(z.string()),
  /** Why it is thought to be needed, in a sentence. */
  reason: z.string(),
  /** An encrypted file of the repository may hold it: that shows only when it is opened. */
  mayBeInVault: z.boolean().optional(),
});
export type SecretNeed = z.infer<typeof secretNeedSchema>;

/** What planning chooses from: a stored secret, without its value. */
export type SecretFacts = Pick<
  Secret,
  "id" | "name" | "kind" | "scope" | "reference" | "requestId" | "vaultId" | "version"
>;
