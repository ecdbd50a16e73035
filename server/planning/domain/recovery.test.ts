import { describe, expect, it } from "vitest";
import type { Plan, TaskView } from "#server/contracts/plan.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { makePlan, makePlanTask, makeRun, makeTaskView } from "#tests/support/dom/requests.ts";
import { recoveryOf, repetitionOf } from "./recovery.ts";

const hosts = ["a", "b", "c", "d", "e"];
const counts = { ok: 1, changed: 0, skipped: 0, rescued: 0, ignored: 0, failed: 0, unreachable: 0 };

const outcome = (change: Partial<RunOutcome>): RunOutcome => ({
  ...{ verdict: "failed", hosts: [], failedAnsibleTask: null, message: "no", exitCode: 2 },
  ...{ durationMs: 1, lines: 0, cutLines: 0 },
  resources: { wallSeconds: 1, cpuSeconds: 1, peakMemoryMib: null },
  ...change,
});
const task = (taskKey: string, status: TaskView["status"], ...attempts: RunOutcome[]): TaskView =>
  makeTaskView({
    ...{ taskKey, status },
    runs: attempts.map((one, at) => makeRun({ attempt: at + 1, outcome: one })),
  });
const planOf = (...keys: string[]): Plan =>
  makePlan({ tasks: keys.map((taskKey) => makePlanTask({ taskKey, hosts, limit: hosts })) });
const results = (bad: Readonly<Record<string, "failed" | "unreachable">>) =>
  hosts.map((host) => ({ ...counts, host, ...(bad[host] ? { [bad[host]]: 1 } : {}) }));
const threeBad = results({ b: "failed", d: "unreachable", e: "failed" });

describe("retry on failed hosts", () => {
  it("plans exactly the hosts that failed or could not be reached", () => {
    const plan = planOf("t1");
    const tasks = [task("t1", "failed", outcome({ hosts: threeBad }))];
    const repeated = repetitionOf({ end: "failed", plan, tasks }, "failed_hosts");
    expect(repeated?.tasks).toEqual([{ taskKey: "t1", hosts: ["b", "d", "e"], startAtTask: null }]);
    expect(repeated?.changeNote).toBe("Only 3 hosts that failed: b, d, e.");
    expect(recoveryOf({ end: "failed", plan, tasks }).failedHosts).toEqual(["b", "d", "e"]);
  });

  it("goes by the last attempt, leaves out what succeeded, and takes what was to follow on the same hosts", () => {
    const tasks = [
      task("t1", "succeeded", outcome({ hosts: results({}) })),
      task(
        "t2",
        "failed",
        outcome({ hosts: threeBad }),
        outcome({ hosts: results({ c: "failed" }) }),
      ),
      task("t3", "skipped"),
    ];
    const repeated = repetitionOf(
      { end: "failed", plan: planOf("t1", "t2", "t3"), tasks },
      "failed_hosts",
    );
    expect(repeated?.tasks.map(({ taskKey, hosts: on }) => [taskKey, ...on])).toEqual([
      ["t2", "c"],
      ["t3", "c"],
    ]);
  });

  it.each([
    [
      "every host failed, which is the plan again",
      "failed",
      results(Object.fromEntries(hosts.map((host) => [host, "failed"]))),
    ],
    ["no host said that it failed", "failed", []],
    ["it did not end by failing", "cancelled", threeBad],
  ] as const)("is not offered where %s", (_why, end, found) => {
    const tasks = [task("t1", "failed", outcome({ hosts: [...found] }))];
    expect(recoveryOf({ end, plan: planOf("t1"), tasks })).toEqual({
      failedHosts: [],
      resumeAt: null,
      undo: [],
    });
  });
});

describe("resume from the failed task", () => {
  const stopped = outcome({ hosts: threeBad, resume: { startAt: "Copy", hosts: ["b", "d", "e"] } });

  it("starts there on the hosts that have something left, and goes on with what never ran", () => {
    const tasks = [task("t1", "succeeded"), task("t2", "failed", stopped), task("t3", "skipped")];
    const ended = { end: "failed", plan: planOf("t1", "t2", "t3"), tasks } as const;
    const repeated = repetitionOf(ended, "failed_task");
    expect(repeated?.tasks).toEqual([
      { taskKey: "t2", hosts: ["b", "d", "e"], startAtTask: "Copy" },
      { taskKey: "t3", hosts, startAtTask: null },
    ]);
    expect(repeated?.changeNote).toBe('Starts at "Copy"; the steps before it are skipped.');
    expect(recoveryOf(ended).resumeAt).toBe("Copy");
  });

  it.each([
    ["nobody knows where it stopped", outcome({ resume: null })],
    ["an earlier version stored the outcome", outcome({})],
  ])("is not offered where %s", (_why, ended) => {
    const tasks = [task("t1", "failed", ended)];
    expect(repetitionOf({ end: "failed", plan: planOf("t1"), tasks }, "failed_task")).toBeNull();
  });
});
