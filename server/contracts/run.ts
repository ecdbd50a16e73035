import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { runOutcomeSchema } from "./runner.ts";
import { workTypeSchema } from "./task.ts";

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

/** Executions of one page. */
export const maxExecutions = 1_000;

/** One attempt with what it was about and what it took; its outcome whole is read by the run. */
export const executionSchema = z.object({
  runId: idSchema,
  taskId: idSchema,
  planId: idSchema,
  requestId: idSchema,
  taskName: z.string(),
  workType: workTypeSchema,
  service: z.string().nullable(),
  hosts: z.array(z.string()),
  agentId: idSchema,
  agentName: z.string(),
  attempt: z.number().int(),
  status: runStatusSchema,
  claimedAt: instantSchema,
  spawnedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  /** What it took; null before its end, and where nothing was measured. */
  durationMs: z.number().int().nullable(),
  exitCode: z.number().int().nullable(),
  resources: runOutcomeSchema.shape.resources.nullable(),
  message: z.string().nullable(),
});
export type Execution = z.infer<typeof executionSchema>;
