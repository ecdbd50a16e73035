import { execFile, spawn } from "node:child_process";
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
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { findFreePort } from "./free-port.ts";
import { argumentsOf, isAlive, stopProcess } from "./os-process.ts";
import { type PostgresBinaries, preparePostgresBinaries } from "./postgres-binaries.ts";
import { provisionDatabase, withClient } from "./postgres-roles.ts";
import { readOrCreateSecret } from "./secret-file.ts";
import { assertReachable } from "./service-user.ts";
import { waitUntil } from "./wait-until.ts";

/** Where and how to run the server. */
export interface PostgresOptions {
  /** Names the database; the roles are `${name}_owner` and `${name}_app`. Lower-case letters only. */
  name: string;
  /** Holds `postgres/` (the cluster), `secrets/` and `logs/`. */
  dataDir: string;
  /** Holds the copied programs when run as root; may be shared by several data directories. Default: `dataDir`. */
  runtimeDir?: string;
  log: (line: string) => void;
  /** False trades safety for speed: for throw-away databases only. Default true. */
  durable?: boolean;
  maxConnections?: number;
}

/** A running server. It outlives this process unless `stop` is called; the next start finds it again. */
export interface RunningPostgres {
  /** For migrations: owns every table. */
  url: string;
  /** For the product's processes: rows only. */
  appUrl: string;
  /** For making and dropping databases. */
  adminUrl: string;
  port: number;
  pid: number;
  /** True when a server left over from an earlier process was taken over. */
  wasReused: boolean;
  /** Ends every session and stops the server cleanly. Safe to repeat. */
  stop: () => Promise<void>;
}

interface Cluster {
  directory: string;
  logFile: string;
  adminPassword: string;
  binaries: PostgresBinaries;
  options: PostgresOptions;
}

const START_TIMEOUT_MS = 60_000;
const RETRY_PAUSE_MS = 300;

/**
 * Starts Postgres on loopback with its own password, or takes over the one that an earlier process left running.
 * The first start makes the cluster; after a crash Postgres replays its log and every acknowledged row is back.
 * @throws Error with the fix: wrong major version, unreachable folder, missing platform package.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const cluster = openCluster(options);
  assertSameMajorVersion(cluster);
  if (!existsSync(cluster.directory)) await createCluster(cluster);
  const orphan = await takeOverOrphan(cluster);
  const server = orphan ?? (await launch(cluster));
  return withAddresses(cluster, server, orphan !== null);
}

function openCluster(options: PostgresOptions): Cluster {
  const { dataDir, runtimeDir = dataDir } = options;
  mkdirSync(path.join(dataDir, "logs"), { recursive: true });
  mkdirSync(runtimeDir, { recursive: true });
  if (process.getuid?.() === 0) chmodSync(dataDir, 0o711);
  if (process.getuid?.() === 0 && runtimeDir !== dataDir) chmodSync(runtimeDir, 0o711);
  const binaries = preparePostgresBinaries(runtimeDir);
  if (binaries.runAs) assertReachable(dataDir, binaries.runAs.uid);
  return {
    directory: path.join(dataDir, "postgres"),
    logFile: path.join(dataDir, "logs", "postgres.log"),
    adminPassword: readOrCreateSecret(path.join(dataDir, "secrets", "postgres-admin")),
    binaries,
    options,
  };
}

function assertSameMajorVersion({ directory, binaries }: Cluster): void {
  const versionFile = path.join(directory, "PG_VERSION");
  if (!existsSync(versionFile)) return;
  const found = readFileSync(versionFile, "utf8").trim();
  const shipped = binaries.version.split(".")[0];
  if (found === shipped) return;
  throw new Error(
    `${directory} was made by Postgres ${found}, this version ships Postgres ${shipped}. ` +
      `Take a backup with the version that made it, move the folder away (mv ${directory} ${directory}-${found}), ` +
      "start again and restore the backup.",
  );
}

/** Makes the cluster beside its final place and renames it, so that a kill in the middle leaves nothing half-made. */
async function createCluster({
  directory,
  adminPassword,
  binaries,
  options,
}: Cluster): Promise<void> {
  options.log("preparing the built-in database (first start)");
  const draft = `${directory}.new`;
  const passwordFile = `${directory}.password`;
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, adminPassword, { mode: 0o600, flag: "wx" });
  if (binaries.runAs) {
    chownSync(draft, binaries.runAs.uid, binaries.runAs.gid);
    chownSync(passwordFile, binaries.runAs.uid, binaries.runAs.gid);
  }
  const locale = [
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--encoding=UTF8",
  ];
  try {
    await promisify(execFile)(
      path.join(binaries.directory, "initdb"),
      [
        "-D",
        draft,
        "-U",
        "postgres",
        "--auth=scram-sha-256",
        `--pwfile=${passwordFile}`,
        ...locale,
      ].concat(options.durable === false ? ["--no-sync"] : []),
      { ...binaries.runAs, cwd: "/", env: serverEnvironment() },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, directory);
}

interface Server {
  pid: number;
  port: number;
}

/** Returns a server that already runs on our cluster and answers to our password; stops one that doesn't. */
async function takeOverOrphan(cluster: Cluster): Promise<Server | null> {
  const pidFile = path.join(cluster.directory, "postmaster.pid");
  const server = readPidFile(pidFile);
  if (!server) return null;
  if (!isAlive(server.pid) || !argumentsOf(server.pid).includes(cluster.directory)) {
    // Without this, a recycled process id would make Postgres refuse to start.
    rmSync(pidFile, { force: true });
    return null;
  }
  if (await isUsable(cluster, server)) {
    cluster.options.log("taking over the built-in database that was still running");
    return server;
  }
  cluster.options.log(`stopping an older database server (process ${server.pid})`);
  await stopServer(server.pid);
  return null;
}

function readPidFile(pidFile: string): Server | null {
  if (!existsSync(pidFile)) return null;
  const lines = readFileSync(pidFile, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) ? { pid, port } : null;
}

async function isUsable(cluster: Cluster, server: Server): Promise<boolean> {
  try {
    const version = await waitUntil(() => versionOnceReady(cluster, server), {
      what: "the database server that is still running answers",
      timeoutMs: START_TIMEOUT_MS,
    });
    return version.startsWith(cluster.binaries.version);
  } catch {
    return false;
  }
}

async function launch(cluster: Cluster): Promise<Server> {
  const portFile = path.join(cluster.options.dataDir, "postgres.port");
  const lastPort = existsSync(portFile) ? Number(readFileSync(portFile, "utf8")) : null;
  let failure: unknown;
  // Again when somebody takes the port in between, or children of a killed server still hold its memory. Always on the
  // port it had, if that is free: every process that knows the address would have to start again.
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await findFreePort({ preferred: lastPort || null });
    const pid = spawnServer(cluster, port);
    try {
      const what = "the built-in database starts";
      await waitUntil(() => versionOnceReady(cluster, { pid, port }), {
        what,
        timeoutMs: START_TIMEOUT_MS,
      });
      writeFileSync(portFile, String(port), { mode: 0o600 });
      return { pid, port };
    } catch (cause) {
      failure = cause;
      if (isAlive(pid)) await stopServer(pid);
      await delay(RETRY_PAUSE_MS);
    }
  }
  throw new Error(`The built-in database does not start. Its log: ${cluster.logFile}`, {
    cause: failure,
  });
}

function spawnServer({ directory, logFile, binaries, options }: Cluster, port: number): number {
  const log = openSync(logFile, "a", 0o600);
  const settings = { ...tuning(options), port: String(port) };
  const flags = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  // Its own session: Ctrl-C in the terminal must not reach it, and it may outlive us.
  const child = spawn(path.join(binaries.directory, "postgres"), ["-D", directory, ...flags], {
    ...binaries.runAs,
    cwd: "/",
    env: serverEnvironment(),
    detached: true,
    stdio: ["ignore", log, log],
  });
  child.on("error", () => undefined);
  child.unref();
  closeSync(log);
  if (child.pid === undefined) throw new Error(`can't run ${binaries.directory}/postgres`);
  return child.pid;
}

function tuning({ durable = true, maxConnections = 100 }: PostgresOptions): Record<string, string> {
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: String(maxConnections),
    shared_buffers: "128MB",
    // Without the processes that would do nothing here: for reading ahead, and for logical replication.
    io_method: "sync",
    max_logical_replication_workers: "0",
    synchronous_commit: durable ? "on" : "off",
    fsync: durable ? "on" : "off",
    full_page_writes: durable ? "on" : "off",
    max_wal_size: "512MB",
    log_checkpoints: "off",
    timezone: "UTC",
    log_timezone: "UTC",
  };
}

/** Returns the server's version, null while it starts or recovers. @throws when it is gone or refuses our password. */
async function versionOnceReady(cluster: Cluster, server: Server): Promise<string | null> {
  if (!isAlive(server.pid)) throw new Error(`the server ended; see ${cluster.logFile}`);
  const startingUp = "57P03";
  try {
    return await withClient(adminUrl(cluster, server), async (client) => {
      const { rows } = await client.query(
        "SELECT current_setting('data_directory') AS dir, version() AS version",
      );
      if (rows[0].dir !== cluster.directory)
        throw new Error(`another server answers on port ${server.port}`);
      return String(rows[0].version).replace("PostgreSQL ", "");
    });
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    if (code === "ECONNREFUSED" || code === "ECONNRESET" || code === startingUp) return null;
    throw cause;
  }
}

async function withAddresses(
  cluster: Cluster,
  server: Server,
  wasReused: boolean,
): Promise<RunningPostgres> {
  const { name, dataDir } = cluster.options;
  const secret = (role: string) =>
    readOrCreateSecret(path.join(dataDir, "secrets", `postgres-${role}`));
  const owner = { name: `${name}_owner`, password: secret("owner") };
  const app = { name: `${name}_app`, password: secret("app") };
  await provisionDatabase(adminUrl(cluster, server), { database: name, owner, app });
  const urlOf = (role: { name: string; password: string }) =>
    `postgresql://${role.name}:${role.password}@127.0.0.1:${server.port}/${name}`;
  return {
    url: urlOf(owner),
    appUrl: urlOf(app),
    adminUrl: adminUrl(cluster, server),
    port: server.port,
    pid: server.pid,
    wasReused,
    stop: () => stopServer(server.pid),
  };
}

function adminUrl(cluster: Cluster, { port }: Server): string {
  return `postgresql://postgres:${cluster.adminPassword}@127.0.0.1:${port}/postgres`;
}

/** SIGINT is Postgres' "fast" shutdown (roll back, checkpoint, exit), SIGQUIT its "immediate" one. */
async function stopServer(pid: number): Promise<void> {
  await stopProcess(pid, [
    { signal: "SIGINT", waitMs: 30_000 },
    { signal: "SIGQUIT", waitMs: 10_000 },
    { signal: "SIGKILL", waitMs: 5_000 },
  ]);
}

function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: "/usr/bin:/bin", LANG: "C.UTF-8", TZ: "UTC", NODE_ENV: "production" };
}
