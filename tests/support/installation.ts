import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, vi } from "vitest";
import { type Config, type DataPaths, dataPaths, loadConfig } from "#server/config.ts";
import { type Container, createContainer, type Services } from "#server/container.ts";
import type { Role } from "#server/contracts/people.ts";
import { withClient } from "#server/platform/embedded/postgres-roles.ts";
import { createLogger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { builtInAgent } from "#workers/built-in-agent.ts";
import { Orchestrator } from "#workers/orchestrator.ts";
import { ChiffonClient, type WireView } from "./chiffon-client.ts";
import { stopDaemonsBelow } from "./daemons.ts";
import { useDatabase } from "./postgres.ts";
import { useRedis } from "./redis.ts";
import { setupToken, startWeb, type TestWeb } from "./web.ts";

/** How an installation differs from a fresh one. */
export interface InstallationOptions {
  /** Address that the product uses instead of the test's own, e.g. one that can be cut off. */
  readonly databaseUrl?: (own: string) => string;
  readonly redisUrl?: () => string;
  readonly config?: Partial<Config>;
  /** Starts with the example homelab; without it no repository is there. */
  readonly homelab?: boolean;
  /** Called with the data directory before anything starts. */
  readonly prepare?: (paths: DataPaths) => void;
  /** Writes everything that its processes log, down to the least, into `logs/` of the data directory. */
  readonly keepLog?: boolean;
}

/** The whole product in this process: web edge, orchestrator and agent on a real Postgres and Redis; four people. */
export interface Installation {
  readonly url: string;
  readonly paths: DataPaths;
  readonly db: Database;
  readonly services: Services;
  readonly container: Container;
  readonly admin: ChiffonClient;
  readonly approver: ChiffonClient;
  readonly operator: ChiffonClient;
  readonly viewer: ChiffonClient;
  /** Runs a statement as the owner of the tables, past the product's own rights. */
  asOwner(sql: string): Promise<void>;
  /** A client without a session. */
  stranger(): ChiffonClient;
  /** Lets somebody join by invite. */
  join(role: Role, name: string): Promise<ChiffonClient>;
  close(): Promise<void>;
}

const password = "correct horse battery";

/** Gives the tests of a file one installation, from the first `beforeAll` on. Call it at the top level. */
export function useInstallation(options: InstallationOptions = {}): Installation {
  const database = useDatabase();
  const redis = useRedis();
  let opened: Installation | null = null;
  // Real playbooks on a busy machine take their time; none of these tests is about speed.
  vi.setConfig({ testTimeout: 360_000 });
  beforeAll(async () => {
    opened = await openInstallation({
      ...options,
      databaseUrl: options.databaseUrl?.(database.url) ?? database.url,
      redisUrl: options.redisUrl?.() ?? redis.url,
      ownerUrl: database.ownerUrl,
    });
  });
  afterAll(() => opened?.close());
  return new Proxy({} as Installation, {
    get: (_target, name) => {
      if (opened === null) throw new Error("the installation exists from the first beforeAll on");
      return Reflect.get(opened, name);
    },
  });
}

/** Opens an installation on a data directory of its own. The caller closes it. */
export async function openInstallation(
  options: Pick<InstallationOptions, "config" | "homelab" | "prepare" | "keepLog"> & {
    databaseUrl: string;
    redisUrl: string;
    ownerUrl?: string;
  },
): Promise<Installation> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-journey-"));
  const paths = prepareDataDir(dataDir, options);
  const environment = {
    CHIFFON_DATA_DIR: dataDir,
    DATABASE_URL: options.databaseUrl,
    REDIS_URL: options.redisUrl,
    WORKER_CONCURRENCY: "4",
    HEARTBEAT_SECONDS: "1",
    AGENT_OFFLINE_SECONDS: "20",
    // Whatever else this machine does.
    CHIFFON_OVERLOAD_FACTOR: "1000",
    CHIFFON_MIN_FREE_PERCENT: "0",
    AGENT_NAME: "this-machine",
  };
  const config = { ...loadConfig(environment), logLevel: "silent", ...options.config };
  const logFile = path.join(dataDir, "logs/journey.log");
  const container = createContainer(config, {
    process: "journey",
    ...(options.keepLog === true ? { log: createLogger("journey", "trace", logFile) } : {}),
  });
  const orchestrator = new Orchestrator(container);
  const agent = await builtInAgent(container);
  const [web] = await Promise.all([
    startWeb({ ...container, databaseUrl: options.databaseUrl }),
    orchestrator.start(),
    agent.start(),
  ]);
  return {
    ...{ url: web.url, paths, db: container.db, services: container.services, container },
    ...(await gather(web)),
    asOwner: async (sql) => {
      if (options.ownerUrl === undefined) throw new Error("the owner's address was not given");
      await withClient(options.ownerUrl, (client) => client.query(sql));
    },
    close: async () => {
      await agent.interrupt();
      await orchestrator.stop();
      await web.close();
      await container.close();
      stopDaemonsBelow(dataDir);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function prepareDataDir(
  dataDir: string,
  options: Pick<InstallationOptions, "homelab" | "prepare">,
): DataPaths {
  const paths = dataPaths(dataDir);
  writeFileSync(paths.setupToken, `${setupToken}\n`);
  // A homelab folder without its repository in the database is one that its owner removed: it is not seeded again.
  if (options.homelab !== true) mkdirSync(path.join(paths.homelab, ".git"), { recursive: true });
  options.prepare?.(paths);
  return paths;
}

async function gather(web: TestWeb) {
  const admin = new ChiffonClient(web.url);
  await admin.setUp(setupToken, "Ada", password);
  const join = async (role: Role, name: string) => {
    const invite = await admin.call<{ token: string }>("POST", "/api/invites", { role });
    const client = new ChiffonClient(web.url);
    await client.call("POST", "/api/invites/accept", { token: invite.token, name, password });
    return client;
  };
  const [approver, operator, viewer] = await Promise.all([
    join("approver", "Abel"),
    join("operator", "Otto"),
    join("viewer", "Vera"),
  ]);
  return { admin, approver, operator, viewer, join, stranger: () => new ChiffonClient(web.url) };
}

/** A view whose plan is there. */
export type PlannedView = WireView & { readonly plan: NonNullable<WireView["plan"]> };

/** Says something and waits for its plan. @throws Error naming what came instead */
export async function planFor(
  client: ChiffonClient,
  message: string,
  conversationId?: string,
): Promise<PlannedView> {
  const { requestId } = await client.say(message, conversationId);
  return waitForPlan(client, requestId);
}

/** Waits until a request's plan can be decided. */
export async function waitForPlan(
  client: ChiffonClient,
  requestId: string,
  version = 1,
): Promise<PlannedView> {
  const view = await client.waitFor(
    requestId,
    (seen) =>
      (seen.card === "awaiting" && (seen.plan?.version ?? 0) >= version) ||
      ["done", "failed", "blocked"].includes(seen.phase),
  );
  if (view.card !== "awaiting" || view.plan === null) {
    throw new Error(`no plan to decide: the request is ${view.phase}`);
  }
  return { ...view, plan: view.plan };
}

/** What would be there had anything been started: run rows, run directories and files that playbooks leave. */
export interface TracesOfRuns {
  readonly runs: number;
  readonly runDirectories: number;
  readonly effects: readonly string[];
}

/** Looks for traces of runs everywhere that a started process leaves one. */
export async function tracesOfRuns(
  { db, paths }: Pick<Installation, "db" | "paths">,
  effectsDir: string,
): Promise<TracesOfRuns> {
  const list = (directory: string) => {
    try {
      return readdirSync(directory, { recursive: true, encoding: "utf8" }).sort();
    } catch {
      return [];
    }
  };
  return {
    runs: await db.run.count(),
    runDirectories: list(paths.runs).filter((name) => !name.includes(path.sep)).length,
    effects: list(effectsDir),
  };
}

/** Asks until `holds`. @throws Error naming `what` after `timeoutMs` */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 240_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${timeoutMs} ms`);
    await delay(30);
  }
}
