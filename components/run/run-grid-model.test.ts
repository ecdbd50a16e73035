import { describe, expect, it } from "vitest";
import type { RunEvent } from "#server/contracts/runner.ts";
import { rowStatus, runGrid } from "./run-grid-model.ts";

const at = "2026-11-21T12:00:00Z";
const started = (n: number, taskId: string, name: string): RunEvent => ({
  type: "ansibleTask.started",
  at,
  n,
  taskId,
  name,
  action: "apt",
});
const result = (
  n: number,
  taskId: string,
  host: string,
  status: "ok" | "changed" | "failed" | "skipped" | "unreachable",
  ignoreErrors = false,
): RunEvent => ({
  type: "host.result",
  at,
  n,
  host,
  status,
  taskId,
  ansibleTask: "Install",
  durationMs: 5,
  message: "",
  ignoreErrors,
});

describe("run grid", () => {
  it("shows every host of the play before it has a result", () => {
    const grid = runGrid([{ type: "play.started", at, n: 1, name: "Kuma", hosts: ["nas", "pi"] }]);
    expect(grid.hosts).toEqual(["nas", "pi"]);
  });

  it("puts each result at its task and host, also when names repeat", () => {
    const grid = runGrid([
      started(1, "a", "Install"),
      result(2, "a", "nas", "changed"),
      started(3, "b", "Install"),
      result(4, "b", "nas", "ok"),
      result(5, "a", "pi", "failed"),
    ]);
    expect(
      grid.rows.map((row) => [...row.cells].map(([host, cell]) => [host, cell.status])),
    ).toEqual([
      [
        ["nas", "changed"],
        ["pi", "failed"],
      ],
      [["nas", "ok"]],
    ]);
  });

  it("gives a result without a start its own row", () => {
    expect(runGrid([result(1, "x", "nas", "unreachable")]).rows).toHaveLength(1);
  });

  it("calls a row by its worst result, leaving out ignored failures", () => {
    const [row] = runGrid([
      started(1, "a", "Install"),
      result(2, "a", "nas", "ok"),
      result(3, "a", "pi", "changed"),
      result(4, "a", "old", "failed", true),
    ]).rows;
    if (!row) throw new Error("no row");
    expect(rowStatus(row, false)).toBe("changed");
    expect(rowStatus(row, true)).toBe("running");
  });

  it("knows when it is over by the recap", () => {
    expect(runGrid([started(1, "a", "x")]).isOver).toBe(false);
    const stats: RunEvent = {
      type: "stats",
      at,
      n: 2,
      hosts: {},
      resources: { cpuSeconds: 0, peakMemoryMib: 0 },
    };
    expect(runGrid([stats]).isOver).toBe(true);
  });
});
