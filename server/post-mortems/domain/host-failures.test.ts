import { describe, expect, it } from "vitest";
import type { HostCounts, HostResultStatus, RunEvent } from "#server/contracts/runner.ts";
import { findHostFailures, findStepInProgress } from "./host-failures.ts";

const none: HostCounts = {
  ...{ ok: 0, changed: 0, unreachable: 0, failed: 0, skipped: 0, rescued: 0, ignored: 0 },
};
const tree = `/data/trees/${"a".repeat(40)}`;

/** Events of a run, numbered and timed in the order given. */
class Told {
  readonly events: RunEvent[] = [];

  play(...hosts: string[]): this {
    return this.add({ type: "play.started", name: "play", hosts });
  }

  step(name: string): this {
    const path = `${tree}/site.yml:${this.events.length}`;
    return this.add({ type: "ansibleTask.started", taskId: name, name, action: "shell", path });
  }

  result(host: string, ansibleTask: string, status: HostResultStatus, ignoreErrors = false): this {
    const message = `${ansibleTask} ${status}`;
    const taskId = ansibleTask;
    const durationMs = 1;
    return this.add({
      ...{ type: "host.result", host, ansibleTask, taskId, status, ignoreErrors },
      ...{ message, durationMs },
    });
  }

  recap(hosts: Readonly<Record<string, Partial<HostCounts>>>): this {
    const counts = Object.entries(hosts).map(([host, own]) => [host, { ...none, ...own }] as const);
    const resources = { cpuSeconds: 1, peakMemoryMib: 1 };
    return this.add({ type: "stats", hosts: Object.fromEntries(counts), resources });
  }

  private add(event: DistributiveOmit<RunEvent, "n" | "at">): this {
    const n = this.events.length + 1;
    const at = new Date(Date.UTC(2026, 10, 21, 12, 0, n)).toISOString();
    this.events.push({ ...event, n, at });
    return this;
  }
}
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never;

const failures = (told: Told) =>
  findHostFailures(told.events).map(({ host, ansibleTask }) => `${host}: ${ansibleTask}`);

describe("what failed first", () => {
  it("is the first in time, whatever the order of hosts", () => {
    const told = new Told()
      .play("a", "b")
      .step("One")
      .result("b", "One", "failed")
      .result("a", "One", "ok")
      .step("Two")
      .result("a", "Two", "failed")
      .recap({ a: { failed: 1 }, b: { failed: 1 } });
    expect(failures(told)).toEqual(["b: One", "a: Two"]);
  });

  it("names module and place in the repository", () => {
    const told = new Told()
      .step("One")
      .result("a", "One", "failed")
      .recap({ a: { failed: 1 } });
    expect(findHostFailures(told.events)).toMatchObject([{ module: "shell", place: "site.yml:0" }]);
  });

  it("is never what was rescued, also where the rescue failed itself", () => {
    const told = new Told()
      .step("Try")
      .result("a", "Try", "failed")
      .result("b", "Try", "failed")
      .step("Rescue")
      .result("a", "Rescue", "ok")
      .result("b", "Rescue", "failed")
      .recap({ a: { rescued: 1 }, b: { rescued: 1, failed: 1 } });
    expect(failures(told)).toEqual(["b: Rescue"]);
  });

  it("is the fatal failure, not what failed in an always after it", () => {
    const told = new Told()
      .step("Try")
      .result("a", "Try", "failed")
      .step("Always")
      .result("a", "Always", "failed")
      .recap({ a: { failed: 2 } });
    expect(failures(told)[0]).toBe("a: Try");
  });

  it("is never what was ignored, be it failed or unreachable", () => {
    const told = new Told()
      .step("One")
      .result("a", "One", "failed", true)
      .result("b", "One", "unreachable", true)
      .step("Two")
      .result("a", "Two", "unreachable")
      .recap({ a: { ignored: 1, unreachable: 1 }, b: { ignored: 1 } });
    expect(failures(told)).toEqual(["a: Two"]);
  });

  it("in a run that was cut off, is what its host had not gone on from", () => {
    const told = new Told()
      .step("One")
      .result("a", "One", "failed")
      .result("b", "One", "failed")
      .step("Two")
      .result("a", "Two", "ok");
    expect(failures(told)).toEqual(["b: One"]);
  });
});

describe("what a run was at", () => {
  it("is its last step, on the hosts that have not answered and not failed before", () => {
    const told = new Told()
      .play("a", "b", "c")
      .step("One")
      .result("c", "One", "failed")
      .result("a", "One", "ok")
      .result("b", "One", "ok")
      .step("Two")
      .result("a", "Two", "ok");
    // c had failed and nothing came after it there.
    expect(findStepInProgress(told.events)).toMatchObject({ ansibleTask: "Two", hosts: ["b"] });
  });

  it("is nothing where none had begun", () => {
    expect(findStepInProgress(new Told().play("a").events)).toBeNull();
  });
});
