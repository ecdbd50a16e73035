import { Redis } from "ioredis";

/** Whether Redis answers within `timeoutMs`. */
export async function isRedisUp(redis: Redis, timeoutMs = 1_000): Promise<boolean> {
  const timeout = new Promise<false>((resolve) => setTimeout(resolve, timeoutMs, false).unref());
  return Promise.race([redis.ping().then((reply) => reply === "PONG"), timeout]).catch(() => false);
}

/** A connection that never gives up reconnecting, as BullMQ's workers need it. */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    enableOfflineQueue: true,
    retryStrategy: (attempt) => Math.min(1_000, 50 * attempt),
  });
  redis.on("error", () => undefined); // reported by whoever asks and by health; unhandled it would end the process
  return redis;
}

/** A connection whose commands fail at once while Redis is away, so that nobody waits for it. */
export function openFailFastRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    commandTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(1_000, 50 * attempt),
  });
  redis.on("error", () => undefined);
  return redis;
}
