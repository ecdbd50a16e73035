import { z } from "zod";
import { idSchema, instantSchema, queryNumber } from "./common.ts";
import { needKindSchema } from "./playbook.ts";
import { questionKeySchema } from "./question-key.ts";
import { ambiguitySchema } from "./request.ts";

/** Longest message accepted, in characters. */
export const messageMaxLength = 4000;

/** A link to where an answer came from. */
export const answerLinkSchema = z.object({ label: z.string(), href: z.string() });

/** What keeps a repository's playbook from being planned, which a person can give. */
export const lackSchema = z.object({
  repositoryId: idSchema,
  needs: z.array(z.object({ kind: needKindSchema, name: z.string() })),
});
export type Lack = z.infer<typeof lackSchema>;

/** A typed piece of a message. The browser shows a kind it does not know as a folded card, never as nothing. */
export const messagePartSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("question"), question: ambiguitySchema, requestId: idSchema }),
  z.object({ kind: z.literal("plan"), requestId: idSchema, planId: idSchema }),
  z.object({ kind: z.literal("outcome"), requestId: idSchema }),
  /** Something is wanted at times that come again: nothing is made of it yet. */
  z.object({
    kind: z.literal("schedule"),
    text: z.string(),
    /** "Every Sunday at 04:00". */
    when: z.string(),
    conversationId: idSchema,
  }),
  z.object({
    kind: z.literal("table"),
    title: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    links: z.array(answerLinkSchema),
  }),
  z.object({ kind: z.literal("links"), links: z.array(answerLinkSchema) }),
  z.object({ kind: z.literal("suggestions"), title: z.string(), prompts: z.array(z.string()) }),
  /** Once that is given, the request can be planned again. */
  lackSchema.extend({ kind: z.literal("lack"), requestId: idSchema }),
  z.object({
    kind: z.literal("error"),
    message: z.string(),
    fix: z.string(),
    traceId: z.string().nullable(),
  }),
]);
export type MessagePart = z.infer<typeof messagePartSchema>;

export const messageSchema = z.object({
  id: idSchema,
  conversationId: idSchema,
  requestId: idSchema.nullable(),
  author: z.enum(["person", "chiffon"]),
  authorName: z.string(),
  parts: z.array(messagePartSchema),
  createdAt: instantSchema,
});
export type Message = z.infer<typeof messageSchema>;

export const conversationSchema = z.object({
  id: idSchema,
  title: z.string(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  /** Plans in it that wait for a decision. */
  awaiting: z.number().int(),
  /** Requests in it that run. */
  running: z.number().int().optional(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** What a title was made of: the first message's words, the first plan's, or what somebody gave it, which stays. */
export const titleFromSchema = z.enum(["words", "plan", "given"]);
export type TitleFrom = z.infer<typeof titleFromSchema>;

/** `PATCH /api/conversations/{id}`. */
export const renameConversationBodySchema = z.strictObject({
  title: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .regex(/^\P{Cc}*$/u, "A title is one line without control characters."),
});

/** A conversation in which something was found. */
export const searchHitSchema = z.object({
  conversationId: idSchema,
  title: z.string(),
  /** The newest message with it; null where only the title has it. */
  messageId: idSchema.nullable(),
  author: z.enum(["person", "chiffon"]).nullable(),
  authorName: z.string().nullable(),
  at: instantSchema,
  /** Where it was found, as text: what was looked for stands in parts of its own. */
  snippet: z.array(z.object({ text: z.string(), isHit: z.boolean() })),
  /** Messages of the conversation with it, among the newest 2,000 of all that have it. */
  count: z.number().int(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

/** `GET /api/v1/search`: words, parts of words, "phrases", OR, and -words that must not occur. */
export const searchQuerySchema = z.object({
  text: z.string().trim().min(1).max(200),
  limit: queryNumber().int().min(1).max(50).optional(),
});
export const searchReplySchema = z.object({
  hits: z.array(searchHitSchema),
  hasMore: z.boolean(),
});

/** `POST /api/chat`. The text is checked by the service, so that each fault has its own answer. */
export const chatBodySchema = z.strictObject({
  conversationId: idSchema.optional(),
  message: z.unknown(),
  /** Set when the message answers a question of the chat. */
  answer: z
    .strictObject({
      requestId: idSchema,
      key: questionKeySchema.refine((key) => key.length <= 100),
      value: z.string().max(500),
    })
    .optional(),
});
export const chatAcceptedSchema = z.object({
  conversationId: idSchema,
  messageId: idSchema,
  requestId: idSchema.nullable(),
});
export type ChatAccepted = z.infer<typeof chatAcceptedSchema>;

/** What the chat answers to whoever waits: `answers` is what Chiffon said about the message, oldest first. */
export const chatAnsweredSchema = chatAcceptedSchema.extend({
  answers: z.array(messageSchema).optional(),
});
