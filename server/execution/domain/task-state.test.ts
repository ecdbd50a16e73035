import { expect, it } from "vitest";
import { taskStatusSchema } from "#server/contracts/task.ts";
import { isTaskFinal, isTaskLive, taskStatuses } from "./task-state.ts";

it("knows what each set of statuses holds", () => {
  expect(taskStatuses).toEqual({
    waiting: ["pending", "paused"],
    live: ["pending", "paused", "running"],
    final: ["succeeded", "failed", "skipped", "cancelled"],
    unsuccessful: ["failed", "skipped", "cancelled"],
  });
});

it("counts a task that needs review neither as live nor as final", () => {
  const neither = taskStatusSchema.options.filter((s) => !isTaskLive(s) && !isTaskFinal(s));
  expect(neither).toEqual(["needs_review"]);
});
