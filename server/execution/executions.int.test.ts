import { describe, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";

const lab = useDispatchLab(4);
const list = (more: object = {}) =>
  lab().services.execution.executions({ days: 30, limit: 100, ...more });

describe("what was run", () => {
  it("is listed the newest first, page by page, and by what is asked for", async () => {
    const { services, plans, agent, db } = lab();
    const runIds: string[] = [];
    for (const service of ["alpha", "beta", null]) {
      const plan = await plans.offerApproved({ service });
      await services.dispatch.dispatch(plan.id);
      const run = await lab().spawn(plan);
      runIds.unshift(run.runId);
      if (service !== null) await services.runs.finish(run, agent, succeeded);
    }
    const { executions } = await list();
    expect(executions.map(({ runId }) => runId)).toEqual(runIds);
    expect(executions).toMatchObject([
      { status: "spawned", finishedAt: null, durationMs: null, service: null },
      { status: "succeeded", exitCode: 0, durationMs: expect.any(Number), service: "beta" },
      { status: "succeeded", agentName: "silent", attempt: 1, service: "alpha" },
    ]);
    const first = await list({ limit: 2 });
    expect(first.nextCursor).toBe(runIds[1]);
    const second = await list({ limit: 2, cursor: required(first.nextCursor, "a cursor") });
    expect(second.executions.map(({ runId }) => runId)).toEqual(runIds.slice(2));
    expect(second.nextCursor).toBeNull();
    const ids = async (more: object) => (await list(more)).executions.map(({ runId }) => runId);
    expect(await ids({ status: "spawned" })).toEqual(runIds.slice(0, 1));
    expect(await ids({ service: "alpha" })).toEqual(runIds.slice(2));
    expect(await ids({ host: "localhost" })).toEqual(runIds);
    expect(await ids({ host: "nowhere" })).toEqual([]);
    const old = new Date(Date.now() - 40 * 86_400_000);
    await db.run.updateMany({ where: { id: runIds[0] ?? "" }, data: { claimedAt: old } });
    expect(await ids({})).toEqual(runIds.slice(1));
    expect(await ids({ days: 60 })).toHaveLength(3);
  });
});
