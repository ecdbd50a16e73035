import { describe, expect, it } from "vitest";
import { succeeded, useDispatchLab } from "#tests/support/dispatch-lab.ts";

const lab = useDispatchLab(1);

describe("the end of a run", () => {
  it("ends its request once, with one message, however often that is asked at once", async () => {
    const { services, db, plans, agent } = lab();
    const plan = await plans.offerApproved();
    await services.dispatch.dispatch(plan.id);
    await services.runs.finish(await lab().spawn(plan), agent, succeeded);
    await Promise.all(Array.from({ length: 8 }, () => services.settleRequest.run(plan.requestId)));
    expect(await services.requestViews.view(plan.requestId)).toMatchObject({ phase: "done" });
    const { requestId } = plan;
    expect(await db.phaseChange.count({ where: { requestId, toPhase: "done" } })).toBe(1);
    expect(await db.message.count({ where: { requestId, author: "chiffon" } })).toBe(1);
  });
});
