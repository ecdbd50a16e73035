import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";
import { fetchProgressSchema } from "./playbook.ts";

/** Event streams a browser can follow. */
export const topicSchema = z.union([
  z.templateLiteral(["conversation:", z.uuid()]),
  z.templateLiteral(["run:", z.uuid()]),
  z.templateLiteral(["install:", z.uuid()]),
  /** What one person is told; nobody else may follow it. */
  z.templateLiteral(["person:", z.uuid()]),
  z.literal("fleet"),
  z.literal("inbox"),
]);
export type Topic = z.infer<typeof topicSchema>;

/** A line of run output. `line` counts from 1; `text` may hold ANSI colours, never a secret. */
export const outputLineSchema = z.object({ line: z.number().int().positive(), text: z.string() });
/** From a line on, up to the next such mark, output was written down at that moment or within the second after it. */
export const lineTimeSchema = z.object({ line: z.number().int().positive(), at: instantSchema });
export type LineTime = z.infer<typeof lineTimeSchema>;
export type OutputLine = z.infer<typeof outputLineSchema>;

/** What happened, without where: the body of an event. */
export const eventBodySchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message.added"), conversationId: idSchema, messageId: idSchema }),
  z.object({ type: z.literal("conversation.changed"), conversationId: idSchema }),
  z.object({ type: z.literal("conversation.deleted"), conversationId: idSchema }),
  /** Anything the card of a request shows has changed: read the request's view again. */
  z.object({ type: z.literal("request.changed"), requestId: idSchema, conversationId: idSchema }),
  /** Progress of the planner, for the moment before the card exists. */
  z.object({ type: z.literal("planning.progressed"), requestId: idSchema, step: z.string() }),
  /** A model's answer as it grows: `text` goes to offset `at`, and what stood from there on is void. */
  z.object({
    type: z.literal("answer.grew"),
    requestId: idSchema,
    conversationId: idSchema,
    at: z.number().int().nonnegative(),
    text: z.string(),
  }),
  /** New output. `lines` is left empty once a run is long: read the log range up to `lineCount` instead. */
  z.object({
    type: z.literal("run.output"),
    runId: idSchema,
    lines: z.array(outputLineSchema),
    lineCount: z.number().int(),
    cutLines: z.number().int(),
  }),
  z.object({ type: z.literal("run.events"), runId: idSchema, events: z.array(z.unknown()) }),
  z.object({ type: z.literal("run.changed"), runId: idSchema, status: z.string() }),
  z.object({ type: z.literal("agent.changed"), agentId: idSchema }),
  z.object({ type: z.literal("routing.changed") }),
  z.object({ type: z.literal("repository.changed"), repositoryId: idSchema }),
  /** How far git is with a repository's commits; null once it is done with them. */
  z.object({
    type: z.literal("repository.fetching"),
    repositoryId: idSchema,
    progress: fetchProgressSchema.nullable(),
  }),
  z.object({ type: z.literal("dependencies.changed"), repositoryId: idSchema }),
  /** New output of an install. `lineCount` counts all, also those of which only the log knows. */
  z.object({
    type: z.literal("install.output"),
    installId: idSchema,
    lines: z.array(outputLineSchema),
    lineCount: z.number().int(),
  }),
  z.object({ type: z.literal("lock.changed"), host: z.string() }),
  z.object({ type: z.literal("host.changed"), host: z.string() }),
  z.object({ type: z.literal("schedule.changed"), scheduleId: idSchema }),
  z.object({ type: z.literal("webhook.changed"), webhookId: idSchema }),
  z.object({ type: z.literal("channels.changed") }),
  z.object({ type: z.literal("notifications.changed") }),
  z.object({ type: z.literal("inbox.changed"), awaiting: z.number().int() }),
]);
export type EventBody = z.infer<typeof eventBodySchema>;

/** An event as it reaches a browser: `seq` is contiguous within its topic, from 1. */
export const liveEventSchema = z.object({
  topic: z.string(),
  seq: z.number().int().positive(),
  at: instantSchema,
  body: eventBodySchema,
});
export type LiveEvent = z.infer<typeof liveEventSchema>;

/** Socket message `join`: follow a topic from after `seq` (null: from now on). The answer is `joined`. */
export const joinMessageSchema = z.strictObject({
  topic: z.string().max(100),
  afterSeq: z.number().int().nonnegative().nullable(),
});
export const leaveMessageSchema = z.strictObject({ topic: z.string().max(100) });
export type JoinReply =
  | { readonly ok: true; readonly seq: number; readonly reset: boolean }
  | { readonly ok: false; readonly errorCode: string; readonly message: string };
