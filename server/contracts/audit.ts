import { z } from "zod";
import { actorSchema, idSchema, instantSchema, queryNumber, riskSchema } from "./common.ts";

/** What can stand in the history: `noun.past`. Add here and in docs/checklists.md. */
export const auditTypeSchema = z.enum([
  "setup.completed",
  "person.invited",
  "person.joined",
  "person.changed",
  "person.password_changed",
  "token.created",
  "token.revoked",
  "client.allowed",
  "session.started",
  "session.ended",
  "session.refused",
  "security.rejected",
  "message.received",
  "handoff.offered",
  "handoff.accepted",
  "handoff.declined",
  "conversation.renamed",
  "conversation.deleted",
  "conversation.restored",
  "conversation.erased",
  "budget.reached",
  "request.phase_changed",
  "request.answered",
  "request.noted",
  "request.planned_again",
  "request.artifact_added",
  "gates.changed",
  "post_mortem.recorded",
  "preview.asked",
  "preview.made",
  "rule.made",
  "rule.changed",
  "rule.renewed",
  "rule.paused",
  "rule.resumed",
  "rule.revoked",
  "unattended.started",
  "unattended.paused",
  "unattended.resumed",
  "unattended.stopped",
  "unattended.finished",
  "plan.proposed",
  "plan.approved",
  "plan.rejected",
  "plan.started_early",
  "plan.expired",
  "plan.stale",
  "plan.superseded",
  "task.created",
  "task.placed",
  "task.paused",
  "task.resumed",
  "task.cancelled",
  "task.skipped",
  "task.succeeded",
  "task.failed",
  "task.needs_review",
  "task.reviewed",
  "first_host.passed",
  "first_host.asked",
  "first_host.stopped",
  "first_host.released",
  "run.claimed",
  "run.spawned",
  "run.finished",
  "run.lost",
  "run.adopted",
  "run.given_up",
  "agent.registered",
  "agent.changed",
  "agent.removed",
  "agent.went_offline",
  "agent.came_back",
  "agent.refused",
  "lock.taken",
  "lock.released",
  "lock.lapsed",
  "agent.enrolled",
  "agent.revoked",
  "agent.hosts_changed",
  "enrolment.created",
  "enrolment.revoked",
  "routing.rules_changed",
  "routing.rules_refused",
  "repository.added",
  "repository.changed",
  "inventory.listed",
  "repository.scanned",
  "repository.removed",
  "dependencies.asked",
  "dependencies.installed",
  "retention.pruned",
  "dependencies.failed",
  "dependencies.used",
  "dependencies.declined",
  "source.given",
  "source.withdrawn",
  "review.asked",
  "scaffold.asked",
  "scaffold.edited",
  "scaffold.filled",
  "scaffold.proposed",
  "change.asked",
  "change.made",
  "change.failed",
  "host.added",
  "host.changed",
  "host.removed",
  "host.pinned",
  "host.tested",
  "secret.created",
  "secret.rotated",
  "secret.deleted",
  "secret.used",
  "schedule.created",
  "schedule.changed",
  "schedule.deleted",
  "schedule.fired",
  "schedule.held_back",
  "drift.reported",
  "webhook.created",
  "webhook.changed",
  "webhook.deleted",
  "webhook.tested",
  "incident.opened",
  "incident.resolved",
  "channel.created",
  "channel.changed",
  "channel.deleted",
  "channel.tested",
  "notifications.read",
  "notifications.chosen",
  "notification.sent_again",
  "settings.changed",
  "job.retried",
  "job.discarded",
  "model.asked",
  "payload.erased",
]);
export type AuditType = z.infer<typeof auditTypeSchema>;

/** Plain facts of an entry: scalars only, no free text, because they can never be erased. */
export const auditFactsSchema = z.record(
  z.string(),
  z.union([z.string().max(500), z.number(), z.boolean(), z.null()]),
);
export type AuditFacts = z.infer<typeof auditFactsSchema>;

/** Ids an entry is found by. */
export interface AuditSubject {
  readonly requestId?: string | null;
  readonly planId?: string | null;
  readonly taskId?: string | null;
  readonly runId?: string | null;
  readonly agentId?: string | null;
  readonly service?: string | null;
  readonly host?: string | null;
  readonly status?: string | null;
}

/** One line of the timeline. `seq`, `hash` are null until the entry is sealed. */
export const auditEntryViewSchema = z.object({
  id: z.string(),
  seq: z.number().int().nullable(),
  type: auditTypeSchema,
  at: instantSchema,
  actor: actorSchema,
  requestId: idSchema.nullable(),
  planId: idSchema.nullable(),
  taskId: idSchema.nullable(),
  runId: idSchema.nullable(),
  service: z.string().nullable(),
  host: z.string().nullable(),
  /** Every host of its task, where that has several. */
  hosts: z.array(z.string()).optional(),
  status: z.string().nullable(),
  facts: auditFactsSchema,
  text: z.string().nullable(),
  hash: z.string().nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntryViewSchema>;

/** Filters of the timeline; all that are given must hold. */
export const auditQuerySchema = z.object({
  type: z.array(auditTypeSchema).max(50).optional(),
  status: z.string().max(50).optional(),
  service: z.string().max(100).optional(),
  person: z.string().max(100).optional(),
  host: z.string().max(253).optional(),
  requestId: idSchema.optional(),
  taskId: idSchema.optional(),
  text: z.string().max(200).optional(),
  /** Of the entry's plan; where it names none, of the newest plan of its request. */
  risk: riskSchema.optional(),
  /** Name of the agent that has a part in it: it did it, or has a run of its task. */
  agent: z.string().max(100).optional(),
  /** Only what is about requests for which models cost at least so much. */
  minCostUsd: queryNumber().min(0).max(100_000).optional(),
  days: queryNumber().int().min(1).max(365).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  cursor: z.string().max(100).optional(),
  limit: queryNumber().int().min(1).max(1000).default(100),
});
export type AuditQuery = z.infer<typeof auditQuerySchema>;

export const auditPageSchema = z.object({
  entries: z.array(auditEntryViewSchema),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;

/** What `verify` found. `firstBad` names the first entry that does not hold. */
export const verifyReportSchema = z.object({
  ok: z.boolean(),
  entries: z.number().int(),
  sealed: z.number().int(),
  unsealed: z.number().int(),
  commits: z.number().int(),
  headHash: z.string().nullable(),
  headSeq: z.number().int(),
  signaturesChecked: z.number().int(),
  firstBad: z
    .object({
      seq: z.number().int(),
      where: z.enum(["database", "git", "both"]),
      problem: z.string(),
    })
    .nullable(),
  notes: z.array(z.string()),
  durationMs: z.number(),
});
export type VerifyReport = z.infer<typeof verifyReportSchema>;
