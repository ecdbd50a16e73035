import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestPathSeconds, readyFirst } from "./task-order.ts";

/** Tasks whose dependencies point back, as a plan's do. */
const plans = fc
  .array(fc.record({ back: fc.array(fc.nat(9), { maxLength: 3 }), isReady: fc.boolean() }), {
    maxLength: 10,
  })
  .map((list) =>
    list.map(({ back, isReady }, at) => ({
      taskKey: `t${at + 1}`,
      dependsOn: [...new Set(back.filter((to) => to < at).map((to) => `t${to + 1}`))],
      isReady,
      estimatedSeconds: 10,
    })),
  );

describe("readyFirst", () => {
  it("keeps every task and breaks no dependency", () => {
    fc.assert(
      fc.property(plans, (tasks) => {
        const ordered = readyFirst(tasks, (task) => task.isReady);
        expect(new Set(ordered)).toEqual(new Set(tasks));
        const seen = new Set<string>();
        for (const task of ordered) {
          for (const key of task.dependsOn) expect(seen).toContain(key);
          seen.add(task.taskKey);
        }
      }),
    );
  });

  it("never lets a task that could start now stand behind one that must wait", () => {
    fc.assert(
      fc.property(plans, (tasks) => {
        const ordered = readyFirst(tasks, (task) => task.isReady);
        const late = new Set<string>();
        for (const task of tasks)
          if (!task.isReady || task.dependsOn.some((key) => late.has(key))) late.add(task.taskKey);
        const waits = ordered.map((task) => late.has(task.taskKey));
        expect(
          waits.indexOf(true) === -1 || !waits.slice(waits.indexOf(true)).includes(false),
        ).toBe(true);
      }),
    );
  });

  it("leaves the order alone where all can start", () => {
    fc.assert(
      fc.property(plans, (tasks) => {
        expect(readyFirst(tasks, () => true)).toEqual(tasks);
      }),
    );
  });

  it("loses no task of a cycle", () => {
    const cycle = [
      { taskKey: "t1", dependsOn: ["t2"] },
      { taskKey: "t2", dependsOn: ["t1"] },
      { taskKey: "t3", dependsOn: [] },
    ];
    expect(readyFirst(cycle, () => true).map(({ taskKey }) => taskKey)).toEqual(["t3", "t1", "t2"]);
  });
});

it("takes as long as the longest chain", () => {
  const task = (taskKey: string, estimatedSeconds: number, ...dependsOn: string[]) => ({
    taskKey,
    estimatedSeconds,
    dependsOn,
  });
  expect(longestPathSeconds([task("t1", 10), task("t2", 50), task("t3", 20, "t1")])).toBe(50);
  expect(longestPathSeconds([task("t1", 10), task("t2", 50, "t1"), task("t3", 20, "t2")])).toBe(80);
});
