import { expect, it } from "vitest";
import type { RunEvent } from "#server/contracts/runner.ts";
import { outcomesIn } from "./past-outcomes.ts";

const at = "2026-11-21T10:00:00.000Z";
const tree = `/data/trees/${"a".repeat(40)}`;

function started(taskId: string, name: string, path?: string, startAt?: string): RunEvent {
  return {
    ...{ at, n: 1, type: "ansibleTask.started", taskId, name, action: "command" },
    ...(path === undefined ? {} : { path }),
    ...(startAt === undefined ? {} : { startAt }),
  } as RunEvent;
}

function result(taskId: string, status: string): RunEvent {
  return {
    ...{ at, n: 2, type: "host.result", host: "nas", status, ansibleTask: "it", taskId },
    ...{ durationMs: 1, message: "", ignoreErrors: false },
  } as RunEvent;
}

it("tells what the tasks of one file did, by their names as written", () => {
  const events = [
    started("1", "web : Make it", `${tree}/roles/web/tasks/main.yml:3`),
    result("1", "changed"),
    started("2", "Make it", `${tree}/site.yml:9`, "Make it"),
    result("2", "ok"),
    started("3", "Gathering Facts"),
    result("3", "ok"),
  ];
  expect(outcomesIn("r", events, "roles/web/tasks/main.yml")).toEqual([
    { runId: "r", taskName: "Make it", host: "nas", status: "changed" },
  ]);
  expect(outcomesIn("r", events, "site.yml")).toEqual([
    { runId: "r", taskName: "Make it", host: "nas", status: "ok" },
  ]);
  expect(outcomesIn("r", events, "none.yml")).toEqual([]);
});
