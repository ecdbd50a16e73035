import { rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findLiveRuns, readEffects } from "#scripts/torture/evidence.ts";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Plan } from "#server/contracts/plan.ts";
import { readProcess } from "#server/platform/process.ts";
import { until } from "#tests/support/installation.ts";
import { measurePace } from "#tests/support/machine-pace.ts";
import { EffectPlans } from "#tests/support/offer-effects.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import { faultEnvironment, startWorker, type WorkerProcess } from "./worker-process.ts";

const database = useDatabase();
const redis = useRedis();
let environment: Record<string, string>;
let container: Container;
let plans: EffectPlans;
let agents: WorkerProcess[];
let orchestrator: WorkerProcess;

beforeAll(async () => {
  environment = faultEnvironment({
    databaseUrl: database.url,
    redisUrl: redis.url,
    agentName: "twin",
    concurrency: 16,
  });
  container = createContainer(
    { ...loadConfig(environment), logLevel: "silent" },
    { process: "faults" },
  );
  orchestrator = await startWorker("orchestrator", environment);
  // Two processes under one name: what an owner gets who starts the next before the last has gone.
  agents = await Promise.all([
    startWorker("agent", environment),
    startWorker("agent", environment),
  ]);
  plans = await EffectPlans.open(container);
});
afterAll(async () => {
  await Promise.all([orchestrator, ...agents].map((each) => each.end()));
  await container.close();
  rmSync(container.config.dataDir, { recursive: true, force: true });
});

const statuses = async (offered: readonly Plan[]) => {
  const ids = offered.map(({ id }) => id);
  const tasks = await container.db.task.findMany({ where: { planId: { in: ids } } });
  return tasks.map(({ status }) => status);
};
const audited = (type: string) => container.db.auditEntry.count({ where: { type } });

describe("an agent that stops answering (R3)", () => {
  it.each([100, 300, 400, 500, 700, 900])(
    "never causes a second run, frozen %i ms into a burst of work while its twin takes over",
    async (freezeAfterMs) => {
      const frozen = agents[0];
      const offered: Plan[] = [];
      for (let each = 0; each < 12; each++) offered.push(await plans.offer({ seconds: 0.3 }));
      const approvals = Promise.all(offered.map((plan) => plans.approve(plan)));
      await delay(freezeAfterMs);
      frozen?.signal("SIGSTOP");
      await approvals;
      await until(
        "all tasks are over",
        async () => (await statuses(offered)).every((status) => status === "succeeded"),
        600_000,
      );
      frozen?.signal("SIGCONT");
      // What it still has in hand it must let go of now; the next burst proves that it works again.
      const canary = await plans.offerApproved();
      await until("work goes on", async () => (await statuses([canary])).includes("succeeded"));
      const { starts, overlaps } = readEffects(plans.effectsDir);
      expect([...starts].filter(([, runs]) => runs.length !== 1)).toEqual([]);
      expect(overlaps).toEqual([]);
      expect((await statuses(offered)).filter((status) => status !== "succeeded")).toEqual([]);
    },
    600_000,
  );

  it("has its run adopted within 6 s when it is killed", async () => {
    const adoptions = await audited("run.adopted");
    const plan = await plans.offerApproved({ seconds: 30 });
    const label = plan.body.tasks[0]?.name ?? "";
    await until("it runs", () => readEffects(plans.effectsDir).starts.has(label));
    const [run] = findLiveRuns(container.paths.runs);
    // The shim's parent is the shell that the agent has for starting them.
    const shell = readProcess(run?.shimPid ?? 0)?.parentPid;
    const starter = readProcess(shell ?? 0)?.parentPid;
    const holder = agents.find(({ pid }) => pid === starter);
    expect(holder).toBeDefined();
    await holder?.end();
    const killedAt = Date.now();
    await until("it is adopted", async () => (await audited("run.adopted")) > adoptions);
    const elapsedMs = Date.now() - killedAt;
    expect(elapsedMs).toBeLessThanOrEqual(6_000 * measurePace());
    await until("it succeeds", async () => (await statuses([plan])).includes("succeeded"), 600_000);
    expect(readEffects(plans.effectsDir).starts.get(label)).toHaveLength(1);
  }, 600_000);
});
