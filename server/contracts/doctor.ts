import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { keptHostSchema } from "./host.ts";
import { catalogEntrySchema, needKindSchema, needSchema } from "./playbook.ts";

/** One thing that entries of a repository lack or ask for. */
export const doctorNeedSchema = needSchema.omit({ kind: true }).extend({
  /** Entries that need it. */
  entryCount: z.number().int(),
  /** Why Chiffon can't fetch it, with what to do, in words; null where it can, or where it is given. */
  problem: z.string().nullable(),
});
export type DoctorNeed = z.infer<typeof doctorNeedSchema>;

/** Everything of one kind that entries lack, what can be had apart from what can't. */
export const doctorRowSchema = z.object({
  kind: needKindSchema,
  /** Chiffon can get or take it; each of the others has its `problem`. */
  canGet: z.boolean(),
  /** Entries that need any of it. */
  entryCount: z.number().int(),
  needCount: z.number().int(),
  /** The most wanted first, at most 200 of `needCount`. */
  needs: z.array(doctorNeedSchema),
});
export type DoctorRow = z.infer<typeof doctorRowSchema>;

/** An inventory to choose. */
export const inventoryOptionSchema = z.object({
  /** What is sent to choose it: its path, for another repository's with that repository's id before it. */
  path: z.string(),
  /** How a person tells it from others. */
  label: z.string(),
  hostCount: z.number().int(),
});
export type InventoryOption = z.infer<typeof inventoryOptionSchema>;

/** Which inventory the plays of a project use, and which they could. */
export const projectInventorySchema = z.object({
  /** Folder of the project; empty for the repository itself. */
  project: z.string(),
  /** The one in use; null while nobody chose one of several. */
  path: z.string().nullable(),
  /** Some of the choices lie in the repository itself; false: all of them are those of others. */
  hasOwn: z.boolean(),
  choices: z.array(inventoryOptionSchema),
});
export type ProjectInventory = z.infer<typeof projectInventorySchema>;

/** An inventory that is a script or a plugin's settings, and what it said when it was last run. */
export const dynamicInventorySchema = z.object({
  path: z.string(),
  /** Null: it was not run yet. */
  listed: z.object({ hostCount: z.number().int(), at: instantSchema.nullable() }).nullable(),
  /** Environment variables that it asks for: it is given those that are stored as API keys of its repository. */
  asks: z.array(z.object({ name: z.string(), isStored: z.boolean() })),
});
export type DynamicInventory = z.infer<typeof dynamicInventorySchema>;

/** A machine that a sample inventory names, to begin with: its address is left out, it is made up. */
export const sampleHostSchema = keptHostSchema.extend({
  /** The sample. */
  path: z.string(),
  /** A host of that name is kept in Chiffon. */
  isKept: z.boolean(),
});
export type SampleHost = z.infer<typeof sampleHostSchema>;

/** `POST /api/repositories/{id}/inventory/refresh`: runs a dynamic inventory once. */
export const refreshInventoryBodySchema = z.strictObject({ path: z.string().min(1).max(1000) });

/** What a repository needs before all of it can run. Service pages are not run and not counted. */
export const doctorSchema = z.object({
  repositoryId: idSchema,
  entryCount: z.number().int(),
  /** Entries that lack nothing; what a plan's card asks for each time does not count as lacking. */
  readyCount: z.number().int(),
  /** What is missing: *secret* is a vault password without a stored value. */
  missing: z.array(doctorRowSchema),
  /** What a plan's card asks for: targets, answers, and secrets that could be stored as well. */
  asked: z.array(doctorRowSchema),
  refusedCount: z.number().int(),
  /** At most 50 of `refusedCount`, by path. */
  refused: z.array(catalogEntrySchema.pick({ kind: true, path: true, name: true, refusals: true })),
  /** Projects whose entries have an inventory to use or to choose. */
  inventories: z.array(projectInventorySchema),
  /** Scripts and plugins, which are run to know their hosts. */
  dynamic: z.array(dynamicInventorySchema),
  /** Machines of its sample inventories, at most 30, where it has no other inventory. */
  samples: z.array(sampleHostSchema),
});
export type Doctor = z.infer<typeof doctorSchema>;

/** `POST /api/repositories/{id}/inventory`: the inventory that a project uses from now on. */
export const chooseInventoryBodySchema = z.strictObject({
  project: z.string().max(1000),
  path: z.string().min(1).max(1000),
});
