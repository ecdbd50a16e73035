import { z } from "zod";
import { idSchema, instantSchema, queryNumber } from "./common.ts";

/** *stopped*: a person stopped it. *finished*: it came to its own end, good or bad: see its stop reason. */
export const unattendedStatusSchema = z.enum(["running", "paused", "stopped", "finished"]);
export type UnattendedStatus = z.infer<typeof unattendedStatusSchema>;

/**
 * What became of a request. *waits_for_person*: no rule approved it, or it asks something; it is left as it is.
 * *ended*: stopped, rejected or out of date. *still_going*: when the run stopped.
 */
export const unattendedResultSchema = z.object({
  text: z.string(),
  requestId: idSchema,
  result: z.enum([
    "done",
    "answered",
    "failed",
    "needs_review",
    "waits_for_person",
    "ended",
    "still_going",
  ]),
  startedAt: instantSchema,
  seconds: z.number().int(),
});
export type UnattendedResult = z.infer<typeof unattendedResultSchema>;

const limitsShape = {
  /** Requests that are asked at most. */
  maxRequests: z.number().int().min(1).max(50).default(50),
  /** After so long, nothing more is asked. */
  maxHours: z.number().positive().max(72).default(8),
  /** After so many requests in a row that failed or need a review, it ends. */
  maxConsecutiveFailures: z.number().int().min(1).max(50).default(2),
  /** Between the end of a request and the next. */
  cooldownSeconds: z.number().int().min(0).max(86_400).default(30),
  /** After so many requests the conversation is told how far it is. */
  checkpointInterval: z.number().int().min(1).max(50).default(5),
};

/** `POST /api/v1/unattended-runs`. */
export const startUnattendedBodySchema = z.strictObject({
  requests: z.array(z.string().trim().min(1).max(4000)).min(1).max(50),
  ...limitsShape,
});
export type StartUnattendedBody = z.infer<typeof startUnattendedBodySchema>;

/** A list of requests that is worked through one after another; only rules approve. */
export const unattendedRunSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  status: unattendedStatusSchema,
  startedBy: z.string(),
  requests: z.array(z.string()),
  maxRequests: z.number().int(),
  maxHours: z.number(),
  maxConsecutiveFailures: z.number().int(),
  cooldownSeconds: z.number().int(),
  checkpointInterval: z.number().int(),
  /** Asked, and not over yet. */
  current: z.object({ requestId: idSchema, text: z.string(), startedAt: instantSchema }).nullable(),
  /** In the order in which they were asked. */
  results: z.array(unattendedResultSchema),
  startedAt: instantSchema,
  endedAt: instantSchema.nullable(),
  /** Why it ended, in a sentence. */
  stopReason: z.string().nullable(),
});
export type UnattendedRun = z.infer<typeof unattendedRunSchema>;

export const unattendedQuerySchema = z.object({
  /** Of the answer before, where there is more. */
  cursor: idSchema.optional(),
  limit: queryNumber().int().min(1).max(100).default(20),
});
