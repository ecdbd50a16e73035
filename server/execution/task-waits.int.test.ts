import { describe, expect, it } from "vitest";
import type { Plan } from "#server/contracts/plan.ts";
import { required } from "#server/lib/assert.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";

const lab = useDispatchLab(2);

async function approvedAndTried(...services: (string | null)[]): Promise<Plan[]> {
  const { services: app, plans } = lab();
  const offered: Plan[] = [];
  for (const service of services) {
    const plan = await plans.offerApproved({ service });
    offered.push(plan);
    await app.dispatch.dispatch(plan.id);
  }
  return offered;
}
const waitOf = async (plan: Plan | undefined) =>
  (await lab().services.requestViews.view(plan?.requestId ?? "")).tasks[0]?.waitsFor;

describe("what a paused task waits for", () => {
  it("is the host that another task has to itself, with that task and its run", async () => {
    const { services, agent } = lab();
    const [first, second] = await approvedAndTried("alpha", "alpha");
    const { id, requestId, body } = required(first, "the first plan");
    const [planned] = body.tasks;
    const named = { taskName: planned?.name, requestId };
    const host = planned?.hosts[0];
    const lock = { kind: "lock", service: "alpha", host };
    expect(await waitOf(second)).toEqual({
      ...{ ...lock, holder: { ...named, runId: null } },
      etaSeconds: planned?.estimatedSeconds,
    });
    const run = await lab().spawn(required(first, id));
    expect(await waitOf(second)).toMatchObject({
      ...lock,
      holder: { ...named, runId: run.runId },
    });
    await services.runs.finish(run, agent, succeeded);
    await services.dispatch.dispatch(second?.id ?? "");
    expect(await waitOf(second)).toBeUndefined();
  });

  it("is its turn, while all agents are busy", async () => {
    const offered = await approvedAndTried(null, null, null, null);
    const [taken] = required(offered[0], "the first plan").body.tasks;
    const seconds = taken?.estimatedSeconds;
    const after = { taskName: expect.any(String), hosts: taken?.hosts };
    expect(await Promise.all(offered.map(waitOf))).toEqual([
      ...[undefined, undefined],
      { kind: "turn", position: 1, of: 2, etaSeconds: seconds, after },
      { kind: "turn", position: 2, of: 2, etaSeconds: seconds, after },
    ]);
    const waiting = (await lab().tasksOf(required(offered[3], "the last plan")))[0];
    const view = await lab().services.execution.taskView(waiting?.id ?? "");
    expect(view.waitsFor).toMatchObject({ kind: "turn", position: 2, etaSeconds: seconds });
  });

  it("is its agent, while that is silent, since its last lease", async () => {
    const { services, db } = lab();
    const [plan] = await approvedAndTried("alpha");
    const run = await lab().spawn(required(plan, "the plan"));
    const leaseUntil = new Date(Date.now() - 60_000);
    await db.run.update({ where: { id: run.runId }, data: { leaseUntil } });
    await services.leases.markLost();
    expect(await waitOf(plan)).toEqual({
      ...{ kind: "lost", agentName: "silent" },
      since: leaseUntil.toISOString(),
    });
  });
});
