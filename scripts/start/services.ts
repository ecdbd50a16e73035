import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lockHolder } from "#scripts/setup/process-lock.mjs";
import { isAlive } from "#server/platform/embedded/os-process.ts";
import { startPostgres } from "#server/platform/embedded/postgres.ts";
import { startRedis } from "#server/platform/embedded/redis.ts";
import { assertRedisPolicy } from "#server/platform/embedded/redis-policy.ts";
import { rotateIfLarge } from "./process-log.ts";

/** Names the database and, with `_owner` and `_app`, its roles. Migrations know the app role by this name. */
const DATABASE_NAME = "chiffon";

/** Addresses of Postgres and Redis, ours or the owner's. */
export interface ServiceAddresses {
  /** For the product's processes. */
  databaseUrl: string;
  /** For migrations. The same as `databaseUrl` on the owner's own Postgres. */
  ownerUrl: string;
  /** For copying databases; null on the owner's own Postgres. */
  adminUrl: string | null;
  redisUrl: string;
}

interface Service {
  pid: number;
  stop: () => Promise<void>;
}

interface ServicesOptions {
  dataDir: string;
  /** DATABASE_URL and REDIS_URL, where set, replace the built-in service. */
  env: Record<string, string | undefined>;
  log: (line: string) => void;
}

const WATCH_EVERY_MS = 500;

/** Starts the built-in services that the owner has not replaced, and keeps them running while watched. */
export class Services {
  readonly #options: ServicesOptions;
  #postgres: (Service & { url: string; appUrl: string; adminUrl: string }) | null = null;
  #redis: (Service & { url: string }) | null = null;
  readonly #watch = new AbortController();
  #watching: Promise<void> | null = null;

  constructor(options: ServicesOptions) {
    this.#options = options;
  }

  /**
   * Starts what is not running; what an earlier process left behind is taken over.
   * @throws Error with the fix when a service can't start or the owner's Redis would drop queue entries
   */
  async start(): Promise<void> {
    const { dataDir, env } = this.#options;
    for (const name of ["postgres", "redis"])
      rotateIfLarge(path.join(dataDir, "logs", `${name}.log`));
    await Promise.all([
      env["DATABASE_URL"] ? null : this.#startPostgres(),
      env["REDIS_URL"] ? assertRedisPolicy(env["REDIS_URL"]) : this.#startRedis(),
    ]);
  }

  get addresses(): ServiceAddresses {
    const { env } = this.#options;
    const databaseUrl = env["DATABASE_URL"] ?? this.#postgres?.appUrl;
    const redisUrl = env["REDIS_URL"] ?? this.#redis?.url;
    if (!databaseUrl || !redisUrl) throw new Error("start() comes first");
    return {
      databaseUrl,
      ownerUrl: this.#postgres?.url ?? databaseUrl,
      adminUrl: this.#postgres?.adminUrl ?? null,
      redisUrl,
    };
  }

  get pids(): Record<string, number> {
    return {
      ...(this.#postgres && { postgres: this.#postgres.pid }),
      ...(this.#redis && { redis: this.#redis.pid }),
    };
  }

  /** Restarts a service that dies, until `stop`. `onMoved` is called when its address is another one then. */
  keepRunning(onMoved: () => void): void {
    this.#watching = this.#watchServices(onMoved);
  }

  async stop(): Promise<void> {
    this.#watch.abort();
    await this.#watching;
    await Promise.all([this.#postgres?.stop(), this.#redis?.stop()]);
  }

  async #watchServices(onMoved: () => void): Promise<void> {
    const { signal } = this.#watch;
    while (!signal.aborted) {
      await delay(WATCH_EVERY_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const before = JSON.stringify(this.addresses);
      await this.#restartDead().catch((error: Error) => this.#options.log(error.message));
      if (JSON.stringify(this.addresses) !== before) onMoved();
    }
  }

  async #restartDead(): Promise<void> {
    const { log } = this.#options;
    if (this.#postgres && !isAlive(this.#postgres.pid)) {
      log("the built-in database ended; starting it again");
      await this.#startPostgres();
    }
    if (this.#redis && !isAlive(this.#redis.pid)) {
      log("the built-in Redis ended; starting it again");
      await this.#startRedis();
    }
  }

  async #startPostgres(): Promise<void> {
    const { dataDir, log } = this.#options;
    this.#postgres = await startPostgres({ name: DATABASE_NAME, dataDir, log });
  }

  async #startRedis(): Promise<void> {
    const { dataDir, log } = this.#options;
    this.#redis = await startRedis({ dataDir, log });
  }
}

/** The lock that the supervisor of a data directory holds. */
export function supervisorLockFile(dataDir: string): string {
  return path.join(dataDir, "supervisor.lock");
}

/**
 * For commands like `verify` and `admin`: reaches the services of an installation, whether it runs or not.
 * `close` stops them again unless a supervisor is using them.
 */
export async function openServices(
  options: ServicesOptions,
): Promise<ServiceAddresses & { close: () => Promise<void> }> {
  const wasRunning = lockHolder(supervisorLockFile(options.dataDir)) !== null;
  const services = new Services({ ...options, log: wasRunning ? () => undefined : options.log });
  await services.start();
  return {
    ...services.addresses,
    close: async () => {
      if (lockHolder(supervisorLockFile(options.dataDir)) === null) await services.stop();
    },
  };
}
