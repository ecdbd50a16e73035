import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { AgentsService } from "#server/agents/agents-service.ts";
import { AiService } from "#server/ai/ai-service.ts";
import { AuditService } from "#server/audit/audit-service.ts";
import { GitLedger } from "#server/audit/git-ledger.ts";
import { AuditSealer } from "#server/audit/sealer.ts";
import { AuditVerifier } from "#server/audit/verify.ts";
import { CatalogService } from "#server/catalog/catalog-service.ts";
import { ChatService } from "#server/chat/chat-service.ts";
import { type Config, type DataPaths, dataPaths } from "#server/config.ts";
import { DispatchService } from "#server/execution/dispatch-service.ts";
import { ExecutionService, type ReadRunLog } from "#server/execution/execution-service.ts";
import { LeaseService } from "#server/execution/lease-service.ts";
import { RunService } from "#server/execution/run-service.ts";
import { WaitingPlansService } from "#server/execution/waiting-plans-service.ts";
import { PeopleService } from "#server/people/people-service.ts";
import { PlanningService } from "#server/planning/planning-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { createLogger, type Logger } from "#server/platform/logger.ts";
import { type Database, openDatabase } from "#server/platform/prisma.ts";
import { openImpatientRedis } from "#server/platform/redis.ts";
import { PhaseMoves } from "#server/requests/phase-moves.ts";
import { RequestViewService } from "#server/requests/request-view-service.ts";
import { RequestsService } from "#server/requests/requests-service.ts";
import { SettlementService } from "#server/requests/settlement-service.ts";
import { RoutingService } from "#server/routing/routing-service.ts";
import { readRunLog } from "#server/runner/run-log.ts";
import { HealthService } from "#server/status/health-service.ts";
import { SettingsService } from "#server/status/settings-service.ts";

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
  readonly version: string;
  readonly callbackDir: string;
  /** Resolves when Postgres answers. @throws when it does not within a minute */
  waitForDatabase(): Promise<void>;
  /** Starts sealing the history; a no-op while another process seals. `wake` subscribes to its notifications. */
  startSealer(wake: (onWake: () => void) => () => void): void;
  close(): Promise<void>;
}

/** Wires a process. Opens no connection until something is asked. */
export function createContainer(config: Config, options: { process: string }): Container {
  const paths = dataPaths(config.dataDir);
  const log = createLogger(options.process, config.logLevel);
  const db = openDatabase(config.databaseUrl);
  const redis = openImpatientRedis(config.redisUrl);
  const version = readVersion();
  const services = wireServices({ config, paths, log, db, redis, version });
  let sealer: AuditSealer | null = null;
  return {
    config,
    paths,
    log,
    db,
    services,
    version,
    callbackDir: path.join(projectDir, "ansible/callback_plugins"),
    waitForDatabase: () => waitForDatabase(db, log),
    startSealer(wake) {
      const ledger = new GitLedger({ ...ledgerPlaces(paths), remote: config.auditRemote, log });
      sealer = new AuditSealer({ databaseUrl: config.databaseUrl, ledger, wake, log });
      sealer.start();
    },
    async close() {
      await sealer?.stop();
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
  readonly redis: ReturnType<typeof openImpatientRedis>;
  readonly version: string;
}

/** In module order: each group sees those before it. */
function wireServices(parts: Parts) {
  const records = wireRecords(parts);
  const work = wireWork(parts, records);
  return { ...records, ...work, ...wireStatus(parts, records) };
}

/** What is known: the history, people, agents, the catalog. */
function wireRecords({ config, paths, log, db }: Parts) {
  const clock = systemClock;
  const audit = new AuditService({ db, clock });
  return {
    audit,
    ai: new AiService({
      db,
      audit,
      log,
      settings: config.models,
      secrets: () => ownSecrets(config, paths),
    }),
    verification: new AuditVerifier({ databaseUrl: config.databaseUrl, ...ledgerPlaces(paths) }),
    people: new PeopleService({ db, audit, clock, files: paths }),
    agents: new AgentsService({
      db,
      audit,
      clock,
      offlineAfterMs: config.agentOfflineSeconds * 1000,
    }),
    catalog: new CatalogService({
      db,
      audit,
      clock,
      log,
      paths,
      examplesDir: path.join(projectDir, "examples/homelab"),
      embedding: {
        ...config.embedding,
        ollamaUrl: config.models.ollamaUrl,
        secrets: () => ownSecrets(config, paths),
      },
    }),
  };
}

/** What is done: from a message to the end of its runs. */
function wireWork(
  { config, paths, log, db }: Parts,
  { audit, ai, agents, catalog }: ReturnType<typeof wireRecords>,
) {
  const clock = systemClock;
  const routing = new RoutingService({ agents });
  const execution = new ExecutionService({ db, audit, clock, readRunLog: runLogReader(paths) });
  const planning = new PlanningService({
    db,
    ai,
    catalog,
    routing,
    clock,
    pastSeconds: (entry) => execution.pastSeconds(entry),
    planExpiryMinutes: config.planExpiryMinutes,
    taskTimeoutSeconds: config.taskTimeoutSeconds,
  });
  const runs = new RunService({ db, audit, clock, random: Math.random });
  const leases = new LeaseService({ db, audit });
  const dispatch = new DispatchService({ db, audit, catalog, routing, clock });
  const moves = new PhaseMoves({ audit, planning });
  const requestViews = new RequestViewService({ db, planning, execution });
  const requests = new RequestsService({
    db,
    audit,
    planning,
    execution,
    moves,
    views: requestViews,
  });
  const settlement = new SettlementService({
    db,
    audit,
    planning,
    execution,
    dispatch,
    waiting: new WaitingPlansService({ db, routing }),
    moves,
  });
  const chat = new ChatService({
    db,
    log,
    ai,
    audit,
    agents,
    catalog,
    execution,
    requests,
    views: requestViews,
    settlement,
  });
  return {
    routing,
    planning,
    execution,
    runs,
    leases,
    dispatch,
    requests,
    requestViews,
    settlement,
    chat,
  };
}

/** What people are told of the installation itself. */
function wireStatus(
  { config, paths, db, redis, version }: Parts,
  { audit, agents, catalog }: ReturnType<typeof wireRecords>,
) {
  return {
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
      otherNotices: () => catalog.notices(),
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

function runLogReader(paths: DataPaths): ReadRunLog {
  return async (runId, range) => {
    const { lines, lastLine } = readRunLog(path.join(paths.runs, runId), range);
    return { lines: lines.map((line) => ({ line: line.n, text: line.text })), lineCount: lastLine };
  };
}

async function waitForDatabase(db: Database, log: Logger): Promise<void> {
  const deadline = Date.now() + databaseWaitMs;
  for (let attempt = 1; ; attempt++) {
    try {
      await db.$queryRaw`SELECT 1`;
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
