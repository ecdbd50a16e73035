import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { AgentIdentity, Ended, HeldRun } from "#server/execution/run-service.ts";
import { decideOutcome } from "#server/runner/outcome.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import { EffectPlans, enrolSilentAgent } from "./offer-effects.ts";

const database = useDatabase();
const redis = useRedis();
const slots = 3;
let container: Container;
let plans: EffectPlans;
let agent: AgentIdentity;

beforeAll(async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-faults-"));
  const config = loadConfig({
    CHIFFON_DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    AGENT_OFFLINE_SECONDS: "3600",
  });
  container = createContainer({ ...config, logLevel: "silent" }, { process: "faults" });
  plans = await EffectPlans.open(container);
  const { id, name } = await enrolSilentAgent(container, slots);
  agent = { agentId: id, name };
});
afterAll(async () => {
  await container.close();
  rmSync(container.config.dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await container.db.task.deleteMany();
  await container.db.hostLock.deleteMany();
  await container.db.outbox.deleteMany();
});

const facts = { kind: "command" as const, events: [], timedOut: false, cancelled: false };
const succeeded: Ended = {
  outcome: decideOutcome({
    ...facts,
    exit: { nonce: "", exitCode: 0, startedAtMs: 0, endedAtMs: 0, cpuSeconds: 0, timedOut: false },
    idempotent: false,
  }),
  neverStarted: false,
  vanished: false,
  problem: null,
};
const neverStarted: Ended = {
  outcome: decideOutcome({ ...facts, exit: null, idempotent: true }),
  neverStarted: true,
  vanished: false,
  problem: null,
};

const tasksOf = (plan: Plan) =>
  container.db.task.findMany({ where: { planId: plan.id }, orderBy: { ordinal: "asc" } });

async function claimed(plan: Plan): Promise<HeldRun> {
  const [task] = await tasksOf(plan);
  const run = task === undefined ? null : await container.services.runs.claim(task.id, agent);
  if (run === null) throw new Error("the task can not be claimed");
  return run;
}

/** A run whose process is there. */
async function spawned(plan: Plan): Promise<HeldRun> {
  const run = await claimed(plan);
  if (!(await container.services.runs.markSpawned(run, agent))) throw new Error("not spawned");
  return run;
}

describe("a lost run", () => {
  it("that provably never began goes back to wait, although its task was paused meanwhile", async () => {
    const { services, db } = container;
    const plan = await plans.offerApproved();
    await services.settlement.dispatch(plan.id);
    const run = await claimed(plan);
    const longAgo = new Date(Date.now() - 60_000);
    await db.run.update({ where: { id: run.runId }, data: { leaseUntil: longAgo } });
    expect(await services.leases.loseSilent()).toBe(1);
    expect((await tasksOf(plan))[0]).toMatchObject({ status: "paused", agentId: agent.agentId });
    await services.runs.finish(run, agent, neverStarted);
    expect((await tasksOf(plan))[0]).toMatchObject({ status: "pending", agentId: null });
    await db.task.updateMany({ data: { retryAt: longAgo } });
    await services.settlement.sweep();
    expect((await tasksOf(plan))[0]).toMatchObject({ status: "pending", agentId: agent.agentId });
  });
});

describe("several dispatchers at once", () => {
  it("leave no task behind and no lock without a task, however they overtake each other", async () => {
    const { services, db } = container;
    const offered: Plan[] = [];
    for (let each = 0; each < 12; each++) {
      const service = ["alpha", "beta", null][each % 3] ?? null;
      offered.push(await plans.offerApproved({ service }, { service }, {}));
    }
    const ids = offered.map(({ id }) => id);
    const where = { planId: { in: ids } };
    const left = () => db.task.count({ where: { ...where, status: { not: "succeeded" } } });
    const dispatcher = async (first: number) => {
      for (let at = first; (await left()) > 0 && at < first + 400; at++)
        await services.settlement.dispatch(ids[at % ids.length] ?? "");
    };
    const runner = async () => {
      for (let turn = 0; (await left()) > 0 && turn < 400; turn++) {
        const placed = await db.task.findFirst({
          where: { ...where, status: "pending", agentId: { not: null } },
        });
        const run = placed === null ? null : await services.runs.claim(placed.id, agent);
        if (run === null || !(await services.runs.markSpawned(run, agent))) continue;
        await services.runs.finish(run, agent, succeeded);
      }
    };
    await Promise.all([...[0, 3, 5, 8, 10, 11].map(dispatcher), runner(), runner(), runner()]);
    const stuck = await db.task.findMany({
      where: { ...where, status: { not: "succeeded" } },
      select: { name: true, status: true, pausedReason: true, agentId: true },
    });
    expect(stuck).toEqual([]);
    expect(await db.hostLock.findMany()).toEqual([]);
    const runs = await db.run.groupBy({ by: ["taskId"], where: { task: where }, _count: true });
    expect(runs.filter(({ _count }) => _count !== 1)).toEqual([]);
  }, 120_000);

  it("take no lock for a task that is over", async () => {
    const { services, db } = container;
    const plan = await plans.offerApproved({ service: "alpha" });
    const blocker = await plans.offerApproved({ service: "alpha" });
    const racing = Array.from({ length: 8 }, () => services.settlement.dispatch(plan.id));
    await services.requests.cancel(plans.principal, plan.requestId);
    await Promise.all(racing);
    const [task] = await tasksOf(plan);
    const locks = await db.hostLock.findMany({ where: { taskId: task?.id ?? "" } });
    expect(task?.status === "cancelled" ? locks : []).toEqual([]);
    await services.settlement.dispatch(blocker.id);
    expect((await tasksOf(blocker))[0]).toMatchObject({ agentId: agent.agentId });
  });
});

describe("an agent's slots", () => {
  it("are never exceeded by plans dispatched all at once, and are filled", async () => {
    const { services, db } = container;
    for (let round = 0; round < 5; round++) {
      await db.task.deleteMany();
      const approved = [];
      for (let each = 0; each < 12; each++) approved.push(await plans.offerApproved());
      await Promise.all(approved.map(({ id }) => services.settlement.dispatch(id)));
      expect(await db.task.count({ where: { agentId: agent.agentId } })).toBe(slots);
    }
  });
});

describe("the end of a run", () => {
  it("gives its room to what has waited longest, without waiting for a sweep", async () => {
    const { services, db } = container;
    const held = await plans.offerApproved({ service: "alpha" });
    await services.settlement.dispatch(held.id);
    const run = await spawned(held);
    for (let each = 1; each < slots; each++)
      await services.settlement.dispatch((await plans.offerApproved()).id);
    const first = await plans.offerApproved();
    const second = await plans.offerApproved();
    for (const { id } of [first, second]) await services.settlement.dispatch(id);
    expect((await tasksOf(first))[0]).toMatchObject({ status: "paused", agentId: null });
    await db.outbox.deleteMany();
    await services.runs.finish(run, agent, succeeded);
    const nudges = (await db.outbox.findMany()).map(({ job }) => job);
    expect(nudges).toContainEqual({ name: "waiting.dispatch" });
    await services.settlement.fillRoom();
    expect((await tasksOf(first))[0]).toMatchObject({ agentId: agent.agentId });
    expect((await tasksOf(second))[0]).toMatchObject({ agentId: null });
  });

  it("ends its request once, with one message, however often that is asked at once", async () => {
    const { services, db } = container;
    const plan = await plans.offerApproved();
    await services.settlement.dispatch(plan.id);
    await services.runs.finish(await spawned(plan), agent, succeeded);
    await Promise.all(Array.from({ length: 8 }, () => services.chat.settle(plan.requestId)));
    expect(await services.requestViews.view(plan.requestId)).toMatchObject({ phase: "done" });
    const { requestId } = plan;
    expect(await db.phaseChange.count({ where: { requestId, toPhase: "done" } })).toBe(1);
    expect(await db.message.count({ where: { requestId, author: "chiffon" } })).toBe(1);
  });
});

describe("the sweep", () => {
  it("finds a plan whose nudge was lost behind any number that can not move", async () => {
    const { services, db } = container;
    for (let each = 0; each < 12; each++) {
      const plan = await plans.offerApproved({}, { dependsOn: ["t1"] });
      const [first] = await tasksOf(plan);
      await db.task.update({ where: { id: first?.id ?? "" }, data: { status: "needs_review" } });
    }
    const held = await plans.offerApproved({ service: "alpha" });
    await services.settlement.dispatch(held.id);
    for (let each = 0; each < 20; each++) await plans.offerApproved({ service: "alpha" });
    const forgotten = await plans.offerApproved();
    await db.outbox.deleteMany();
    for (let sweep = 0; sweep < 4; sweep++) await services.settlement.sweep();
    expect((await tasksOf(forgotten))[0]).toMatchObject({ agentId: agent.agentId });
  });

  it("counts as taking an approval up, so that it does not expire while it runs", async () => {
    const { services, db } = container;
    const plan = await plans.offerApproved();
    await db.outbox.deleteMany();
    await services.settlement.sweep();
    expect((await tasksOf(plan))[0]).toMatchObject({ agentId: agent.agentId });
    const longAgo = new Date(Date.now() - 31 * 60_000);
    await db.plan.update({ where: { id: plan.id }, data: { decidedAt: longAgo } });
    await services.settlement.sweep();
    expect(await services.planning.find(plan.id)).toMatchObject({ status: "approved" });
  });

  it("goes on with the other plans when one can not be dispatched", async () => {
    const { services, db } = container;
    const broken = await plans.offerApproved();
    await db.task.updateMany({ where: { planId: broken.id }, data: { body: {} } });
    const sound = await plans.offerApproved();
    await db.outbox.deleteMany();
    await expect(services.settlement.sweep()).rejects.toThrow();
    expect((await tasksOf(sound))[0]).toMatchObject({ agentId: agent.agentId });
  });
});
