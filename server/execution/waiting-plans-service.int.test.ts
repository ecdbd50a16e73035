import { describe, expect, it } from "vitest";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";

const slots = 3;
const lab = useDispatchLab(slots);

describe("the end of a run", () => {
  it("gives its slot to what has waited longest, without waiting for a sweep", async () => {
    const { services, db, plans, agent } = lab();
    const held = await plans.offerApproved({ service: "alpha" });
    await services.dispatch.dispatch(held.id);
    const run = await lab().spawn(held);
    for (let each = 1; each < slots; each++)
      await services.dispatch.dispatch((await plans.offerApproved()).id);
    const first = await plans.offerApproved();
    const second = await plans.offerApproved();
    for (const { id } of [first, second]) await services.dispatch.dispatch(id);
    expect((await lab().tasksOf(first))[0]).toMatchObject({ status: "paused", agentId: null });
    await db.outbox.deleteMany();
    await services.runs.finish(run, agent, succeeded);
    const nudges = (await db.outbox.findMany()).map(({ job }) => job);
    expect(nudges).toContainEqual({ name: "waiting.dispatch" });
    await services.backlog.backfill();
    expect((await lab().tasksOf(first))[0]).toMatchObject({ agentId: agent.agentId });
    expect((await lab().tasksOf(second))[0]).toMatchObject({ agentId: null });
  });
});
