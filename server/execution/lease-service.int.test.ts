import { describe, expect, it } from "vitest";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
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
