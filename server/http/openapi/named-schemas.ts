import { z } from "zod";
import { agentSchema } from "#server/contracts/agent.ts";
import { fallbackDecisionSchema, spendReportSchema } from "#server/contracts/ai.ts";
import { conversationViewSchema, inboxItemSchema, runViewSchema } from "#server/contracts/api.ts";
import { auditEntryViewSchema, auditPageSchema } from "#server/contracts/audit.ts";
import { repositoryChangeSchema } from "#server/contracts/change.ts";
import { conversationSchema, messagePartSchema, messageSchema } from "#server/contracts/chat.ts";
import { actorSchema } from "#server/contracts/common.ts";
import { dependenciesViewSchema, dependencyInstallSchema } from "#server/contracts/dependency.ts";
import { doctorSchema } from "#server/contracts/doctor.ts";
import { outputLineSchema } from "#server/contracts/events.ts";
import { hostSchema } from "#server/contracts/host.ts";
import { apiTokenSchema, personSchema } from "#server/contracts/people.ts";
import {
  checkResultSchema,
  planSchema,
  planTaskSchema,
  planVersionSchema,
  requestViewSchema,
  taskViewSchema,
} from "#server/contracts/plan.ts";
import { catalogEntrySchema, needSchema, repositorySchema } from "#server/contracts/playbook.ts";
import { postMortemReportSchema, postMortemSchema } from "#server/contracts/post-mortem.ts";
import {
  ambiguitySchema,
  phaseChangeSchema,
  requestContextSchema,
} from "#server/contracts/request.ts";
import { reviewSchema } from "#server/contracts/review.ts";
import { routingDecisionSchema } from "#server/contracts/routing.ts";
import { runSchema } from "#server/contracts/run.ts";
import { runEventSchema, runOutcomeSchema } from "#server/contracts/runner.ts";
import { scaffoldSchema } from "#server/contracts/scaffold.ts";
import { secretSchema } from "#server/contracts/secret.ts";
import { setAsideJobSchema } from "#server/contracts/set-aside-job.ts";

const schemas: Readonly<Record<string, z.ZodType>> = {
  Actor: actorSchema,
  Agent: agentSchema,
  Ambiguity: ambiguitySchema,
  ApiToken: apiTokenSchema,
  AuditEntry: auditEntryViewSchema,
  AuditPage: auditPageSchema,
  CatalogEntry: catalogEntrySchema,
  CheckResult: checkResultSchema,
  Conversation: conversationSchema,
  ConversationView: conversationViewSchema,
  Dependencies: dependenciesViewSchema,
  DependencyInstall: dependencyInstallSchema,
  Doctor: doctorSchema,
  Host: hostSchema,
  InboxItem: inboxItemSchema,
  Message: messageSchema,
  MessagePart: messagePartSchema,
  ModelDecision: fallbackDecisionSchema,
  Need: needSchema,
  OutputLine: outputLineSchema,
  Person: personSchema,
  PhaseChange: phaseChangeSchema,
  Plan: planSchema,
  PlanTask: planTaskSchema,
  PlanVersion: planVersionSchema,
  PostMortem: postMortemSchema,
  PostMortemReport: postMortemReportSchema,
  Repository: repositorySchema,
  RepositoryChange: repositoryChangeSchema,
  Request: requestViewSchema,
  RequestContext: requestContextSchema,
  Review: reviewSchema,
  RoutingDecision: routingDecisionSchema,
  Run: runSchema,
  RunEvent: runEventSchema,
  RunOutcome: runOutcomeSchema,
  RunView: runViewSchema,
  Scaffold: scaffoldSchema,
  Secret: secretSchema,
  SetAsideJob: setAsideJobSchema,
  SpendReport: spendReportSchema,
  Task: taskViewSchema,
};

/** What stands in the document under a name of its own, so that a client made from it has types worth having. */
export const namedSchemas = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries(schemas)) namedSchemas.add(schema, { id });
