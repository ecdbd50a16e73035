/** Where MCP clients reach Chiffon. It is no endpoint of the table: what it takes is the protocol's. */
export const mcpPath = "/api/mcp";
/** What RFC 9728 calls the protected resource's metadata: says to whoever comes without a token that one is needed. */
export const mcpMetadataPath = `/.well-known/oauth-protected-resource${mcpPath}`;

/** Where clients that bring no token learn how to ask for one, register, and fetch it: see `mcp/oauth-endpoint.ts`. */
export const oauthPaths = {
  metadata: "/.well-known/oauth-authorization-server",
  register: "/api/oauth/register",
  token: "/api/oauth/token",
} as const;
/** The page where a person lets a client in. */
export const connectPath = "/connect";

/** Where monitoring tells of alerts, with a secret of its own and no session. */
const alertsPath = /^\/api\/v1\/webhooks\/[0-9a-f-]{36}$/;

/** Whether a call to a path brings its own secret, for which Origin and session stand for nothing. */
export function takesAlerts(method: string, path: string): boolean {
  return method === "POST" && alertsPath.test(path);
}

/** Where agents on other machines speak to Chiffon; no endpoints of the table: see `contracts/link.ts`. */
export const linkPaths = { enrol: "/api/link/enrol", messages: "/api/link/messages" } as const;
/** Answered beside Next: the first thing that is asked of a start, and there whatever becomes of the pages. */
export const healthPath = "/api/health";
/** The program that such a machine runs. */
export const agentFilePath = "/agent.mjs";

/** Whether a call is an agent's, which signs what it sends: Origin and session stand for nothing. */
export function isAgentsCall(method: string, path: string): boolean {
  return method === "POST" && (path === linkPaths.enrol || path === linkPaths.messages);
}

/** Methods an endpoint can have. */
export type Method = "GET" | "POST" | "PATCH" | "DELETE";

/**
 * Where every endpoint is: method and path, `{id}` for a path parameter. What each takes and gives is in `api.ts`,
 * under the same names; this half is apart so that browsers get it without the schemas. Routes below `/api/v1` speak
 * snake_case on the wire.
 */
export const routes = {
  health: "GET /api/health",
  readOpenApi: "GET /api/openapi.json",

  setUpState: "GET /api/setup",
  setUp: "POST /api/setup",
  signIn: "POST /api/session",
  currentSession: "GET /api/session",
  signOut: "DELETE /api/session",
  changePassword: "POST /api/session/password",
  listPeople: "GET /api/people",
  changePerson: "PATCH /api/people/{id}",
  invitePerson: "POST /api/invites",
  acceptInvite: "POST /api/invites/accept",
  listTokens: "GET /api/tokens",
  createToken: "POST /api/tokens",
  revokeToken: "DELETE /api/tokens/{id}",
  connectClient: "POST /api/connect",

  sendMessage: "POST /api/chat",
  listConversations: "GET /api/conversations",
  readConversation: "GET /api/conversations/{id}",
  renameConversation: "PATCH /api/conversations/{id}",
  deleteConversation: "DELETE /api/conversations/{id}",
  restoreConversation: "POST /api/conversations/{id}/restore",
  searchConversations: "GET /api/v1/search",
  suggestions: "GET /api/suggestions",
  inbox: "GET /api/inbox",

  submitRequest: "POST /api/v1/request",
  readRequest: "GET /api/v1/requests/{id}",
  cancelRequest: "POST /api/v1/requests/{id}/cancel",
  replanRequest: "POST /api/v1/requests/{id}/replan",
  readPhases: "GET /api/v1/requests/{id}/phases",
  movePhase: "POST /api/v1/requests/{id}/phase",
  readGates: "GET /api/v1/requests/{id}/gates",
  validateGates: "POST /api/v1/requests/{id}/gates/{phase}/validate",
  listArtifacts: "GET /api/v1/requests/{id}/artifacts",
  addArtifact: "POST /api/v1/requests/{id}/artifacts",
  readGateSettings: "GET /api/v1/gates",
  saveGateSettings: "PATCH /api/v1/gates",
  readPostMortem: "GET /api/v1/requests/{id}/post-mortem",
  downloadPostMortem: "GET /api/v1/requests/{id}/post-mortem/download",
  readContext: "GET /api/v1/requests/{id}/context",
  addToContext: "POST /api/v1/requests/{id}/context",
  readPlan: "GET /api/v1/plan/{id}",
  decidePlan: "POST /api/v1/plan/{id}/approve",
  modifyPlan: "POST /api/v1/plan/{id}/versions",
  startPlanNow: "POST /api/v1/plan/{id}/start",
  startPreview: "POST /api/v1/plan/{id}/preview",
  keepFiles: "POST /api/v1/plan/{id}/preview/keep-files",
  readPreview: "GET /api/v1/plan/{id}/preview",
  keepOn: "POST /api/v1/plan/{id}/keep-on",
  giveSecretOnce: "POST /api/v1/plan/{id}/secrets/once",
  saveSecretForPlan: "POST /api/v1/plan/{id}/secrets/save",
  giveSecretAgain: "POST /api/v1/plan/{id}/secrets/again",
  giveSecretOnceAgain: "POST /api/v1/plan/{id}/secrets/once-again",
  planStatus: "GET /api/v1/plan/{id}/status",
  dispatchTask: "POST /api/v1/dispatch",
  taskStatus: "GET /api/v1/status/{id}",
  cancelTask: "POST /api/v1/cancel/{id}",
  reviewTask: "POST /api/v1/tasks/{id}/review",
  giveUpTask: "POST /api/v1/tasks/{id}/give-up",
  decideFirstHost: "POST /api/v1/tasks/{id}/first-host",
  listExecutions: "GET /api/v1/executions",
  readRun: "GET /api/v1/runs/{id}",
  readRunLog: "GET /api/v1/runs/{id}/log",
  downloadRunLog: "GET /api/v1/runs/{id}/log/download",

  listRules: "GET /api/v1/rules",
  makeRule: "POST /api/v1/rules",
  readRule: "GET /api/v1/rules/{id}",
  changeRule: "PATCH /api/v1/rules/{id}",
  revokeRule: "DELETE /api/v1/rules/{id}",
  ruleOffers: "GET /api/v1/rules/offers",
  testRule: "POST /api/v1/rules/test",
  planRules: "GET /api/v1/plan/{id}/rules",

  listUnattended: "GET /api/v1/unattended-runs",
  startUnattended: "POST /api/v1/unattended-runs",
  readUnattended: "GET /api/v1/unattended-runs/{id}",
  pauseUnattended: "POST /api/v1/unattended-runs/{id}/pause",
  resumeUnattended: "POST /api/v1/unattended-runs/{id}/resume",
  stopUnattended: "POST /api/v1/unattended-runs/{id}/stop",
  listSchedules: "GET /api/v1/schedules",
  createSchedule: "POST /api/v1/schedules",
  readTimes: "GET /api/v1/schedules/times",
  readSchedule: "GET /api/v1/schedules/{id}",
  changeSchedule: "PATCH /api/v1/schedules/{id}",
  deleteSchedule: "DELETE /api/v1/schedules/{id}",
  fireSchedule: "POST /api/v1/schedules/{id}/fire",
  listFirings: "GET /api/v1/schedules/{id}/firings",

  listWebhooks: "GET /api/v1/webhooks",
  createWebhook: "POST /api/v1/webhooks",
  receiveAlerts: "POST /api/v1/webhooks/{id}",
  changeWebhook: "PATCH /api/v1/webhooks/{id}",
  deleteWebhook: "DELETE /api/v1/webhooks/{id}",
  renewWebhookSecret: "POST /api/v1/webhooks/{id}/secret",
  testWebhook: "POST /api/v1/webhooks/{id}/test",
  listIncidents: "GET /api/v1/webhooks/{id}/incidents",

  listNotifications: "GET /api/v1/notifications",
  readNotifications: "POST /api/v1/notifications/read",
  readNotificationSettings: "GET /api/v1/notifications/settings",
  chooseNotifications: "PATCH /api/v1/notifications/settings",
  createChannel: "POST /api/v1/notifications/channels",
  changeChannel: "PATCH /api/v1/notifications/channels/{id}",
  deleteChannel: "DELETE /api/v1/notifications/channels/{id}",
  testChannel: "POST /api/v1/notifications/channels/{id}/test",
  sendAgain: "POST /api/v1/notifications/deliveries/{id}/send-again",

  agentsStatus: "GET /api/agents/status",
  agentDetails: "GET /api/agents/{id}",
  agentHealth: "GET /api/agents/{id}/health",
  listAgents: "GET /api/v1/agents",
  searchAgents: "GET /api/v1/agents/search",
  availableCapacity: "GET /api/v1/agents/available-capacity",
  readAgent: "GET /api/v1/agents/{id}",
  readAgentCapacity: "GET /api/v1/agents/{id}/capacity",
  changeAgent: "PATCH /api/v1/agents/{id}",
  removeAgent: "DELETE /api/v1/agents/{id}",
  toggleAgent: "POST /api/v1/agents/{id}/toggle",
  listThreads: "GET /api/v1/collaboration/threads",
  startThread: "POST /api/v1/collaboration/threads",
  addThreadMessage: "POST /api/v1/collaboration/messages",
  listThreadMessages: "GET /api/v1/collaboration/messages",
  listHandoffs: "GET /api/v1/collaboration/handoffs",
  offerHandoff: "POST /api/v1/collaboration/handoffs",
  answerHandoff: "POST /api/v1/collaboration/handoffs/{id}",
  listLocks: "GET /api/v1/locks",
  takeLock: "POST /api/v1/locks",
  releaseLock: "DELETE /api/v1/locks/{id}",
  setAgentHosts: "POST /api/v1/agents/{id}/hosts",
  revokeAgent: "POST /api/v1/agents/{id}/revoke",
  createEnrolment: "POST /api/v1/agents",
  readEnrolment: "GET /api/v1/agents/enrolments/{id}",
  revokeEnrolment: "DELETE /api/v1/agents/enrolments/{id}",
  readRoutingRules: "GET /api/v1/routing/rules",
  saveRoutingRules: "PATCH /api/v1/routing/rules",
  explainRouting: "POST /api/v1/routing/explain",
  readTaskRouting: "GET /api/v1/tasks/{id}/routing",

  queryAudit: "GET /api/v1/audit/query",
  auditFailures: "GET /api/v1/audit/failures",
  auditByService: "GET /api/v1/audit/by-service/{service}",
  exportAudit: "GET /api/v1/audit/export",
  verifyAudit: "POST /api/v1/audit/verify",

  readSpend: "GET /api/v1/spend",
  setBudgets: "PATCH /api/v1/spend/budgets",
  readModelDecisions: "GET /api/v1/requests/{id}/decisions",

  listRepositories: "GET /api/repositories",
  addRepository: "POST /api/repositories",
  scanRepository: "POST /api/repositories/{id}/scan",
  changeRepository: "PATCH /api/repositories/{id}",
  removeRepository: "DELETE /api/repositories/{id}",
  chooseInventory: "POST /api/repositories/{id}/inventory",
  refreshInventory: "POST /api/repositories/{id}/inventory/refresh",
  readDoctor: "GET /api/doctor",
  readDependencies: "GET /api/repositories/{id}/dependencies",
  installDependencies: "POST /api/repositories/{id}/dependencies",
  decideDependencies: "POST /api/repositories/{id}/dependencies/decision",
  giveSource: "POST /api/repositories/{id}/dependencies/sources",
  withdrawSource: "DELETE /api/repositories/{id}/dependencies/sources",
  readInstallLog: "GET /api/installs/{id}/log",
  startReview: "POST /api/repositories/{id}/reviews",
  readReview: "GET /api/reviews/{id}",
  putReviewOnBranch: "POST /api/reviews/{id}/branch",
  startScaffold: "POST /api/repositories/{id}/scaffolds",
  readScaffold: "GET /api/scaffolds/{id}",
  editScaffold: "POST /api/scaffolds/{id}/edits",
  fillScaffold: "POST /api/scaffolds/{id}/values",
  proposeScaffoldValues: "POST /api/scaffolds/{id}/proposals",
  putScaffoldOnBranch: "POST /api/scaffolds/{id}/branch",
  readChange: "GET /api/changes/{id}",
  putChange: "POST /api/changes/{id}/branch",
  applyChange: "POST /api/changes/{id}/apply",
  revertChange: "POST /api/changes/{id}/revert",
  listPlaybooks: "GET /api/playbooks",
  listHosts: "GET /api/hosts",
  addHost: "POST /api/hosts",
  changeHost: "PATCH /api/hosts/{name}",
  removeHost: "DELETE /api/hosts/{name}",
  testHost: "POST /api/hosts/test",
  addInventory: "POST /api/inventories",
  readSettings: "GET /api/settings",

  listSecrets: "GET /api/secrets",
  addSecret: "POST /api/secrets",
  rotateSecret: "POST /api/secrets/{id}/rotate",
  removeSecret: "DELETE /api/secrets/{id}",

  listSetAsideJobs: "GET /api/set-aside-jobs",
  decideSetAsideJob: "POST /api/set-aside-jobs",
} as const satisfies Record<string, `${Method} /api/${string}`>;

export type EndpointName = keyof typeof routes;

/** The method of an endpoint. */
export type MethodOf<Name extends EndpointName> =
  (typeof routes)[Name] extends `${infer Verb extends Method} ${string}` ? Verb : never;
/** Names of an endpoint's path parameters. */
export type ParamOf<Name extends EndpointName> = Placeholder<(typeof routes)[Name]>;
type Placeholder<Path> = Path extends `${string}{${infer Param}}${infer Rest}`
  ? Param | Placeholder<Rest>
  : never;

/** An endpoint's method and path. */
export function routeOf<Name extends EndpointName>(
  name: Name,
): { readonly method: MethodOf<Name>; readonly path: string } {
  const [method, path = ""] = routes[name].split(" ");
  // `satisfies` above holds every route to "METHOD /path".
  return { method: method as MethodOf<Name>, path };
}

/** Whether a path's bodies, queries and replies are written in snake_case. */
export function isSnakeCase(path: string): boolean {
  return path.startsWith("/api/v1/");
}
