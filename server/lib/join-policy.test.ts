import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinPolicySchema, type TaskStatus, taskStatusSchema } from "#server/contracts/task.ts";
import { findUnneeded, type JoinedTask, joinState } from "./join-policy.ts";

const [ok, bad, open] = ["succeeded", "failed", "running"] as const;

describe("a join", () => {
  it.each([
    ["all", [ok, ok], "met"],
    ["all", [ok, open], "open"],
    ["all", [ok, bad], "failed"],
    ["first", [open, ok, bad], "met"],
    ["first", [open, bad], "open"],
    ["first", [bad, "skipped", "cancelled"], "failed"],
    ["majority", [ok, ok, open], "met"],
    ["majority", [ok, bad, open], "open"],
    ["majority", [ok, bad, bad], "failed"],
    ["majority", [ok, open], "open"],
    ["majority", [ok, bad], "failed"],
    ["majority", ["needs_review", ok, "paused"], "open"],
    ["first", [], "met"],
    ["all", [], "met"],
    ["majority", [], "met"],
  ] as const)("%s of %j is %s", (policy, statuses, state) => {
    expect(joinState(policy, statuses)).toBe(state);
  });

  it("is open only while what is open could still decide it", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...joinPolicySchema.options),
        fc.array(fc.constantFrom(...taskStatusSchema.options), { maxLength: 7 }),
        (policy, statuses) => {
          const end = (to: TaskStatus) =>
            statuses.map((status) =>
              ["succeeded", "failed", "skipped", "cancelled"].includes(status) ? status : to,
            );
          const [best, worst] = [joinState(policy, end(ok)), joinState(policy, end(bad))];
          expect(joinState(policy, statuses)).toBe(best === worst ? best : "open");
        },
      ),
    );
  });
});

const task = (
  taskKey: string,
  status: TaskStatus,
  dependsOn: string[] = [],
  joinPolicy: JoinedTask["joinPolicy"] = null,
): JoinedTask => ({ taskKey, status, dependsOn, joinPolicy });

describe("what a plan does without", () => {
  const names = (tasks: JoinedTask[]) =>
    findUnneeded(tasks).map(({ task: one, because }) => [one.taskKey, because.taskKey]);

  it("is the rest of a join that has the first, and what only led there", () => {
    const tasks = [
      task("t1", "succeeded"),
      task("t2", "pending"),
      task("t3", "pending", ["t2"]),
      task("t4", "running"),
      task("t5", "pending", ["t1", "t3", "t4"], "first"),
    ];
    expect(names(tasks)).toEqual([
      ["t2", "t5"],
      ["t3", "t5"],
      ["t4", "t5"],
    ]);
  });

  it("is nothing that something else needs, nor the last of a chain, nor of a join of all", () => {
    const tasks = [
      task("t1", "succeeded"),
      task("t2", "pending"),
      task("t3", "pending", ["t1", "t2"], "first"),
      task("t4", "pending", ["t2"]),
      task("t5", "failed", ["t1"]),
    ];
    expect(names(tasks)).toEqual([]);
  });
});
