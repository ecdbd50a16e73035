import { z } from "zod";
import {
  agentCapacitySchema,
  agentHealthSchema,
  agentSampleSchema,
  agentSchema,
  agentsPulseSchema,
  agentWorkSchema,
  changeAgentBodySchema,
  enrolmentMadeSchema,
  enrolmentSchema,
  listAgentsQuerySchema,
  setOwnHostsBodySchema,
} from "./agent.ts";
import { fallbackDecisionSchema, modelBudgetsSchema, spendReportSchema } from "./ai.ts";
import { auditPageSchema, auditQuerySchema, verifyReportSchema } from "./audit.ts";
import { keepOnBodySchema, repositoryChangeSchema } from "./change.ts";
import {
  chatAcceptedSchema,
  chatAnsweredSchema,
  chatBodySchema,
  conversationSchema,
  messageSchema,
  renameConversationBodySchema,
  searchQuerySchema,
  searchReplySchema,
} from "./chat.ts";
import { idSchema, instantSchema, queryNumber, riskSchema, sha256Schema } from "./common.ts";
import { connectClientBodySchema } from "./connection.ts";
import {
  decideInstallBodySchema,
  dependenciesViewSchema,
  giveSourceBodySchema,
  installBodySchema,
  withdrawSourceQuerySchema,
} from "./dependency.ts";
import { dispatchBodySchema, dispatchedSchema } from "./dispatch.ts";
import { chooseInventoryBodySchema, doctorSchema, refreshInventoryBodySchema } from "./doctor.ts";
import { lineTimeSchema, outputLineSchema } from "./events.ts";
import {
  addArtifactBodySchema,
  artifactsReplySchema,
  gateCheckSchema,
  gateSettingsSchema,
  requestGatesSchema,
} from "./gate.ts";
import {
  addThreadMessageBodySchema,
  answerHandoffBodySchema,
  handoffsReplySchema,
  offerHandoffBodySchema,
  startThreadBodySchema,
  threadMessageReplySchema,
} from "./handoff.ts";
import { healthSchema } from "./health.ts";
import {
  changeHostBodySchema,
  hostSchema,
  hostTestSchema,
  keptHostSchema,
  testHostBodySchema,
} from "./host.ts";
import { locksReplySchema, takeLockBodySchema } from "./lock.ts";
import {
  changeChannelBodySchema,
  changeScopesBodySchema,
  channelMadeSchema,
  channelSchema,
  channelTestSchema,
  createChannelBodySchema,
  notificationListSchema,
  notificationQuerySchema,
  notificationSettingsSchema,
  readNotificationsBodySchema,
} from "./notification.ts";
import {
  type Action,
  acceptInviteBodySchema,
  apiTokenSchema,
  changePasswordBodySchema,
  changePersonBodySchema,
  createTokenBodySchema,
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
  addInventoryBodySchema,
  addRepositoryBodySchema,
  catalogEntrySchema,
  changeRepositoryBodySchema,
  repositorySchema,
} from "./playbook.ts";
import { postMortemSchema } from "./post-mortem.ts";
import { previewSchema, startPreviewBodySchema } from "./preview.ts";
import {
  addNoteBodySchema,
  cancelRequestBodySchema,
  movePhaseBodySchema,
  phaseChangeSchema,
  replanBodySchema,
  requestContextSchema,
} from "./request.ts";
import { branchBodySchema, reviewSchema, startReviewBodySchema } from "./review.ts";
import type { EndpointName } from "./routes.ts";
import {
  explainRoutingBodySchema,
  routingExplanationSchema,
  rulesViewSchema,
  saveRulesBodySchema,
  taskRoutingSchema,
} from "./routing.ts";
import {
  changeRuleBodySchema,
  makeRuleBodySchema,
  planRulesSchema,
  ruleOfferSchema,
  ruleOffersQuerySchema,
  ruleSchema,
  rulesQuerySchema,
  ruleTestSchema,
  testRuleBodySchema,
} from "./rule.ts";
import { executionSchema, maxExecutions, runSchema, runStatusSchema } from "./run.ts";
import { runEventSchema } from "./runner.ts";
import {
  editScaffoldBodySchema,
  fillScaffoldBodySchema,
  scaffoldProposalsSchema,
  scaffoldSchema,
  startScaffoldBodySchema,
} from "./scaffold.ts";
import {
  changeScheduleBodySchema,
  createScheduleBodySchema,
  firingPageSchema,
  pageQuerySchema,
  scheduleFiringSchema,
  schedulePageSchema,
  scheduleSchema,
  timesQuerySchema,
  timesReadSchema,
} from "./schedule.ts";
import {
  addSecretBodySchema,
  giveSecretAgainBodySchema,
  giveSecretBodySchema,
  rotateSecretBodySchema,
  secretSchema,
} from "./secret.ts";
import { decideSetAsideJobBodySchema, setAsideJobSchema } from "./set-aside-job.ts";
import { workTypeSchema } from "./task.ts";
import {
  startUnattendedBodySchema,
  unattendedQuerySchema,
  unattendedRunSchema,
} from "./unattended.ts";
import {
  alertOutcomeSchema,
  alertsReceivedSchema,
  changeWebhookBodySchema,
  createWebhookBodySchema,
  incidentPageSchema,
  testWebhookBodySchema,
  webhookMadeSchema,
  webhookSchema,
} from "./webhook.ts";

/** What one endpoint takes and gives. */
export interface Endpoint {
  /** Null: open to everyone (health, set-up, sign-in). */
  readonly action: Action | null;
  readonly body: z.ZodType | null;
  readonly query: z.ZodType | null;
  /** Null: the answer is a file. */
  readonly reply: z.ZodType | null;
}

const nothing = z.object({ ok: z.literal(true) });
const empty = z.strictObject({});
const secrets = z.object({ secrets: z.array(secretSchema) });
const hosts = z.object({ hosts: z.array(hostSchema) });
const tokens = z.object({ tokens: z.array(apiTokenSchema) });
const session = z.object({ person: personSchema });
const agentList = z.object({
  agents: z.array(agentSchema),
  seq: z.number().int(),
  /** Leads to the next page; null or absent: this was the last. */
  nextCursor: z.string().nullable().optional(),
});
const agentDetailSchema = z.object({
  agent: agentSchema,
  capacity: agentCapacitySchema,
  /** Of the last hour, oldest first. */
  samples: z.array(agentSampleSchema),
  work: z.array(agentWorkSchema),
});
const capacityOfAgentSchema = agentCapacitySchema.extend({
  ...agentSchema.pick({ name: true, status: true }).shape,
  agentId: idSchema,
});
const reasonBody = z.strictObject({ reason: z.string().trim().max(500).optional() });

/** A conversation as the chat opens it. `seq` is where to follow `conversation:ID` from. */
export const conversationViewSchema = z.object({
  conversation: conversationSchema,
  /** A stretch, oldest first: up to the newest unless `later` is set. */
  messages: z.array(messageSchema),
  /** Newer ones follow that are not in it: it was asked for around a message far above them. */
  later: z.literal("more").optional(),
  /** Whether older ones can be read: they can until a view holds 500. */
  earlier: z.enum(["none", "more", "too_many"]),
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
  digest: sha256Schema,
  summary: z.string(),
  risk: riskSchema,
  hosts: z.array(z.string()),
  /** Paths of what its tasks run. */
  playbooks: z.array(z.string()),
  submittedBy: z.string(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
});
export type InboxItem = z.infer<typeof inboxItemSchema>;

/** Facts the settings page shows; nothing secret. */
export const settingsViewSchema = z.object({
  version: z.string(),
  dataDir: z.string(),
  sshPublicKey: z.string().nullable(),
  auditHead: z.object({ seq: z.number().int(), hash: sha256Schema.nullable() }),
  embeddedDatabase: z.boolean(),
  planExpiryMinutes: z.number(),
  notices: z.array(z.string()),
});
export type SettingsView = z.infer<typeof settingsViewSchema>;

/** Every endpoint, at its place in `routes.ts`. The schemas are camelCase; the edge converts where the wire is not. */
export const endpoints = {
  health: {
    action: null,
    body: null,
    query: null,
    reply: healthSchema,
  },
  readOpenApi: { action: "read", body: null, query: null, reply: null },

  setUpState: {
    action: null,
    body: null,
    query: null,
    reply: z.object({ needed: z.boolean() }),
  },
  setUp: {
    action: null,
    body: setUpBodySchema,
    query: null,
    reply: session,
  },
  signIn: {
    action: null,
    body: signInBodySchema,
    query: null,
    reply: session,
  },
  currentSession: {
    action: "read",
    body: null,
    query: null,
    reply: session,
  },
  signOut: {
    action: "account.manage",
    body: null,
    query: null,
    reply: nothing,
  },
  changePassword: {
    action: "account.manage",
    body: changePasswordBodySchema,
    query: null,
    reply: nothing,
  },
  listPeople: {
    action: "people.manage",
    body: null,
    query: null,
    reply: z.object({ people: z.array(personSchema) }),
  },
  changePerson: {
    action: "people.manage",
    body: changePersonBodySchema,
    query: null,
    reply: personSchema,
  },
  invitePerson: {
    action: "people.manage",
    body: invitePersonBodySchema,
    query: null,
    reply: z.object({ token: z.string(), expiresAt: instantSchema }),
  },
  acceptInvite: {
    action: null,
    body: acceptInviteBodySchema,
    query: null,
    reply: session,
  },
  listTokens: { action: "account.manage", body: null, query: null, reply: tokens },
  /** `token` is what a program shows from now on: it is in this answer and nowhere else. */
  createToken: {
    action: "account.manage",
    body: createTokenBodySchema,
    query: null,
    reply: z.object({ token: z.string(), created: apiTokenSchema }),
  },
  revokeToken: { action: "account.manage", body: null, query: null, reply: tokens },
  /** `redirectTo` leads the browser back to the client, with a code that it fetches its token for. */
  connectClient: {
    action: "account.manage",
    body: connectClientBodySchema,
    query: null,
    reply: z.object({ redirectTo: z.string() }),
  },

  sendMessage: {
    action: "request.submit",
    body: chatBodySchema,
    query: z.object({ waitSeconds: queryNumber().int().min(1).max(60).optional() }),
    reply: chatAnsweredSchema,
  },
  listConversations: {
    action: "read",
    body: null,
    query: z.object({ text: z.string().max(200).optional() }),
    reply: z.object({ conversations: z.array(conversationSchema) }),
  },
  readConversation: {
    action: "read",
    body: null,
    /**
     * From a message on, from about thirty requests before it, or the stretch around it; without any of them, the newest
     * thirty or so.
     */
    query: z.object({
      from: idSchema.optional(),
      before: idSchema.optional(),
      around: idSchema.optional(),
    }),
    reply: conversationViewSchema,
  },
  searchConversations: {
    action: "read",
    body: null,
    query: searchQuerySchema,
    reply: searchReplySchema,
  },
  renameConversation: {
    action: "request.submit",
    body: renameConversationBodySchema,
    query: null,
    reply: z.object({ conversation: conversationSchema }),
  },
  deleteConversation: {
    action: "request.submit",
    body: null,
    query: null,
    reply: nothing,
  },
  restoreConversation: {
    action: "request.submit",
    body: null,
    query: null,
    reply: nothing,
  },
  suggestions: {
    action: "read",
    body: null,
    query: z.object({ repositoryId: idSchema.optional() }),
    reply: z.object({
      prompts: z.array(z.string()),
      /** A repository was added beside the example that comes along. */
      hasOwnRepository: z.boolean(),
    }),
  },
  inbox: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ items: z.array(inboxItemSchema), seq: z.number().int() }),
  },

  submitRequest: {
    action: "request.submit",
    body: chatBodySchema,
    query: null,
    reply: chatAcceptedSchema,
  },
  readRequest: {
    action: "read",
    body: null,
    query: null,
    reply: requestViewSchema,
  },
  cancelRequest: {
    action: "request.cancel",
    body: cancelRequestBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  replanRequest: {
    action: "request.submit",
    body: replanBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  readPhases: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ phases: z.array(phaseChangeSchema) }),
  },
  readPostMortem: {
    action: "read",
    body: null,
    query: null,
    reply: postMortemSchema,
  },
  downloadPostMortem: { action: "read", body: null, query: null, reply: null },
  readContext: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ context: requestContextSchema }),
  },
  addToContext: {
    action: "request.submit",
    body: addNoteBodySchema,
    query: null,
    reply: z.object({ context: requestContextSchema }),
  },
  readPlan: {
    action: "read",
    body: null,
    query: null,
    reply: planSchema,
  },
  decidePlan: {
    action: "plan.decide",
    body: decidePlanBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  modifyPlan: {
    action: "plan.modify",
    body: modifyPlanBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  startPlanNow: { action: "plan.decide", body: empty, query: null, reply: requestViewSchema },
  startPreview: {
    action: "plan.decide",
    body: startPreviewBodySchema,
    query: null,
    reply: previewSchema,
  },
  keepFiles: {
    action: "plan.decide",
    body: startPreviewBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  readPreview: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ preview: previewSchema.nullable() }),
  },
  keepOn: {
    action: "repository.manage",
    body: keepOnBodySchema,
    query: null,
    reply: repositoryChangeSchema,
  },
  giveSecretOnce: {
    action: "secret.give",
    body: giveSecretBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  saveSecretForPlan: {
    action: "secret.manage",
    body: giveSecretBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  giveSecretAgain: {
    action: "secret.manage",
    body: giveSecretAgainBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  giveSecretOnceAgain: {
    action: "secret.give",
    body: giveSecretAgainBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  planStatus: {
    action: "read",
    body: null,
    query: null,
    reply: requestViewSchema,
  },
  dispatchTask: {
    action: "request.submit",
    body: dispatchBodySchema,
    query: null,
    reply: dispatchedSchema,
  },
  taskStatus: {
    action: "read",
    body: null,
    query: null,
    reply: taskViewSchema,
  },
  cancelTask: {
    action: "run.cancel",
    body: empty,
    query: null,
    reply: taskViewSchema,
  },
  reviewTask: {
    action: "run.review",
    body: z.strictObject({
      verdict: z.enum(["succeeded", "failed", "retry"]),
      reason: z.string().trim().max(500).optional(),
    }),
    query: null,
    reply: taskViewSchema,
  },
  /** For a task whose run is lost. */
  giveUpTask: {
    action: "run.cancel",
    body: reasonBody,
    query: null,
    reply: taskViewSchema,
  },
  /** For a task that asks after its first host: the rest of its hosts, or none of them. */
  decideFirstHost: {
    action: "run.review",
    body: z.strictObject({
      decision: z.enum(["go_on", "stop"]),
      reason: z.string().trim().max(500).optional(),
    }),
    query: null,
    reply: taskViewSchema,
  },
  /** Attempts at tasks, the newest first. */
  listExecutions: {
    action: "read",
    body: null,
    query: z.object({
      status: runStatusSchema.optional(),
      agentId: idSchema.optional(),
      workType: workTypeSchema.optional(),
      service: z.string().max(100).optional(),
      host: z.string().max(253).optional(),
      days: queryNumber().int().min(1).max(365).default(30),
      cursor: idSchema.optional(),
      limit: queryNumber().int().min(1).max(maxExecutions).default(100),
    }),
    reply: z.object({
      executions: z.array(executionSchema),
      /** Null at the end. */
      nextCursor: idSchema.nullable(),
    }),
  },
  readRun: {
    action: "read",
    body: null,
    query: null,
    reply: runViewSchema,
  },
  readRunLog: {
    action: "read",
    body: null,
    query: z.object({
      fromLine: queryNumber().int().min(1).default(1),
      count: queryNumber().int().min(1).max(5000).default(500),
    }),
    reply: z.object({
      lines: z.array(outputLineSchema),
      lineCount: z.number().int(),
      /** When they were written down; none of a run from before that was kept. */
      times: z.array(lineTimeSchema),
    }),
  },

  downloadRunLog: { action: "read", body: null, query: null, reply: null },

  listRules: {
    action: "read",
    body: null,
    query: rulesQuerySchema,
    reply: z.object({ rules: z.array(ruleSchema), nextCursor: z.string().nullable() }),
  },
  makeRule: { action: "rule.manage", body: makeRuleBodySchema, query: null, reply: ruleSchema },
  readRule: { action: "read", body: null, query: null, reply: ruleSchema },
  changeRule: { action: "rule.manage", body: changeRuleBodySchema, query: null, reply: ruleSchema },
  revokeRule: { action: "rule.manage", body: null, query: null, reply: ruleSchema },
  ruleOffers: {
    action: "read",
    body: null,
    query: ruleOffersQuerySchema,
    reply: z.object({ offers: z.array(ruleOfferSchema) }),
  },
  /** Reads and compares; makes no rule. */
  testRule: { action: "rule.manage", body: testRuleBodySchema, query: null, reply: ruleTestSchema },
  planRules: { action: "read", body: null, query: null, reply: planRulesSchema },

  listUnattended: {
    action: "read",
    body: null,
    query: unattendedQuerySchema,
    reply: z.object({ runs: z.array(unattendedRunSchema), nextCursor: z.string().nullable() }),
  },
  startUnattended: {
    action: "request.submit",
    body: startUnattendedBodySchema,
    query: null,
    reply: unattendedRunSchema,
  },
  readUnattended: { action: "read", body: null, query: null, reply: unattendedRunSchema },
  pauseUnattended: {
    action: "request.cancel",
    body: empty,
    query: null,
    reply: unattendedRunSchema,
  },
  resumeUnattended: {
    action: "request.submit",
    body: empty,
    query: null,
    reply: unattendedRunSchema,
  },
  stopUnattended: {
    action: "request.cancel",
    body: empty,
    query: null,
    reply: unattendedRunSchema,
  },

  listSchedules: {
    action: "read",
    body: null,
    query: pageQuerySchema,
    reply: schedulePageSchema,
  },
  createSchedule: {
    action: "request.submit",
    body: createScheduleBodySchema,
    query: null,
    reply: scheduleSchema,
  },
  readTimes: { action: "read", body: null, query: timesQuerySchema, reply: timesReadSchema },
  readSchedule: { action: "read", body: null, query: null, reply: scheduleSchema },
  changeSchedule: {
    action: "request.submit",
    body: changeScheduleBodySchema,
    query: null,
    reply: scheduleSchema,
  },
  deleteSchedule: { action: "request.submit", body: null, query: null, reply: nothing },
  fireSchedule: {
    action: "request.submit",
    body: empty,
    query: null,
    reply: scheduleFiringSchema,
  },
  listFirings: { action: "read", body: null, query: pageQuerySchema, reply: firingPageSchema },

  listWebhooks: {
    action: "settings.manage",
    body: null,
    query: null,
    reply: z.object({ webhooks: z.array(webhookSchema) }),
  },
  createWebhook: {
    action: "settings.manage",
    body: createWebhookBodySchema,
    query: null,
    reply: webhookMadeSchema,
  },
  /** The body is the sender's, signed as it is: it is read by whoever checks that. */
  receiveAlerts: { action: null, body: null, query: null, reply: alertsReceivedSchema },
  changeWebhook: {
    action: "settings.manage",
    body: changeWebhookBodySchema,
    query: null,
    reply: webhookSchema,
  },
  deleteWebhook: { action: "settings.manage", body: null, query: null, reply: nothing },
  renewWebhookSecret: {
    action: "settings.manage",
    body: empty,
    query: null,
    reply: webhookMadeSchema,
  },
  testWebhook: {
    action: "settings.manage",
    body: testWebhookBodySchema,
    query: null,
    reply: alertOutcomeSchema,
  },
  listIncidents: {
    action: "settings.manage",
    body: null,
    query: pageQuerySchema,
    reply: incidentPageSchema,
  },

  listNotifications: {
    action: "read",
    body: null,
    query: notificationQuerySchema,
    reply: notificationListSchema,
  },
  readNotifications: {
    action: "account.manage",
    body: readNotificationsBodySchema,
    query: null,
    reply: nothing,
  },
  readNotificationSettings: {
    action: "account.manage",
    body: null,
    query: null,
    reply: notificationSettingsSchema,
  },
  chooseNotifications: {
    action: "account.manage",
    body: changeScopesBodySchema,
    query: null,
    reply: notificationSettingsSchema,
  },
  /** For everybody here it takes an admin, which the service asks. */
  createChannel: {
    action: "account.manage",
    body: createChannelBodySchema,
    query: null,
    reply: channelMadeSchema,
  },
  changeChannel: {
    action: "account.manage",
    body: changeChannelBodySchema,
    query: null,
    reply: channelSchema,
  },
  deleteChannel: { action: "account.manage", body: null, query: null, reply: nothing },
  testChannel: { action: "account.manage", body: empty, query: null, reply: channelTestSchema },
  sendAgain: { action: "account.manage", body: empty, query: null, reply: channelSchema },

  /** Nothing is remembered: each answer is looked up anew, with `force_check` or without. */
  agentsStatus: {
    action: "read",
    body: null,
    query: z.object({ force_check: z.enum(["true", "false"]).optional() }),
    reply: agentsPulseSchema,
  },
  agentDetails: { action: "read", body: null, query: null, reply: agentDetailSchema },
  agentHealth: { action: "read", body: null, query: null, reply: agentHealthSchema },
  listAgents: {
    action: "read",
    body: null,
    query: listAgentsQuerySchema,
    reply: agentList,
  },
  searchAgents: {
    action: "read",
    body: null,
    query: z.object({ capabilities: z.string().trim().min(1).max(100) }),
    reply: agentList,
  },
  availableCapacity: {
    action: "read",
    body: null,
    query: z.object({
      minGpuVramGb: queryNumber().min(0).max(10_000).default(0),
      minCpuCores: queryNumber().min(0).max(10_000).default(0),
    }),
    reply: z.object({ agents: z.array(capacityOfAgentSchema) }),
  },
  readAgent: { action: "read", body: null, query: null, reply: agentDetailSchema },
  readAgentCapacity: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ capacity: capacityOfAgentSchema.nullable() }),
  },
  changeAgent: {
    action: "agent.manage",
    body: changeAgentBodySchema,
    query: null,
    reply: agentSchema,
  },
  removeAgent: {
    action: "agent.manage",
    body: null,
    query: null,
    reply: nothing,
  },
  setAgentHosts: {
    action: "agent.manage",
    body: setOwnHostsBodySchema,
    query: null,
    reply: agentSchema,
  },
  revokeAgent: { action: "agent.manage", body: empty, query: null, reply: agentSchema },
  /** An agent is there once its machine has shown the token: see docs/PROTOCOL.md. */
  createEnrolment: {
    action: "agent.manage",
    body: empty,
    query: null,
    reply: enrolmentMadeSchema,
  },
  readEnrolment: { action: "agent.manage", body: null, query: null, reply: enrolmentSchema },
  revokeEnrolment: { action: "agent.manage", body: null, query: null, reply: nothing },
  toggleAgent: {
    action: "agent.manage",
    body: empty,
    query: null,
    reply: agentSchema,
  },
  movePhase: {
    action: "request.cancel",
    body: movePhaseBodySchema,
    query: null,
    reply: requestViewSchema,
  },
  readGates: { action: "read", body: null, query: null, reply: requestGatesSchema },
  /** Looks, and changes nothing. */
  validateGates: { action: "read", body: empty, query: null, reply: gateCheckSchema },
  listArtifacts: { action: "read", body: null, query: null, reply: artifactsReplySchema },
  addArtifact: {
    action: "request.submit",
    body: addArtifactBodySchema,
    query: null,
    reply: artifactsReplySchema,
  },
  readGateSettings: { action: "read", body: null, query: null, reply: gateSettingsSchema },
  saveGateSettings: {
    action: "settings.manage",
    body: gateSettingsSchema,
    query: null,
    reply: gateSettingsSchema,
  },
  listThreads: {
    action: "read",
    body: null,
    query: z.object({ text: z.string().max(200).optional() }),
    reply: z.object({ conversations: z.array(conversationSchema) }),
  },
  startThread: {
    action: "request.submit",
    body: startThreadBodySchema,
    query: null,
    reply: threadMessageReplySchema,
  },
  addThreadMessage: {
    action: "request.submit",
    body: addThreadMessageBodySchema,
    query: null,
    reply: threadMessageReplySchema,
  },
  listThreadMessages: {
    action: "read",
    body: null,
    query: z.object({ conversationId: idSchema, before: idSchema.optional() }),
    reply: conversationViewSchema,
  },
  listHandoffs: { action: "read", body: null, query: null, reply: handoffsReplySchema },
  offerHandoff: {
    action: "request.submit",
    body: offerHandoffBodySchema,
    query: null,
    reply: handoffsReplySchema,
  },
  /** The one it was offered to answers it, whatever their role. */
  answerHandoff: {
    action: "read",
    body: answerHandoffBodySchema,
    query: null,
    reply: handoffsReplySchema,
  },
  listLocks: { action: "read", body: null, query: null, reply: locksReplySchema },
  takeLock: { action: "lock.hold", body: takeLockBodySchema, query: null, reply: locksReplySchema },
  releaseLock: { action: "lock.hold", body: null, query: null, reply: locksReplySchema },
  readRoutingRules: {
    action: "read",
    body: null,
    query: null,
    reply: rulesViewSchema,
  },
  saveRoutingRules: {
    action: "agent.manage",
    body: saveRulesBodySchema,
    query: null,
    reply: rulesViewSchema,
  },
  explainRouting: {
    action: "read",
    body: explainRoutingBodySchema,
    query: null,
    reply: routingExplanationSchema,
  },
  readTaskRouting: {
    action: "read",
    body: null,
    query: null,
    reply: taskRoutingSchema,
  },

  queryAudit: {
    action: "read",
    body: null,
    query: auditQuerySchema,
    reply: auditPageSchema,
  },
  auditFailures: {
    action: "read",
    body: null,
    query: z.object({
      days: queryNumber().int().min(1).max(365).default(7),
      service: z.string().max(100).optional(),
    }),
    reply: auditPageSchema,
  },
  auditByService: {
    action: "read",
    body: null,
    query: null,
    reply: auditPageSchema,
  },
  exportAudit: {
    action: "read",
    body: null,
    query: auditQuerySchema
      .omit({ cursor: true, limit: true })
      .extend({ format: z.enum(["csv", "json"], "csv or json").default("csv") }),
    reply: null,
  },
  verifyAudit: {
    action: "read",
    body: empty,
    query: null,
    reply: verifyReportSchema,
  },

  readSpend: {
    action: "read",
    body: null,
    query: z.object({ days: queryNumber().int().min(1).max(365).default(30) }),
    reply: spendReportSchema,
  },
  setBudgets: {
    action: "settings.manage",
    body: modelBudgetsSchema,
    query: null,
    reply: spendReportSchema,
  },
  readModelDecisions: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ decisions: z.array(fallbackDecisionSchema) }),
  },

  listRepositories: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ repositories: z.array(repositorySchema), seq: z.number().int() }),
  },
  addRepository: {
    action: "repository.manage",
    body: addRepositoryBodySchema,
    query: null,
    reply: repositorySchema,
  },
  scanRepository: {
    action: "repository.manage",
    body: empty,
    query: null,
    reply: repositorySchema,
  },
  changeRepository: {
    action: "repository.manage",
    body: changeRepositoryBodySchema,
    query: null,
    reply: repositorySchema,
  },
  removeRepository: {
    action: "repository.manage",
    body: null,
    query: null,
    reply: nothing,
  },
  chooseInventory: {
    action: "repository.manage",
    body: chooseInventoryBodySchema,
    query: null,
    reply: z.object({ doctors: z.array(doctorSchema) }),
  },
  refreshInventory: {
    action: "repository.manage",
    body: refreshInventoryBodySchema,
    query: null,
    reply: z.object({ doctors: z.array(doctorSchema) }),
  },
  readDoctor: {
    action: "read",
    body: null,
    query: null,
    reply: z.object({ doctors: z.array(doctorSchema) }),
  },
  readDependencies: {
    action: "read",
    body: null,
    query: null,
    reply: dependenciesViewSchema,
  },
  installDependencies: {
    action: "repository.manage",
    body: installBodySchema,
    query: null,
    reply: dependenciesViewSchema,
  },
  decideDependencies: {
    action: "repository.manage",
    body: decideInstallBodySchema,
    query: null,
    reply: dependenciesViewSchema,
  },
  giveSource: {
    action: "repository.manage",
    body: giveSourceBodySchema,
    query: null,
    reply: dependenciesViewSchema,
  },
  withdrawSource: {
    action: "repository.manage",
    body: null,
    query: withdrawSourceQuerySchema,
    reply: dependenciesViewSchema,
  },
  readInstallLog: {
    action: "read",
    body: null,
    query: z.object({
      fromLine: queryNumber().int().min(1).default(1),
      count: queryNumber().int().min(1).max(5000).default(2000),
    }),
    reply: z.object({
      lines: z.array(outputLineSchema),
      lineCount: z.number().int(),
      seq: z.number().int(),
    }),
  },
  startReview: {
    action: "repository.manage",
    body: startReviewBodySchema,
    query: null,
    reply: reviewSchema,
  },
  /** Shows lines of files: for those who may change them. */
  readReview: { action: "repository.manage", body: null, query: null, reply: reviewSchema },
  putReviewOnBranch: {
    action: "repository.manage",
    body: branchBodySchema,
    query: null,
    reply: reviewSchema,
  },
  startScaffold: {
    action: "repository.manage",
    body: startScaffoldBodySchema,
    query: null,
    reply: scaffoldSchema,
  },
  /** Shows lines of files: for those who may change them. */
  readScaffold: { action: "repository.manage", body: null, query: null, reply: scaffoldSchema },
  editScaffold: {
    action: "repository.manage",
    body: editScaffoldBodySchema,
    query: null,
    reply: scaffoldSchema,
  },
  fillScaffold: {
    action: "repository.manage",
    body: fillScaffoldBodySchema,
    query: null,
    reply: scaffoldSchema,
  },
  proposeScaffoldValues: {
    action: "repository.manage",
    body: null,
    query: null,
    reply: scaffoldProposalsSchema,
  },
  putScaffoldOnBranch: {
    action: "repository.manage",
    body: null,
    query: null,
    reply: scaffoldSchema,
  },
  /** Shows lines of files: for those who may change them. */
  readChange: {
    action: "repository.manage",
    body: null,
    query: null,
    reply: repositoryChangeSchema,
  },
  putChange: {
    action: "repository.manage",
    body: null,
    query: null,
    reply: repositoryChangeSchema,
  },
  applyChange: {
    action: "repository.manage",
    body: null,
    query: null,
    reply: repositoryChangeSchema,
  },
  revertChange: {
    action: "repository.manage",
    body: null,
    query: null,
    reply: repositoryChangeSchema,
  },
  listPlaybooks: {
    action: "read",
    body: null,
    query: z.object({ text: z.string().max(200).optional() }),
    reply: z.object({ entries: z.array(catalogEntrySchema) }),
  },
  listHosts: {
    action: "read",
    body: null,
    query: null,
    reply: hosts,
  },
  addHost: { action: "host.manage", body: keptHostSchema, query: null, reply: hosts },
  changeHost: { action: "host.manage", body: changeHostBodySchema, query: null, reply: hosts },
  removeHost: { action: "host.manage", body: null, query: null, reply: hosts },
  addInventory: {
    action: "repository.manage",
    body: addInventoryBodySchema,
    query: null,
    reply: repositorySchema,
  },
  testHost: {
    action: "host.manage",
    body: testHostBodySchema,
    query: null,
    reply: hostTestSchema,
  },
  readSettings: {
    action: "read",
    body: null,
    query: null,
    reply: settingsViewSchema,
  },

  listSecrets: {
    action: "secret.list",
    body: null,
    query: null,
    reply: secrets,
  },
  addSecret: {
    action: "secret.manage",
    body: addSecretBodySchema,
    query: null,
    reply: secrets,
  },
  rotateSecret: {
    action: "secret.manage",
    body: rotateSecretBodySchema,
    query: null,
    reply: secrets,
  },
  removeSecret: {
    action: "secret.manage",
    body: null,
    query: null,
    reply: secrets,
  },

  listSetAsideJobs: {
    action: "settings.manage",
    body: null,
    query: null,
    reply: z.object({ jobs: z.array(setAsideJobSchema) }),
  },
  decideSetAsideJob: {
    action: "settings.manage",
    body: decideSetAsideJobBodySchema,
    query: null,
    reply: z.object({ jobs: z.array(setAsideJobSchema) }),
  },
} as const satisfies Record<EndpointName, Endpoint>;

type Endpoints = typeof endpoints;
type InputOf<Schema> = Schema extends z.ZodType ? z.input<Schema> : null;
type OutputOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : null;

/** Endpoints that answer with a file. */
export type FileEndpointName = {
  [Name in EndpointName]: Endpoints[Name]["reply"] extends null ? Name : never;
}[EndpointName];
/** Endpoints that answer with JSON. */
export type JsonEndpointName = Exclude<EndpointName, FileEndpointName>;

/** What an endpoint answers. */
export type Reply<Name extends JsonEndpointName> = OutputOf<Endpoints[Name]["reply"]>;
/** What an endpoint's body holds once parsed; null where it takes none. */
export type Body<Name extends EndpointName> = OutputOf<Endpoints[Name]["body"]>;
/** What a caller gives as the body. */
export type BodyInput<Name extends EndpointName> = InputOf<Endpoints[Name]["body"]>;
/** What an endpoint's query holds once parsed; null where it takes none. */
export type Query<Name extends EndpointName> = OutputOf<Endpoints[Name]["query"]>;
/** What a caller gives as the query. */
export type QueryInput<Name extends EndpointName> = InputOf<Endpoints[Name]["query"]>;

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
