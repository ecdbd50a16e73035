import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "#scripts/migrate.mjs";
import { startPostgres } from "#server/platform/embedded/postgres.ts";
import { startRedis } from "#server/platform/embedded/redis.ts";

declare module "vitest" {
  interface ProvidedContext {
    postgres: { adminUrl: string; ownerUrl: string; appUrl: string; template: string };
    redis: { url: string };
  }
}

const NAME = "chiffon";

/**
 * Starts one Postgres (with a migrated template) and one Redis for the whole test run, and removes them after it.
 * Tests reach them with `useDatabase` and `useRedis`.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "services-"));
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
