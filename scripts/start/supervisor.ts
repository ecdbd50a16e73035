import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { compileIfStale } from "#scripts/compile/compile-if-stale.mjs";
import { prepareDataDir } from "#scripts/setup/data-dir.mjs";
import { tryProcessLock } from "#scripts/setup/process-lock.mjs";
import { SetupError } from "#scripts/setup/say.mjs";
import { localUrl, timedLine } from "./announce.ts";
import { buildIfStale } from "./build.ts";
import { type ChildSpec, SupervisedChild } from "./child.ts";
import { upgradeDatabase } from "./database-upgrade.ts";
import { endLeftoverChildren, recordChildren } from "./leftover-children.ts";
import { choosePort } from "./port.ts";
import { type ServiceAddresses, Services, supervisorLockFile } from "./services.ts";
import { prepareSetupToken } from "./setup-token.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/**
 * For glibc, which would keep a heap for each of Node's threads, up to eight for each core, and learn from each large
 * buffer to keep more of what is given back. Bytes.
 */
const LEAN_HEAP = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  MALLOC_TRIM_THRESHOLD_: "131072",
};

/** A small nursery: what a process needs while it starts, or in a burst, it would else keep for ever. */
const LEAN = ["--max-semi-space-size=4"];

/**
 * The processes of an installation on one machine: the web's, and one that plans, dispatches and runs. From the folder
 * where they are compiled, or from source.
 */
function productChildren(compiledIn: string | null): ChildSpec[] {
  const from = (source: string, compiled: string) =>
    compiledIn === null ? ["--import", "tsx", source] : [...LEAN, `${compiledIn}/${compiled}`];
  return [
    { name: "web", role: "web", args: from("server/main.ts", "web.js"), startsFirst: true },
    {
      name: "workers",
      role: "worker",
      args: from("workers/main.ts", "workers.js"),
      startsFirst: true,
    },
  ];
}

/** What to start, and where. */
export interface ChiffonOptions {
  dataDir: string;
  /** Default 3000; the next free one if taken; 0 for any. */
  port?: number;
  /** Default 0.0.0.0. */
  host?: string;
  /** Added to this process's environment for the children; DATABASE_URL and REDIS_URL replace a built-in service. */
  env?: Record<string, string>;
  /** Builds the user interface where it is stale; the processes are compiled in any case. Default true; never in development. */
  build?: boolean;
  /** Runs the web process in development mode. */
  dev?: boolean;
  /** Folder of the compiled processes, from the root, where the caller has just made sure of it. */
  compiledIn?: string;
  /** Default: the product's own. */
  children?: ChildSpec[];
  /** Started instead of the children of the same name. */
  replaced?: readonly ChildSpec[];
  log?: (line: string) => void;
}

/** A supervised installation. All of its processes end with `stop`, or with this process. */
export interface RunningChiffon {
  /** Without a slash at the end, for this machine. */
  url: string;
  port: number;
  host: string;
  dataDir: string;
  /** Opens `/setup?token=…`; null once set-up is done. */
  setupToken: string | null;
  /** As they are now: a service that was started again may have moved. */
  readonly addresses: ServiceAddresses;
  /** Process ids by name, also of the built-in `postgres` and `redis`; null for one that is being started again. */
  pids: () => Record<string, number | null>;
  /** Sends a signal to one process; it is started again when that ends it. False when there is none. */
  kill: (name: string, signal?: NodeJS.Signals) => boolean;
  /** Resolves when the web process answers. @throws Error when it does not within `timeoutMs` (default 60 s) */
  ready: (timeoutMs?: number) => Promise<void>;
  /** Asks the workers to take no new work and to end when theirs is done; resolves when they have. */
  drain: () => Promise<void>;
  /** Names of the runs that draining waits for. */
  running: () => string[];
  /** Asks the workers to interrupt what they run. */
  interrupt: () => void;
  /** Ends the workers at once; what they run goes on and is adopted at the next start. */
  abandon: () => void;
  /** Ends everything: asks first, insists after `graceMs` (default 10 s). Safe to repeat. */
  stop: (options?: { graceMs?: number }) => Promise<void>;
}

/**
 * Starts services, migrates, builds what is stale and starts the product's processes; returns before they answer
 * (see `ready`). One at a time for a data directory.
 *
 * @throws SetupError with the fix: data directory not writable, already running
 */
export async function startChiffon(options: ChiffonOptions): Promise<RunningChiffon> {
  const { dataDir, log = () => undefined, host = "0.0.0.0" } = options;
  prepareDataDir(dataDir);
  const release = lockDataDir(dataDir);
  const environment = { ...process.env, ...options.env };
  const services = new Services({ dataDir, env: environment, log });
  let children: SupervisedChild[] = [];
  try {
    await endLeftoverChildren(dataDir);
    const started = startServices(services, log);
    // It is waited for below, and whatever fails before that is told first.
    started.catch(() => undefined);
    const compiledIn = options.dev ? null : (options.compiledIn ?? (await compileIfStale(ROOT)));
    const setupToken = prepareSetupToken(dataDir);
    const port = await choosePort(options.port ?? 3000, host);
    const supervision = { options, services, areServicesUp: false, port, host, setupToken, log };
    children = createChildren(supervision, compiledIn);
    for (const child of children) if (child.spec.startsFirst) child.start();
    const build = options.build !== false && !options.dev ? buildIfStale(ROOT, log) : null;
    await Promise.all([started, build]);
    supervision.areServicesUp = true;
    return supervise({ ...supervision, children, release });
  } catch (error) {
    await killChildren(children);
    await services.stop();
    release();
    throw error;
  }
}

async function startServices(services: Services, log: (line: string) => void): Promise<void> {
  const startedAt = performance.now();
  await services.start();
  log(timedLine("database and queue are up", startedAt));
  const upgradedAt = performance.now();
  await upgradeDatabase(services.addresses, log);
  log(timedLine("database checked", upgradedAt));
}

function lockDataDir(dataDir: string): () => void {
  const { release, heldBy } = tryProcessLock(supervisorLockFile(dataDir));
  if (release) return release;
  throw new SetupError(
    `Chiffon already runs on ${dataDir} (process ${heldBy}). Stop it first (kill ${heldBy}), ` +
      "or set CHIFFON_DATA_DIR to another folder for a second installation.",
  );
}

interface Supervision {
  options: ChiffonOptions;
  services: Services;
  /** False while its processes are only to load: they may not look at a database that is about to be upgraded. */
  areServicesUp: boolean;
  port: number;
  host: string;
  setupToken: string | null;
  log: (line: string) => void;
}

function createChildren(supervision: Supervision, compiledIn: string | null): SupervisedChild[] {
  const { options, log } = supervision;
  const specs = options.children ?? productChildren(compiledIn);
  const children = specs
    .map((child) => options.replaced?.find(({ name }) => name === child.name) ?? child)
    .map(
      (spec) =>
        new SupervisedChild({
          spec,
          root: ROOT,
          logDir: path.join(options.dataDir, "logs"),
          environment: () => childEnvironment(supervision),
          log,
          onStarted: () => recordChildren(options.dataDir, pidsOf(children)),
        }),
    );
  return children;
}

async function killChildren(children: readonly SupervisedChild[]): Promise<void> {
  for (const child of children) {
    child.retire();
    child.signal("SIGKILL");
  }
  await Promise.all(children.map((child) => child.ended()));
}

function supervise(
  supervision: Supervision & { children: SupervisedChild[]; release: () => void },
): RunningChiffon {
  const { options, services, children, port, host, setupToken, release } = supervision;
  for (const child of children)
    if (child.spec.startsFirst)
      child.tell({ type: "services", environment: serviceEnvironment(services) });
    else child.start();
  const workers = children.filter(({ spec }) => spec.role === "worker");
  services.keepRunning(() => {
    // At once: whoever drains would wait for a database that is gone from where it looks. Detached runs are adopted.
    for (const child of children) child.signal("SIGKILL");
  });
  const url = localUrl(host, port);

  const signalWorkers = (signal: NodeJS.Signals) => {
    for (const worker of workers) {
      worker.retire();
      worker.signal(signal);
    }
  };
  const drain = async () => {
    signalWorkers("SIGTERM");
    await Promise.all(workers.map((worker) => worker.ended()));
  };
  let stopping: Promise<void> | null = null;
  const stop = async (graceMs: number) => {
    for (const child of children) child.retire();
    for (const child of children) child.signal("SIGTERM");
    const insist = setTimeout(() => {
      for (const child of children) child.signal("SIGKILL");
    }, graceMs);
    await Promise.all(children.map((child) => child.ended()));
    clearTimeout(insist);
    await services.stop();
    recordChildren(options.dataDir, []);
    release();
  };

  return {
    url,
    port,
    host,
    dataDir: options.dataDir,
    setupToken,
    get addresses() {
      return services.addresses;
    },
    pids: () => ({
      ...Object.fromEntries(children.map((child) => [child.spec.name, child.pid])),
      ...services.pids,
    }),
    kill: (name, signal = "SIGKILL") => {
      const child = children.find(({ spec }) => spec.name === name);
      if (child) return child.signal(signal);
      const pid = services.pids[name];
      return pid !== undefined && process.kill(pid, signal);
    },
    ready: (timeoutMs = 60_000) => waitForAnswer(`${url}/api/health`, timeoutMs),
    drain,
    running: () => workers.flatMap((worker) => worker.running),
    interrupt: () => signalWorkers("SIGINT"),
    abandon: () => signalWorkers("SIGKILL"),
    stop: ({ graceMs = 10_000 } = {}) => {
      stopping ??= stop(graceMs);
      return stopping;
    },
  };
}

function pidsOf(children: SupervisedChild[]): number[] {
  return children.map((child) => child.pid).filter((pid) => pid !== null);
}

function childEnvironment(supervision: Supervision): NodeJS.ProcessEnv {
  const { options, services, areServicesUp, port, host } = supervision;
  return {
    ...process.env,
    NODE_ENV: options.dev ? "development" : "production",
    NEXT_TELEMETRY_DISABLED: "1",
    ...LEAN_HEAP,
    ...options.env,
    ...(areServicesUp ? serviceEnvironment(services) : { CHIFFON_AWAIT_SERVICES: "1" }),
    CHIFFON_DATA_DIR: options.dataDir,
    CHIFFON_SUPERVISED: "1",
    PORT: String(port),
    HOST: host,
  };
}

function serviceEnvironment({ addresses }: Services) {
  const { databaseUrl, redisUrl, adminUrl } = addresses;
  return {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    CHIFFON_EMBEDDED_DATABASE: adminUrl === null ? "0" : "1",
  };
}

/** How long the parts behind the web process may take to come up before it counts as ready without them. */
const partsTimeoutMs = 15_000;

async function waitForAnswer(url: string, timeoutMs: number): Promise<void> {
  const startedAt = performance.now();
  const deadline = startedAt + timeoutMs;
  let reason = "no answer";
  while (performance.now() < deadline) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      await response.arrayBuffer();
      if (response.ok) return;
      reason = `status ${response.status}`;
      // 503 says that a part is not up: usually a worker that needs a moment more. After that it is an answer too.
      if (response.status === 503 && performance.now() - startedAt > partsTimeoutMs) return;
    } catch (error) {
      reason = String((error as Error).message);
    }
    await delay(20);
  }
  throw new Error(`${url} does not answer (${reason})`);
}
