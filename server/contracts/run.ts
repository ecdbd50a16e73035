import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { runOutcomeSchema } from "./runner.ts";

/** Where a run stands. Legal moves are in `execution/domain/run-state.ts`. */
export const runStatusSchema = z.enum([
  "claimed",
  "spawned",
  "succeeded",
  "failed",
  "timed_out",
  "cancelled",
  "lost",
  "needs_review",
]);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** One attempt at a task, as people see it. */
export const runSchema = z.object({
  id: idSchema,
  taskId: idSchema,
  attempt: z.number().int(),
  fence: z.number().int(),
  status: runStatusSchema,
  agentName: z.string(),
  claimedAt: instantSchema,
  spawnedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  outcome: runOutcomeSchema.nullable(),
  problem: z.string().nullable(),
});
export type Run = z.infer<typeof runSchema>;
