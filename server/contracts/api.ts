import { z } from "zod";
import { agentSchema } from "./agent.ts";
import { fallbackDecisionSchema, modelBudgetsSchema, spendReportSchema } from "./ai.ts";
import { auditPageSchema, auditQuerySchema, verifyReportSchema } from "./audit.ts";
import { chatAcceptedSchema, chatBodySchema, conversationSchema, messageSchema } from "./chat.ts";
import { idSchema } from "./common.ts";
import { outputLineSchema } from "./events.ts";
import { healthSchema } from "./health.ts";
import { hostSchema, hostTestSchema, testHostBodySchema } from "./host.ts";
import {
  type Action,
  acceptInviteBodySchema,
  changePasswordBodySchema,
  changePersonBodySchema,
  invitePersonBodySchema,
  personSchema,
  setUpBodySchema,
  signInBodySchema,
} from "./people.ts";
import {
  decidePlanBodySchema,
  modifyPlanBodySchema,
  planSchema,
  requestViewSchema,
  taskViewSchema,
} from "./plan.ts";
import {
  addRepositoryBodySchema,
  catalogEntrySchema,
  changeRepositoryBodySchema,
  repositorySchema,
} from "./playbook.ts";
import { addNoteBodySchema } from "./request.ts";
import { runSchema } from "./run.ts";
import { runEventSchema } from "./runner.ts";

/** What one endpoint takes and gives. `action: null` is open to everyone (health, set-up, sign-in). */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly action: Action | null;
  readonly body: z.ZodType | null;
  readonly query: z.ZodType | null;
  readonly reply: z.ZodType;
}

const nothing = z.object({ ok: z.literal(true) });
const empty = z.strictObject({});
const session = z.object({ person: personSchema });
const reasonBody = z.strictObject({ reason: z.string().trim().max(500).optional() });

/** A conversation as the chat opens it. `seq` is where to follow `conversation:ID` from. */
export const conversationViewSchema = z.object({
  conversation: conversationSchema,
  messages: z.array(messageSchema),
  requests: z.array(requestViewSchema),
  seq: z.number().int(),
});
export type ConversationView = z.infer<typeof conversationViewSchema>;

/** A run with its structured events so far. `seq` is where to follow `run:ID` from. */
export const runViewSchema = z.object({
  run: runSchema,
  taskName: z.string(),
  requestId: idSchema,
  conversationId: idSchema,
  events: z.array(runEventSchema),
  lineCount: z.number().int(),
  seq: z.number().int(),
});
export type RunView = z.infer<typeof runViewSchema>;

export const inboxItemSchema = z.object({
  requestId: idSchema,
  conversationId: idSchema,
  planId: idSchema,
  version: z.number().int(),
  summary: z.string(),
  risk: z.string(),
  hosts: z.array(z.string()),
  submittedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;

/** Facts the settings page shows; nothing secret. */
export const settingsViewSchema = z.object({
  version: z.string(),
  dataDir: z.string(),
  sshPublicKey: z.string().nullable(),
  auditHead: z.object({ seq: z.number().int(), hash: z.string().nullable() }),
  embeddedDatabase: z.boolean(),
  planExpiryMinutes: z.number(),
  notices: z.array(z.string()),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

/**
 * Every endpoint. Routes below `/api/v1` speak snake_case on the wire; the schemas here are camelCase and the edge
 * converts. `{id}` marks a path parameter.
 */
export const endpoints = {
  health: {
    method: "GET",
    path: "/api/health",
    action: null,
    body: null,
    query: null,
    reply: healthSchema,
  },

  setUpState: {
    method: "GET",
    path: "/api/setup",
    action: null,
    body: null,
    query: null,
    reply: z.object({ needed: z.boolean() }),
  },
  setUp: {
    method: "POST",
    path: "/api/setup",
    action: null,
    body: setUpBodySchema,
    query: null,
    reply: session,
  },
  signIn: {
    method: "POST",
    path: "/api/session",
    action: null,
    body: signInBodySchema,
    query: null,
    reply: session,
  },
  currentSession: {
    method: "GET",
    path: "/api/session",
    action: "read",
    body: null,
    query: null,
    reply: session,
  },
  signOut: {
    method: "DELETE",
    path: "/api/session",
    action: "read",
    body: null,
    query: null,
    reply: nothing,
  },
  changePassword: {
    method: "POST",
    path: "/api/session/password",
    action: "read",
    body: changePasswordBodySchema,
    query: null,
    reply: nothing,
  },
  listPeople: {
    method: "GET",
    path: "/api/people",
    action: "people.manage",
    body: null,
    query: null,
    reply: z.object({ people: z.array(personSchema) }),
  },
  changePerson: {
    method: "PATCH",
    path: "/api/people/{id}",
    action: "people.manage",
    body: changePersonBodySchema,
    query: null,
    reply: personSchema,
  },
  invitePerson: {
    method: "POST",
    path: "/api/invites",
    action: "people.manage",
    body: invitePersonBodySchema,
    query: null,
    reply: z.object({ token: z.string(), expiresAt: z.string() }),
  },
  acceptInvite: {
    method: "POST",
    path: "/api/invites/accept",
    action: null,
    body: acceptInviteBodySchema,
    query: null,
    reply: session,
  },

  sendMessage: {
    method: "POST",
    path: "/api/chat",
    action: "request.submit",
    body: chatBodySchema,
    query: z.object({ waitSeconds: z.coerce.number().int().min(1).max(60).optional() }),
    reply: chatAcceptedSchema,
  },
  listConversations: {
    method: "GET",
    path: "/api/conversations",
    action: "read",
    body: null,
    query: z.object({ text: z.string().max(200).optional() }),
    reply: z.object({ conversations: z.array(conversationSchema) }),
  },
  readConversation: {
    method: "GET",
    path: "/api/conversations/{id}",
    action: "read",
    body: null,
    query: null,
    reply: conversationViewSchema,
  },
  deleteConversation: {
    method: "DELETE",
    path: "/api/conversations/{id}",
    action: "request.submit",
    body: null,
    query: null,
    reply: nothing,
  },
  suggestions: {
    method: "GET",
    path: "/api/suggestions",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ prompts: z.array(z.string()) }),
  },
  inbox: {
    method: "GET",
    path: "/api/inbox",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ items: z.array(inboxItemSchema), seq: z.number().int() }),
  },

  submitRequest: {
    method: "POST",
    path: "/api/v1/request",
    action: "request.submit",
    body: chatBodySchema,
    query: null,
    reply: chatAcceptedSchema,
  },
  readRequest: {
    method: "GET",
    path: "/api/v1/requests/{id}",
    action: "read",
    body: null,
    query: null,
    reply: requestViewSchema,
  },
  cancelRequest: {
    method: "POST",
    path: "/api/v1/requests/{id}/cancel",
    action: "request.cancel",
    body: reasonBody,
    query: null,
    reply: requestViewSchema,
  },
  replanRequest: {
    method: "POST",
    path: "/api/v1/requests/{id}/replan",
    action: "request.submit",
    body: reasonBody,
    query: null,
    reply: requestViewSchema,
  },
  readPhases: {
    method: "GET",
    path: "/api/v1/requests/{id}/phases",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ phases: z.array(z.unknown()) }),
  },
  readContext: {
    method: "GET",
    path: "/api/v1/requests/{id}/context",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ context: z.unknown() }),
  },
  addToContext: {
    method: "POST",
    path: "/api/v1/requests/{id}/context",
    action: "request.submit",
    body: addNoteBodySchema,
    query: null,
    reply: z.object({ context: z.unknown() }),
  },
  readPlan: {
    method: "GET",
    path: "/api/v1/plan/{id}",
    action: "read",
    body: null,
    query: null,
    reply: planSchema,
  },
  decidePlan: {
    method: "POST",
    path: "/api/v1/plan/{id}/approve",
    action: "plan.decide",
    body: decidePlanBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  modifyPlan: {
    method: "POST",
    path: "/api/v1/plan/{id}/versions",
    action: "plan.modify",
    body: modifyPlanBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  planStatus: {
    method: "GET",
    path: "/api/v1/plan/{id}/status",
    action: "read",
    body: null,
    query: null,
    reply: requestViewSchema,
  },
  taskStatus: {
    method: "GET",
    path: "/api/v1/status/{id}",
    action: "read",
    body: null,
    query: null,
    reply: taskViewSchema,
  },
  cancelTask: {
    method: "POST",
    path: "/api/v1/cancel/{id}",
    action: "run.cancel",
    body: empty,
    query: null,
    reply: taskViewSchema,
  },
  reviewTask: {
    method: "POST",
    path: "/api/v1/tasks/{id}/review",
    action: "run.review",
    body: z.strictObject({
      verdict: z.enum(["succeeded", "failed", "retry"]),
      reason: z.string().trim().max(500).optional(),
    }),
    query: null,
    reply: taskViewSchema,
  },
  readRun: {
    method: "GET",
    path: "/api/v1/runs/{id}",
    action: "read",
    body: null,
    query: null,
    reply: runViewSchema,
  },
  readRunLog: {
    method: "GET",
    path: "/api/v1/runs/{id}/log",
    action: "read",
    body: null,
    query: z.object({
      fromLine: z.coerce.number().int().min(1).default(1),
      count: z.coerce.number().int().min(1).max(5000).default(500),
    }),
    reply: z.object({ lines: z.array(outputLineSchema), lineCount: z.number().int() }),
  },

  listAgents: {
    method: "GET",
    path: "/api/v1/agents",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ agents: z.array(agentSchema), seq: z.number().int() }),
  },
  toggleAgent: {
    method: "POST",
    path: "/api/v1/agents/{id}/toggle",
    action: "agent.manage",
    body: empty,
    query: null,
    reply: agentSchema,
  },

  queryAudit: {
    method: "GET",
    path: "/api/v1/audit/query",
    action: "read",
    body: null,
    query: auditQuerySchema,
    reply: auditPageSchema,
  },
  auditFailures: {
    method: "GET",
    path: "/api/v1/audit/failures",
    action: "read",
    body: null,
    query: z.object({
      days: z.coerce.number().int().min(1).max(365).default(7),
      service: z.string().max(100).optional(),
    }),
    reply: auditPageSchema,
  },
  auditByService: {
    method: "GET",
    path: "/api/v1/audit/by-service/{id}",
    action: "read",
    body: null,
    query: null,
    reply: auditPageSchema,
  },
  verifyAudit: {
    method: "POST",
    path: "/api/v1/audit/verify",
    action: "read",
    body: empty,
    query: null,
    reply: verifyReportSchema,
  },

  readSpend: {
    method: "GET",
    path: "/api/v1/spend",
    action: "read",
    body: null,
    query: z.object({ days: z.coerce.number().int().min(1).max(365).default(30) }),
    reply: spendReportSchema,
  },
  setBudgets: {
    method: "PATCH",
    path: "/api/v1/spend/budgets",
    action: "settings.manage",
    body: modelBudgetsSchema,
    query: null,
    reply: spendReportSchema,
  },
  readModelDecisions: {
    method: "GET",
    path: "/api/v1/requests/{id}/decisions",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ decisions: z.array(fallbackDecisionSchema) }),
  },

  listRepositories: {
    method: "GET",
    path: "/api/repositories",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ repositories: z.array(repositorySchema), seq: z.number().int() }),
  },
  addRepository: {
    method: "POST",
    path: "/api/repositories",
    action: "repository.manage",
    body: addRepositoryBodySchema,
    query: null,
    reply: repositorySchema,
  },
  scanRepository: {
    method: "POST",
    path: "/api/repositories/{id}/scan",
    action: "repository.manage",
    body: empty,
    query: null,
    reply: repositorySchema,
  },
  changeRepository: {
    method: "PATCH",
    path: "/api/repositories/{id}",
    action: "repository.manage",
    body: changeRepositoryBodySchema,
    query: null,
    reply: repositorySchema,
  },
  removeRepository: {
    method: "DELETE",
    path: "/api/repositories/{id}",
    action: "repository.manage",
    body: null,
    query: null,
    reply: nothing,
  },
  listPlaybooks: {
    method: "GET",
    path: "/api/playbooks",
    action: "read",
    body: null,
    query: z.object({ text: z.string().max(200).optional() }),
    reply: z.object({ entries: z.array(catalogEntrySchema) }),
  },
  listHosts: {
    method: "GET",
    path: "/api/hosts",
    action: "read",
    body: null,
    query: null,
    reply: z.object({ hosts: z.array(hostSchema) }),
  },
  testHost: {
    method: "POST",
    path: "/api/hosts/test",
    action: "host.manage",
    body: testHostBodySchema,
    query: null,
    reply: hostTestSchema,
  },
  readSettings: {
    method: "GET",
    path: "/api/settings",
    action: "read",
    body: null,
    query: null,
    reply: settingsViewSchema,
  },
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof endpoints;
/** What an endpoint answers. */
export type Reply<Name extends EndpointName> = z.infer<(typeof endpoints)[Name]["reply"]>;
/** What an endpoint's body holds once parsed. */
export type Body<Name extends EndpointName> = (typeof endpoints)[Name]["body"] extends z.ZodType
  ? z.infer<(typeof endpoints)[Name]["body"]>
  : null;
/** What an endpoint's query holds once parsed. */
export type Query<Name extends EndpointName> = (typeof endpoints)[Name]["query"] extends z.ZodType
  ? z.infer<(typeof endpoints)[Name]["query"]>
  : null;

/** The body of every error answer, on every edge. */
export const errorReplySchema = z.object({
  errorCode: z.number().int(),
  code: z.string(),
  errorMessage: z.string(),
  fix: z.string(),
  traceId: z.string(),
  details: z
    .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
    .optional(),
});
export type ErrorReply = z.infer<typeof errorReplySchema>;
