import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, inject } from "vitest";
import { type RunningRedis, startRedis } from "#server/platform/embedded/redis.ts";
import { withRedis } from "#server/platform/embedded/redis-policy.ts";

/**
 * Returns the address of an empty Redis database that no other worker of this test run uses, emptied again before the
 * first test of each file. Call it at the top level.
 */
export function useRedis(): { readonly url: string } {
  const url = new URL(inject("redis").url);
  url.pathname = `/${Number(process.env["VITEST_POOL_ID"] ?? 0) % 16}`;
  beforeAll(async () => {
    await withRedis(url.href, (redis) => redis.flushdb());
  });
  return { url: url.href };
}

/** Starts a Redis of the test's own, for tests that stop or kill it. `remove` stops it and deletes its files. */
export async function startOwnRedis(): Promise<
  RunningRedis & { dataDir: string; remove: () => Promise<void> }
> {
  const dataDir = mkdtempSync(path.join(tmpdir(), "own-redis-"));
  const redis = await startRedis({ dataDir, log: () => undefined });
  return {
    ...redis,
    dataDir,
    remove: async () => {
      await redis.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
