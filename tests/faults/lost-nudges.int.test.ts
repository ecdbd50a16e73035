import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readEffects } from "#scripts/torture/evidence.ts";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { until } from "#tests/support/installation.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { EffectPlans, enrolSilentAgent } from "#tests/support/offer-effects.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { startOwnRedis } from "#tests/support/redis.ts";
import { builtInAgent } from "#workers/built-in-agent.ts";
import { faultEnvironment, startWorker, type WorkerProcess } from "./worker-process.ts";

const database = useDatabase();
let redis: Awaited<ReturnType<typeof startOwnRedis>>;
let environment: Record<string, string>;
let container: Container;
let plans: EffectPlans;
const orchestrators: WorkerProcess[] = [];

beforeAll(async () => {
  redis = await startOwnRedis();
  environment = faultEnvironment({
    databaseUrl: database.url,
    redisUrl: redis.url,
    agentName: "silent",
    concurrency: 8,
  });
  container = createContainer(
    { ...loadConfig(environment), logLevel: "silent" },
    { process: "faults" },
  );
  plans = await EffectPlans.open(container);
});
afterEach(async () => {
  await Promise.all(orchestrators.splice(0).map((each) => each.end()));
});
afterAll(async () => {
  await container.close();
  await redis.remove();
  rmSync(environment["CHIFFON_DATA_DIR"] ?? "", { recursive: true, force: true });
});

async function startOrchestrator(): Promise<WorkerProcess> {
  const orchestrator = await startWorker("orchestrator", environment);
  orchestrators.push(orchestrator);
  return orchestrator;
}

const placedOf = (ids: readonly string[]) =>
  container.db.task.findMany({ where: { planId: { in: [...ids] }, placedAt: { not: null } } });

describe("an orchestrator killed between commit and enqueue (R2)", () => {
  it("has everything dispatched by its successor, p95 within 2 s of its start", async () => {
    await enrolSilentAgent(container, 1_000);
    const paceBefore = measurePace();
    const waits: number[] = [];
    let child = await startOrchestrator();
    for (let round = 0; round < 6; round++) {
      const offered: Plan[] = [];
      for (let each = 0; each < 5; each++) offered.push(await plans.offer());
      const approvals = Promise.all(offered.map((plan) => plans.approve(plan)));
      // Somewhere between the first commit and the last hand-over.
      if (round % 2 === 0) await approvals;
      else await delay(5 * round);
      await child.end();
      await approvals;
      child = await startOrchestrator();
      const startedAt = Date.now();
      const ids = offered.map(({ id }) => id);
      await until("all are dispatched", async () => (await placedOf(ids)).length === ids.length);
      const tasks = await placedOf(ids);
      waits.push(...tasks.map(({ placedAt }) => Number(placedAt) - startedAt));
    }
    const sorted = waits.sort((a, b) => a - b);
    expect(sorted).toHaveLength(30);
    const pace = Math.max(paceBefore, measurePace());
    expect(sorted[Math.floor(0.95 * sorted.length)]).toBeLessThanOrEqual(2_000 * pace);
  }, 600_000);
});

describe("a Redis that forgot everything (R2)", () => {
  it("has 100 queued tasks again within 10 s, and none runs twice", async () => {
    // What the first test left on the agent counts too.
    const agent = await enrolSilentAgent(container, 1_000);
    await startOrchestrator();
    const offered: Plan[] = [];
    for (let each = 0; each < 100; each++) offered.push(await plans.offerApproved());
    const ids = offered.map(({ id }) => id);
    const tasks = await container.db.task.findMany({ where: { planId: { in: ids } } });
    const wanted = new Set(tasks.map(({ id }) => id));
    const queue = new Queue(`agent-${agent.id}`, {
      connection: { url: redis.url },
      prefix: "chiffon",
    });
    const queued = async () => {
      const jobs = await queue.getJobs(["waiting", "prioritized", "delayed"]);
      const found = jobs.map((job) => String(job.data.taskId)).filter((id) => wanted.has(id));
      return new Set(found).size;
    };
    await until("all are queued", async () => (await queued()) === 100);
    const eraser = new Redis(redis.url);
    await eraser.flushall();
    const erasedAt = Date.now();
    eraser.disconnect();
    await until("all are queued again", async () => (await queued()) === 100, 600_000);
    const elapsedMs = Date.now() - erasedAt;
    expect(elapsedMs).toBeLessThanOrEqual(10_000 * measurePace());
    await queue.close();

    const worker = await builtInAgent(container);
    await worker.start();
    await until(
      "all have run",
      async () => {
        const where = { planId: { in: ids }, status: "succeeded" };
        return (await container.db.task.count({ where })) === 100;
      },
      600_000,
    );
    await worker.drain();
    const { starts, ends, overlaps } = readEffects(plans.effectsDir);
    expect([...starts.values()].filter((runs) => runs.length !== 1)).toEqual([]);
    for (const { name } of tasks) expect(ends.get(name), name).toHaveLength(1);
    expect(overlaps).toEqual([]);
  }, 600_000);
});
