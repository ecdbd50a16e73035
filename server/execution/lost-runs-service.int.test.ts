import { describe, expect, it } from "vitest";
import type { Plan } from "#server/contracts/plan.ts";
import type { HeldRun } from "#server/execution/run-service.ts";
import { asJson } from "#server/platform/prisma.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";
import { LostRunsService } from "./lost-runs-service.ts";

const lab = useDispatchLab(1);
const hours = (count: number) => new Date(Date.now() + count * 3_600_000);

/** A run whose process is there, and whose agent has been silent for a minute. */
async function loseRun(): Promise<{ plan: Plan; run: HeldRun; taskId: string }> {
  const { services, db, plans } = lab();
  const plan = await plans.offerApproved({ service: "alpha" });
  await services.dispatch.dispatch(plan.id);
  const run = await lab().spawn(plan);
  const leaseUntil = new Date(Date.now() - 60_000);
  await db.run.update({ where: { id: run.runId }, data: { leaseUntil } });
  await services.leases.markLost();
  expect((await lab().tasksOf(plan))[0]).toMatchObject({ status: "paused" });
  return { plan, run, taskId: run.taskId };
}

/** The sweep's part at another time. */
function sweepAt(now: Date): Promise<void> {
  const { db, services } = lab();
  const clock = { now: () => now };
  return new LostRunsService({ db, audit: services.audit, clock }).reviewLongLost();
}

const taskOf = async (plan: Plan) => (await lab().tasksOf(plan))[0];
const audited = (type: string, taskId: string) =>
  lab().db.auditEntry.findMany({ where: { type, taskId } });

describe("a lost run that a person gives up", () => {
  it("leaves its task to that person's verdict, with what may still run, and frees slot and locks", async () => {
    const { services, db, plans } = lab();
    const { plan, run, taskId } = await loseRun();
    const waiting = await plans.offerApproved({ service: "alpha" });
    await services.dispatch.dispatch(waiting.id);
    expect(await taskOf(waiting)).toMatchObject({ status: "paused", agentId: null });

    await services.lostRuns.giveUp(plans.principal, taskId, "its disk is dead");
    const words = /Ada gave up on it\. .*may still be running on .*, started by the agent silent/;
    expect(await taskOf(plan)).toMatchObject({
      ...{ status: "needs_review", agentId: null },
      message: expect.stringMatching(words),
    });
    expect(await db.run.findUnique({ where: { id: run.runId } })).toMatchObject({
      ...{ status: "needs_review", outcome: null },
      problem: expect.stringMatching(words),
    });
    expect(await db.hostLock.count()).toBe(0);
    const [entry] = await audited("run.given_up", taskId);
    expect(entry).toMatchObject({ actorName: "Ada", runId: run.runId });
    expect(await audited("task.needs_review", taskId)).toHaveLength(1);

    await services.backlog.backfill();
    expect(await taskOf(waiting)).toMatchObject({
      status: "pending",
      agentId: lab().agent.agentId,
    });
  });

  it("is not changed by an agent that comes back too late, which is told to end what is left", async () => {
    const { services, db, plans, agent } = lab();
    const { plan, run, taskId } = await loseRun();
    await services.lostRuns.giveUp(plans.principal, taskId, null);
    const told = await services.leases.renew(agent.agentId, [run]);
    expect(told).toMatchObject({ lost: [], cancel: [], givenUp: [{ runId: run.runId }] });
    await services.runs.finish(run, agent, succeeded);
    expect(await services.leases.adopt(agent, new Set())).toEqual([]);
    expect(await taskOf(plan)).toMatchObject({ status: "needs_review" });
    expect(await services.lostRuns.givenUp(agent.agentId, taskId)).toEqual([run.runId]);
    expect(await db.outbox.findMany()).toContainEqual(
      expect.objectContaining({ job: { name: "task.cancel", taskId, agentId: agent.agentId } }),
    );
  });

  it("is not given up once its agent has answered, nor before it is lost, nor twice", async () => {
    const { services, db, plans, agent } = lab();
    const { plan, run, taskId } = await loseRun();
    const refused = { code: "invalid_state" };
    await services.leases.renew(agent.agentId, [run]);
    expect(await taskOf(plan)).toMatchObject({ status: "running" });
    await expect(services.lostRuns.giveUp(plans.principal, taskId, null)).rejects.toMatchObject(
      refused,
    );
    await db.run.update({ where: { id: run.runId }, data: { leaseUntil: hours(-1) } });
    await services.leases.markLost();
    const tries = Array.from({ length: 8 }, () =>
      services.lostRuns.giveUp(plans.principal, taskId, null),
    );
    const ends = await Promise.allSettled(tries);
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await audited("run.given_up", taskId)).toHaveLength(1);
  });

  it("ends its request by Stop, also when the agent's row is gone and Stop was pressed before", async () => {
    const { services, db, plans, agent } = lab();
    const { plan, taskId } = await loseRun();
    const row = await db.agent.findUniqueOrThrow({ where: { id: agent.agentId } });
    await db.agent.delete({ where: { id: agent.agentId } });
    await services.requests.cancel(plans.principal, plan.requestId);
    await services.settleRequest.run(plan.requestId);
    expect(await services.requestViews.view(plan.requestId)).toMatchObject({ card: "paused" });
    await services.lostRuns.giveUp(plans.principal, taskId, null);
    await services.requests.cancel(plans.principal, plan.requestId);
    await services.settleRequest.run(plan.requestId);
    expect(await services.requestViews.view(plan.requestId)).toMatchObject({
      ...{ phase: "cancelled", card: "cancelled", end: "cancelled" },
    });
    await db.agent.create({ data: asRow(row) });
  });

  it("runs again where the person says so, though Stop was pressed before", async () => {
    const { services, plans, agent } = lab();
    const { plan, taskId } = await loseRun();
    await services.requests.cancel(plans.principal, plan.requestId);
    await services.lostRuns.giveUp(plans.principal, taskId, null);
    await services.execution.reviewTask(plans.principal, taskId, { verdict: "retry" });
    await services.dispatch.dispatch(plan.id);
    await services.runs.finish(await lab().spawn(plan), agent, succeeded);
    await services.settleRequest.run(plan.requestId);
    expect(await services.requestViews.view(plan.requestId)).toMatchObject({ phase: "done" });
  });
});

describe("a lost run that nobody gives up", () => {
  it("waits for its agent for 24 hours, then for a person, and its locks go", async () => {
    const { db } = lab();
    const { plan, taskId } = await loseRun();
    await sweepAt(hours(23.9));
    expect(await taskOf(plan)).toMatchObject({ status: "paused" });
    expect(await db.hostLock.count()).toBe(1);
    await sweepAt(hours(24.1));
    expect(await taskOf(plan)).toMatchObject({
      status: "needs_review",
      message: expect.stringContaining("Its agent has not answered for 24 hours."),
    });
    expect(await db.hostLock.count()).toBe(0);
    const [entry] = await audited("run.given_up", taskId);
    expect(entry).toMatchObject({ actorKind: "system" });
  });

  it("is none that runs", async () => {
    const { services, plans } = lab();
    const plan = await plans.offerApproved({ service: "alpha" });
    await services.dispatch.dispatch(plan.id);
    await lab().spawn(plan);
    await sweepAt(hours(48));
    expect(await taskOf(plan)).toMatchObject({ status: "running" });
  });
});

/** A row as it can be stored again. */
function asRow<T extends object>(row: T) {
  const isJson = (value: unknown) => typeof value === "object" && !(value instanceof Date);
  const columns = Object.entries(row).map(([name, value]) => [
    name,
    isJson(value) ? asJson(value) : value,
  ]);
  return Object.fromEntries(columns);
}
