import { z } from "zod";
import { instantSchema } from "./common.ts";

/** A machine of an inventory. `connection` is what Ansible will use to reach it. */
export const inventoryHostSchema = z.object({
  name: z.string(),
  groups: z.array(z.string()),
  connection: z.enum(["ssh", "local", "other"]),
  address: z.string().nullable(),
  port: z.number().int().nullable(),
  user: z.string().nullable(),
});
export type InventoryHost = z.infer<typeof inventoryHostSchema>;

/** What is known of a host beyond the inventory. */
export const hostSchema = inventoryHostSchema.extend({
  repositoryId: z.string(),
  repositoryName: z.string(),
  reachable: z.boolean().nullable(),
  checkedAt: instantSchema.nullable(),
  problem: z.string().nullable(),
  keyFingerprints: z.array(z.string()),
});
export type Host = z.infer<typeof hostSchema>;

/** Result of "test connection": what was found, and what to do when it is not good. */
export const hostTestSchema = z.object({
  host: z.string(),
  ok: z.boolean(),
  message: z.string(),
  fix: z.string().nullable(),
  keyFingerprints: z.array(z.string()),
  newlyPinned: z.boolean(),
});
export type HostTest = z.infer<typeof hostTestSchema>;

export const testHostBodySchema = z.strictObject({
  repositoryId: z.uuid(),
  host: z.string().min(1).max(253),
  /** Replace the pinned keys with what the host offers now. */
  repin: z.boolean().optional(),
});
