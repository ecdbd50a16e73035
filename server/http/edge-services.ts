import type { AgentsService } from "#server/agents/agents-service.ts";
import type { OwnHostsService } from "#server/agents/own-hosts-service.ts";
import type { AiService } from "#server/ai/ai-service.ts";
import type { AnswersService } from "#server/answers/answers-service.ts";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { AuditVerifier } from "#server/audit/verify.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { DependenciesService } from "#server/catalog/dependencies-service.ts";
import type { DoctorService } from "#server/catalog/doctor-service.ts";
import type { ChangesService } from "#server/changes/changes-service.ts";
import type { ChatService } from "#server/chat/chat-service.ts";
import type { HandoffsService } from "#server/chat/handoffs-service.ts";
import type { DispatchesService } from "#server/dispatches/dispatches-service.ts";
import type { ExecutionService } from "#server/execution/execution-service.ts";
import type { HoldsService } from "#server/execution/holds-service.ts";
import type { LocksService } from "#server/execution/locks-service.ts";
import type { LostRunsService } from "#server/execution/lost-runs-service.ts";
import type { PlacementsService } from "#server/execution/placements-service.ts";
import type { InventoryService } from "#server/inventory/inventory-service.ts";
import type { AgentFile } from "#server/link/agent-file.ts";
import type { EnrolmentService } from "#server/link/enrolment-service.ts";
import type { LinkService } from "#server/link/link-service.ts";
import type { ServerKey } from "#server/link/server-key.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import type { ChannelsService } from "#server/notifications/channels-service.ts";
import type { NotificationsService } from "#server/notifications/notifications-service.ts";
import type { ConnectionsService } from "#server/people/connections-service.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { TokensService } from "#server/people/tokens-service.ts";
import type { PostMortemsService } from "#server/post-mortems/post-mortems-service.ts";
import type { PreviewsService } from "#server/previews/previews-service.ts";
import type { DecisionsService } from "#server/requests/decisions-service.ts";
import type { GatesService } from "#server/requests/gates-service.ts";
import type { KeepOn } from "#server/requests/keep-on.ts";
import type { PhaseMoves } from "#server/requests/phase-moves.ts";
import type { PlanAgain } from "#server/requests/plan-again.ts";
import type { PlanSecrets } from "#server/requests/plan-secrets.ts";
import type { RequestViewService } from "#server/requests/request-view-service.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";
import type { RoutingRulesService } from "#server/routing/rules-service.ts";
import type { RuleLooks } from "#server/rules/rule-looks.ts";
import type { RulesService } from "#server/rules/rules-service.ts";
import type { ScaffoldRequestsService } from "#server/scaffolds/scaffold-requests-service.ts";
import type { SchedulesService } from "#server/schedules/schedules-service.ts";
import type { SecretsService } from "#server/secrets/secrets-service.ts";
import type { HealthService } from "#server/status/health-service.ts";
import type { SetAsideJobsService } from "#server/status/set-aside-jobs-service.ts";
import type { SettingsService } from "#server/status/settings-service.ts";
import type { ReviewsService } from "#server/suggestions/reviews-service.ts";
import type { UnattendedService } from "#server/unattended/unattended-service.ts";
import type { ReceiveAlerts } from "#server/webhooks/receive-alerts.ts";
import type { WebhooksService } from "#server/webhooks/webhooks-service.ts";

/**
 * What the HTTP edge asks of the rest. The composition root gives more; only types are imported here, which keeps
 * route bundles free of the services' code: it runs once, in the server's own module graph.
 */
export interface EdgeServices {
  readonly people: PeopleService;
  readonly tokens: TokensService;
  readonly connections: ConnectionsService;
  readonly chat: Pick<
    ChatService,
    | "send"
    | "waitForAnswer"
    | "waitForGoodAnswer"
    | "conversations"
    | "conversation"
    | "search"
    | "rename"
    | "deleteConversation"
    | "restoreConversation"
  >;
  readonly handoffs: Pick<
    HandoffsService,
    "list" | "offer" | "answer" | "startThread" | "addMessage"
  >;
  readonly answers: Pick<AnswersService, "suggestions">;
  readonly requests: Pick<RequestsService, "cancel" | "addNote">;
  readonly gates: Pick<
    GatesService,
    "view" | "validate" | "artifacts" | "addArtifact" | "settings" | "saveSettings"
  >;
  readonly phaseMoves: Pick<PhaseMoves, "move">;
  readonly planAgain: Pick<PlanAgain, "start">;
  readonly decisions: Pick<DecisionsService, "decide" | "modify" | "startNow">;
  readonly requestViews: Pick<
    RequestViewService,
    "view" | "viewOfPlan" | "livePlan" | "phases" | "context" | "inbox"
  >;
  readonly execution: Pick<
    ExecutionService,
    "taskView" | "reviewTask" | "runView" | "runLog" | "ended" | "executions"
  >;
  readonly dispatches: Pick<DispatchesService, "dispatch" | "taskView" | "cancelTask">;
  readonly postMortems: Pick<PostMortemsService, "view" | "markdown">;
  readonly previews: Pick<PreviewsService, "start" | "view" | "keepFiles">;
  readonly rules: Pick<RulesService, "list" | "view" | "make" | "change" | "revoke">;
  readonly ruleLooks: Pick<RuleLooks, "offers" | "ofPlan" | "test">;
  readonly unattended: Pick<
    UnattendedService,
    "start" | "list" | "view" | "pause" | "resume" | "stop"
  >;
  readonly schedules: Pick<
    SchedulesService,
    "list" | "create" | "readTimes" | "read" | "change" | "remove" | "fire" | "firings"
  >;
  readonly webhooks: Pick<
    WebhooksService,
    "list" | "create" | "change" | "remove" | "renewSecret" | "test" | "incidents"
  >;
  readonly notifications: Pick<NotificationsService, "list" | "markRead">;
  readonly channels: Pick<
    ChannelsService,
    "settings" | "create" | "change" | "remove" | "test" | "choose" | "sendAgain"
  >;
  readonly receiveAlerts: Pick<ReceiveAlerts, "receive">;
  readonly locks: Pick<LocksService, "list" | "take" | "release">;
  readonly lostRuns: Pick<LostRunsService, "giveUp">;
  readonly holds: Pick<HoldsService, "decide">;
  readonly agents: Pick<AgentsService, "list" | "find" | "change" | "toggle">;
  readonly ownHosts: Pick<OwnHostsService, "set">;
  readonly enrolments: Pick<
    EnrolmentService,
    "create" | "view" | "revokeToken" | "enrol" | "revoke"
  >;
  readonly link: Pick<LinkService, "authenticate" | "read" | "answer">;
  readonly serverKey: Pick<ServerKey, "pair">;
  readonly agentFile: Pick<AgentFile, "read">;
  readonly placements: Pick<
    PlacementsService,
    "agentDetail" | "capacities" | "available" | "removeAgent" | "explain" | "routingOf"
  >;
  readonly routingRules: Pick<RoutingRulesService, "view" | "save">;
  readonly audit: Pick<AuditService, "query" | "failures" | "byService" | "csv">;
  readonly verification: Pick<AuditVerifier, "run">;
  readonly catalog: Pick<
    CatalogService,
    | "listRepositories"
    | "addRepository"
    | "addInventory"
    | "scanRepository"
    | "changeRepository"
    | "removeRepository"
  >;
  readonly dependencies: Pick<
    DependenciesService,
    "view" | "start" | "decide" | "giveSource" | "withdrawSource" | "log"
  >;
  readonly reviews: Pick<ReviewsService, "start" | "view" | "putOnBranch">;
  readonly scaffoldRequests: Pick<
    ScaffoldRequestsService,
    "start" | "view" | "edit" | "fill" | "propose" | "putOnBranch"
  >;
  readonly changes: Pick<ChangesService, "view" | "put" | "apply" | "revert">;
  readonly doctor: Pick<DoctorService, "view" | "chooseInventory" | "refreshInventory">;
  readonly inventory: Pick<
    InventoryService,
    "listHosts" | "addHost" | "changeHost" | "removeHost" | "testHost"
  >;
  readonly matching: Pick<MatchingService, "listPlaybooks">;
  readonly ai: Pick<AiService, "spend" | "setBudgets" | "decisionsOf">;
  readonly keepOn: Pick<KeepOn, "start">;
  readonly planSecrets: Pick<PlanSecrets, "giveOnce" | "save" | "giveAgain" | "giveOnceAgain">;
  readonly secrets: Pick<SecretsService, "list" | "add" | "rotate" | "remove">;
  readonly setAsideJobs: Pick<SetAsideJobsService, "list" | "decide">;
  readonly settings: Pick<SettingsService, "view">;
  readonly health: Pick<HealthService, "check">;
}
