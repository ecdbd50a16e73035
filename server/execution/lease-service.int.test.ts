import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { enrolSilentAgent } from "#tests/support/offer-effects.ts";
import { neverStarted } from "#tests/support/run-endings.ts";

const lab = useDispatchLab(3);

describe("a lost run", () => {
  it("that provably never began goes back to wait, although its task was paused meanwhile", async () => {
    const { services, db, plans, agent } = lab();
    const plan = await plans.offerApproved();
    await services.dispatch.dispatch(plan.id);
    const run = await lab().claim(plan);
    const longAgo = new Date(Date.now() - 60_000);
    await db.run.update({ where: { id: run.runId }, data: { leaseUntil: longAgo } });
    expect(await services.leases.markLost()).toBe(1);
    expect((await lab().tasksOf(plan))[0]).toMatchObject({
      status: "paused",
      agentId: agent.agentId,
    });
    await services.runs.finish(run, agent, neverStarted);
    expect((await lab().tasksOf(plan))[0]).toMatchObject({ status: "pending", agentId: null });
    await db.task.updateMany({ data: { retryAt: longAgo } });
    await services.dispatch.dispatch(plan.id);
    expect((await lab().tasksOf(plan))[0]).toMatchObject({
      status: "pending",
      agentId: agent.agentId,
    });
  });
});

describe("an agent that falls silent", () => {
  const longAgo = new Date(Date.now() - 60_000);

  it("before the run was spawned: that is over, can not begin any more, and the task goes elsewhere", async () => {
    const { services, db, plans, agent, container } = lab();
    const plan = await plans.offerApproved();
    await services.dispatch.dispatch(plan.id);
    const run = await lab().claim(plan);
    // One that is not silent is left alone.
    await services.runs.endUnbegun();
    expect((await lab().tasksOf(plan))[0]).toMatchObject({ status: "running" });
    await db.run.update({ where: { id: run.runId }, data: { leaseUntil: longAgo } });
    await services.runs.endUnbegun();
    const [task] = await lab().tasksOf(plan);
    expect(task).toMatchObject({ status: "pending", agentId: null, attempts: 1 });
    expect(await services.runs.markSpawned(run, agent)).toBe(false);
    const ends = await db.auditEntry.findMany({
      where: { type: "run.finished", runId: run.runId },
    });
    expect(ends).toMatchObject([{ actorKind: "system", facts: { neverStarted: true } }]);

    const other = await enrolSilentAgent(container, 1, { identity: randomUUID(), name: "other" });
    try {
      await db.task.updateMany({ data: { retryAt: longAgo } });
      await services.dispatch.dispatch(plan.id);
      expect((await lab().tasksOf(plan))[0]).toMatchObject({ agentId: other.id });
      const { decision } = await services.placements.routingOf(task?.id ?? "");
      expect(decision?.notes).toEqual([`${agent.name} had it and did not finish it`]);
      const former = decision?.candidates.filter(({ isFormer }) => isFormer === true);
      expect(former?.map(({ agentId }) => agentId)).toEqual([agent.agentId]);
    } finally {
      await db.task.deleteMany();
      await db.agent.delete({ where: { id: other.id } });
    }
  });

  it("after that: the run is left to its agent", async () => {
    const { services, db, plans, agent } = lab();
    const plan = await plans.offerApproved();
    await services.dispatch.dispatch(plan.id);
    const run = await lab().spawn(plan);
    await db.run.update({ where: { id: run.runId }, data: { leaseUntil: longAgo } });
    await services.runs.endUnbegun();
    expect((await lab().tasksOf(plan))[0]).toMatchObject({
      ...{ status: "running", agentId: agent.agentId },
    });
  });
});
