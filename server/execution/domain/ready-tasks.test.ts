import { expect, it } from "vitest";
import { findBlocked, findReady, type WaitingTask } from "./ready-tasks.ts";

const now = new Date("2026-01-01T00:00:00Z");
const task = (
  taskKey: string,
  status: WaitingTask["status"],
  dependsOn: string[] = [],
  change: Partial<WaitingTask> = {},
): WaitingTask => ({
  taskKey,
  status,
  dependsOn,
  agentId: null,
  retryAt: null,
  hold: null,
  ...change,
});

it("never starts a task whose dependency has not succeeded", () => {
  const tasks = [
    task("t1", "running"),
    task("t2", "pending", ["t1"]),
    task("t3", "pending"),
    task("t4", "pending", ["t3"]),
  ];
  expect(findReady(tasks, now).map((each) => each.taskKey)).toEqual(["t3"]);
});

it("leaves placed tasks and retries that are not due alone", () => {
  const later = new Date(now.getTime() + 1000);
  const tasks = [
    task("t1", "pending", [], { agentId: "a" }),
    task("t2", "pending", [], { retryAt: later }),
  ];
  expect(findReady(tasks, now)).toEqual([]);
  expect(findReady(tasks, later).map((each) => each.taskKey)).toEqual(["t2"]);
});

it("skips everything behind a failure, through several steps, and nothing else", () => {
  const tasks = [
    task("t1", "failed"),
    task("t2", "pending", ["t1"]),
    task("t3", "paused", ["t2"]),
    task("t4", "pending"),
    task("t5", "succeeded", ["t4"]),
  ];
  expect(
    findBlocked(tasks).map(({ task: each, because }) => [each.taskKey, because.taskKey]),
  ).toEqual([
    ["t2", "t1"],
    ["t3", "t2"],
  ]);
});
