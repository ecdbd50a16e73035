import { describe, expect, it } from "vitest";
import type { Plan } from "#server/contracts/plan.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";

const slots = 3;
const lab = useDispatchLab(slots);

describe("several dispatchers at once", () => {
  it("leave no task behind and no lock without a task, however they overtake each other", async () => {
    const { services, db, plans, agent } = lab();
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
        await services.dispatch.dispatch(ids[at % ids.length] ?? "");
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
  }, 600_000);

  it("tell every ready task of a long plan why it waits, and place each that there is room for", async () => {
    const { services, db, plans, agent } = lab();
    await db.task.deleteMany();
    const count = 20;
    const plan = await plans.offerApproved(...Array.from({ length: count }, () => ({})));
    const placed = () => db.task.count({ where: { planId: plan.id, agentId: agent.agentId } });
    await services.dispatch.dispatch(plan.id);
    const waiting = (await lab().tasksOf(plan)).filter(({ agentId }) => agentId === null);
    expect(waiting).toHaveLength(count - slots);
    for (const task of waiting)
      expect(task).toMatchObject({ status: "paused", pausedReason: expect.stringMatching(/./) });
    expect(await placed()).toBe(slots);
    // Room comes for one that lies far behind those that are looked at first.
    const last = waiting.at(-1);
    await db.task.updateMany({
      where: { planId: plan.id, agentId: null, NOT: { id: last?.id ?? "" } },
      data: { retryAt: new Date(Date.now() + 3_600_000) },
    });
    await db.task.updateMany({
      where: { planId: plan.id, agentId: agent.agentId },
      data: { status: "cancelled", finishedAt: new Date() },
    });
    await services.dispatch.dispatch(plan.id);
    expect((await lab().tasksOf(plan)).find(({ id }) => id === last?.id)).toMatchObject({
      agentId: agent.agentId,
    });
  });

  it("write no nudge for an agent that they tell at once; one that did not hear it is told by the sweep", async () => {
    const { services, db, plans, agent } = lab();
    await db.task.deleteMany();
    const told: string[] = [];
    services.dispatch.tellAtOnce(agent.agentId, (taskId) => told.push(taskId));
    const nudges = async (taskId: string) =>
      (await db.outbox.findMany()).filter(
        ({ job }) => Object(job).name === "task.start" && Object(job).taskId === taskId,
      );
    const plan = await plans.offerApproved();
    await services.dispatch.dispatch(plan.id);
    const [task] = await lab().tasksOf(plan);
    expect(told).toEqual([task?.id]);
    expect(await nudges(task?.id ?? "")).toHaveLength(0);
    await db.task.updateMany({
      where: { planId: plan.id },
      data: { placedAt: new Date(Date.now() - 5_000) },
    });
    await services.dispatch.sweep();
    expect(await nudges(task?.id ?? "")).toHaveLength(1);
  });

  it("take no lock for a task that is over", async () => {
    const { services, db, plans, agent } = lab();
    const plan = await plans.offerApproved({ service: "alpha" });
    const blocker = await plans.offerApproved({ service: "alpha" });
    const racing = Array.from({ length: 8 }, () => services.dispatch.dispatch(plan.id));
    await services.requests.cancel(plans.principal, plan.requestId);
    await Promise.all(racing);
    const [task] = await lab().tasksOf(plan);
    const locks = await db.hostLock.findMany({ where: { taskId: task?.id ?? "" } });
    expect(task?.status === "cancelled" ? locks : []).toEqual([]);
    await services.dispatch.dispatch(blocker.id);
    expect((await lab().tasksOf(blocker))[0]).toMatchObject({ agentId: agent.agentId });
  });
});

describe("an agent's slots", () => {
  it("are never exceeded by plans dispatched all at once, and are filled", async () => {
    const { services, db, plans, agent } = lab();
    for (let round = 0; round < 5; round++) {
      await db.task.deleteMany();
      const approved = [];
      for (let each = 0; each < 12; each++) approved.push(await plans.offerApproved());
      await Promise.all(approved.map(({ id }) => services.dispatch.dispatch(id)));
      expect(await db.task.count({ where: { agentId: agent.agentId } })).toBe(slots);
    }
  });
});
