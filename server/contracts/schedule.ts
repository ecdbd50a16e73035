import { z } from "zod";
import { idSchema, instantSchema, queryNumber } from "./common.ts";

/** Schedules that an installation takes. */
export const maxSchedules = 200;
/** Shortest time between two firings, in minutes. */
export const leastMinutesApart = 5;
/** How late a firing may be made up for where nobody said otherwise, in minutes. */
export const defaultGraceMinutes = 60;

/** *run* asks for what its words say. *drift* asks as well, has the plan previewed, and says what would change. */
export const scheduleKindSchema = z.enum(["run", "drift"]);
export type ScheduleKind = z.infer<typeof scheduleKindSchema>;

/**
 * What came of a due time. *fired*: a request was made. *skipped*: the one before still went on. *missed*: Chiffon was off
 * for longer than the grace. *refused*: its person may not ask any more, which stops the schedule.
 */
export const firingOutcomeSchema = z.enum(["fired", "skipped", "missed", "refused"]);
export type FiringOutcome = z.infer<typeof firingOutcomeSchema>;

export const scheduleFiringSchema = z.object({
  id: idSchema,
  scheduleId: idSchema,
  /** The oldest, where several were missed. */
  dueAt: instantSchema,
  at: instantSchema,
  outcome: firingOutcomeSchema,
  /** Due times that it stands for: more than one where several were missed. */
  count: z.number().int().positive(),
  requestId: idSchema.nullable(),
  /** Why no request was made. */
  reason: z.string().nullable(),
  /** What a drift check found; null until it has, and for runs. */
  result: z.string().nullable(),
});
export type ScheduleFiring = z.infer<typeof scheduleFiringSchema>;

export const scheduleSchema = z.object({
  id: idSchema,
  kind: scheduleKindSchema,
  /** The request, in words. */
  text: z.string(),
  /** The request whose plan each firing makes anew; null where the words are read each time. */
  repeatsRequestId: idSchema.nullable(),
  /** Where its requests appear; null until the first firing begins a conversation. */
  conversationId: idSchema.nullable(),
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron: z.string(),
  /** The same in words: "Every Sunday at 04:00". */
  words: z.string(),
  /** IANA name. */
  timeZone: z.string(),
  graceMinutes: z.number().int(),
  enabled: z.boolean(),
  /** Why it stopped by itself; null otherwise. */
  problem: z.string().nullable(),
  /** Whose standing order it is. */
  personId: idSchema,
  personName: z.string(),
  createdAt: instantSchema,
  /** Null while it is paused. */
  nextAt: instantSchema.nullable(),
  lastFiring: scheduleFiringSchema.nullable(),
});
export type Schedule = z.infer<typeof scheduleSchema>;

const scheduleTextSchema = z.string().trim().min(1).max(1000);
/** "every Sunday at 4", or five fields of cron. */
const whenSchema = z.string().trim().min(1).max(200);
const timeZoneSchema = z.string().trim().min(1).max(60);
const graceMinutesSchema = z.number().int().min(0).max(1440);

/** `POST /api/v1/schedules`: either words to ask for, or an ended request to make anew. */
export const createScheduleBodySchema = z
  .strictObject({
    kind: scheduleKindSchema.default("run"),
    text: scheduleTextSchema.optional(),
    repeatsRequestId: idSchema.optional(),
    conversationId: idSchema.optional(),
    when: whenSchema,
    /** Left out: the server's. */
    timeZone: timeZoneSchema.optional(),
    graceMinutes: graceMinutesSchema.optional(),
  })
  .refine((body) => (body.text === undefined) !== (body.repeatsRequestId === undefined), {
    message: "give either text or the request to repeat",
  });
export type CreateScheduleBody = z.infer<typeof createScheduleBodySchema>;

export const changeScheduleBodySchema = z.strictObject({
  /** Only of a schedule whose words are read. */
  text: scheduleTextSchema.optional(),
  when: whenSchema.optional(),
  timeZone: timeZoneSchema.optional(),
  graceMinutes: graceMinutesSchema.optional(),
  enabled: z.boolean().optional(),
  /** Takes a deletion back, for a day. */
  isDeleted: z.literal(false).optional(),
});
export type ChangeScheduleBody = z.infer<typeof changeScheduleBodySchema>;

/** What words for times mean, before anything is made of them. */
export const timesQuerySchema = z.object({
  when: whenSchema,
  timeZone: timeZoneSchema.optional(),
});
export const timesReadSchema = z.object({
  cron: z.string(),
  words: z.string(),
  timeZone: z.string(),
  /** The next three firings. */
  next: z.array(instantSchema),
});
export type TimesRead = z.infer<typeof timesReadSchema>;

export const pageQuerySchema = z.object({
  /** The `nextCursor` of the page before. */
  cursor: idSchema.optional(),
  limit: queryNumber().int().min(1).max(200).default(100),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;
export const schedulePageSchema = z.object({
  schedules: z.array(scheduleSchema),
  nextCursor: idSchema.nullable(),
});
export type SchedulePage = z.infer<typeof schedulePageSchema>;
export const firingPageSchema = z.object({
  firings: z.array(scheduleFiringSchema),
  nextCursor: idSchema.nullable(),
});
export type FiringPage = z.infer<typeof firingPageSchema>;
