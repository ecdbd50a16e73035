import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { findFreePort } from "./free-port.ts";
import { argumentsOf, isAlive, stopProcess } from "./os-process.ts";
import { locateRedis } from "./redis-binary.ts";
import { withRedis } from "./redis-policy.ts";
import { readOrCreateSecret } from "./secret-file.ts";
import { assertReachable, type ServiceUser, serviceUser } from "./service-user.ts";
import { waitUntil } from "./wait-until.ts";

/** Where and how to run the server. */
export interface RedisOptions {
  /** Holds `redis/` (its append-only file and configuration), `secrets/` and `logs/`. */
  dataDir: string;
  log: (line: string) => void;
  /** False keeps everything in memory: for tests only. Default true. */
  durable?: boolean;
}

/** A running server. It outlives this process unless `stop` is called; the next start finds it again. */
export interface RunningRedis {
  url: string;
  port: number;
  pid: number;
  /** True when a server left over from an earlier process was taken over. */
  wasReused: boolean;
  stop: () => Promise<void>;
}

interface Files {
  directory: string;
  config: string;
  pid: string;
  log: string;
}

interface Server {
  pid: number;
  port: number;
}

const START_TIMEOUT_MS = 30_000;

/**
 * Starts Redis on loopback with its own password, or takes over the one that an earlier process left running.
 * Every write is on disk within a second; a file that a crash damaged beyond loading is set aside.
 * @throws Error with the fix when redis-server is missing or does not start.
 */
export async function startRedis(options: RedisOptions): Promise<RunningRedis> {
  const files = prepareFiles(options.dataDir);
  const password = readOrCreateSecret(path.join(options.dataDir, "secrets", "redis"));
  const orphan = await takeOverOrphan(files, password, options);
  const server = orphan ?? (await launch(files, password, options));
  return {
    ...server,
    url: urlOf(server.port, password),
    wasReused: orphan !== null,
    stop: () => stopServer(server.pid),
  };
}

function prepareFiles(dataDir: string): Files {
  const directory = path.join(dataDir, "redis");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  mkdirSync(path.join(dataDir, "logs"), { recursive: true });
  const user = serviceUser();
  if (user) {
    chmodSync(dataDir, 0o711);
    assertReachable(dataDir, user.uid);
    chownSync(directory, user.uid, user.gid);
  }
  return {
    directory,
    config: path.join(directory, "redis.conf"),
    pid: path.join(directory, "redis.pid"),
    log: path.join(dataDir, "logs", "redis.log"),
  };
}

/** Two servers on one append-only file would ruin it, so whatever still runs on ours is reused or stopped. */
async function takeOverOrphan(
  files: Files,
  password: string,
  { log }: RedisOptions,
): Promise<Server | null> {
  const server = readServer(files);
  if (!server || !isAlive(server.pid)) return null;
  if (!argumentsOf(server.pid).join(" ").includes("redis-server")) return null;
  if (await answers(files, server, password)) {
    log("taking over the built-in Redis that was still running");
    return server;
  }
  log(`stopping an older Redis (process ${server.pid})`);
  await stopServer(server.pid);
  return null;
}

function readServer(files: Files): Server | null {
  if (!existsSync(files.pid)) return null;
  const pid = Number(readFileSync(files.pid, "utf8"));
  const port = readPort(files);
  return pid > 0 && port !== null ? { pid, port } : null;
}

function readPort(files: Files): number | null {
  if (!existsSync(files.config)) return null;
  const line = /^port (\d+)$/m.exec(readFileSync(files.config, "utf8"));
  return line ? Number(line[1]) : null;
}

async function answers(files: Files, server: Server, password: string): Promise<boolean> {
  try {
    await waitUntil(() => isReady(files, server, password), {
      what: "the Redis that is still running answers",
      timeoutMs: START_TIMEOUT_MS,
    });
    return true;
  } catch {
    return false;
  }
}

/** Whether it answers; false while it starts or loads. @throws when it ended or is another server. */
async function isReady(files: Files, server: Server, password: string): Promise<boolean> {
  if (!isAlive(server.pid)) throw new Error(`redis-server ended; see ${files.log}`);
  let info: string;
  try {
    info = await withRedis(urlOf(server.port, password), (redis) => redis.info());
  } catch (cause) {
    const message = (cause as Error).message;
    if (/WRONGPASS|NOAUTH/.test(message)) throw cause;
    return false;
  }
  if (!info.includes(`config_file:${files.config}`)) {
    throw new Error(`another server answers on port ${server.port}`);
  }
  return info.includes("loading:0");
}

async function launch(files: Files, password: string, options: RedisOptions): Promise<Server> {
  const lastPort = readPort(files);
  let failure: unknown;
  for (let attempt = 0; attempt < 3; attempt++) {
    const port = await findFreePort({ preferred: attempt === 0 ? lastPort : null });
    const logStart = existsSync(files.log) ? statSync(files.log).size : 0;
    const pid = spawnServer(files, port, password, options);
    try {
      await waitUntil(() => isReady(files, { pid, port }, password), {
        what: "the built-in Redis starts",
        timeoutMs: START_TIMEOUT_MS,
      });
      return { pid, port };
    } catch (cause) {
      failure = cause;
      if (isAlive(pid)) await stopServer(pid);
      setAsideDamagedFile(files, logStart, options);
    }
  }
  throw new Error(`The built-in Redis does not start. Its log: ${files.log}`, { cause: failure });
}

function spawnServer(
  files: Files,
  port: number,
  password: string,
  { dataDir, durable = true }: RedisOptions,
): number {
  const binary = locateRedis(dataDir);
  const user = serviceUser();
  writeConfig(files, { port, password, durable, user });
  rmSync(files.pid, { force: true });
  const log = openSync(files.log, "a", 0o600);
  // Its own session: Ctrl-C in the terminal must not reach it, and it may outlive us.
  const child = spawn(binary.file, [files.config], {
    ...user,
    cwd: "/",
    env: {
      PATH: "/usr/bin:/bin",
      LANG: "C.UTF-8",
      TZ: "UTC",
      NODE_ENV: "production",
      ...binary.env,
    },
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.on("error", () => undefined);
  child.unref();
  closeSync(log);
  if (child.pid === undefined) throw new Error(`can't run ${binary.file}`);
  return child.pid;
}

/** The password goes through a 0600 file: arguments are visible to every user of the machine. */
function writeConfig(
  files: Files,
  {
    port,
    password,
    durable,
    user,
  }: { port: number; password: string; durable: boolean; user: ServiceUser | null },
): void {
  const lines = [
    "bind 127.0.0.1",
    `port ${port}`,
    "protected-mode yes",
    `requirepass ${password}`,
    `dir "${files.directory}"`,
    `pidfile "${files.pid}"`,
    `appendonly ${durable ? "yes" : "no"}`,
    "appendfsync everysec",
    'save ""',
    "maxmemory-policy noeviction",
    "daemonize no",
  ];
  rmSync(files.config, { force: true });
  writeFileSync(files.config, `${lines.join("\n")}\n`, { mode: 0o600, flag: "wx" });
  if (user) chownSync(files.config, user.uid, user.gid);
}

/** The queue only nudges; what must not be lost is elsewhere. So an unreadable file must not keep us from starting. */
function setAsideDamagedFile(files: Files, logStart: number, { log }: RedisOptions): void {
  const said = readFileSync(files.log).subarray(logStart).toString();
  const appendOnly = path.join(files.directory, "appendonlydir");
  if (!/Bad file format|Unrecoverable error|corrupt/i.test(said) || !existsSync(appendOnly)) return;
  const aside = `${appendOnly}.damaged-${Date.now()}`;
  renameSync(appendOnly, aside);
  log(`Redis could not read its file; kept it as ${aside} and starting with an empty one`);
}

function urlOf(port: number, password: string): string {
  return `redis://:${password}@127.0.0.1:${port}/0`;
}

/** SIGTERM makes Redis write its file and exit. */
async function stopServer(pid: number): Promise<void> {
  await stopProcess(pid, [
    { signal: "SIGTERM", waitMs: 10_000 },
    { signal: "SIGKILL", waitMs: 5_000 },
  ]);
}
