import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AgentsService } from "#server/agents/agents-service.ts";
import { OwnHostsService } from "#server/agents/own-hosts-service.ts";
import { AiService } from "#server/ai/ai-service.ts";
import { maskSecrets } from "#server/ai/domain/mask-secrets.ts";
import { AnswersService } from "#server/answers/answers-service.ts";
import { AuditService } from "#server/audit/audit-service.ts";
import { GitLedger } from "#server/audit/git-ledger.ts";
import { AuditSealer } from "#server/audit/sealer.ts";
import { AuditVerifier } from "#server/audit/verify.ts";
import { CatalogService } from "#server/catalog/catalog-service.ts";
import { DependenciesService } from "#server/catalog/dependencies-service.ts";
import { DoctorService } from "#server/catalog/doctor-service.ts";
import { ChangesService } from "#server/changes/changes-service.ts";
import { ChatService } from "#server/chat/chat-service.ts";
import { HandoffsService } from "#server/chat/handoffs-service.ts";
import { type Config, type DataPaths, dataPaths, ownPlaces } from "#server/config.ts";
import type { Host } from "#server/contracts/host.ts";
import { ConversationsService } from "#server/conversations/conversations-service.ts";
import { DispatchesService } from "#server/dispatches/dispatches-service.ts";
import { DispatchService } from "#server/execution/dispatch-service.ts";
import { ExecutionService, type ReadRunLog } from "#server/execution/execution-service.ts";
import { HoldsService } from "#server/execution/holds-service.ts";
import { LeaseService } from "#server/execution/lease-service.ts";
import { LocksService } from "#server/execution/locks-service.ts";
import { LostRunsService } from "#server/execution/lost-runs-service.ts";
import { PlacementsService, type ReadWords } from "#server/execution/placements-service.ts";
import { RemoteRunsService } from "#server/execution/remote-runs-service.ts";
import { RunMaterialsService } from "#server/execution/run-materials-service.ts";
import { RunService } from "#server/execution/run-service.ts";
import { WaitingPlansService } from "#server/execution/waiting-plans-service.ts";
import { InventoryService } from "#server/inventory/inventory-service.ts";
import { AgentFile } from "#server/link/agent-file.ts";
import { answerers } from "#server/link/answer-calls.ts";
import { EnrolmentService } from "#server/link/enrolment-service.ts";
import { KeptLogs } from "#server/link/kept-logs.ts";
import { LinkService } from "#server/link/link-service.ts";
import { RunFolders } from "#server/link/run-folders.ts";
import { ServerKey } from "#server/link/server-key.ts";
import { MatchingService } from "#server/matching/matching-service.ts";
import { ChannelsService } from "#server/notifications/channels-service.ts";
import { Deliver } from "#server/notifications/deliver.ts";
import { DescribeEntry } from "#server/notifications/describe-entry.ts";
import { NotificationsService } from "#server/notifications/notifications-service.ts";
import { PushKeyStore } from "#server/notifications/push-keys.ts";
import { ReadHistory } from "#server/notifications/read-history.ts";
import { Sender } from "#server/notifications/sender.ts";
import { ConnectionsService } from "#server/people/connections-service.ts";
import { PeopleService } from "#server/people/people-service.ts";
import { TokensService } from "#server/people/tokens-service.ts";
import { PlansService } from "#server/planning/plans-service.ts";
import { ProposalsService } from "#server/planning/proposals-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { EventWatch } from "#server/platform/event-watch.ts";
import { createLogger, type Logger } from "#server/platform/logger.ts";
import { type Database, openDatabase, pingDatabase } from "#server/platform/prisma.ts";
import { openFailFastRedis } from "#server/platform/redis.ts";
import { PostMortemsService } from "#server/post-mortems/post-mortems-service.ts";
import { PreviewsService } from "#server/previews/previews-service.ts";
import { DecisionsService } from "#server/requests/decisions-service.ts";
import { ExpirePlans } from "#server/requests/expire-plans.ts";
import { GateKeeper } from "#server/requests/gate-keeper.ts";
import { GatesService } from "#server/requests/gates-service.ts";
import { HeldRequests } from "#server/requests/held-requests.ts";
import { JudgeFirstHost } from "#server/requests/judge-first-host.ts";
import { KeepOn } from "#server/requests/keep-on.ts";
import { LostNudges } from "#server/requests/lost-nudges.ts";
import { PhaseMoves } from "#server/requests/phase-moves.ts";
import { PlanAgain } from "#server/requests/plan-again.ts";
import { PlanOffers } from "#server/requests/plan-offers.ts";
import { PlanRequest } from "#server/requests/plan-request.ts";
import { PlanSecrets } from "#server/requests/plan-secrets.ts";
import { RequestLifecycle } from "#server/requests/request-lifecycle.ts";
import { RequestViewService } from "#server/requests/request-view-service.ts";
import { RequestsService } from "#server/requests/requests-service.ts";
import { SettleRequest } from "#server/requests/settle-request.ts";
import { SpokenControls } from "#server/requests/spoken-controls.ts";
import { StalePlans } from "#server/requests/stale-plans.ts";
import { RetentionService } from "#server/retention/retention-service.ts";
import { RoutingService } from "#server/routing/routing-service.ts";
import { RulesFile } from "#server/routing/rules-file.ts";
import { RoutingRulesService } from "#server/routing/rules-service.ts";
import { ApplyRules } from "#server/rules/apply-rules.ts";
import { RuleLooks } from "#server/rules/rule-looks.ts";
import { RuleSource } from "#server/rules/rule-source.ts";
import { RulesService } from "#server/rules/rules-service.ts";
import { keepRedactor } from "#server/runner/redactor.ts";
import { readRunLog } from "#server/runner/run-log.ts";
import { ScaffoldRequestsService } from "#server/scaffolds/scaffold-requests-service.ts";
import { ScaffoldsService } from "#server/scaffolds/scaffolds-service.ts";
import { DriftChecks } from "#server/schedules/drift-checks.ts";
import { FireSchedules } from "#server/schedules/fire-schedules.ts";
import { SchedulesService } from "#server/schedules/schedules-service.ts";
import { SecretsService } from "#server/secrets/secrets-service.ts";
import { HealthService } from "#server/status/health-service.ts";
import { SetAsideJobsService } from "#server/status/set-aside-jobs-service.ts";
import { SettingsService } from "#server/status/settings-service.ts";
import { LintService } from "#server/suggestions/lint-service.ts";
import { ReviewsService } from "#server/suggestions/reviews-service.ts";
import { SuggestionsService } from "#server/suggestions/suggestions-service.ts";
import { UnattendedService } from "#server/unattended/unattended-service.ts";
import { ReceiveAlerts } from "#server/webhooks/receive-alerts.ts";
import { WebhooksService } from "#server/webhooks/webhooks-service.ts";

const projectDir = fileURLToPath(new URL("..", import.meta.url));
const databaseWaitMs = 60_000;

/** Every service of a process. */
export type Services = ReturnType<typeof wireServices>;

/** A process's wired parts: one per process, made here and nowhere else. */
export interface Container {
  readonly config: Config;
  readonly paths: DataPaths;
  readonly log: Logger;
  readonly db: Database;
  readonly services: Services;
  /** Where whoever hears the database's notifications passes them on to those who wait. */
  readonly eventWatch: EventWatch;
  readonly version: string;
  readonly callbackDir: string;
  /** What no run may see of this machine because it is Chiffon's own. */
  readonly hiddenPaths: readonly string[];
  /** Resolves when Postgres answers. @throws when it does not within a minute */
  waitForDatabase(): Promise<void>;
  /** Starts sealing the history; a no-op while another process seals. `wake` subscribes to its notifications. */
  startSealer(wake: (onWake: () => void) => () => void): void;
  /** Ends everything made here: afterwards nothing of it holds the process open. */
  close(): Promise<void>;
}

/** Wires a process. Opens no connection until something is asked. */
export function createContainer(
  config: Config,
  options: { process: string; log?: Logger },
): Container {
  const paths = dataPaths(config.dataDir);
  const log = options.log ?? createLogger(options.process, config.logLevel);
  const db = openDatabase(config.databaseUrl);
  const redis = openFailFastRedis(config.redisUrl);
  const version = readVersion();
  const eventWatch = new EventWatch();
  const services = wireServices({ config, paths, log, db, redis, eventWatch, version });
  let sealer: AuditSealer | null = null;
  return {
    config,
    paths,
    log,
    db,
    services,
    eventWatch,
    version,
    callbackDir: path.join(projectDir, "ansible/callback_plugins"),
    hiddenPaths: ownPlaces(config, projectDir),
    waitForDatabase: () => waitForDatabase(db, log),
    startSealer(wake) {
      const ledger = new GitLedger({ ...ledgerPlaces(paths), remote: config.auditRemote, log });
      sealer = new AuditSealer({ databaseUrl: config.databaseUrl, ledger, wake, log });
      sealer.start();
    },
    async close() {
      await sealer?.stop();
      await services.matching.close();
      await services.dependencies.close();
      await services.reviews.close();
      await services.scaffoldRequests.close();
      await services.catalog.close();
      redis.disconnect();
      await db.$disconnect();
    },
  };
}

function ledgerPlaces(paths: DataPaths) {
  return { gitDir: paths.auditRepository, keyFile: paths.auditKey };
}

/** What services are made of. */
interface Parts {
  readonly config: Config;
  readonly paths: DataPaths;
  readonly log: Logger;
  readonly db: Database;
  readonly redis: ReturnType<typeof openFailFastRedis>;
  readonly eventWatch: EventWatch;
  readonly version: string;
}

/** In module order: each group sees those before it. */
function wireServices(parts: Parts) {
  const records = wireRecords(parts);
  const work = wireExecution(parts, records);
  const asking = wireRequests(parts, records, work);
  const schedules = wireSchedules(parts, records, asking);
  return {
    ...records,
    ...work,
    ...asking,
    ...wireLink(parts, records, work),
    ...schedules,
    ...wireNotifications(parts, records, work, asking, schedules),
    dispatches: wireDispatches(parts, records, work, asking),
    ...wireStatus(parts, records, work),
  };
}

/** What is known: the history, people, agents, the catalog. */
function wireRecords({ config, paths, log, db }: Parts) {
  const clock = systemClock;
  const audit = new AuditService({ db, clock });
  const secrets = new SecretsService({ db, audit, clock, keyFile: config.secretsKeyFile });
  const keptSecret = async () => [
    ...(await ownSecrets(config, paths)),
    ...(await secrets.values()),
  ];
  const catalog = new CatalogService({
    db,
    audit,
    clock,
    log,
    paths,
    secrets,
    ownPlaces: [
      ...[paths.secrets, paths.auditRepository, paths.runs, paths.setupToken],
      ...ownPlaces(config, projectDir).filter((place) => place !== config.dataDir),
    ],
    examplesDir: path.join(projectDir, "examples/homelab"),
    hiddenPaths: ownPlaces(config, projectDir),
  });
  const inventory = new InventoryService({ db, audit, clock, catalog, secrets, paths });
  const agents = new AgentsService({
    ...{ db, audit, clock },
    offlineAfterMs: config.agentOfflineSeconds * 1000,
  });
  const dependencies = new DependenciesService({
    ...{ db, audit, clock, log, paths },
    treePath: (treeId, repositoryId) => catalog.treePath(treeId, repositoryId),
    dataDir: config.dataDir,
    settings: config.dependencies,
  });
  return {
    audit,
    secrets,
    keptSecret,
    ai: new AiService({
      db,
      audit,
      log,
      settings: config.models,
      secrets: keptSecret,
    }),
    verification: new AuditVerifier({ databaseUrl: config.databaseUrl, ...ledgerPlaces(paths) }),
    people: new PeopleService({ db, audit, clock, files: paths }),
    tokens: new TokensService({ db, audit }),
    connections: new ConnectionsService({ db, audit }),
    agents,
    catalog,
    dependencies,
    doctor: new DoctorService({ db, catalog, dependencies, secrets }),
    inventory,
    ownHosts: new OwnHostsService({
      ...{ db, audit, agents },
      sshHosts: () => sshHostsOf(inventory),
    }),
    matching: new MatchingService({
      db,
      log,
      catalog,
      embedding: {
        ...config.embedding,
        ollamaUrl: config.models.ollamaUrl,
        secrets: keptSecret,
      },
    }),
  };
}

/** Hosts that are reached over ssh, by inventory and name. */
async function sshHostsOf(inventory: InventoryService): Promise<Map<string, Host>> {
  const hosts = (await inventory.listHosts()).filter(({ connection }) => connection === "ssh");
  return new Map(hosts.map((host) => [`${host.repositoryId}/${host.name}`, host]));
}

/** What plans and runs tasks. */
function wireExecution(
  { config, paths, log, db }: Parts,
  {
    audit,
    people,
    secrets,
    ai,
    agents,
    ownHosts,
    catalog,
    inventory,
    matching,
  }: ReturnType<typeof wireRecords>,
) {
  const clock = systemClock;
  const { planExpiryMinutes, taskTimeoutSeconds } = config;
  const rulesPlace =
    config.routingFile === null ? { folder: config.dataDir } : { file: config.routingFile };
  const rules = new RoutingRulesService({ db, audit, clock, file: new RulesFile(rulesPlace) });
  const limits = { minFreeShare: config.minFreeShare };
  const routing = new RoutingService({ agents, rules, limits });
  const execution = new ExecutionService({ db, audit, clock, readRunLog: runLogReader(paths) });
  const running = { db, audit, clock, secrets, agents, ownHosts, routing };
  const dispatch = new DispatchService({ ...running, catalog });
  const changes = new ChangesService({ db, audit, log, catalog });
  const linting = {
    searchPath: config.searchPath,
    hiddenPaths: ownPlaces(config, projectDir),
  };
  return {
    routing,
    routingRules: rules,
    execution,
    dispatch,
    backlog: new WaitingPlansService({ db, routing, dispatch }),
    placements: new PlacementsService({
      ...{ db, agents, routing, rules },
      readWords: wordReader({ matching, catalog, inventory }),
      groupsOf: async (names) => {
        if (names.length === 0) return new Map();
        const hosts = await inventory.listHosts();
        return new Map(hosts.map(({ name, groups }) => [name, groups]));
      },
    }),
    ...wireRuns(db, { audit, secrets, agents, ownHosts, inventory }, routing),
    locks: new LocksService({ db, audit, hostNames: () => inventory.hostNames() }),
    holds: new HoldsService({ db, audit, clock }),
    changes,
    reviews: new ReviewsService({
      ...{ db, audit, clock, log, catalog, changes, execution },
      suggestions: new SuggestionsService(linting),
    }),
    scaffoldRequests: new ScaffoldRequestsService({
      ...{ db, ai, audit, clock, log, catalog, changes },
      scaffolds: new ScaffoldsService({ lint: new LintService(linting) }),
    }),
    plans: new PlansService({ db, clock, catalog, planExpiryMinutes }),
    proposals: new ProposalsService({
      db,
      ai,
      catalog,
      inventory,
      matching,
      ...{ routing, secrets, ownHosts },
      recentRuns: (entry) => execution.recentRuns(entry),
      sharedAnsibles: () => agents.sharedAnsibles(),
      taskTimeoutSeconds,
    }),
    answers: new AnswersService({
      db,
      log,
      ai,
      audit,
      agents,
      catalog,
      inventory,
      matching,
      execution,
      people,
    }),
  };
}

/** The agents' side of execution. */
function wireRuns(
  db: Database,
  {
    audit,
    secrets,
    agents,
    ownHosts,
    inventory,
  }: Pick<
    ReturnType<typeof wireRecords>,
    "audit" | "secrets" | "agents" | "ownHosts" | "inventory"
  >,
  routing: RoutingService,
) {
  const clock = systemClock;
  const running = { db, audit, clock, secrets, agents, ownHosts, inventory, routing };
  const runs = new RunService({ ...running, random: Math.random });
  return {
    runs,
    runMaterials: new RunMaterialsService({ runs, inventory }),
    leases: new LeaseService({ db, audit }),
    lostRuns: new LostRunsService({ db, audit, clock }),
  };
}

/** What takes a request from a message to its end. */
function wireRequests(
  { log, db, eventWatch }: Parts,
  { ai, audit, secrets, catalog, people }: ReturnType<typeof wireRecords>,
  { execution, holds, plans, proposals, answers, changes }: ReturnType<typeof wireExecution>,
) {
  const conversations = new ConversationsService({ db });
  const gates = new GateKeeper({ plans, execution });
  const lifecycle = new RequestLifecycle({ ai, audit, plans, secrets, gates });
  const views = new RequestViewService({ db, ai, plans, execution });
  const offers = new PlanOffers({ audit, plans, lifecycle });
  const steering = { db, audit, plans, proposals, execution, lifecycle, offers, views };
  const requests = new RequestsService(steering);
  const assertMay: PeopleService["assertMay"] = (...asked) => people.assertMay(...asked);
  const decisions = new DecisionsService({ ...steering, assertMay });
  const planAgain = new PlanAgain({ db, audit, plans, execution, conversations, lifecycle, views });
  const previews = new PreviewsService({
    ...{ db, audit, clock: systemClock, log, catalog, execution, plans, proposals },
    ...{ requests, decisions, requestViews: views },
  });
  const ruling = wireRules({
    ...{ db, audit, log, catalog, people, plans, requests, decisions, previews },
  });
  const chat = new ChatService({ db, audit, eventWatch, conversations, requests, views });
  return {
    ...ruling,
    unattended: new UnattendedService({
      ...{ db, audit, clock: systemClock, log, people, conversations, chat, views },
      rules: ruling.rules,
    }),
    keepOn: new KeepOn({ plans, changes }),
    handoffs: new HandoffsService({
      ...{ db, audit, conversations },
      people: () => people.list(),
      findTask: (tx, taskId) => execution.lockedTask(tx, taskId),
      announceInbox: (tx) => lifecycle.announceInbox(tx),
    }),
    ...wireGates({ db, audit, plans, lifecycle, requests, decisions, views, people }, gates),
    planSecrets: new PlanSecrets({ ...steering, decisions, secrets, planAgain }),
    requests,
    decisions,
    planAgain,
    requestViews: views,
    postMortems: new PostMortemsService({
      ...{ db, audit, clock: systemClock, catalog, execution, requestViews: views },
    }),
    previews,
    chat,
    planRequest: new PlanRequest({
      db,
      log,
      audit,
      proposals,
      answers,
      conversations,
      lifecycle,
      offers,
      decisions,
      controls: new SpokenControls({ requests, views }),
      views,
    }),
    judgeFirstHost: new JudgeFirstHost({ holds, execution }),
    settleRequest: new SettleRequest({ db, plans, execution, conversations, lifecycle }),
    stalePlans: new StalePlans({ db, audit, plans, execution }),
    expirePlans: new ExpirePlans({ db, audit, plans, execution, lifecycle }),
    lostNudges: new LostNudges({ db, execution }),
  };
}

/** What keeps a request in its phase, and lets it go on. */
function wireGates(
  parts: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly plans: PlansService;
    readonly lifecycle: RequestLifecycle;
    readonly requests: RequestsService;
    readonly decisions: DecisionsService;
    readonly views: RequestViewService;
    readonly people: PeopleService;
  },
  keeper: GateKeeper,
) {
  const { db, audit, people } = parts;
  const gates = new GatesService({ db, audit, gates: keeper });
  const held = new HeldRequests(parts);
  const assertMay: PeopleService["assertMay"] = (principal, action) =>
    people.assertMay(principal, action);
  return { gates, held, phaseMoves: new PhaseMoves({ ...parts, gates, held, assertMay }) };
}

/** What approves in the name of people, and what they do with it. */
function wireRules({
  catalog,
  ...parts
}: {
  readonly db: Database;
  readonly audit: AuditService;
  readonly log: Logger;
  readonly catalog: CatalogService;
  readonly people: PeopleService;
  readonly plans: PlansService;
  readonly requests: RequestsService;
  readonly decisions: DecisionsService;
  readonly previews: PreviewsService;
}) {
  const { plans, requests } = parts;
  const source = new RuleSource({ catalog, plans, requests });
  const own = { ...parts, clock: systemClock, source };
  return {
    rules: new RulesService(own),
    ruleLooks: new RuleLooks(own),
    applyRules: new ApplyRules(own),
  };
}

/** Agents on other machines. */
function wireLink(
  { config, paths, db, eventWatch }: Parts,
  { audit, agents }: ReturnType<typeof wireRecords>,
  { runs, leases, lostRuns, runMaterials }: ReturnType<typeof wireExecution>,
) {
  const serverKey = new ServerKey(paths.linkKey);
  const agentFile = new AgentFile();
  const remoteRuns = new RemoteRunsService({ db, runs, leases });
  const link: LinkService = new LinkService({
    db,
    leaseSeconds: config.linkLeaseSeconds,
    answerers: answerers({
      ...{ db, audit, agents, runs, leases, lostRuns, remoteRuns, runMaterials, eventWatch },
      folders: new RunFolders(paths),
      logs: new KeptLogs(paths.runs),
      isWelcome: (agentId) => link.isWelcome(agentId),
    }),
  });
  const enrolments = new EnrolmentService({
    ...{ db, audit, agents, remoteRuns, serverKey, agentFile },
  });
  return { link, enrolments, serverKey, agentFile };
}

/** What programs ask for by name. */
function wireDispatches(
  { db }: Parts,
  { catalog, people }: ReturnType<typeof wireRecords>,
  { execution }: ReturnType<typeof wireExecution>,
  { chat, requests, requestViews: views }: ReturnType<typeof wireRequests>,
) {
  const assertMay: PeopleService["assertMay"] = (...asked) => people.assertMay(...asked);
  return new DispatchesService({ db, catalog, chat, execution, requests, views, assertMay });
}

/** What asks by itself, in the name of whoever set it up. */
function wireSchedules(
  { db, log }: Parts,
  { audit, people, secrets }: ReturnType<typeof wireRecords>,
  { chat, planAgain, previews, requests, requestViews }: ReturnType<typeof wireRequests>,
) {
  const clock = systemClock;
  const base = { db, audit, clock, log, people, chat, requestViews };
  const receiveAlerts = new ReceiveAlerts({ ...base, secrets, requests });
  const fireSchedules = new FireSchedules({ ...base, planAgain });
  return {
    fireSchedules,
    receiveAlerts,
    webhooks: new WebhooksService({ db, audit, secrets, receiver: receiveAlerts }),
    driftChecks: new DriftChecks({ ...base, previews, requests, firing: fireSchedules }),
    schedules: new SchedulesService({ ...base, firing: fireSchedules }),
  };
}

/** What people are told of, wherever they are. */
function wireNotifications(
  { config, db, log }: Parts,
  { audit, people, secrets, keptSecret }: ReturnType<typeof wireRecords>,
  { plans }: ReturnType<typeof wireExecution>,
  { requests }: ReturnType<typeof wireRequests>,
  { schedules, webhooks }: ReturnType<typeof wireSchedules>,
) {
  const pushKeys = new PushKeyStore({ db, secrets });
  const redactorOf = keepRedactor();
  const { publicUrl } = config;
  const sender = new Sender({
    ...{ db, clock: systemClock, people, secrets, pushKeys, publicUrl },
  });
  const describing = new DescribeEntry({ plans, requests, schedules, webhooks });
  return {
    notifications: new NotificationsService({ db, audit }),
    pushKeys,
    channels: new ChannelsService({ db, audit, people, secrets, sender }),
    readHistory: new ReadHistory({
      ...{ db, log, audit, people, describing },
      redactor: async () => {
        const known = redactorOf(await keptSecret());
        return (text) => maskSecrets(known.redactText(text));
      },
    }),
    deliver: new Deliver({
      ...{ db, log, people, plans, sender },
      random: Math.random,
    }),
  };
}

/** What people are told of the installation itself, and what keeps it in bounds. */
function wireStatus(
  { config, paths, db, redis, version }: Parts,
  { audit, secrets, agents, matching }: ReturnType<typeof wireRecords>,
  { routingRules, execution }: ReturnType<typeof wireExecution>,
) {
  const setAsideJobs = new SetAsideJobsService({ db, audit });
  return {
    setAsideJobs,
    retention: new RetentionService({
      ...{ db, audit, clock: systemClock, execution },
      runs: paths.runs,
      settings: config.retention,
    }),
    health: new HealthService({
      db,
      redis,
      agents,
      auditRepository: paths.auditRepository,
      version,
    }),
    settings: new SettingsService({
      audit,
      agents,
      dataDir: config.dataDir,
      sshPublicKey: `${paths.sshKey}.pub`,
      embeddedDatabase: config.embeddedDatabase,
      planExpiryMinutes: config.planExpiryMinutes,
      version,
      otherNotices: async () => [
        ...(await setAsideJobs.notices()),
        ...(await matching.notices()),
        ...(await secrets.notices()),
        ...(await routingRules.notices()),
      ],
    }),
  };
}

/** What this installation keeps secret, for what leaves it. */
async function ownSecrets({ databaseUrl, redisUrl, models }: Config, paths: DataPaths) {
  const tokens = await readdir(paths.tokens).catch(() => []);
  const files = [
    paths.sshKey,
    paths.auditKey,
    paths.setupToken,
    ...tokens
      .filter((name) => name.startsWith("repository-"))
      .map((name) => path.join(paths.tokens, name)),
  ];
  const contents = await Promise.all(
    files.map(async (file) => (await readFile(file, "utf8").catch(() => "")).trim()),
  );
  const passwords = [databaseUrl, redisUrl].map((url) =>
    URL.canParse(url) ? decodeURIComponent(new URL(url).password) : "",
  );
  return [...contents, ...passwords, models.anthropicKey ?? ""].filter((secret) => secret !== "");
}

/** What a request's words are about: the best match of the catalog, and the hosts that they name. */
function wordReader({
  matching,
  catalog,
  inventory,
}: Pick<ReturnType<typeof wireRecords>, "matching" | "catalog" | "inventory">) {
  return async (text: string): Promise<ReadWords> => {
    const [{ intents }, hosts] = await Promise.all([matching.match(text), inventory.listHosts()]);
    const [intent] = intents;
    const best = intent?.candidates[0];
    const entries = best === undefined ? [] : await catalog.entries([best.entryId]);
    const said = new Set(text.toLowerCase().match(/[\p{L}\p{N}._-]+/gu));
    const named = hosts.map(({ name }) => name).filter((name) => said.has(name.toLowerCase()));
    return {
      playbook: best?.path ?? null,
      service: entries[0]?.service ?? intent?.service ?? null,
      hosts: [...new Set(named)],
    };
  };
}

function runLogReader(paths: DataPaths): ReadRunLog {
  return async (runId, range) => {
    const { lines, lastLine, times } = readRunLog(path.join(paths.runs, runId), range);
    return {
      lines: lines.map((line) => ({ line: line.n, text: line.text })),
      lineCount: lastLine,
      times: times.map(({ line, atMs }) => ({ line, at: new Date(atMs).toISOString() })),
    };
  };
}

async function waitForDatabase(db: Database, log: Logger): Promise<void> {
  const deadline = Date.now() + databaseWaitMs;
  for (let attempt = 1; ; attempt++) {
    try {
      await pingDatabase(db);
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      if (attempt % 10 === 1) log.warn({ attempt }, "waiting for the database");
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(projectDir, "package.json"), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "0";
}
