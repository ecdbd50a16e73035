import { existsSync } from "node:fs";
import path from "node:path";
import type { Redis } from "ioredis";
import { type AgentsService, isAgentUp } from "#server/agents/agents-service.ts";
import type { Health, HealthState } from "#server/contracts/health.ts";
import { countJobs } from "#server/platform/outbox.ts";
import { type Database, pingDatabase } from "#server/platform/prisma.ts";
import { isRedisUp } from "#server/platform/redis.ts";

const probeMs = 2_000;
const cacheMs = 1_000;
/** What is not well may be a moment later: who waits for a start should not wait for what is remembered. */
const badCacheMs = 100;
/** More waiting nudges than this mean that nobody hands them on. */
const manyWaiting = 500;
const unknown = { waiting: manyWaiting + 1, setAside: 0 };

/** Says how Chiffon's own parts are. States only: the answer is public. */
export class HealthService {
  private readonly deps: {
    db: Database;
    redis: Redis;
    agents: AgentsService;
    auditRepository: string;
    version: string;
  };
  private last: { until: number; readonly health: Promise<Health> } | null = null;

  constructor(deps: HealthService["deps"]) {
    this.deps = deps;
  }

  /** Probes at most once a second while all is well, whoever asks. Never throws; takes at most two seconds. */
  check(): Promise<Health> {
    const now = performance.now();
    if (this.last === null || now > this.last.until) {
      const last = { until: now + cacheMs, health: this.probe() };
      void last.health.then(({ status }) => {
        if (status !== "green") last.until = performance.now() + badCacheMs;
      });
      this.last = last;
    }
    return this.last.health;
  }

  private async probe(): Promise<Health> {
    const { db, redis, auditRepository, version } = this.deps;
    const database = await within(
      pingDatabase(db).then(() => true),
      false,
    );
    const redisUp = await isRedisUp(redis, probeMs);
    const { waiting, setAside } = database ? await within(countJobs(db), unknown) : unknown;
    const online = database ? await within(this.hasAgent(), false) : false;
    const states = {
      database: state(database),
      redis: state(redisUp),
      git: state(existsSync(path.join(auditRepository, "HEAD")), "amber"),
      queue: redisUp ? state(waiting <= manyWaiting && setAside === 0, "amber") : "red",
      workers: state(online),
    } as const;
    return { status: worst(Object.values(states)), ...states, version };
  }

  private async hasAgent(): Promise<boolean> {
    return (await this.deps.agents.all()).some(({ status }) => isAgentUp(status));
  }
}

async function within<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  const timeout = new Promise<T>((resolve) => setTimeout(resolve, probeMs, otherwise).unref());
  return Promise.race([answer.catch(() => otherwise), timeout]);
}

function state(good: boolean, bad: HealthState = "red"): HealthState {
  return good ? "green" : bad;
}

function worst(states: readonly HealthState[]): Health["status"] {
  if (states.includes("red")) return "red";
  return states.includes("amber") ? "amber" : "green";
}
