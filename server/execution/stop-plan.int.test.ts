import { expect, it } from "vitest";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";

const lab = useDispatchLab(1);

async function begun(idempotent: boolean) {
  const { services, plans } = lab();
  const plan = await plans.offerApproved({ idempotent }, { dependsOn: ["t1"] });
  await services.dispatch.dispatch(plan.id);
  return { plan, run: await lab().spawn(plan) };
}

const statuses = async (plan: Parameters<ReturnType<typeof lab>["tasksOf"]>[0]) =>
  (await lab().tasksOf(plan)).map(({ status }) => status);

it("lets what runs go on to its end and begins nothing more", async () => {
  const { services, plans, agent } = lab();
  const { plan, run } = await begun(false);
  await services.requests.cancel(plans.principal, plan.requestId, { running: "let_end" });
  expect(await statuses(plan)).toEqual(["running", "cancelled"]);
  const view = await services.requestViews.view(plan.requestId);
  expect(view.tasks.map(({ stopping }) => stopping)).toEqual(["after", undefined]);
  expect((await services.leases.renew(agent.agentId, [run])).cancel).toEqual([]);
  await services.runs.finish(run, agent, succeeded);
  expect(await statuses(plan)).toEqual(["succeeded", "cancelled"]);
  await services.settleRequest.run(plan.requestId);
  expect(await services.requestViews.view(plan.requestId)).toMatchObject({
    phase: "cancelled",
    reason: "stopped before everything had run",
  });
});

it("gives what was stopped so no further attempt", async () => {
  const { services, plans, agent } = lab();
  const { plan, run } = await begun(true);
  await services.requests.cancel(plans.principal, plan.requestId, { running: "let_end" });
  const failed = { ...succeeded.outcome, verdict: "failed" as const };
  await services.runs.finish(run, agent, { ...succeeded, outcome: failed, vanished: true });
  expect(await statuses(plan)).toEqual(["failed", "cancelled"]);
});

it("is forced to stop at once afterwards", async () => {
  const { services, plans, agent } = lab();
  const { plan, run } = await begun(false);
  await services.requests.cancel(plans.principal, plan.requestId, { running: "let_end" });
  await services.requests.cancel(plans.principal, plan.requestId);
  expect((await services.leases.renew(agent.agentId, [run])).cancel).toHaveLength(1);
  const asked = await lab().db.auditEntry.findMany({
    where: { requestId: plan.requestId, type: "task.cancelled" },
    select: { facts: true },
  });
  expect(asked.map(({ facts }) => facts)).toEqual(
    expect.arrayContaining([
      { whileRunning: true, mayEnd: true },
      { whileRunning: false },
      { whileRunning: true },
    ]),
  );
});
