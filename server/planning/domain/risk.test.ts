import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Risk, riskSchema } from "#server/contracts/common.ts";
import { verbSchema } from "#server/contracts/request.ts";
import {
  makeChosen,
  makeEntry,
  makeHost,
  makePlanInput,
  makeVariable,
} from "#tests/support/planning-parts.ts";
import { buildPlan } from "./plan-builder.ts";
import { assessTask, raiseRisk, type TaskRiskFacts } from "./risk.ts";

const rank = (risk: Risk): number => riskSchema.options.indexOf(risk);
const facts = (change: Partial<TaskRiskFacts> = {}): TaskRiskFacts => ({
  entry: makeEntry(),
  verb: "deploy",
  hosts: ["nas1"],
  inventory: [makeHost("nas1"), makeHost("pi")],
  variables: [],
  profile: "isolated",
  ...change,
});
const many = (count: number) => Array.from({ length: count }, (_unused, at) => `h${at}`);
const set = (name: string, value: string | boolean) => ({
  ...makeVariable(name),
  value,
  overridden: true,
});

describe("assessTask", () => {
  it.each([
    ["a harmless playbook on one host", {}, "low"],
    ["six hosts", { hosts: many(6) }, "medium"],
    ["twenty-one hosts", { hosts: many(21) }, "high"],
    ["root on two hosts", { entry: makeEntry({ usesBecome: true }), hosts: many(2) }, "medium"],
    ["asked to remove", { verb: "remove" }, "high"],
    ["asked to restore", { verb: "restore" }, "high"],
    ["asked to restart", { verb: "restart" }, "medium"],
    [
      "an upgrade of whole machines as root",
      {
        verb: "update",
        entry: makeEntry({ usesBecome: true, risk: "medium", service: null }),
        hosts: many(2),
      },
      "high",
    ],
    [
      "an upgrade of one app as root",
      { verb: "update", entry: makeEntry({ usesBecome: true, service: "jellyfin" }) },
      "low",
    ],
    ["a value that removes", { variables: [set("state", "absent")] }, "high"],
    ["a switch that wipes", { variables: [set("jellyfin_purge_data", true)] }, "high"],
    ["a switch that wipes, off", { variables: [set("jellyfin_purge_data", false)] }, "low"],
    [
      "a host that imitates another",
      { hosts: ["nаs1"], inventory: [makeHost("nаs1"), makeHost("nas1")] },
      "high",
    ],
  ] as const)("%s is %s risk", (_what, change, risk) => {
    const assessed = assessTask(facts(change as Partial<TaskRiskFacts>));
    expect(assessed.risk).toBe(risk);
    expect(assessed.riskReasons.length).toBeGreaterThan(0);
  });

  it("never says less than the playbook's own risk, and always why", () => {
    const any = fc.record({
      risk: fc.constantFrom(...riskSchema.options),
      verb: fc.constantFrom(...verbSchema.options),
      count: fc.integer({ min: 1, max: 30 }),
      becomes: fc.boolean(),
    });
    fc.assert(
      fc.property(any, ({ risk, verb, count, becomes }) => {
        const entry = makeEntry({ risk, riskReasons: ["its own"], usesBecome: becomes });
        const assessed = assessTask(facts({ entry, verb, hosts: many(count) }));
        expect(rank(assessed.risk)).toBeGreaterThanOrEqual(rank(risk));
        expect(assessed.riskReasons.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe("a model's opinion", () => {
  const built = buildPlan(
    makePlanInput({ chosen: [makeChosen({ intentText: "deploy jellyfin on pi" })] }),
  );
  if (built.kind !== "plan") throw new Error("the plan is simple");
  const { body } = built;

  it("raises the risk and never lowers it, and says that it was a model", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...riskSchema.options),
        fc.constantFrom(...riskSchema.options),
        fc.string(),
        (own, risk, reason) => {
          const before = { ...body, risk: own };
          const after = raiseRisk(before, { risk, reason });
          expect(rank(after.risk)).toBe(Math.max(rank(own), rank(risk)));
          const raised = rank(risk) > rank(own);
          expect(after.tasks[0]?.riskReasons.some((why) => why.includes("a model"))).toBe(raised);
          expect(after.tasks.map(({ taskKey }) => taskKey)).toEqual(
            before.tasks.map(({ taskKey }) => taskKey),
          );
        },
      ),
    );
  });

  it("stands in the summary where it makes the plan a dangerous one", () => {
    expect(raiseRisk(body, { risk: "high", reason: "m" }).summary).toContain("High risk");
  });

  it("changes nothing where there is none", () => {
    expect(raiseRisk(body, null)).toBe(body);
  });
});
