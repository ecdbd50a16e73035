import { describe, expect, it } from "vitest";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { sweep } from "./sweep.ts";

const lab = useDispatchLab(3);

describe("the sweep", () => {
  it("finds a plan whose nudge was lost behind any number that can not move", async () => {
    const { services, db, plans, agent } = lab();
    for (let each = 0; each < 12; each++) {
      const plan = await plans.offerApproved({}, { dependsOn: ["t1"] });
      const [first] = await lab().tasksOf(plan);
      await db.task.update({ where: { id: first?.id ?? "" }, data: { status: "needs_review" } });
    }
    const held = await plans.offerApproved({ service: "alpha" });
    await services.dispatch.dispatch(held.id);
    for (let each = 0; each < 20; each++) await plans.offerApproved({ service: "alpha" });
    const forgotten = await plans.offerApproved();
    await db.outbox.deleteMany();
    for (let round = 0; round < 4; round++) await sweep(services);
    expect((await lab().tasksOf(forgotten))[0]).toMatchObject({ agentId: agent.agentId });
  });

  it("counts as taking an approval up, so that it does not expire while it runs", async () => {
    const { services, db, plans, agent } = lab();
    const plan = await plans.offerApproved();
    await db.outbox.deleteMany();
    await sweep(services);
    expect((await lab().tasksOf(plan))[0]).toMatchObject({ agentId: agent.agentId });
    const longAgo = new Date(Date.now() - 31 * 60_000);
    await db.plan.update({ where: { id: plan.id }, data: { decidedAt: longAgo } });
    await sweep(services);
    expect(await services.plans.find(plan.id)).toMatchObject({ status: "approved" });
  });

  it("goes on with the other plans when one can not be dispatched", async () => {
    const { services, db, plans, agent } = lab();
    const broken = await plans.offerApproved();
    await db.task.updateMany({ where: { planId: broken.id }, data: { body: {} } });
    const sound = await plans.offerApproved();
    await db.outbox.deleteMany();
    await expect(sweep(services)).rejects.toThrow();
    expect((await lab().tasksOf(sound))[0]).toMatchObject({ agentId: agent.agentId });
  });
});
