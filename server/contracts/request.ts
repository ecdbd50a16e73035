import { z } from "zod";
import { actorSchema, instantSchema } from "./common.ts";

/** Where a request stands. Legal moves are in `requests/domain/request-state.ts`. */
export const requestPhaseSchema = z.enum([
  "intake",
  "planning",
  "approval",
  "execution",
  "verification",
  "done",
  "blocked",
  "failed",
  "rejected",
  "cancelled",
  "timed_out",
]);
export type RequestPhase = z.infer<typeof requestPhaseSchema>;

/** What a verb in a request asks for. */
export const verbSchema = z.enum([
  "deploy",
  "configure",
  "update",
  "remove",
  "backup",
  "restore",
  "restart",
  "start",
  "stop",
  "report",
  "run",
]);
export type Verb = z.infer<typeof verbSchema>;

/** A question the chat asks back; the answer continues the same request. */
export const ambiguitySchema = z.object({
  key: z.string(),
  question: z.string(),
  /** What the buttons say, and the value each sends back. */
  choices: z
    .array(z.object({ label: z.string(), value: z.string(), hint: z.string().nullable() }))
    .max(8),
});
export type Ambiguity = z.infer<typeof ambiguitySchema>;

/** Something a person or an agent adds to a request's context, for the phases to come. */
export const contextNoteSchema = z.object({
  text: z.string().max(1000),
  by: z.string(),
  at: instantSchema,
});
export type ContextNote = z.infer<typeof contextNoteSchema>;

/** `POST /api/v1/requests/{id}/context`. */
export const addNoteBodySchema = z.strictObject({ text: z.string().trim().min(1).max(1000) });

/** One step of a request's life as the history keeps it. */
export const phaseChangeSchema = z.object({
  from: requestPhaseSchema,
  to: requestPhaseSchema,
  event: z.string(),
  actor: actorSchema,
  reason: z.string().nullable(),
  artifacts: z.array(z.string()),
  at: instantSchema,
});
export type PhaseChange = z.infer<typeof phaseChangeSchema>;
