import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

/** *Exclusive*: nobody else. *Shared*: others that only read as well. */
export const lockModeSchema = z.enum(["exclusive", "shared"]);
export type LockMode = z.infer<typeof lockModeSchema>;

/** Longest life of a person's lock, in minutes: a week. */
export const maxLockMinutes = 7 * 24 * 60;
/** Locks of people at a time. */
export const maxHeldLocks = 200;

/** Who holds a lock. */
export const lockHolderSchema = z.discriminatedUnion("kind", [
  /** It ends with the task. `runId` is null until that one runs; `leaseUntil` is what its agent renews. */
  z.object({
    kind: z.literal("task"),
    taskId: idSchema,
    requestId: idSchema,
    runId: idSchema.nullable(),
    name: z.string(),
    leaseUntil: instantSchema.nullable(),
  }),
  z.object({ kind: z.literal("person"), personId: idSchema, name: z.string() }),
]);
export type LockHolder = z.infer<typeof lockHolderSchema>;

/** A lock as people see it. */
export const hostLockSchema = z.object({
  id: idSchema,
  host: z.string(),
  /** Null: the whole host. */
  service: z.string().nullable(),
  mode: lockModeSchema,
  holder: lockHolderSchema,
  reason: z.string().nullable(),
  since: instantSchema,
  /** When a person's lock lapses; null for a task's. */
  until: instantSchema.nullable(),
  /** Tasks that wait for it. */
  waiting: z.number().int(),
});
export type HostLock = z.infer<typeof hostLockSchema>;

/** `POST /api/v1/locks`. Given again by the same person for the same host and service, it takes the place of the first. */
export const takeLockBodySchema = z.strictObject({
  host: z.string().trim().min(1).max(200),
  service: z.string().trim().min(1).max(100).optional(),
  mode: lockModeSchema.default("exclusive"),
  reason: z.string().trim().min(1, "says why").max(300),
  ttlMinutes: z.number().int().min(1).max(maxLockMinutes),
});
export type TakeLockBody = z.infer<typeof takeLockBodySchema>;

export const locksReplySchema = z.object({ locks: z.array(hostLockSchema) });
