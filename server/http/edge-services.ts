import type { AuditService } from "#server/audit/audit-service.ts";
import type { Agent } from "#server/contracts/agent.ts";
import type { FallbackDecision, ModelBudgets, SpendReport } from "#server/contracts/ai.ts";
import type {
  Body,
  ConversationView,
  InboxItem,
  Reply,
  RunView,
  SettingsView,
} from "#server/contracts/api.ts";
import type { VerifyReport } from "#server/contracts/audit.ts";
import type { ChatAccepted } from "#server/contracts/chat.ts";
import type { Health } from "#server/contracts/health.ts";
import type { Host, HostTest } from "#server/contracts/host.ts";
import type { Principal } from "#server/contracts/people.ts";
import type {
  DecidePlanBody,
  ModifyPlanBody,
  Plan,
  RequestView,
  TaskView,
} from "#server/contracts/plan.ts";
import type { CatalogEntry, Repository } from "#server/contracts/playbook.ts";
import type { PeopleService } from "#server/people/people-service.ts";

/**
 * What the HTTP edge asks of the rest. The composition root gives more; naming only this keeps route bundles free
 * of the services' code, which runs once, in the server's own module graph.
 */
export interface EdgeServices {
  readonly people: PeopleService;
  readonly chat: {
    send(
      principal: Principal,
      input: { body: Body<"sendMessage">; idempotencyKey: string | null },
    ): Promise<ChatAccepted>;
    /** Resolves when the request was answered. @throws timeout, planning_failed */
    waitForAnswer(requestId: string, seconds: number, messageId?: string): Promise<unknown>;
    conversations(principal: Principal, text: string | null): Promise<Reply<"listConversations">>;
    conversation(principal: Principal, conversationId: string): Promise<ConversationView>;
    deleteConversation(principal: Principal, conversationId: string): Promise<unknown>;
    suggestions(): Promise<Reply<"suggestions">>;
  };
  readonly requests: {
    cancel(principal: Principal, requestId: string, reason?: string): Promise<RequestView>;
    replan(principal: Principal, requestId: string, reason?: string): Promise<RequestView>;
    decide(principal: Principal, planId: string, body: DecidePlanBody): Promise<RequestView>;
    modify(principal: Principal, planId: string, body: ModifyPlanBody): Promise<RequestView>;
    addNote(principal: Principal, requestId: string, text: string): Promise<unknown>;
  };
  readonly requestViews: {
    view(requestId: string): Promise<RequestView>;
    phases(requestId: string): Promise<Reply<"readPhases">>;
    context(requestId: string): Promise<Reply<"readContext">>;
    viewOfPlan(planId: string): Promise<RequestView>;
    livePlan(requestId: string): Promise<Plan>;
    inbox(): Promise<{ items: InboxItem[]; seq: number }>;
  };
  readonly execution: {
    taskView(taskId: string): Promise<TaskView>;
    cancelTask(principal: Principal, taskId: string): Promise<TaskView>;
    reviewTask(principal: Principal, taskId: string, body: Body<"reviewTask">): Promise<TaskView>;
    runView(runId: string): Promise<RunView>;
    runLog(runId: string, range: { fromLine: number; count: number }): Promise<Reply<"readRunLog">>;
  };
  readonly agents: {
    list(): Promise<{ agents: Agent[]; seq: number }>;
    toggle(principal: Principal, agentId: string): Promise<Agent>;
  };
  readonly audit: Pick<AuditService, "query" | "failures" | "byService" | "csv">;
  readonly verification: { run(): Promise<VerifyReport> };
  readonly catalog: {
    listRepositories(): Promise<{ repositories: Repository[]; seq: number }>;
    addRepository(principal: Principal, body: Body<"addRepository">): Promise<Repository>;
    scanRepository(principal: Principal, repositoryId: string): Promise<Repository>;
    changeRepository(
      principal: Principal,
      repositoryId: string,
      body: Body<"changeRepository">,
    ): Promise<Repository>;
    removeRepository(principal: Principal, repositoryId: string): Promise<unknown>;
    listPlaybooks(text?: string): Promise<CatalogEntry[]>;
    listHosts(): Promise<Host[]>;
    testHost(principal: Principal, body: Body<"testHost">): Promise<HostTest>;
  };
  readonly ai: {
    spend(days: number): Promise<SpendReport>;
    setBudgets(principal: Principal, budgets: ModelBudgets): Promise<SpendReport>;
    decisionsOf(requestId: string): Promise<FallbackDecision[]>;
  };
  readonly settings: { view(): Promise<SettingsView> };
  readonly health: { check(): Promise<Health> };
}
