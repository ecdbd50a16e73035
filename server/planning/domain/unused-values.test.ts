import { expect, it } from "vitest";
import type { PlanVariable } from "#server/contracts/plan.ts";
import { unusedValues } from "./unused-values.ts";

const variable = (name: string, value: number | string, overridden = true): PlanVariable => ({
  ...{ name, value, overridden, type: typeof value === "number" ? "number" : "string" },
  ...{ defaultValue: 3001, templated: false, description: null, required: true, choices: null },
  secret: false,
});
const task = (...variables: PlanVariable[]) => ({
  ...{
    name: "Deploy Uptime Kuma",
    hosts: ["nas"],
    tags: [],
    intentText: "",
    service: "uptime-kuma",
  },
  variables,
});

it("names what was asked for and is in no task", () => {
  const kept = task(variable("kuma_port", 3001, false));
  expect(unusedValues("deploy kuma on prot 3056", [kept])).toEqual(["prot 3056"]);
  expect(unusedValues("deploy kuma with colour=blue", [kept])).toEqual(["colour=blue"]);
});

it("says nothing of what is used, answered or part of a name", () => {
  expect(unusedValues("deploy kuma on port 3056.", [task(variable("kuma_port", 3056))])).toEqual(
    [],
  );
  expect(unusedValues("deploy kuma on port 3056", [task()], ["3056"])).toEqual([]);
  expect(unusedValues("restart vm 1001", [{ ...task(), hosts: ["vm-1001"] }])).toEqual([]);
  expect(unusedValues("deploy kuma at 10.0.0.100 by 16:30", [task()])).toEqual([]);
});
