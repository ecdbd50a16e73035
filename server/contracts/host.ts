import { z } from "zod";
import { instantSchema } from "./common.ts";
import { jumpHostSchema, sshAddressSchema } from "./ssh.ts";

/** A machine of an inventory. `connection` is what Ansible will use to reach it. */
export const inventoryHostSchema = z.object({
  name: z.string(),
  groups: z.array(z.string()),
  connection: z.enum(["ssh", "local", "other"]),
  address: z.string().nullable(),
  port: z.number().int().nullable(),
  user: z.string().nullable(),
  /** Its variables turn become on, give the become password, give the ssh password. */
  becomes: z.boolean().optional(),
  hasBecomePassword: z.boolean().optional(),
  hasPassword: z.boolean().optional(),
  /** Literal values of the variables that checks name, by variable; left out where there are none. */
  checkValues: z.record(z.string(), z.string()).optional(),
  /** Machines on the way, nearest first; none for a direct connection. */
  jumps: z.array(jumpHostSchema).optional(),
});
export type InventoryHost = z.infer<typeof inventoryHostSchema>;

/** How a host was at its last test. *needs_password*: to sign in, or for sudo; its problem says which. */
export const hostStateSchema = z.enum([
  "reachable",
  "unreachable",
  "key_changed",
  "no_python",
  "needs_password",
]);
export type HostState = z.infer<typeof hostStateSchema>;

/** What a host said of itself when somebody last signed in. Sizes are mebibytes; the disk is the one of its root. */
export const hostFactsSchema = z.object({
  os: z.string().nullable(),
  python: z.string().nullable(),
  memoryTotalMb: z.number().nullable(),
  memoryAvailableMb: z.number().nullable(),
  diskTotalMb: z.number().nullable(),
  diskFreeMb: z.number().nullable(),
});
export type HostFacts = z.infer<typeof hostFactsSchema>;

/** What is known of a host beyond the inventory. */
export const hostSchema = inventoryHostSchema.extend({
  repositoryId: z.string(),
  repositoryName: z.string(),
  /** It was added in Chiffon and can be changed there. */
  isKept: z.boolean(),
  /** Null before its first test. */
  state: hostStateSchema.nullable(),
  checkedAt: instantSchema.nullable(),
  /** When somebody last signed in. */
  lastSeenAt: instantSchema.nullable(),
  facts: hostFactsSchema.nullable(),
  problem: z.string().nullable(),
  /** Name of the stored password that runs give to sudo where it asks; null for none. */
  sudoSecret: z.string().nullable(),
  keyFingerprints: z.array(z.string()),
});
export type Host = z.infer<typeof hostSchema>;

const groupName = z.string().regex(/^(?!(?:all|ungrouped)$)[A-Za-z_][A-Za-z0-9_]{0,62}$/, {
  message: "A group's name holds letters, digits and underscores; “all” has every host already.",
});

/** How a host that is kept in Chiffon is reached, and which groups it is in. */
export const changeHostBodySchema = z.strictObject({
  /** *local*: the machine that Chiffon runs on. */
  connection: z.enum(["ssh", "local"]),
  /** Null: its name is its address. */
  address: sshAddressSchema.nullable(),
  user: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/, { message: "That is no user name." })
    .nullable(),
  port: z.number().int().min(1).max(65_535).nullable(),
  groups: z.array(groupName).max(20),
});
export type ChangeHostBody = z.infer<typeof changeHostBodySchema>;

/** A host as it is kept in Chiffon's own inventory. */
export const keptHostSchema = changeHostBodySchema.extend({
  name: z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/, {
    message: "A host's name holds letters, digits, dots, dashes and underscores, and no spaces.",
  }),
});
export type KeptHost = z.infer<typeof keptHostSchema>;

/** Result of "test connection": what was found, and what to do when it is not good. */
export const hostTestSchema = z.object({
  host: z.string(),
  state: hostStateSchema,
  /** Signing in worked, whatever else is missing. */
  ok: z.boolean(),
  message: z.string(),
  fix: z.string().nullable(),
  keyFingerprints: z.array(z.string()),
  newlyPinned: z.boolean(),
  /** The host offers another key than the pinned one, which an admin may accept by `repin`. */
  isKeyChanged: z.boolean(),
});
export type HostTest = z.infer<typeof hostTestSchema>;

export const testHostBodySchema = z.strictObject({
  repositoryId: z.uuid(),
  host: z.string().min(1).max(253),
  /** Replace the pinned keys with what the host offers now. */
  repin: z.boolean().optional(),
});
