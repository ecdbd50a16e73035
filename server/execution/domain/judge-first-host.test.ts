import { expect, it } from "vitest";
import type { CheckResult } from "#server/contracts/plan.ts";
import { judgeFirstHost } from "./judge-first-host.ts";

const check = (change: Partial<CheckResult>): CheckResult => ({
  ...{ taskKey: "t1", target: "nas1:80", ok: true, message: "connected", durationMs: 1 },
  ...change,
});
const good = check({});
const bad = check({ ok: false });
const unmade = check({ ok: false, isUnresolved: true });

it.each([
  ["passed checks", [good, good], false, "go_on"],
  ["passed checks beside one that could not be made", [good, unmade], false, "go_on"],
  ["a failed check", [good, bad], false, "stop"],
  ["a failed check where somebody wants to be asked", [bad], true, "stop"],
  ["no check", [], false, "ask"],
  ["checks of which none could be made", [unmade], false, "ask"],
  ["passed checks where somebody wants to be asked", [good], true, "ask"],
])("with %s", (_what, checks, asks, kind) => {
  expect(judgeFirstHost(checks, asks).kind).toBe(kind);
});
