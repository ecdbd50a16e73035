import { describe, expect, it } from "vitest";
import type { HostCounts, RunEvent } from "#server/contracts/runner.ts";
import { resumePoint } from "./resume-point.ts";

const at = "2026-01-02T03:04:05.678Z";
const fine: HostCounts = {
  ...{ ok: 1, changed: 0, unreachable: 0, failed: 0 },
  ...{ skipped: 0, rescued: 0, ignored: 0 },
};
const failed = { ...fine, failed: 1 };

const started = (name: string, more: object = {}): RunEvent => ({
  ...{ type: "ansibleTask.started", n: 1, at, taskId: `id of ${name}`, name, action: "copy" },
  ...{ path: `play.yml:${name}`, startAt: name.split(" : ").at(-1) },
  ...more,
});
const result = (host: string, name: string, more: object = {}): RunEvent => ({
  ...{ type: "host.result", n: 2, at, host, status: "failed", ansibleTask: name },
  ...{ taskId: `id of ${name}`, durationMs: 1, message: "no", ignoreErrors: false },
  ...more,
});
const end = (): RunEvent => ({
  type: "warning",
  n: 3,
  at,
  message: "none left",
  isEndForAll: true,
});

describe("where another run can go on", () => {
  it("is the ansibleTask that failed, for the hosts that have something left", () => {
    const events = [started("Make room"), started("Copy"), result("b", "Copy")];
    const counts = { a: fine, b: failed };
    expect(resumePoint(events, counts, ["a", "b", "c"])).toEqual({
      startAt: "Copy",
      hosts: ["b", "c"],
    });
  });

  it("is the first of several, and for all hosts where the play ended for all", () => {
    const events = [
      ...[started("Make room"), started("Copy"), result("c", "Copy")],
      ...[started("Restart"), result("a", "Restart"), end()],
    ];
    const counts = { a: failed, b: fine, c: failed };
    expect(resumePoint(events, counts, ["a", "b", "c"])).toEqual({
      startAt: "Copy",
      hosts: ["a", "b", "c"],
    });
  });

  it("is not where a failure was rescued or ignored", () => {
    const events = [
      ...[started("Try"), result("a", "Try"), result("b", "Try")],
      ...[started("Ignore"), result("a", "Ignore", { ignoreErrors: true })],
      ...[started("Copy"), result("a", "Copy")],
    ];
    expect(resumePoint(events, { a: failed, b: { ...fine, rescued: 1 } }, ["a", "b"])).toEqual({
      startAt: "Copy",
      hosts: ["a"],
    });
  });

  it.each([
    ["it can't be named", [started("Copy", { startAt: undefined })]],
    [
      "another had its name before",
      [started("Copy", { taskId: "x", path: "other.yml:3" }), started("Copy")],
    ],
    ["one of a role had its name before", [started("web : Copy"), started("Copy")]],
    ["nobody knows what failed", []],
  ] as const)("is nowhere where %s", (_why, before) => {
    const events = [...before, result("a", "Copy")];
    expect(resumePoint(events, { a: failed }, ["a"])).toBeNull();
  });

  it("takes an ansibleTask that ran for each batch of hosts as one, and one of that name later as no matter", () => {
    const again = started("Copy", { taskId: "second batch" });
    const events = [
      ...[started("Copy"), result("a", "Copy", { status: "ok" })],
      ...[again, result("b", "Copy", { taskId: "second batch" })],
      started("Copy", { taskId: "later", path: "later.yml:9" }),
    ];
    expect(resumePoint(events, { a: fine, b: failed }, ["a", "b"])).toEqual({
      startAt: "Copy",
      hosts: ["b"],
    });
  });
});
