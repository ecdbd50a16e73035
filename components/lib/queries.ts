import {
  infiniteQueryOptions,
  keepPreviousData,
  type QueryClient,
  queryOptions,
} from "@tanstack/react-query";
import type { ConversationView, QueryInput, Reply } from "#server/contracts/api.ts";
import type { AuditQuery } from "#server/contracts/audit.ts";
import type { Plan, RequestView } from "#server/contracts/plan.ts";
import type { FetchProgress } from "#server/contracts/playbook.ts";
import type { Review } from "#server/contracts/review.ts";
import type { Scaffold } from "#server/contracts/scaffold.ts";
import { callApi } from "./api-client.ts";
import { type LineRange, LogBuffer } from "./log-buffer.ts";

/** Cache keys; the only place that spells them. */
export const keys = {
  conversations: ["conversations"] as const,
  conversation: (conversationId: string) => ["conversation", conversationId] as const,
  request: (requestId: string) => ["request", requestId] as const,
  postMortem: (requestId: string) => ["post-mortem", requestId] as const,
  plan: (planId: string) => ["plan", planId] as const,
  preview: (planId: string) => ["preview", planId] as const,
  rules: ["rules"] as const,
  ruleOffers: ["rule-offers"] as const,
  unattended: ["unattended"] as const,
  planRules: (planId: string) => ["plan-rules", planId] as const,
  planning: (requestId: string) => ["planning", requestId] as const,
  growingAnswer: (requestId: string) => ["growing-answer", requestId] as const,
  run: (runId: string) => ["run", runId] as const,
  runLog: (runId: string) => ["run-log", runId] as const,
  inbox: ["inbox"] as const,
  schedules: ["schedules"] as const,
  locks: ["locks"] as const,
  webhooks: ["webhooks"] as const,
  notifications: ["notifications"] as const,
  notificationSettings: ["notification-settings"] as const,
  agents: ["agents"] as const,
  enrolment: (id: string) => ["enrolment", id] as const,
  routingRules: ["routing-rules"] as const,
  taskRouting: (taskId: string) => ["task-routing", taskId] as const,
  hosts: ["hosts"] as const,
  repositories: ["repositories"] as const,
  fetchProgress: (repositoryId: string) => ["fetch-progress", repositoryId] as const,
  doctor: ["doctor"] as const,
  dependencies: (repositoryId: string) => ["dependencies", repositoryId] as const,
  installLog: (installId: string) => ["install-log", installId] as const,
  playbooks: ["playbooks"] as const,
  audit: ["audit"] as const,
  people: ["people"] as const,
  tokens: ["tokens"] as const,
  settings: ["settings"] as const,
  secrets: ["secrets"] as const,
  setAsideJobs: ["set-aside-jobs"] as const,
  gateSettings: ["gate-settings"] as const,
  spend: ["spend"] as const,
  suggestions: ["suggestions"] as const,
  reviews: ["review"] as const,
  review: (reviewId: string) => ["review", reviewId] as const,
  changes: ["change"] as const,
  change: (changeId: string) => ["change", changeId] as const,
  scaffolds: ["scaffold"] as const,
  scaffold: (scaffoldId: string) => ["scaffold", scaffoldId] as const,
};

/** Conversations, newest first. */
export function conversationsQuery() {
  return queryOptions({
    queryKey: [...keys.conversations, ""],
    queryFn: ({ signal }) => callApi("listConversations", { signal }),
  });
}

/** Conversations in which something was said, each with the newest message that has it. What was found stays while more is typed. */
export function searchQuery(text: string) {
  return queryOptions({
    queryKey: [...keys.conversations, "search", text],
    queryFn: ({ signal }) => callApi("searchConversations", { query: { text }, signal }),
    placeholderData: keepPreviousData,
    enabled: text !== "",
  });
}

/**
 * A conversation with its newest messages, and as many older ones as were read before; fills the cache of each request
 * it brings along.
 */
export function conversationQuery(conversationId: string) {
  const queryKey = keys.conversation(conversationId);
  return queryOptions({
    queryKey,
    queryFn: ({ signal, client }) => {
      const from = client.getQueryData<ConversationView>(queryKey)?.messages[0]?.id;
      return readConversation(client, conversationId, { from }, signal);
    },
  });
}

/**
 * The stretch of a conversation around one of its messages. Where that goes up to the newest it is what the chat holds
 * from now on; otherwise it stands alone.
 */
export function stretchQuery(conversationId: string, around: string) {
  return queryOptions({
    queryKey: ["stretch", conversationId, around],
    queryFn: async ({ signal, client }) => {
      const view = await readConversation(client, conversationId, { around }, signal);
      if (view.later === undefined) await holdView(client, view);
      return view;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Reads about thirty requests more of a conversation, before the oldest message that is held. @throws ApiError */
export async function readEarlier(client: QueryClient, conversationId: string): Promise<void> {
  const { queryKey } = conversationQuery(conversationId);
  const before = client.getQueryData(queryKey)?.messages[0]?.id;
  await holdView(client, await readConversation(client, conversationId, { before }));
}

/** Has the chat hold more of a conversation than it did. */
async function holdView(client: QueryClient, view: ConversationView): Promise<void> {
  const { queryKey } = conversationQuery(view.conversation.id);
  // A reading under way asked for less, and would take the older ones away again; what it would bring is read anew.
  const isBeingRead = client.isFetching({ queryKey }) > 0;
  await client.cancelQueries({ queryKey });
  const isBehind = (client.getQueryData(queryKey)?.seq ?? 0) > view.seq;
  client.setQueryData(queryKey, view);
  if (isBeingRead || isBehind) void client.invalidateQueries({ queryKey });
}

async function readConversation(
  client: QueryClient,
  id: string,
  query: QueryInput<"readConversation">,
  signal?: AbortSignal,
): Promise<ConversationView> {
  const view = await callApi("readConversation", { params: { id }, query, signal });
  for (const request of view.requests) rememberRequest(client, request);
  return view;
}

/** What a plan card shows. */
export function requestQuery(requestId: string) {
  return queryOptions({
    queryKey: keys.request(requestId),
    queryFn: async ({ signal, client }) => {
      const view = await callApi("readRequest", { params: { id: requestId }, signal });
      rememberPlan(client, view.plan);
      return view;
    },
  });
}

/** A request's steps through its phases, oldest first. */
export function phasesQuery(requestId: string) {
  return queryOptions({
    queryKey: [...keys.request(requestId), "phases"],
    queryFn: async ({ signal }) =>
      (await callApi("readPhases", { params: { id: requestId }, signal })).phases,
  });
}

/** What a request's gates said, what those ahead say, and its evidence. */
export function gatesQuery(requestId: string) {
  return queryOptions({
    queryKey: [...keys.request(requestId), "gates"],
    queryFn: ({ signal }) => callApi("readGates", { params: { id: requestId }, signal }),
  });
}

/** What went wrong in a failed request. It never changes once it is written down. */
export function postMortemQuery(requestId: string) {
  return queryOptions({
    queryKey: keys.postMortem(requestId),
    queryFn: ({ signal }) => callApi("readPostMortem", { params: { id: requestId }, signal }),
  });
}

/** One version of a plan, current or not, so that a later version can show what changed. It never changes itself. */
export function planQuery(planId: string) {
  return queryOptions({
    queryKey: keys.plan(planId),
    queryFn: async ({ signal }): Promise<Plan | null> =>
      callApi("readPlan", { params: { id: planId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** The newest look at what a plan would change; null where there is none. */
export function previewQuery(planId: string) {
  return queryOptions({
    queryKey: keys.preview(planId),
    queryFn: async ({ signal }) =>
      (await callApi("readPreview", { params: { id: planId }, signal })).preview,
  });
}

/** Rules page by page, newest first. */
export function rulesInfiniteQuery() {
  return infiniteQueryOptions({
    queryKey: keys.rules,
    queryFn: ({ signal, pageParam }) =>
      callApi("listRules", { query: { cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What people approved so often that a rule could; `times` at least. It looks over many plans, so it is kept a while. */
export function ruleOffersQuery(times?: number) {
  return queryOptions({
    queryKey: [...keys.ruleOffers, times ?? null],
    queryFn: ({ signal }) => callApi("ruleOffers", { query: { times }, signal }),
    staleTime: 60_000,
  });
}

/** The newest unattended runs; read again while one goes on. */
export function unattendedQuery() {
  return queryOptions({
    queryKey: keys.unattended,
    queryFn: ({ signal }) => callApi("listUnattended", { query: { limit: 10 }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.runs.some(({ status }) => status === "running") ? 5_000 : false,
  });
}

/** Why no rule approved a plan that waits. */
export function planRulesQuery(planId: string) {
  return queryOptions({
    queryKey: keys.planRules(planId),
    queryFn: ({ signal }) => callApi("planRules", { params: { id: planId }, signal }),
  });
}

/** Puts a request's view where its card reads it. */
export function rememberRequest(client: QueryClient, view: RequestView): void {
  client.setQueryData(keys.request(view.requestId), view);
  rememberPlan(client, view.plan);
}

function rememberPlan(client: QueryClient, plan: Plan | null): void {
  if (plan) client.setQueryData(keys.plan(plan.id), plan);
}

/** The planner's latest step. Never fetched: only live events write it. */
export function planningQuery(requestId: string) {
  return queryOptions<string | null>({
    queryKey: keys.planning(requestId),
    queryFn: () => null,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** How far git is with a repository's commits, written by live events alone; null while it fetches none. */
export function fetchProgressQuery(repositoryId: string) {
  return queryOptions<FetchProgress | null>({
    queryKey: keys.fetchProgress(repositoryId),
    queryFn: () => null,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A model's answer as it grows, fed by live events alone; null before its first words. */
export function growingAnswerQuery(requestId: string) {
  return queryOptions<string | null>({
    queryKey: keys.growingAnswer(requestId),
    queryFn: () => null,
    initialData: null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A run with its structured events. */
export function runQuery(runId: string) {
  return queryOptions({
    queryKey: keys.run(runId),
    queryFn: ({ signal }) => callApi("readRun", { params: { id: runId }, signal }),
    structuralSharing: false,
  });
}

/** What the log viewer reads: the buffer and the version it was last drawn from. */
export interface RunLog {
  readonly buffer: LogBuffer;
  readonly version: number;
  readonly lineCount: number;
  readonly cutLines: number;
}

/** A snapshot of a buffer as the cache holds it. */
export function runLogOf(buffer: LogBuffer, cutLines: number): RunLog {
  return { buffer, version: buffer.version, lineCount: buffer.lineCount, cutLines };
}

const firstPage = 500;

/** Output of a run: begins with its first lines; live events and `loadLogLines` bring the others. */
export function runLogQuery(runId: string) {
  return queryOptions({
    queryKey: keys.runLog(runId),
    queryFn: async ({ client, signal }): Promise<RunLog> => {
      const page = await readLogRange(runId, { from: 1, to: firstPage }, signal);
      return mergeLog(client, runId, page);
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** Fetches a range of output lines into the run's buffer. Asking twice for the same range at once asks once. */
export async function loadLogLines(
  client: QueryClient,
  runId: string,
  range: LineRange,
): Promise<void> {
  const page = await client.fetchQuery({
    queryKey: ["run-log-range", runId, range.from, range.to],
    queryFn: ({ signal }) => readLogRange(runId, range, signal),
    staleTime: 0,
    gcTime: 0,
  });
  client.setQueryData(keys.runLog(runId), mergeLog(client, runId, page));
}

function readLogRange(runId: string, { from, to }: LineRange, signal: AbortSignal) {
  const query = { fromLine: from, count: to - from + 1 };
  return callApi("readRunLog", { params: { id: runId }, query, signal });
}

function mergeLog(client: QueryClient, runId: string, page: Reply<"readRunLog">): RunLog {
  const log = client.getQueryData<RunLog>(keys.runLog(runId));
  const buffer = log?.buffer ?? new LogBuffer();
  buffer.put(page.lines);
  buffer.putTimes(page.times);
  buffer.announce(page.lineCount);
  return runLogOf(buffer, log?.cutLines ?? 0);
}

/** Plans that wait for a decision, oldest first. */
export function inboxQuery() {
  return queryOptions({
    queryKey: keys.inbox,
    queryFn: ({ signal }) => callApi("inbox", { signal }),
  });
}

/** Agents with their state, as of the last heartbeat. */
export function agentsQuery() {
  return queryOptions({
    queryKey: keys.agents,
    queryFn: ({ signal }) => callApi("listAgents", { signal }),
    refetchInterval: 30_000,
  });
}

/** One agent with what it has left, its last hour and its work. Its key lies below that of all agents. */
export function agentQuery(agentId: string) {
  return queryOptions({
    queryKey: [...keys.agents, agentId],
    queryFn: ({ signal }) => callApi("readAgent", { params: { id: agentId }, signal }),
    refetchInterval: 30_000,
  });
}

/** Whether a token for another machine was used: asked again while it waits. */
export function enrolmentQuery(id: string) {
  return queryOptions({
    queryKey: keys.enrolment(id),
    queryFn: ({ signal }) => callApi("readEnrolment", { params: { id }, signal }),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.status === "waiting" ? 2_000 : false,
  });
}

/** The rules of where work goes. */
export function routingRulesQuery() {
  return queryOptions({
    queryKey: keys.routingRules,
    queryFn: ({ signal }) => callApi("readRoutingRules", { signal }),
  });
}

/** Why a task went where it did. */
export function taskRoutingQuery(taskId: string) {
  return queryOptions({
    queryKey: keys.taskRouting(taskId),
    queryFn: ({ signal }) => callApi("readTaskRouting", { params: { id: taskId }, signal }),
    refetchInterval: 10_000,
  });
}

/** Hosts of every inventory. */
export function hostsQuery() {
  return queryOptions({
    queryKey: keys.hosts,
    queryFn: ({ signal }) => callApi("listHosts", { signal }),
  });
}

/** Repositories with what their last scan said. */
export function repositoriesQuery() {
  return queryOptions({
    queryKey: keys.repositories,
    queryFn: ({ signal }) => callApi("listRepositories", { signal }),
  });
}

/** Catalog entries; `text` searches as the planner does. */
export function playbooksQuery(text: string) {
  return queryOptions({
    queryKey: [...keys.playbooks, text],
    queryFn: ({ signal }) => callApi("listPlaybooks", { query: { text }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Prompts that work with this catalog and fleet; with a repository, those that it answers. */
export function suggestionsQuery(repositoryId?: string) {
  return queryOptions({
    queryKey: repositoryId === undefined ? keys.suggestions : [...keys.suggestions, repositoryId],
    queryFn: ({ signal }) => callApi("suggestions", { query: { repositoryId }, signal }),
  });
}

/** What each repository needs before all of it can run. */
export function doctorQuery() {
  return queryOptions({
    queryKey: keys.doctor,
    queryFn: ({ signal }) => callApi("readDoctor", { signal }),
  });
}

/** What a repository needs from elsewhere, and how getting it stands. */
export function dependenciesQuery(repositoryId: string) {
  return queryOptions({
    queryKey: keys.dependencies(repositoryId),
    queryFn: ({ signal }) => callApi("readDependencies", { params: { id: repositoryId }, signal }),
  });
}

/** Output of an install: begins with what is there; live events bring the rest. */
export function installLogQuery(installId: string) {
  return queryOptions({
    queryKey: keys.installLog(installId),
    queryFn: ({ signal }) =>
      callApi("readInstallLog", {
        params: { id: installId },
        query: { fromLine: 1, count: 2_000 },
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Entries of the timeline that are read at once. */
export const auditPageSize = 100;
/** Whoever asks for older ones looks for something: more at once. */
const auditNextPageSize = 500;

/** The timeline page by page, newest first. */
export function auditInfiniteQuery(filters: Partial<AuditQuery>) {
  return infiniteQueryOptions({
    queryKey: [...keys.audit, filters],
    queryFn: ({ signal, pageParam }) =>
      callApi("queryAudit", {
        query: {
          ...filters,
          limit: pageParam === null ? auditPageSize : auditNextPageSize,
          cursor: pageParam ?? undefined,
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** Everyone with an account. Admins only. */
export function peopleQuery() {
  return queryOptions({
    queryKey: keys.people,
    queryFn: ({ signal }) => callApi("listPeople", { signal }),
  });
}

/** One's own API tokens. */
export function tokensQuery() {
  return queryOptions({
    queryKey: keys.tokens,
    queryFn: ({ signal }) => callApi("listTokens", { signal }),
  });
}

/** Facts about this installation. */
export function settingsQuery() {
  return queryOptions({
    queryKey: keys.settings,
    queryFn: ({ signal }) => callApi("readSettings", { signal }),
  });
}

/** What was handed to the caller and by them. Read again with the inbox. */
export function handoffsQuery() {
  return queryOptions({
    queryKey: [...keys.inbox, "handoffs"],
    queryFn: ({ signal }) => callApi("listHandoffs", { signal }),
  });
}

/** What tasks and people keep others off. */
export function locksQuery() {
  return queryOptions({
    queryKey: keys.locks,
    queryFn: ({ signal }) => callApi("listLocks", { signal }),
  });
}

/** Every schedule, newest first. */
export function schedulesQuery() {
  return queryOptions({
    queryKey: keys.schedules,
    queryFn: ({ signal }) => callApi("listSchedules", { query: { limit: 200 }, signal }),
  });
}

/** What came of a schedule's due times, newest first, the last twenty. */
export function firingsQuery(scheduleId: string) {
  return queryOptions({
    queryKey: [...keys.schedules, scheduleId, "firings"],
    queryFn: ({ signal }) =>
      callApi("listFirings", { params: { id: scheduleId }, query: { limit: 20 }, signal }),
  });
}

/** What one was told of, newest first, the last fifty. */
export function notificationsQuery() {
  return queryOptions({
    queryKey: keys.notifications,
    queryFn: ({ signal }) => callApi("listNotifications", { query: {}, signal }),
  });
}

/** What one is told of, and by which channels. */
export function notificationSettingsQuery() {
  return queryOptions({
    queryKey: keys.notificationSettings,
    queryFn: ({ signal }) => callApi("readNotificationSettings", { signal }),
  });
}

/** Every webhook. Admins only. */
export function webhooksQuery() {
  return queryOptions({
    queryKey: keys.webhooks,
    queryFn: ({ signal }) => callApi("listWebhooks", { signal }),
  });
}

/** What a webhook was told of, newest first, the last twenty. */
export function incidentsQuery(webhookId: string) {
  return queryOptions({
    queryKey: [...keys.webhooks, webhookId, "incidents"],
    queryFn: ({ signal }) =>
      callApi("listIncidents", { params: { id: webhookId }, query: { limit: 20 }, signal }),
  });
}

/** What words for times mean. Never asked twice for the same words: an error is an answer. */
export function timesQuery(when: string, timeZone: string) {
  return queryOptions({
    queryKey: ["times", when, timeZone],
    queryFn: ({ signal }) => callApi("readTimes", { query: { when, timeZone }, signal }),
    enabled: when.trim() !== "" && timeZone.trim() !== "",
    retry: false,
    staleTime: 60_000,
  });
}

/** Stored secrets, without their values. Operators and above. */
export function secretsQuery() {
  return queryOptions({
    queryKey: keys.secrets,
    queryFn: ({ signal }) => callApi("listSecrets", { signal }),
  });
}

/** Which evidence each phase needs. */
export function gateSettingsQuery() {
  return queryOptions({
    queryKey: keys.gateSettings,
    queryFn: ({ signal }) => callApi("readGateSettings", { signal }),
  });
}

/** Background work that is not tried again by itself. Admins only. */
export function setAsideJobsQuery() {
  return queryOptions({
    queryKey: keys.setAsideJobs,
    queryFn: ({ signal }) => callApi("listSetAsideJobs", { signal }),
    refetchInterval: 30_000,
  });
}

/** What models did and cost in the last `days`, and what they may cost. */
export function spendQuery(days: number) {
  return queryOptions({
    queryKey: [...keys.spend, days],
    queryFn: ({ signal }) => callApi("readSpend", { query: { days }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 30_000,
  });
}

const workPollMs = 1_000;

/** One look at a playbook; read again while something of it is under way. */
export function reviewQuery(reviewId: string) {
  return queryOptions({
    queryKey: keys.review(reviewId),
    queryFn: ({ signal }) => callApi("readReview", { params: { id: reviewId }, signal }),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? workPollMs : false),
  });
}

/** A playbook and role that are written; read again while something of them is under way. */
export function scaffoldQuery(scaffoldId: string) {
  return queryOptions({
    queryKey: keys.scaffold(scaffoldId),
    queryFn: ({ signal }) => callApi("readScaffold", { params: { id: scaffoldId }, signal }),
    refetchInterval: ({ state: { data } }) => (data && isUnderWay(data) ? workPollMs : false),
  });
}

/** A change to a repository; read again while a step of it is under way. */
export function changeQuery(changeId: string) {
  return queryOptions({
    queryKey: keys.change(changeId),
    queryFn: ({ signal }) => callApi("readChange", { params: { id: changeId }, signal }),
    refetchInterval: ({ state: { data } }) => (data?.pending ? workPollMs : false),
  });
}

function isUnderWay({ status, change }: Pick<Review | Scaffold, "status" | "change">): boolean {
  return status === "waiting" || status === "running" || (change?.pending ?? null) !== null;
}
