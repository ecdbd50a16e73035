import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLiveRuns } from "#scripts/torture/evidence.ts";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import { required } from "#server/lib/assert.ts";
import { until } from "#tests/support/installation.ts";
import { EffectPlans } from "#tests/support/offer-effects.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import { faultEnvironment, startWorker, type WorkerProcess } from "./worker-process.ts";

const database = useDatabase();
const redis = useRedis();
let environment: Record<string, string>;
let container: Container;
let plans: EffectPlans;
let orchestrator: WorkerProcess;
let agent: WorkerProcess;

beforeAll(async () => {
  environment = faultEnvironment({
    ...{ databaseUrl: database.url, redisUrl: redis.url },
    ...{ agentName: "attic", concurrency: 2 },
  });
  const config = { ...loadConfig(environment), logLevel: "silent" };
  container = createContainer(config, { process: "faults" });
  orchestrator = await startWorker("orchestrator", environment);
  agent = await startWorker("agent", environment);
  plans = await EffectPlans.open(container);
});
afterAll(async () => {
  await Promise.all([orchestrator, agent].map((each) => each.end()));
  await container.close();
  rmSync(container.config.dataDir, { recursive: true, force: true });
});

/** Starts a run of ten minutes, takes its agent away, and gives up on the run once it is lost. */
async function giveUpAfter(takeAway: () => Promise<void> | void): Promise<string> {
  const { db, services, paths } = container;
  const plan = await plans.offerApproved({ seconds: 600 });
  await until("it runs", () => findLiveRuns(paths.runs).length === 1);
  await takeAway();
  const where = { planId: plan.id };
  await until(
    "it is lost",
    async () => (await db.task.count({ where: { ...where, status: "paused" } })) === 1,
    60_000,
  );
  const { id } = required(await db.task.findFirst({ where }), "its task");
  await services.lostRuns.giveUp(plans.principal, id, null);
  expect(findLiveRuns(paths.runs)).toHaveLength(1);
  return id;
}

/** What is left of the run ends, and the task still waits for a person. */
async function expectEnded(taskId: string): Promise<void> {
  const { db, paths } = container;
  await until("nothing of it is left", () => findLiveRuns(paths.runs).length === 0, 60_000);
  const task = required(await db.task.findUnique({ where: { id: taskId } }), "the task");
  expect(task).toMatchObject({ status: "needs_review", attempts: 1 });
}

describe("a run that was given up while its agent was away", () => {
  it("is ended by the agent when it answers again", async () => {
    const taskId = await giveUpAfter(() => agent.signal("SIGSTOP"));
    agent.signal("SIGCONT");
    await expectEnded(taskId);
  }, 180_000);

  it("is ended by the agent that is started in its place", async () => {
    const taskId = await giveUpAfter(() => agent.end());
    agent = await startWorker("agent", environment);
    await expectEnded(taskId);
  }, 180_000);
});
