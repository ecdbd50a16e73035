import { describe, expect, it } from "vitest";
import type { RunEvent, RunOutcome } from "#server/contracts/runner.ts";
import { makePlan, makePlanTask, makeRun, makeTaskView } from "#tests/support/dom/requests.ts";
import { type FailureFacts, findCauses, headlineOf, type TaskFacts } from "./causes.ts";

const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second)).toISOString();
const outcome: RunOutcome = {
  ...{ verdict: "failed", hosts: [], failedAnsibleTask: null, message: "Ansible stopped." },
  ...{ exitCode: 4, durationMs: 1, lines: 0, cutLines: 0 },
  resources: { wallSeconds: 1, cpuSeconds: 1, peakMemoryMib: null },
};

function facts(taskKey: string, change: Partial<TaskFacts> = {}): TaskFacts {
  const run = makeRun({ status: "failed", finishedAt: at(9), outcome });
  const name = `Task ${taskKey}`;
  return {
    planned: makePlanTask({ taskKey, name }),
    task: makeTaskView({ taskKey, name, status: "failed", runs: [run] }),
    ...{ run, events: [] },
    ...change,
  };
}

const failed = (change: Partial<FailureFacts>): FailureFacts => ({
  ...{ phase: "failed", reason: "it failed", plan: makePlan(), tasks: [], checks: [] },
  ...change,
});

describe("the first cause", () => {
  it("of several tasks that failed, is the first in time", () => {
    const later = facts("t1", { run: makeRun({ finishedAt: at(9), outcome }) });
    const sooner = facts("t2", { run: makeRun({ finishedAt: at(3), outcome }) });
    const causes = findCauses(failed({ tasks: [later, sooner] }));
    expect(causes.map(({ taskKey }) => taskKey)).toEqual(["t2", "t1"]);
  });

  it("without events is what the run's end says", () => {
    const told = { name: "Pull", host: "nas", message: "gone" };
    const run = makeRun({ finishedAt: at(1), outcome: { ...outcome, failedAnsibleTask: told } });
    expect(findCauses(failed({ tasks: [facts("t1", { run })] }))[0]).toMatchObject({
      ...{ kind: "ansible_task", ansibleTask: "Pull", host: "nas", message: "gone" },
    });
    expect(findCauses(failed({ tasks: [facts("t1")] }))[0]).toMatchObject({
      ...{ kind: "run", host: null, message: "Ansible stopped." },
    });
  });

  it("of a run that took too long is the step it was at, on the host it waited for", () => {
    const events: RunEvent[] = [
      { type: "play.started", n: 1, at: at(1), name: "p", hosts: ["nas"] },
      { type: "ansibleTask.started", n: 2, at: at(2), taskId: "x", name: "Wait", action: "pause" },
    ];
    const run = makeRun({ status: "timed_out", finishedAt: at(9), outcome });
    const [cause] = findCauses(failed({ tasks: [facts("t1", { run, events })] }));
    expect(cause).toMatchObject({ kind: "time_limit", ansibleTask: "Wait", host: "nas" });
    expect(headlineOf(cause)).toBe("“Wait” took too long on nas, and the run was stopped.");
  });

  it("of a failed check names the check and the host it is for", () => {
    const planned = makePlanTask({
      hosts: ["nas", "web"],
      checkPlaces: [{ host: "web", address: "10.0.0.2", isThisMachine: false, values: [] }],
    });
    const task = makeTaskView({ status: "succeeded" });
    const check = { taskKey: "t1", target: "http://10.0.0.2:80/", ok: false, durationMs: 1 };
    const [cause] = findCauses(
      failed({
        tasks: [facts("t1", { planned, task })],
        checks: [
          { ...check, ok: true, target: "http://10.0.0.1/", message: "fine" },
          { ...check, message: "unclear", isUnresolved: true },
          { ...check, message: "refused" },
        ],
      }),
    );
    expect(cause).toMatchObject({
      ...{ kind: "check", host: "web", message: "http://10.0.0.2:80/: refused" },
    });
  });

  it("before any run is why there was no plan, and of a lapsed approval that", () => {
    const [none] = findCauses(failed({ plan: null, reason: "The collection is gone." }));
    expect(none).toMatchObject({ kind: "planning", taskName: null });
    expect(headlineOf(none)).toBe("There was no plan: The collection is gone.");
    expect(findCauses(failed({ phase: "timed_out" }))[0].kind).toBe("expired");
  });

  it("is bounded, whatever a host said", () => {
    const told = { name: "Pull", host: "nas", message: "x".repeat(1_000_000) };
    const run = makeRun({ outcome: { ...outcome, failedAnsibleTask: told } });
    const [cause] = findCauses(failed({ tasks: [facts("t1", { run })] }));
    expect(cause.message).toHaveLength(5_000);
  });
});
