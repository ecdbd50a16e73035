import { expect, it } from "vitest";
import { planFor, until } from "#tests/support/installation.ts";
import { refusal, settled, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString();

async function approveFor(startAt: string) {
  const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
  await chiffon.approver.call("POST", `/api/v1/plan/${plan.id}/approve`, {
    ...{ plan_version: plan.version, plan_digest: plan.digest, decision: "approve" },
    start_at: startAt,
  });
  return { plan, requestId: request_id };
}

/** Lets the time pass that an approval waits for: its plan and tasks are as if it had been given for then. */
async function letTimeCome(planId: string): Promise<void> {
  await chiffon.db.plan.update({ where: { id: planId }, data: { startAt: new Date() } });
  await chiffon.db.task.updateMany({ where: { planId }, data: { retryAt: new Date() } });
}

it("starts nothing before its time, and does not expire until then (SCHED-01)", async () => {
  const { plan, requestId } = await approveFor(inMs(2 * 3_600_000));
  // Approved so long ago that an approval which was to start at once would not count any more.
  const longAgo = new Date(Date.now() - 3_600_000);
  await chiffon.db.plan.update({
    where: { id: plan.id },
    data: { decidedAt: longAgo, expiresAt: longAgo },
  });
  await settled(chiffon);
  const view = await chiffon.viewer.view(requestId);
  expect(view).toMatchObject({ card: "approved", plan: { status: "approved" } });
  expect((await lab.traces()).runs).toBe(0);

  await letTimeCome(plan.id);
  await chiffon.viewer.waitFor(requestId, ({ phase }) => phase === "done", 120_000);
});

it("starts by itself at its time, and at once by a press", async () => {
  const soon = await approveFor(inMs(3_000));
  await chiffon.viewer.waitFor(soon.requestId, ({ phase }) => phase === "done", 120_000);
  const run = await chiffon.db.run.findFirstOrThrow({ where: { task: { planId: soon.plan.id } } });
  const { startAt } = await chiffon.db.plan.findUniqueOrThrow({ where: { id: soon.plan.id } });
  expect(run.claimedAt.getTime()).toBeGreaterThanOrEqual(startAt?.getTime() ?? 0);

  const later = await approveFor(inMs(3_600_000));
  const at = `/api/v1/plan/${later.plan.id}/start`;
  expect(await refusal(chiffon.operator.call("POST", at, {}))).toMatchObject({ status: 403 });
  await chiffon.approver.call("POST", at, {});
  await chiffon.viewer.waitFor(later.requestId, ({ phase }) => phase === "done", 120_000);
  expect(await refusal(chiffon.approver.call("POST", at, {}))).toMatchObject({ status: 409 });
});

it("is called off before its time, and nothing of it ever runs", async () => {
  const before = (await lab.traces()).runs;
  const { plan, requestId } = await approveFor(inMs(3_600_000));
  await chiffon.operator.call("POST", `/api/v1/requests/${requestId}/cancel`, {});
  await chiffon.viewer.waitFor(requestId, ({ phase }) => phase === "cancelled");
  await letTimeCome(plan.id);
  expect((await lab.traces()).runs).toBe(before);
});

it("compares what it would run once more at its time: what has changed does not run", async () => {
  const { plan, requestId } = await approveFor(inMs(3_600_000));
  lab.repository.commit({ "shared/motto": "wavering\n" });
  await letTimeCome(plan.id);
  const view = await chiffon.viewer.waitFor(requestId, ({ card }) => card === "stale", 60_000);
  expect(view.tasks.flatMap(({ runs }) => runs)).toEqual([]);
});

it("expires where it could not start within half an hour of its time", async () => {
  await lab.toggleAgent();
  const { plan, requestId } = await approveFor(inMs(3_600_000));
  const longAgo = new Date(Date.now() - 31 * 60_000);
  await chiffon.db.plan.update({
    where: { id: plan.id },
    data: { decidedAt: longAgo, expiresAt: longAgo, startAt: longAgo },
  });
  await until("it has expired", async () => {
    await settled(chiffon);
    return (await chiffon.viewer.view(requestId)).phase === "timed_out";
  });
  await lab.toggleAgent();
});

it.each([
  ["the past", -1_000],
  ["more than a day ahead", 25 * 3_600_000],
])("refuses %s", async (_what, ms) => {
  expect(await refusal(approveFor(inMs(ms)))).toMatchObject({ status: 400, code: "invalid_input" });
});
