import { z } from "zod";
import { actorSchema, instantSchema } from "./common.ts";
import { dispatchMarkSchema } from "./dispatch.ts";
import { holdSchema } from "./gate.ts";
import { answersSchema, questionKeySchema } from "./question-key.ts";

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

/** What a request is for: what somebody wants done, or a look at what a plan would do. */
export const requestPurposeSchema = z.enum(["work", "preview"]);
export type RequestPurpose = z.infer<typeof requestPurposeSchema>;

/**
 * How a request follows an ended one: it plans all of it again, the hosts that failed, or from the ansibleTask that failed
 * on; or it takes back what that one did.
 */
export const followKindSchema = z.enum(["again", "failed_hosts", "failed_task", "undo"]);
export type FollowKind = z.infer<typeof followKindSchema>;

/** How a request ended, where it can be planned again: a stale plan and an open question count as an end as well. */
export const requestEndSchema = z.enum([
  "done",
  "failed",
  "rejected",
  "cancelled",
  "expired",
  "stale",
  "blocked",
]);
export type RequestEnd = z.infer<typeof requestEndSchema>;

/** `POST /api/v1/requests/{id}/replan`. */
export const replanBodySchema = z.strictObject({
  reason: z.string().trim().max(500).optional(),
  kind: followKindSchema.optional(),
  /** The inventory to plan a waiting request with, as the repository's doctor names it; whatever its words name. */
  inventory: z.string().max(500).optional(),
});
export type ReplanBody = z.infer<typeof replanBodySchema>;

/** What becomes of what runs: it is interrupted (the default), or goes on to its end and is the last. */
export const cancelRequestBodySchema = z.strictObject({
  reason: z.string().trim().max(500).optional(),
  running: z.enum(["interrupt", "let_end"]).optional(),
});
export type CancelRequestBody = z.infer<typeof cancelRequestBodySchema>;

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
  key: questionKeySchema,
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

/** What a request carries from phase to phase (PHASE-03). Each list is bounded. */
export const requestContextSchema = z.object({
  /** Answers to the chat's questions, by question key. */
  answers: answersSchema.default({}),
  /** The question that waits for an answer. */
  openQuestion: questionKeySchema.nullable().default(null),
  rejection: z.string().nullable().default(null),
  /** The request that these words ended ("cancel it"). Only `claimWithdrawal` writes it. */
  withdrew: z.string().nullable().default(null),
  /** When the words were first said, where this request plans an earlier one again: what "it" meant then, it means now. */
  saidAt: instantSchema.nullable().default(null),
  /** One line per phase left, oldest first, at most 2,000 characters together. */
  summary: z.array(z.string()).default([]),
  /** What the program that made it asks for; null where words did. */
  dispatch: dispatchMarkSchema.nullable().default(null),
  /** Why it is held; null where it is not. */
  hold: holdSchema.nullable().default(null),
  /** What people and agents added, oldest first. Only `insertNote` writes it. */
  notes: z.array(contextNoteSchema).default([]),
});
export type RequestContext = z.infer<typeof requestContextSchema>;

/** `POST /api/v1/requests/{id}/context`. */
export const addNoteBodySchema = z.strictObject({ text: z.string().trim().min(1).max(1000) });

/** `POST /api/v1/requests/{id}/phase`. */
export const movePhaseBodySchema = z.strictObject({
  phase: requestPhaseSchema,
  reason: z.string().trim().min(1).max(500).optional(),
});

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
