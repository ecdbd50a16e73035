import { describe, expect, it } from "vitest";
import type { RunEvent } from "#server/contracts/runner.ts";
import { reportOf } from "./report-model.ts";
import { runGrid } from "./run-grid-model.ts";

const at = "2026-11-21T12:00:00Z";
const told = (action: string, message: string): RunEvent[] => [
  { type: "ansibleTask.started", at, n: 1, taskId: "a", name: "Report", action },
  {
    type: "host.result",
    at,
    n: 2,
    host: "nas",
    status: "ok",
    taskId: "a",
    ansibleTask: "Report",
    durationMs: 1,
    message,
    ignoreErrors: false,
  },
];
const report = (action: string, message: string) => reportOf(runGrid(told(action, message)));

describe("what a playbook reported", () => {
  it("reads structured reports by heading and leaves empty ones out", () => {
    const message = JSON.stringify({ file_systems: ["/dev/vda 26%"], nearly_full: [] });
    expect(report("ansible.builtin.debug", message)).toEqual([
      { host: "nas", heading: "file systems", lines: ["/dev/vda 26%"] },
    ]);
  });

  it("keeps plain text, line by line", () => {
    expect(report("debug", "two\nlines")).toEqual([
      { host: "nas", heading: null, lines: ["two", "lines"] },
    ]);
  });

  it("takes nothing but debug tasks for a report", () => {
    expect(report("ansible.builtin.command", "noise")).toEqual([]);
  });
});
