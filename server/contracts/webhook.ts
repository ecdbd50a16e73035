import { z } from "zod";
import { idSchema, instantSchema } from "./common.ts";

/** Largest body that a webhook takes, in bytes. */
export const maxAlertBytes = 64 * 1024;
/** Alerts of one call that are looked at. */
export const maxAlertsAtOnce = 50;
/** How far a signature's time may be from ours, in seconds. */
export const signatureWindowSeconds = 300;
export const maxWebhooks = 50;

export const alertFormatSchema = z.enum(["uptime_kuma", "alertmanager", "grafana", "generic"]);
export type AlertFormat = z.infer<typeof alertFormatSchema>;

/** *secret*: the sender shows it as a bearer token or as a password. *signature*: it signs each body with it. */
export const webhookAuthSchema = z.enum(["secret", "signature"]);
export type WebhookAuth = z.infer<typeof webhookAuthSchema>;

export const webhookSchema = z.object({
  id: idSchema,
  name: z.string(),
  format: alertFormatSchema,
  auth: webhookAuthSchema,
  /** What is asked for when an alert comes: "restart {service} on {host}". */
  template: z.string(),
  /** Whose standing order it is. */
  personId: idSchema,
  personName: z.string(),
  /** Where its requests appear; null until the first. */
  conversationId: idSchema.nullable(),
  enabled: z.boolean(),
  /** Why it stopped asking; null otherwise. */
  problem: z.string().nullable(),
  createdAt: instantSchema,
  lastCalledAt: instantSchema.nullable(),
  openIncidents: z.number().int(),
});
export type Webhook = z.infer<typeof webhookSchema>;

export const incidentSchema = z.object({
  id: idSchema,
  webhookId: idSchema,
  title: z.string(),
  /** How often it was told of. */
  count: z.number().int(),
  requestId: idSchema.nullable(),
  /** Why nothing was asked for; null where it was. */
  reason: z.string().nullable(),
  openedAt: instantSchema,
  lastAt: instantSchema,
  resolvedAt: instantSchema.nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;

const webhookNameSchema = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,59}$/u, "1–60 letters, digits, spaces, dots or dashes");
const templateSchema = z.string().trim().min(1).max(500);

export const createWebhookBodySchema = z.strictObject({
  name: webhookNameSchema,
  format: alertFormatSchema,
  auth: webhookAuthSchema,
  template: templateSchema,
});
export type CreateWebhookBody = z.infer<typeof createWebhookBodySchema>;
export const changeWebhookBodySchema = z.strictObject({
  name: webhookNameSchema.optional(),
  template: templateSchema.optional(),
  enabled: z.boolean().optional(),
});
export type ChangeWebhookBody = z.infer<typeof changeWebhookBodySchema>;

/** `secret` is in this answer and nowhere else. */
export const webhookMadeSchema = z.object({ webhook: webhookSchema, secret: z.string() });
export type WebhookMade = z.infer<typeof webhookMadeSchema>;

/** What a made-up alert names. */
const alertValueSchema = z.string().trim().max(100).optional();
export const testWebhookBodySchema = z.strictObject({
  host: alertValueSchema,
  service: alertValueSchema,
  alert: alertValueSchema,
});
export type TestWebhookBody = z.infer<typeof testWebhookBodySchema>;

/** What became of one alert. *ignored*: nothing was asked for, and `reason` says why. */
export const alertOutcomeSchema = z.object({
  alert: z.string(),
  outcome: z.enum(["opened", "repeated", "resolved", "ignored"]),
  requestId: idSchema.nullable(),
  reason: z.string().nullable(),
});
export type AlertOutcome = z.infer<typeof alertOutcomeSchema>;
export const alertsReceivedSchema = z.object({ alerts: z.array(alertOutcomeSchema) });
export type AlertsReceived = z.infer<typeof alertsReceivedSchema>;

export const incidentPageSchema = z.object({
  incidents: z.array(incidentSchema),
  nextCursor: idSchema.nullable(),
});
export type IncidentPage = z.infer<typeof incidentPageSchema>;

// What senders send. Only what is used is read; everything in it is somebody else's text.

const given = z.string().max(2_000).optional();
const labelsSchema = z.object({
  ...{ alertname: given, host: given, hostname: given, node: given, instance: given },
  ...{ service: given, app: given, name: given, job: given },
});

/** Alertmanager's webhook, version 4, and Grafana's, which has the same shape. */
export const groupedAlertsSchema = z.object({
  groupKey: z.string().max(4_000).optional(),
  alerts: z
    .array(
      z.object({
        status: z.enum(["firing", "resolved"]),
        labels: labelsSchema.default({}),
        fingerprint: z.string().max(200).optional(),
      }),
    )
    .max(1_000),
});
export type GroupedAlerts = z.infer<typeof groupedAlertsSchema>;

/** Uptime Kuma's webhook in its JSON form. Its test has neither monitor nor heartbeat. */
export const kumaAlertSchema = z.object({
  heartbeat: z.object({ status: z.number().int() }).nullable().optional(),
  monitor: z
    .object({
      id: z.number().int(),
      name: z.string().max(2_000),
      hostname: z.string().max(2_000).nullable().optional(),
      url: z.string().max(4_000).nullable().optional(),
    })
    .nullable()
    .optional(),
  msg: z.string().max(10_000).optional(),
});
export type KumaAlert = z.infer<typeof kumaAlertSchema>;

/** For senders of one's own: `{"status":"firing","id":"disk-web1","host":"web1","service":"disk","alert":"almost full"}`. */
export const genericAlertSchema = z.object({
  status: z.enum(["firing", "resolved"]).default("firing"),
  /** What makes repeats one incident; left out: host, service and alert do. */
  id: z.string().max(200).optional(),
  ...{ host: given, service: given, alert: given },
});
export type GenericAlert = z.infer<typeof genericAlertSchema>;
