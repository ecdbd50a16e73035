import { readdirSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { effectPlan, labelOf } from "#scripts/torture/effect-plans.ts";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { required } from "#server/lib/assert.ts";
import { until } from "#tests/support/installation.ts";
import { EffectPlans, effectScript, noPlaybook } from "#tests/support/offer-effects.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import { faultEnvironment, startWorker, type WorkerProcess } from "./worker-process.ts";

const database = useDatabase();
const redis = useRedis();
let environment: Record<string, string>;
let container: Container;
let plans: EffectPlans;
let workers: WorkerProcess[] = [];

const startAll = async () => {
  workers = await Promise.all([
    startWorker("orchestrator", environment),
    startWorker("agent", environment),
  ]);
};
const killAll = () => Promise.all(workers.map((each) => each.end()));

beforeAll(async () => {
  environment = faultEnvironment({
    ...{ databaseUrl: database.url, redisUrl: redis.url },
    ...{ agentName: "cellar", concurrency: 2 },
  });
  const config = { ...loadConfig(environment), logLevel: "silent" };
  container = createContainer(config, { process: "faults" });
  await startAll();
  plans = await EffectPlans.open(container);
});
afterAll(async () => {
  await killAll();
  await container.close();
  rmSync(container.config.dataDir, { recursive: true, force: true });
});

const labels = ["first", "rest"].map((name) => labelOf(name, false));
/** How often each half was started. */
const starts = () =>
  labels.map(
    (label) =>
      readdirSync(plans.effectsDir).filter((name) => name.startsWith(`start.${label}.`)).length,
  );
const statuses = async ({ id }: Plan) => {
  const tasks = await container.db.task.findMany({
    where: { planId: id },
    orderBy: { ordinal: "asc" },
  });
  return tasks.map(({ status, hold }) => (hold === null ? status : `${status} ${hold}`));
};

/** A plan in two halves, neither to be repeated, without anything that checks the first host. */
async function offerHalves(): Promise<Plan> {
  const tasks = labels.map((label, at) => ({
    ...{ label, taskKey: `t${at + 1}`, dependsOn: at === 0 ? [] : ["t1"], idempotent: false },
    ...{ seconds: 2, ansible: false, service: null },
  }));
  const places = { effectsDir: plans.effectsDir, script: effectScript };
  const body = effectPlan(tasks, noPlaybook, places);
  const [first, rest] = body.tasks;
  const staged = {
    ...body,
    tasks: [
      { ...required(first, "a first half"), hosts: ["ann"], limit: ["ann"] },
      {
        ...required(rest, "a second half"),
        ...{ hosts: ["ben", "cid"], limit: ["ben", "cid"] },
        firstHost: { firstTaskKey: "t1", asks: false },
      },
    ],
  };
  const { id: conversationId } = await container.db.conversation.findFirstOrThrow();
  return container.services.requests.submitPrepared(plans.principal, {
    ...{ conversationId, text: "two halves", body: staged },
  });
}

it("asks and goes on once, though every worker is killed while the first host runs and again while it is asked", async () => {
  const { db, services } = container;
  const plan = await offerHalves();
  await plans.approve(plan);
  await until("the first host runs", () => starts()[0] === 1, 60_000);
  await killAll();
  await startAll();
  await until(
    "a person is asked",
    async () => (await statuses(plan)).join() === "succeeded,paused asking",
    60_000,
  );
  await killAll();
  const [, rest] = await db.task.findMany({
    where: { planId: plan.id },
    orderBy: { ordinal: "asc" },
  });
  await services.holds.decide(plans.principal, required(rest, "the rest").id, {
    decision: "go_on",
  });
  await startAll();
  await until(
    "the rest is done",
    async () => (await statuses(plan)).join() === "succeeded,succeeded released",
    60_000,
  );
  expect(starts()).toEqual([1, 1]);
  expect(await db.run.count({ where: { task: { planId: plan.id } } })).toBe(2);
}, 240_000);

it("judges a first host whose nudge was lost with Redis", async () => {
  const plan = await offerHalves();
  const { db } = container;
  await killAll();
  await plans.approve(plan);
  // As after the first half had ended, its nudges gone.
  await db.outbox.deleteMany();
  const at = new Date(Date.now() - 60_000);
  await db.task.updateMany({
    where: { planId: plan.id, taskKey: "t1" },
    data: { status: "succeeded", finishedAt: at, updatedAt: at },
  });
  await startAll();
  await until(
    "a person is asked",
    async () => (await statuses(plan)).join() === "succeeded,paused asking",
    60_000,
  );
}, 180_000);
