import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "#scripts/migrate.mjs";
import { lockHolder, tryProcessLock } from "#scripts/setup/process-lock.mjs";
import { stopProcess } from "#server/platform/embedded/os-process.ts";
import { startPostgres } from "#server/platform/embedded/postgres.ts";
import { startRedis } from "#server/platform/embedded/redis.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { adminUrl: string; ownerUrl: string; appUrl: string; template: string };
    redis: { url: string };
  }
}

const NAME = "chiffon";
const PREFIX = "chiffon-test-services-";
const LOCK = "test-run.lock";

/**
 * Starts one Postgres (with a migrated template) and one Redis for the whole test run, and removes them after it.
 * Tests reach them with `useDatabase` and `useRedis`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const dataDir = mkdtempSync(path.join(tmpdir(), PREFIX));
  tryProcessLock(path.join(dataDir, LOCK));
  const log = () => undefined;
  const [postgres, redis] = await Promise.all([
    startPostgres({ name: NAME, dataDir, log, durable: false, maxConnections: 300 }),
    startRedis({ dataDir, log, durable: false }),
  ]);
  await applyMigrations(postgres.url);
  project.provide("postgres", {
    adminUrl: postgres.adminUrl,
    ownerUrl: postgres.url,
    appUrl: postgres.appUrl,
    template: NAME,
  });
  project.provide("redis", { url: redis.url });
  return async () => {
    await Promise.all([postgres.stop(), redis.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** A test run that was killed could not clean up: stop the servers it left and delete their files. */
async function removeLeftovers(): Promise<void> {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const dataDir of folders.map((name) => path.join(tmpdir(), name))) {
    const lock = path.join(dataDir, LOCK);
    if (!existsSync(lock) || lockHolder(lock) !== null) continue;
    for (const pidFile of ["postgres/postmaster.pid", "redis/redis.pid"]) {
      const pid = readPid(path.join(dataDir, pidFile));
      if (pid !== null && worksIn(pid, dataDir)) {
        await stopProcess(pid, [{ signal: "SIGKILL", waitMs: 5_000 }]);
      }
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Both servers make their data folder their working directory. */
function worksIn(pid: number, dataDir: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).startsWith(`${dataDir}/`);
  } catch {
    return false;
  }
}

function readPid(file: string): number | null {
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : null;
}
