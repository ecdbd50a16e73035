import { afterAll, describe, expect, it } from "vitest";
import { planBodySchema } from "#server/contracts/plan.ts";
import { planDigest } from "#server/planning/plan-digest.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import type { WirePlan } from "#tests/support/chiffon-client.ts";
import { type PlannedView, planFor, until } from "#tests/support/installation.ts";
import { refusal, settled, useLab } from "./lab.ts";

const lab = useLab();
const { chiffon } = lab;
const planBeacon = () => planFor(chiffon.operator, "Deploy the beacon");
const tomorrow = () => new Date(Date.now() + 86_400_000);
const aMinuteAgo = () => new Date(Date.now() - 60_000);

function approve(plan: WirePlan, changed: Record<string, unknown> = {}, as = chiffon.approver) {
  return as.call("POST", `/api/v1/plan/${plan.id}/approve`, {
    plan_version: plan.version,
    plan_digest: plan.digest,
    decision: "approve",
    ...changed,
  });
}

describe("nothing runs that nobody approved", () => {
  it("leaves no trace of a plan that only waits", async () => {
    const before = await lab.traces();
    const { plan } = await planBeacon();
    expect(await lab.traces()).toEqual(before);
    await chiffon.approver.decide(plan, "reject");
  });

  it("keeps a rejected plan rejected, also for the one who rejected it", async () => {
    const before = await lab.traces();
    const { plan, request_id } = await planBeacon();
    const view = await chiffon.approver.decide(plan, "reject");
    expect(view).toMatchObject({ phase: "rejected", card: "rejected" });
    expect(await refusal(approve(plan))).toMatchObject({
      status: 409,
      code: "already_decided",
      reply: { decided_by: "Abel", decision: "reject", decided_at: expect.any(String) },
    });
    expect(await lab.traces()).toEqual(before);
    expect((await chiffon.viewer.view(request_id)).tasks).toEqual([]);
  });

  it("refuses an expired plan before anybody has swept it up and after", async () => {
    const before = await lab.traces();
    const { plan, request_id } = await planBeacon();
    await chiffon.db.plan.update({ where: { id: plan.id }, data: { expiresAt: aMinuteAgo() } });
    expect(await refusal(approve(plan))).toMatchObject({ status: 409, code: "plan_expired" });
    await settled(chiffon);
    const view = await chiffon.viewer.view(request_id);
    expect(view).toMatchObject({ phase: "timed_out", card: "expired" });
    expect(await refusal(approve(plan))).toMatchObject({ status: 409, code: "plan_expired" });
    expect(await lab.traces()).toEqual(before);
  });

  it("refuses a plan of high risk among several, and takes one that is not, as listed (UI-02)", async () => {
    const { plan, request_id } = await planBeacon();
    const listed = await chiffon.approver.call<{ items: Record<string, unknown>[] }>(
      "GET",
      "/api/inbox",
    );
    const item = listed.items.find(({ planId }) => planId === plan.id);
    expect(item).toMatchObject({ digest: plan.digest, version: plan.version });
    expect(item?.["playbooks"]).toEqual([expect.stringMatching(/\.ya?ml$/)]);
    const row = await chiffon.db.plan.findUniqueOrThrow({ where: { id: plan.id } });
    const raised = planBodySchema.parse({ ...planBodySchema.parse(row.body), risk: "high" });
    const digest = planDigest(raised);
    await chiffon.db.plan.update({ where: { id: plan.id }, data: { body: raised, digest } });
    const alone = { plan_digest: digest };
    const before = await lab.traces();
    expect(await refusal(approve(plan, { ...alone, in_batch: true }))).toMatchObject({
      ...{ status: 409, code: "invalid_state" },
      reply: { error_message: expect.stringContaining("approved by itself") },
    });
    expect(await lab.traces()).toEqual(before);
    await chiffon.db.plan.update({
      where: { id: plan.id },
      data: { body: planBodySchema.parse(row.body), digest: plan.digest },
    });
    await approve(plan, { in_batch: true });
    const [entry] = await chiffon.db.auditEntry.findMany({
      where: { type: "plan.approved", planId: plan.id },
    });
    expect(entry?.facts).toMatchObject({ inBatch: true, digest: plan.digest });
    await chiffon.viewer.waitFor(request_id, ({ card }) => card === "done");
  });

  it.each([
    ["wrong digest", { plan_digest: "0".repeat(64) }],
    ["an older version", { plan_version: 99 }],
  ])("answers 409 plan_changed to %s", async (_what, changed) => {
    const before = await lab.traces();
    const { plan, request_id } = await planBeacon();
    expect(await refusal(approve(plan, changed))).toMatchObject({
      status: 409,
      code: "plan_changed",
    });
    expect((await chiffon.viewer.view(request_id)).card).toBe("awaiting");
    expect(await lab.traces()).toEqual(before);
    await chiffon.approver.decide(plan, "reject");
  });

  it("takes no truncated digest, no digest of another plan and no unknown decision", async () => {
    const before = await lab.traces();
    const { plan } = await planBeacon();
    const other = await planFor(chiffon.operator, "Deploy the lantern");
    const tries = [
      { plan_digest: plan.digest.slice(0, 12) },
      { plan_digest: other.plan.digest },
      { decision: "approve\u0000" },
      { decision: ["approve"] },
      { approved: true },
    ];
    const answers = [];
    for (const changed of tries) answers.push((await refusal(approve(plan, changed))).status);
    expect(answers).toEqual([400, 409, 400, 400, 400]);
    expect(await lab.traces()).toEqual(before);
    for (const each of [plan, other.plan]) await chiffon.approver.decide(each, "reject");
  });

  it("refuses viewers, operators and strangers, and records who tried", async () => {
    const before = await lab.traces();
    const { plan, request_id } = await planBeacon();
    for (const client of [chiffon.viewer, chiffon.operator]) {
      expect(await refusal(approve(plan, {}, client))).toMatchObject({
        status: 403,
        code: "not_allowed",
      });
    }
    expect((await refusal(approve(plan, {}, chiffon.stranger()))).status).toBe(401);
    expect((await chiffon.viewer.view(request_id)).card).toBe("awaiting");
    expect(await lab.traces()).toEqual(before);
    await until("both refusals are in the history", async () => {
      const refused = await chiffon.db.auditEntry.findMany({
        where: { type: "security.rejected" },
        select: { actorName: true },
      });
      const names = refused.map(({ actorName }) => actorName);
      return names.includes("Vera") && names.includes("Otto");
    });
    await chiffon.approver.decide(plan, "reject");
  });

  it("gives a changed plan a version and digest of its own, and the old one can not be approved", async () => {
    const before = await lab.traces();
    const { plan, request_id } = await planBeacon();
    await chiffon.operator.call("POST", `/api/v1/plan/${plan.id}/versions`, {
      plan_version: plan.version,
      variables: [{ task_key: "t1", name: "beacon_port", value: 3005 }],
    });
    const changed = (await chiffon.viewer.view(request_id)).plan;
    expect(changed?.version).toBe(2);
    expect(changed?.digest).not.toBe(plan.digest);
    expect(await refusal(approve(plan))).toMatchObject({ status: 409, code: "plan_changed" });
    expect(await refusal(approve({ ...plan, id: changed?.id ?? "" }))).toMatchObject({
      status: 409,
      code: "plan_changed",
    });
    expect(await lab.traces()).toEqual(before);
    if (changed) await chiffon.approver.decide(changed, "reject");
  });
});

describe("an approval", () => {
  it("runs once, answers its own repetition alike and everybody else with who and when", async () => {
    const before = await lab.traces();
    const { plan, request_id } = await planBeacon();
    await approve(plan);
    const end = await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);
    expect(end.tasks.map(({ runs }) => runs.length)).toEqual([1]);
    const after = await lab.traces();
    expect(after.runs).toBe(before.runs + 1);
    expect(after.runDirectories).toBe(before.runDirectories + 1);
    expect(after.effects).toEqual(["beacon", "motto"]);

    const [again, oncemore] = [await approve(plan), await approve(plan)];
    for (const reply of [again, oncemore]) delete (reply as { trace_id?: string }).trace_id;
    expect(oncemore).toEqual(again);
    const other = { status: 409, code: "already_decided" };
    const who = { decided_by: "Abel", decision: "approve", decided_at: expect.any(String) };
    expect(await refusal(approve(plan, {}, chiffon.admin))).toMatchObject({ ...other, reply: who });
    expect(await refusal(approve(plan, { decision: "reject" }))).toMatchObject({
      ...other,
      reply: who,
    });
    expect(await lab.traces()).toEqual(after);
  });

  it("is stopped before it ran, and stays stopped", async () => {
    const before = await lab.traces();
    await lab.toggleAgent();
    const view = await planBeacon();
    await approve(view.plan);
    await paused(view);
    await chiffon.operator.call("POST", `/api/v1/requests/${view.request_id}/cancel`, {});
    await chiffon.viewer.waitFor(view.request_id, ({ phase }) => phase === "cancelled");
    await lab.toggleAgent();
    expect(await lab.traces()).toEqual(before);
  });

  it("is stopped also at the very moment when an agent claims it", async () => {
    await lab.toggleAgent();
    const view = await planBeacon();
    await approve(view.plan);
    const id = (await paused(view)).tasks[0]?.id ?? "";
    const { id: agentId } = await chiffon.db.agent.findFirstOrThrow();
    const stop = chiffon.db.$transaction(
      async (tx) => {
        // The row as a claim writes it, not committed yet when the person presses Stop.
        await tx.task.update({ where: { id }, data: { status: "running", agentId } });
        const pressed = chiffon.approver.call("POST", `/api/v1/cancel/${id}`, {});
        await until("the stop waits for the claim", async () => {
          const [waiting] = await tx.$queryRaw<{ count: number }[]>`
            SELECT count(*)::int AS count FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`;
          return (waiting?.count ?? 0) > 0;
        });
        return { pressed };
      },
      { timeout: 30_000 },
    );
    await (await stop).pressed;
    const task = await chiffon.db.task.findUniqueOrThrow({ where: { id } });
    expect(task.cancelAskedAt).not.toBeNull();
    await chiffon.db.task.update({ where: { id }, data: { status: "cancelled" } });
    await lab.toggleAgent();
  });

  it("is stopped while it runs, with no process left", async () => {
    const view = await planFor(chiffon.operator, "Deploy the foghorn");
    await approve(view.plan);
    await until("the foghorn sounds", async () => (await lab.traces()).effects.includes("foghorn"));
    expect(lab.processes()).not.toEqual([]);
    await chiffon.approver.call("POST", `/api/v1/requests/${view.request_id}/cancel`, {});
    const end = await chiffon.viewer.waitFor(
      view.request_id,
      ({ phase }) => phase === "cancelled",
      600_000,
    );
    expect(end.tasks.map(({ status }) => status)).toEqual(["cancelled"]);
    expect(lab.processes()).toEqual([]);
  });
});

describe("an approval that nobody took up", () => {
  it("expires after half an hour", async () => {
    const before = await lab.traces();
    await lab.toggleAgent();
    const view = await planBeacon();
    await approve(view.plan);
    await paused(view);
    // As if the dispatcher had never come by.
    await inTransaction(chiffon.db, async (tx) => {
      await tx.task.updateMany({
        where: { planId: view.plan.id },
        data: { status: "pending", pausedReason: null },
      });
      await tx.plan.update({
        where: { id: view.plan.id },
        data: { decidedAt: new Date(Date.now() - 31 * 60_000) },
      });
    });
    await settled(chiffon);
    expect(await chiffon.viewer.view(view.request_id)).toMatchObject({
      phase: "timed_out",
      card: "expired",
      tasks: [{ status: "cancelled" }],
    });
    await lab.toggleAgent();
    expect(await lab.traces()).toEqual(before);
  });

  it("waits for an agent until the plan's own expiry, and no longer", async () => {
    const before = await lab.traces();
    await lab.toggleAgent();
    const view = await planBeacon();
    await approve(view.plan);
    await paused(view);
    await chiffon.db.plan.update({
      where: { id: view.plan.id },
      data: { decidedAt: new Date(Date.now() - 31 * 60_000), expiresAt: tomorrow() },
    });
    await settled(chiffon);
    expect((await chiffon.viewer.view(view.request_id)).card).toBe("paused");
    await chiffon.db.plan.update({
      where: { id: view.plan.id },
      data: { expiresAt: aMinuteAgo() },
    });
    await settled(chiffon);
    expect(await chiffon.viewer.view(view.request_id)).toMatchObject({
      phase: "timed_out",
      card: "expired",
      tasks: [{ status: "cancelled" }],
    });
    await lab.toggleAgent();
    expect(await lab.traces()).toEqual(before);
  });
});

afterAll(async () => {
  await settled(chiffon);
});

function paused(view: PlannedView) {
  return chiffon.viewer.waitFor(view.request_id, ({ card }) => card === "paused");
}
