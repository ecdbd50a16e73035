import { describe, expect, it } from "vitest";
import type { Plan } from "#server/contracts/plan.ts";
import type { JoinPolicy } from "#server/contracts/task.ts";
import { required } from "#server/lib/assert.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { neverStarted, succeeded } from "#tests/support/run-endings.ts";
import type { Ended, HeldRun } from "./run-service.ts";

const lab = useDispatchLab(5);
const failed: Ended = {
  ...neverStarted,
  outcome: { ...succeeded.outcome, verdict: "failed", message: "it broke" },
  neverStarted: false,
};
const cancelled: Ended = {
  ...succeeded,
  outcome: { ...succeeded.outcome, verdict: "cancelled", message: "stopped" },
};

/** A plan of `many` tasks side by side and one that joins them. */
function joined(joinPolicy: JoinPolicy, many: number): Promise<Plan> {
  const beside = Array.from({ length: many }, () => ({}));
  const dependsOn = beside.map((_, at) => `t${at + 1}`);
  return lab().plans.offerApproved(...beside, { dependsOn, joinPolicy });
}

async function begin(plan: Plan, key: string): Promise<HeldRun> {
  const { services, agent } = lab();
  const task = (await lab().tasksOf(plan)).find(({ taskKey }) => taskKey === key);
  const run = required(await services.runs.claim(required(task, key).id, agent), "a run");
  await services.runs.markSpawned(run, agent);
  return run;
}

const end = (run: HeldRun, how: Ended = succeeded) =>
  lab().services.runs.finish(run, lab().agent, how);
const dispatch = (plan: Plan) => lab().services.dispatch.dispatch(plan.id);
const states = async (plan: Plan) =>
  (await lab().tasksOf(plan)).map(({ taskKey, status, message }) =>
    status === "skipped" ? `${taskKey} ${status}: ${message}` : `${taskKey} ${status}`,
  );
const phaseAfter = async ({ requestId }: Plan) => {
  await lab().services.settleRequest.run(requestId);
  return (await lab().services.requestViews.view(requestId)).phase;
};

describe("a task that joins several", () => {
  it("first: starts with the first success; the rest is skipped or stopped by name, and the request is done", async () => {
    const plan = await joined("first", 3);
    const last = plan.body.tasks.at(-1)?.name;
    await dispatch(plan);
    const [one, two] = [await begin(plan, "t1"), await begin(plan, "t2")];
    await end(one);
    await dispatch(plan);
    expect(await states(plan)).toEqual([
      ...["t1 succeeded", "t2 running"],
      `t3 skipped: Not needed: "${last}" has what it waits for.`,
      "t4 pending",
    ]);
    const [, second] = await lab().tasksOf(plan);
    expect(second?.cancelAskedAt).not.toBeNull();
    await end(two, cancelled);
    await end(await begin(plan, "t4"));
    expect(await phaseAfter(plan)).toBe("done");
    const skipped = await lab().db.auditEntry.findFirst({ where: { type: "task.skipped" } });
    expect(skipped?.facts).toHaveProperty("notNeededBy");
  });

  it("majority: two of three are enough although one failed, and that failure fails nothing", async () => {
    const plan = await joined("majority", 3);
    await dispatch(plan);
    await end(await begin(plan, "t1"), failed);
    await end(await begin(plan, "t2"));
    await dispatch(plan);
    expect((await states(plan))[3]).toBe("t4 pending");
    expect((await lab().tasksOf(plan))[3]?.agentId).toBeNull();
    await end(await begin(plan, "t3"));
    await dispatch(plan);
    await end(await begin(plan, "t4"));
    expect(await states(plan)).toEqual([
      "t1 failed",
      "t2 succeeded",
      "t3 succeeded",
      "t4 succeeded",
    ]);
    expect(await phaseAfter(plan)).toBe("done");
  });

  it("majority: is skipped once too many have failed, and the request fails", async () => {
    const plan = await joined("majority", 3);
    await dispatch(plan);
    await end(await begin(plan, "t1"), failed);
    await end(await begin(plan, "t2"), failed);
    await dispatch(plan);
    expect((await states(plan))[3]).toContain("t4 skipped: Not run, because");
    await end(await begin(plan, "t3"));
    expect(await phaseAfter(plan)).toBe("failed");
  });

  it("all, and none said: the same digest, and one failure is enough", async () => {
    const { services } = lab();
    const plan = await joined("all", 2);
    const { joinPolicy: _left, ...rest } = required(plan.body.tasks[2], "the join");
    const tasks: Plan["body"]["tasks"] = [...plan.body.tasks.slice(0, 2), rest];
    expect(services.plans.digestFits({ ...plan, body: { ...plan.body, tasks } })).toBe(true);
    const first = tasks.with(2, { ...rest, joinPolicy: "first" });
    expect(services.plans.digestFits({ ...plan, body: { ...plan.body, tasks: first } })).toBe(
      false,
    );
    await dispatch(plan);
    await end(await begin(plan, "t1"), failed);
    await end(await begin(plan, "t2"));
    await dispatch(plan);
    expect((await states(plan))[2]).toContain("t3 skipped");
    expect(await phaseAfter(plan)).toBe("failed");
  });
});
