import fc from "fast-check";
import { expect, it } from "vitest";
import { findDagFault } from "#server/lib/dag.ts";
import {
  makeChosen,
  makeEntry,
  makePlanInput,
  makeVariable,
} from "#tests/support/planning-parts.ts";
import { modifyPlan } from "./modify-plan.ts";
import { buildPlan } from "./plan-builder.ts";
import { raiseRisk } from "./risk.ts";

const entry = makeEntry({
  variables: [
    makeVariable("jellyfin_state", { defaultValue: "present" }),
    makeVariable("jellyfin_port", { type: "number", defaultValue: 8096 }),
  ],
});
const built = buildPlan(
  makePlanInput({
    chosen: ["a", "b", "c", "d"].map((part) =>
      makeChosen({ entry, intentText: `deploy ${part} on pi` }),
    ),
  }),
);
if (built.kind !== "plan") throw new Error(JSON.stringify(built));
const { body } = built;

it("leaves no task without what it needs, whatever is unticked or moved", () => {
  const keys = body.tasks.map(({ taskKey }) => taskKey);
  fc.assert(
    fc.property(fc.shuffledSubarray([...keys, "t9"], { minLength: 1 }), (tasks) => {
      const result = modifyPlan(body, { planVersion: 1, tasks });
      if (result.kind === "fault") return;
      const nodes = result.body.tasks.map(({ taskKey, dependsOn }) => ({
        key: taskKey,
        dependsOn,
      }));
      expect(findDagFault(nodes)).toBeNull();
      expect(result.body.tasks.length).toBeGreaterThan(0);
      expect(result.body.tasks.map(({ order }) => order)).toEqual(nodes.map((_node, at) => at + 1));
    }),
  );
});

it("raises the risk where a value that removes is set by hand", () => {
  const set = { taskKey: "t1", name: "jellyfin_state", value: "absent" };
  const result = modifyPlan(body, { planVersion: 1, variables: [set] });
  if (result.kind === "fault") throw new Error(result.message);
  expect(result.body.risk).toBe("high");
  expect(result.body.tasks[0]?.riskReasons[0]).toBe("sets jellyfin_state to absent");
});

it.each([
  ["an undeclared variable", "ansible_host", "evil"],
  ["text for a number", "jellyfin_port", "80"],
  ["a template", "jellyfin_state", "{{ lookup('pipe','id') }}"],
])("takes no %s", (_what, name, value) => {
  const edit = { planVersion: 1, variables: [{ taskKey: "t1", name, value }] };
  expect(modifyPlan(body, edit).kind).toBe("fault");
});

it("keeps the risk that a model saw, whichever task is left out", () => {
  const loose = { ...body, tasks: body.tasks.map((task) => ({ ...task, dependsOn: [] })) };
  const seen = raiseRisk(loose, { risk: "high", reason: "m" });
  const [, ...others] = seen.tasks.map(({ taskKey }) => taskKey);
  const result = modifyPlan(seen, { planVersion: 1, tasks: others });
  if (result.kind === "fault") throw new Error(result.message);
  expect(result.body.risk).toBe("high");
  expect(result.body.summary).toContain("High risk");
  expect(result.body.tasks[0]?.riskReasons.join()).toContain("a model judged it high risk");
});
