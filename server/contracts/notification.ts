import { z } from "zod";
import { idSchema, instantSchema, queryNumber, riskSchema } from "./common.ts";

/** What people are told of. */
export const notificationKindSchema = z.enum([
  "approval_waiting",
  "run_finished",
  "needs_review",
  "machine_offline",
  "machine_back",
  "firing_failed",
  "budget_reached",
]);
export type NotificationKind = z.infer<typeof notificationKindSchema>;

/** Of whose work a person hears: *approvable* is what they may decide about, and their own. */
export const notificationScopeSchema = z.enum(["off", "mine", "approvable", "all"]);
export type NotificationScope = z.infer<typeof notificationScopeSchema>;

export const channelKindSchema = z.enum(["webhook", "ntfy", "mail", "web_push"]);
export type ChannelKind = z.infer<typeof channelKindSchema>;

/** *waiting*: not sent yet. *dropped*: it no longer applied when its turn came. *failed*: set aside for a person. */
export const deliveryStatusSchema = z.enum(["waiting", "sent", "dropped", "failed"]);

export const maxChannels = 20;
export const maxOwnChannels = 10;
/** What a bell keeps for one person. */
export const maxNotifications = 200;
/** Hosts that a message names; the others are counted. */
export const maxNamedHosts = 10;

/** What a notification says, each value cut and with known secrets taken out. */
export const notificationFactsSchema = z.object({
  /** What is done, or the machine's name. */
  action: z.string().max(200),
  hosts: z.array(z.string().max(253)).max(maxNamedHosts),
  hostCount: z.number().int().nonnegative(),
  risk: riskSchema.nullable(),
  /** Who asked for it. */
  asker: z.string().max(200).nullable(),
  outcome: z.enum(["done", "failed", "cancelled"]).nullable(),
  reason: z.string().max(500).nullable(),
  /** The end of the audit chain then: what `verify --expect` takes. */
  headHash: z.string().max(64).nullable(),
});
export type NotificationFacts = z.infer<typeof notificationFactsSchema>;

export const notificationSchema = z.object({
  id: idSchema,
  kind: notificationKindSchema,
  at: instantSchema,
  about: notificationFactsSchema,
  /** Where the card is, below Chiffon's own address. */
  path: z.string(),
  readAt: instantSchema.nullable(),
  /** When there was nothing left to do about it; null while there is, or where there never was. */
  resolvedAt: instantSchema.nullable(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const notificationListSchema = z.object({
  notifications: z.array(notificationSchema),
  unread: z.number().int(),
  /** The place to follow the person's topic from. */
  seq: z.number().int(),
});
export type NotificationList = z.infer<typeof notificationListSchema>;

export const notificationQuerySchema = z.object({
  limit: queryNumber().int().min(1).max(maxNotifications).default(50),
});

/** Left out: all of them. */
export const readNotificationsBodySchema = z.strictObject({
  ids: z.array(idSchema).min(1).max(maxNotifications).optional(),
});

const nameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u, "1–60 letters, digits, spaces, dots or dashes");
const urlSchema = z.url({ protocol: /^https?$/, error: "an address with http:// or https://" });
const addressSchema = z.email({ error: "a mail address" }).max(254);

const ntfySchema = z.strictObject({
  kind: z.literal("ntfy"),
  /** The server, without the topic. */
  url: urlSchema.max(500),
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, "1–64 letters, digits, - or _"),
});
const webhookTargetSchema = z.strictObject({
  kind: z.literal("webhook"),
  url: urlSchema.max(500),
});
const mailSchema = z.strictObject({
  kind: z.literal("mail"),
  host: z.string().trim().min(1).max(253),
  port: z.number().int().min(1).max(65_535),
  /** *tls*: from the first byte (465). *starttls*: asked for, and refused without (587). *none*: in the clear. */
  security: z.enum(["tls", "starttls", "none"]),
  user: z.string().max(254).nullable(),
  from: addressSchema,
  to: addressSchema,
});
const webPushSchema = z.strictObject({
  kind: z.literal("web_push"),
  endpoint: urlSchema.max(2_000),
  p256dh: z.string().regex(/^[A-Za-z0-9_-]{86,88}=?$/, "a browser's public key"),
  auth: z.string().regex(/^[A-Za-z0-9_-]{22,24}={0,2}$/, "a browser's secret"),
});

/** Where a channel sends to. Passwords and tokens are none of it. */
export const channelTargetSchema = z.discriminatedUnion("kind", [
  ntfySchema,
  webhookTargetSchema,
  mailSchema,
  webPushSchema,
]);
export type ChannelTarget = z.infer<typeof channelTargetSchema>;

/** The part of a target that people see: of a push subscription only whose push service it is. */
export const shownTargetSchema = z.discriminatedUnion("kind", [
  ntfySchema,
  webhookTargetSchema,
  mailSchema,
  z.object({ kind: z.literal("web_push"), service: z.string() }),
]);

const kindsSchema = z.array(notificationKindSchema).max(notificationKindSchema.options.length);
/** A token or a password; empty takes it away. */
const secretSchema = z.string().max(1_000);

export const createChannelBodySchema = z.strictObject({
  name: nameSchema,
  /** True: for everybody here, which takes an admin. */
  isShared: z.boolean(),
  kinds: kindsSchema,
  target: channelTargetSchema,
  secret: secretSchema.optional(),
});
export type CreateChannelBody = z.infer<typeof createChannelBodySchema>;

export const changeChannelBodySchema = z.strictObject({
  name: nameSchema.optional(),
  kinds: kindsSchema.optional(),
  enabled: z.boolean().optional(),
  /** Of the same kind as before. */
  target: channelTargetSchema.optional(),
  secret: secretSchema.optional(),
});
export type ChangeChannelBody = z.infer<typeof changeChannelBodySchema>;

export const deliverySchema = z.object({
  id: idSchema,
  notificationId: idSchema,
  kind: notificationKindSchema,
  title: z.string(),
  status: deliveryStatusSchema,
  attempts: z.number().int(),
  /** Why the last attempt failed, and how to mend it. */
  error: z.string().nullable(),
  /** An attempt was cut off before anybody knew how it ended: it may have arrived twice. */
  isMaybeTwice: z.boolean(),
  at: instantSchema,
});
export type Delivery = z.infer<typeof deliverySchema>;

export const channelSchema = z.object({
  id: idSchema,
  name: z.string(),
  isShared: z.boolean(),
  enabled: z.boolean(),
  kinds: kindsSchema,
  target: shownTargetSchema,
  hasSecret: z.boolean(),
  lastSentAt: instantSchema.nullable(),
  waiting: z.number().int(),
  /** What was set aside, newest first, at most ten. */
  failed: z.array(deliverySchema),
});
export type Channel = z.infer<typeof channelSchema>;

/** `secret` signs what a webhook is sent; it is in this answer and nowhere else. */
export const channelMadeSchema = z.object({
  channel: channelSchema,
  secret: z.string().nullable(),
});
export type ChannelMade = z.infer<typeof channelMadeSchema>;

/** Of whose work a person hears, for each kind. */
export type Scopes = Readonly<Record<NotificationKind, NotificationScope>>;
export const chosenScopeSchema = z.strictObject({
  kind: notificationKindSchema,
  scope: notificationScopeSchema,
});
export type ChosenScope = z.infer<typeof chosenScopeSchema>;
export const changeScopesBodySchema = z.strictObject({
  scopes: z.array(chosenScopeSchema).min(1).max(notificationKindSchema.options.length),
});

export const notificationSettingsSchema = z.object({
  /** Every kind once. */
  scopes: z.array(chosenScopeSchema),
  /** One's own, and for admins those for everybody. */
  channels: z.array(channelSchema),
  /** What messages link to; null while nobody knows Chiffon's address. */
  address: z.string().nullable(),
  /** What browsers subscribe with; null while there is none, because the key file of secrets can't be read. */
  pushKey: z.string().nullable(),
});
export type NotificationSettings = z.infer<typeof notificationSettingsSchema>;

/** What came of a test: `problem` says what went wrong and how to mend it. */
export const channelTestSchema = z.object({ ok: z.boolean(), problem: z.string().nullable() });
export type ChannelTest = z.infer<typeof channelTestSchema>;
