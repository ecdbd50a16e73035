import { describe, expect, it } from "vitest";
import type { Plan, PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { makePlan, makePlanTask } from "#tests/support/dom/requests.ts";
import { ArmGate } from "./arm-gate.ts";
import { planChanges } from "./plan-changes.ts";
import { draftKind, modifyBody, moveTask, setValue, startDraft, toggleTask } from "./plan-draft.ts";
import { readFieldText } from "./variable-value.ts";

const task = (taskKey: string, dependsOn: string[] = []): PlanTask =>
  makePlanTask({ taskKey, name: `Task ${taskKey}`, dependsOn });
const body = (...tasks: PlanTask[]): PlanBody => makePlan({ tasks }).body;
const chain = body(task("t1"), task("t2", ["t1"]), task("t3", ["t2"]), task("t4"));
const plan = (content: PlanBody): Plan => makePlan(content, { version: 3, digest: "d" });

describe("plan draft", () => {
  it("takes along everything that depends on an unticked task, and names it", () => {
    const { draft, alsoChanged } = toggleTask(startDraft(chain), chain, "t1");
    expect([...draft.unticked].sort()).toEqual(["t1", "t2", "t3"]);
    expect(alsoChanged.map(({ taskKey }) => taskKey)).toEqual(["t2", "t3"]);
  });

  it("brings back what a ticked task needs", () => {
    const { draft } = toggleTask(startDraft(chain), chain, "t1");
    const again = toggleTask(draft, chain, "t3");
    expect(again.draft.unticked).toEqual([]);
    expect(again.alsoChanged.map(({ taskKey }) => taskKey)).toEqual(["t1", "t2"]);
  });

  it("never moves a task before what it depends on", () => {
    const draft = startDraft(chain);
    expect(moveTask(draft, chain, "t2", -1)).toBeNull();
    expect(moveTask(draft, chain, "t1", 1)).toBeNull();
    expect(moveTask(draft, chain, "t4", -1)?.order).toEqual(["t1", "t2", "t4", "t3"]);
  });

  it("forgets a change that leads back to the plan", () => {
    const [first] = chain.tasks;
    if (!first) throw new Error("no task");
    const changed = setValue(startDraft(chain), first, "kuma_port", 3002);
    expect(draftKind(changed, chain)).toBe("edit");
    expect(draftKind(setValue(changed, first, "kuma_port", 3001), chain)).toBe("none");
  });

  it("saves kept tasks in order with the typed values of those alone", () => {
    const [first] = chain.tasks;
    const last = chain.tasks[3];
    if (!first || !last) throw new Error("no task");
    let draft = setValue(startDraft(chain), first, "kuma_port", 3002);
    draft = setValue(draft, last, "kuma_port", 9);
    draft = toggleTask(draft, chain, "t4").draft;
    expect(modifyBody(draft, plan(chain))).toEqual({
      planVersion: 3,
      tasks: ["t1", "t2", "t3"],
      variables: [{ taskKey: "t1", name: "kuma_port", value: 3002 }],
    });
  });

  it("tells a mere selection from an edit", () => {
    expect(draftKind(toggleTask(startDraft(chain), chain, "t4").draft, chain)).toBe("selection");
  });
});

describe("changes between versions", () => {
  it("says nothing about equal versions", () => expect(planChanges(chain, chain)).toEqual([]));

  it("names changed values, removed tasks and another order", () => {
    const first = task("t1");
    const port = { ...first, variables: first.variables.map((one) => ({ ...one, value: 3002 })) };
    expect(planChanges(body(first, task("t2"), task("t3")), body(task("t3"), port))).toEqual([
      { what: "Task", before: "Task t2", after: null },
      { what: "kuma_port", before: "3001", after: "3002" },
      { what: "Order", before: "Task t1 → Task t3", after: "Task t3 → Task t1" },
    ]);
  });
});

describe("variable fields", () => {
  const variable = { required: true, defaultValue: null };
  it("keeps numbers numbers and booleans booleans", () => {
    expect(readFieldText({ ...variable, type: "number" }, "3002")).toEqual({ value: 3002 });
    expect(readFieldText({ ...variable, type: "boolean" }, "false")).toEqual({ value: false });
    expect(readFieldText({ ...variable, type: "string" }, "3002")).toEqual({ value: "3002" });
  });

  it("says why a text is no value", () => {
    expect(readFieldText({ ...variable, type: "number" }, "abc")).toHaveProperty("problem");
    expect(readFieldText({ ...variable, type: "string" }, " ")).toHaveProperty("problem");
  });

  it("reads a list line by line, numbers where numbers were", () => {
    const numbers = { type: "list" as const, required: false, defaultValue: [80] };
    expect(readFieldText(numbers, "80\n 443 \n")).toEqual({ value: [80, 443] });
    expect(readFieldText({ ...numbers, defaultValue: [] }, "80")).toEqual({ value: ["80"] });
  });
});

describe("arm delay", () => {
  it("counts a press only after half a second at the same place", () => {
    const gate = new ArmGate();
    gate.note({ x: 10, y: 10 }, 1000);
    expect(gate.isArmed(1499)).toBe(false);
    expect(gate.isArmed(1500)).toBe(true);
  });

  it("starts again when the card moves", () => {
    const gate = new ArmGate();
    gate.note({ x: 10, y: 10 }, 1000);
    gate.note({ x: 10, y: 12 }, 1400);
    expect(gate.isArmed(1500)).toBe(true);
    gate.note({ x: 10, y: 60 }, 1600);
    expect(gate.isArmed(2099)).toBe(false);
    expect(gate.isArmed(2100)).toBe(true);
  });

  it("is never armed while it cannot be seen", () => {
    const gate = new ArmGate();
    gate.note({ x: 10, y: 10 }, 0);
    gate.note(null, 900);
    expect(gate.isArmed(5000)).toBe(false);
  });
});
