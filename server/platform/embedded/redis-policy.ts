import { Redis } from "ioredis";

/**
 * Checks that a Redis somebody else set up never drops queue entries to save memory.
 * @throws Error with the command that fixes it, or saying that nobody answers at that address.
 */
export async function assertRedisPolicy(url: string): Promise<void> {
  const policy = await withRedis(url, async (redis) => {
    const info = await redis.info("memory");
    return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? "unknown";
  });
  if (policy === "noeviction") return;
  throw new Error(
    `Redis at ${hostOf(url)} may drop queued work when memory is short (maxmemory-policy is ${policy}). ` +
      "Run there: redis-cli CONFIG SET maxmemory-policy noeviction && redis-cli CONFIG REWRITE",
  );
}

/**
 * Connects, works and always disconnects.
 * @throws Error naming host and port, never the password.
 */
export async function withRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    commandTimeout: 3_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
  });
  let lastError: Error | null = null;
  redis.on("error", (error) => {
    lastError = error;
  });
  try {
    await redis.connect();
    return await work(redis);
  } catch (cause) {
    const reason = lastError ?? (cause as Error);
    throw new Error(`Redis at ${hostOf(url)}: ${reason.message}`, { cause });
  } finally {
    redis.disconnect();
  }
}

function hostOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return "REDIS_URL (not an address like redis://host:6379)";
  }
}
