import { describe, expect, it } from "vitest";
import type { CheckResult, Plan } from "#server/contracts/plan.ts";
import { type GateFacts, judgeGates, missingKinds, ownFault } from "./gates.ts";

const none = { planning: [], approval: [], execution: [], verification: [] };
const task = (taskKey: string, dependsOn: string[] = [], checks = 0) => ({
  ...{ taskKey, dependsOn, name: taskKey },
  checks: Array.from({ length: checks }, () => ({})),
});

function facts(tasks: object[], change: Partial<GateFacts> = {}): GateFacts {
  const plan = {
    ...{ id: "p", version: 2, status: "approved", digest: "d", body: { tasks } },
    decision: { decision: "approve", decidedBy: "Abel" },
  } as unknown as Plan;
  return {
    plan,
    digestFits: true,
    tasks: [],
    checks: [],
    artifacts: [],
    required: none,
    ...change,
  };
}
const check = (ok: boolean, isUnresolved = false): CheckResult => ({
  ...{ taskKey: "t1", target: "http://nas1", ok, isUnresolved, message: "", durationMs: 1 },
});
const of = (...args: Parameters<typeof judgeGates>) => {
  const [first] = judgeGates(...args);
  return [first?.passed, first?.reason];
};

describe("Chiffon's own gates", () => {
  it.each([
    ["no plan", facts([], { plan: null }), false, "there is no plan"],
    [
      "a cycle",
      facts([task("t1", ["t2"]), task("t2", ["t1"])]),
      false,
      "its tasks can't be put in order (cycle)",
    ],
    [
      "another digest",
      facts([task("t1")], { digestFits: false }),
      false,
      "its digest is not that of what it holds",
    ],
    [
      "a sound plan",
      facts([task("t1"), task("t2", ["t1"])]),
      true,
      "version 2 has 2 tasks in order",
    ],
  ])("planning: %s", (_, given, passed, reason) => {
    expect(of("planning", given)).toEqual([passed, reason]);
  });

  it("approval: only this digest, approved", () => {
    expect(of("approval", facts([task("t1")]))).toEqual([true, "Abel approved this digest"]);
    expect(of("approval", facts([task("t1")], { digestFits: false }))[0]).toBe(false);
    const waiting = facts([task("t1")]);
    const plan = { ...waiting.plan, status: "awaiting_approval", decision: null } as Plan;
    expect(of("approval", { ...waiting, plan })).toEqual([false, "version 2 is not approved"]);
  });

  it("execution: a result of every task, whatever it is", () => {
    const planned = facts([task("t1"), task("t2")]);
    const row = (taskKey: string, status: "succeeded" | "skipped" | "running") => ({
      ...{ taskKey, name: taskKey, status, isOver: status !== "running" },
    });
    const done = [row("t1", "succeeded"), row("t2", "skipped")];
    expect(of("execution", { ...planned, tasks: done })).toEqual([true, "2 tasks ended"]);
    const open = { ...planned, tasks: [row("t1", "succeeded"), row("t2", "running")] };
    expect(of("execution", open)).toEqual([false, '"t2" has no result yet']);
    expect(of("execution", planned)).toEqual([false, '"t1" and 1 other has no result yet']);
  });

  it("verification: no check failed, and those that could not be made fail nothing", () => {
    const planned = facts([task("t1", [], 2)]);
    expect(of("verification", planned)).toEqual([false, "no check was made yet"]);
    const made = (...checks: CheckResult[]) => of("verification", { ...planned, checks });
    expect(made(check(true), check(false, true))).toEqual([true, "1 passed, 1 could not be made"]);
    expect(made(check(true), check(false))[0]).toBe(false);
    expect(of("verification", facts([task("t1")]))).toEqual([true, "nothing is to be checked"]);
  });
});

describe("gates of the owner", () => {
  it("want one artifact of each kind, and are told apart from Chiffon's own", () => {
    const required = { ...none, approval: ["sign_off", "change_ticket"] };
    const artifacts = [{ id: "a", kind: "sign_off" }];
    const verdicts = judgeGates("approval", facts([task("t1")], { required, artifacts }));
    expect(missingKinds(verdicts)).toEqual(["change_ticket"]);
    expect(ownFault(verdicts)).toBeUndefined();
    expect(verdicts[1]).toMatchObject({ gate: "artifact:sign_off", evidence: ["artifact:a"] });
  });
});
