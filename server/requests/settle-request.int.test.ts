import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";

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

  it("keeps in numbers what models did for the request, and shows it", async () => {
    const { services, db, plans, agent } = lab();
    const plan = await plans.offerApproved();
    const { requestId } = plan;
    const call = { purpose: "understand", tier: "local", model: "qwen", reservedMicroUsd: 9_000 };
    const settled = { tokensIn: 1_000, tokensOut: 200, costMicroUsd: 4_200, outcome: "answered" };
    await db.modelCall.create({ data: { ...call, ...settled, requestId, reservedTokens: 5_000 } });
    await db.modelCall.create({
      data: { ...call, ...settled, requestId: randomUUID(), reservedTokens: 5_000 },
    });
    await services.dispatch.dispatch(plan.id);
    const resources = { wallSeconds: 41, cpuSeconds: 12, peakMemoryMib: 180 };
    const outcome = { ...succeeded.outcome, durationMs: 41_000, resources };
    await services.runs.finish(await lab().spawn(plan), agent, { ...succeeded, outcome });
    await services.settleRequest.run(requestId);
    expect((await services.requestViews.view(requestId)).modelUse).toEqual({
      ...{ calls: 1, tokensIn: 1_000, tokensOut: 200, costMicroUsd: 4_200 },
    });
    const spend = await services.ai.spend(30);
    expect(spend.requests.find((each) => each.requestId === requestId)?.runs).toEqual({
      ...{ count: 1, seconds: 41, cpuSeconds: 12, peakMemoryMib: 180 },
    });
    expect(spend.requests.filter((each) => each.runs === null)).toHaveLength(1);
    const entries = await db.auditEntry.findMany({
      where: { requestId, type: "request.phase_changed" },
    });
    const used = { modelCalls: 1, modelTokens: 1_200, modelCostMicroUsd: 4_200 };
    expect(entries.filter(({ facts }) => "modelCalls" in Object(facts))).toMatchObject([
      { status: "done", facts: used },
    ]);
  });
});
