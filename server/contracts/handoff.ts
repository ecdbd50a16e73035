import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

export const handoffStatusSchema = z.enum(["offered", "accepted", "declined"]);
export type HandoffStatus = z.infer<typeof handoffStatusSchema>;

/** Somebody asks another person to see to something. */
export const handoffSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  requestId: idSchema.nullable(),
  taskId: idSchema.nullable(),
  /** What it is about: the task's name, or the conversation's title. */
  subject: z.string(),
  context: z.string(),
  fromName: z.string(),
  toName: z.string(),
  /** Whether it waits for the caller's answer. */
  isMine: z.boolean(),
  status: handoffStatusSchema,
  reason: z.string().nullable(),
  createdAt: instantSchema,
  decidedAt: instantSchema.nullable(),
});
export type Handoff = z.infer<typeof handoffSchema>;

const words = z.string().trim().min(1).max(1000);
const personName = z.string().trim().min(1).max(40);

/** `POST /api/v1/collaboration/handoffs`: a task that waits, failed or needs review, with what its next keeper should know. */
export const offerHandoffBodySchema = z.strictObject({
  taskId: idSchema,
  to: personName,
  context: words,
});
export type OfferHandoffBody = z.infer<typeof offerHandoffBodySchema>;

/** `POST /api/v1/collaboration/handoffs/{id}`. */
export const answerHandoffBodySchema = z.strictObject({
  decision: z.enum(["accept", "decline"]),
  reason: z.string().trim().min(1).max(500).optional(),
});
export type AnswerHandoffBody = z.infer<typeof answerHandoffBodySchema>;

/** `POST /api/v1/collaboration/threads`: a conversation between people, for which nothing is planned. */
export const startThreadBodySchema = z.strictObject({
  title: z.string().trim().min(1).max(60),
  text: words,
  to: personName.optional(),
});
export type StartThreadBody = z.infer<typeof startThreadBodySchema>;

/** `POST /api/v1/collaboration/messages`: words to people in a conversation, for which nothing is planned. */
export const addThreadMessageBodySchema = z.strictObject({
  conversationId: idSchema,
  text: words,
  to: personName.optional(),
});
export type AddThreadMessageBody = z.infer<typeof addThreadMessageBodySchema>;

/** Handoffs to and from the caller, the newest first, at most 100; and whom they can hand something to. */
export const handoffsReplySchema = z.object({
  handoffs: z.array(handoffSchema),
  people: z.array(z.string()),
});
export const threadMessageReplySchema = z.object({ conversationId: idSchema, messageId: idSchema });
