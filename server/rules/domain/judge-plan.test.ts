import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { riskSchema, type VariableValue } from "#server/contracts/common.ts";
import { roleSchema } from "#server/contracts/people.ts";
import type { PlanTask } from "#server/contracts/plan.ts";
import { ruleRiskSchema } from "#server/contracts/rule.ts";
import { type Circumstances, type JudgedPlan, judgePlan, type RuleTerms } from "./judge-plan.ts";
import { patternOf } from "./rule-pattern.ts";

const now = new Date("2026-05-01T12:00:00Z");
const later = new Date("2026-06-01T12:00:00Z");
const repositoryId = "5d1c2f9e-0000-4000-8000-000000000001";

const blob = (digit: number) => String(digit).repeat(40);
const baseTask: PlanTask = {
  ...{ taskKey: "t1", order: 1, name: "Deploy the beacon", workType: "ansible.playbook" },
  ...{ agentType: "infra", entryId: null, entryKind: "playbook", entryPath: "beacon.yml" },
  ...{ service: "beacon", intentText: "deploy", matchConfidence: 1, matchReason: "" },
  ...{ hosts: ["web1"], limit: ["web1"], tags: [] },
  variables: [
    {
      ...{ name: "port", type: "number", value: 3001, overridden: true },
      ...{ default: 3000, required: false, description: null, choices: null },
    } as unknown as PlanTask["variables"][number],
  ],
  ...{ checkTemplates: [], checks: [], dependsOn: [], risk: "low", riskReasons: [] },
  resources: { cpuCores: 1, memoryMb: 1 } as unknown as PlanTask["resources"],
  ...{ estimatedSeconds: 1, estimateSource: "default", idempotent: true, timeoutSeconds: 60 },
  ...{ profile: "isolated", note: null, agent: null, argv: null },
  files: [
    { path: "beacon.yml", blob: blob(1) },
    { path: "hosts.yml", blob: blob(2) },
  ],
};
const basePlan: JudgedPlan = {
  status: "awaiting_approval",
  expiresAt: later.toISOString(),
  body: {
    ...{ summary: "", complexity: "simple", risk: "low", estimatedSeconds: 1, costUsd: 0 },
    ...{ repositoryId, repositoryName: "Lab", branch: "main", commit: "c", treeId: "t" },
    ...{ inventoryPath: "hosts.yml", inventoryHash: "h", requirementsLock: null, secrets: [] },
    ...{ tier: "builtin", tierReason: "", outOfScope: [], changeNote: null, tasks: [baseTask] },
  },
};
const calm: Circumstances = {
  askerRole: "operator",
  isAskedByProgram: false,
  wasRejected: false,
  preview: { kind: "none" },
};

function ruleFor(plan: JudgedPlan, task: PlanTask, more: Partial<RuleTerms> = {}): RuleTerms {
  const pattern = patternOf(plan.body, task);
  if (pattern === null) throw new Error("no rule is about that task");
  return {
    ...{ id: "r1", name: "Beacon", pattern, hosts: ["web1", "web2"], maxRisk: "low" },
    ...{ askerRole: "operator", until: later, isEnabled: true, pausedReason: null },
    ...{ revokedAt: null, isMakerAllowed: true },
    ...more,
  };
}

const withTask = (change: Partial<PlanTask>): JudgedPlan => ({
  ...basePlan,
  body: { ...basePlan.body, tasks: [{ ...baseTask, ...change }] },
});
const withBody = (change: Partial<JudgedPlan["body"]>): JudgedPlan => ({
  ...basePlan,
  body: { ...basePlan.body, ...change },
});
const port = (value: VariableValue) =>
  baseTask.variables.map((variable) => ({ ...variable, value }));
const codes = (
  rules: readonly RuleTerms[],
  plan: JudgedPlan,
  circumstances: Circumstances = calm,
) => {
  const verdict = judgePlan(rules, plan, circumstances, now);
  return verdict.isApproved ? ["approved"] : verdict.refusals.map(({ code }) => code);
};

describe("what a rule approves", () => {
  const rule = ruleFor(basePlan, baseTask);

  it("is the same playbook on a host that it names, with the same values and content", () => {
    expect(judgePlan([rule], basePlan, calm, now)).toEqual({ isApproved: true, ruleIds: ["r1"] });
  });

  it("may take several rules, one for each task", () => {
    const other: PlanTask = { ...baseTask, taskKey: "t2", entryPath: "lantern.yml" };
    const both = withBody({ tasks: [baseTask, other] });
    const second = ruleFor(both, other, { id: "r2" });
    expect(judgePlan([rule, second], both, calm, now)).toEqual({
      isApproved: true,
      ruleIds: ["r1", "r2"],
    });
    expect(codes([rule], both)).toEqual(["no_rule"]);
  });

  it.each<[string, JudgedPlan, string]>([
    ["another host", withTask({ hosts: ["web1", "db"], limit: ["web1", "db"] }), "other_host"],
    ["a run beyond its hosts", withTask({ limit: [] }), "no_rule"],
    ["another value", withTask({ variables: port(3002) }), "other_values"],
    ["a value of another type", withTask({ variables: port("3001") }), "other_values"],
    ["another file", withTask({ files: [{ path: "beacon.yml", blob: blob(3) }] }), "changed"],
    ["another lock", withBody({ requirementsLock: "l2" }), "changed"],
    ["fewer walls", withTask({ profile: "local", risk: "low" }), "changed"],
    [
      "work without ssh on an agent's own machine",
      withTask({ onItself: { agentId: repositoryId, agentName: "attic" } }),
      "changed",
    ],
    ["another playbook", withTask({ entryPath: "lantern.yml" }), "no_rule"],
    ["other tags", withTask({ tags: ["wipe"] }), "no_rule"],
    ["a start in the middle", withTask({ startAtTask: "Wipe" }), "no_rule"],
    ["another repository", withBody({ repositoryId: `${repositoryId.slice(0, -1)}2` }), "no_rule"],
    ["high risk", withBody({ risk: "high" }), "high_risk"],
    ["a task of high risk", withTask({ risk: "high" }), "high_risk"],
    ["more risk than the rule is for", withBody({ risk: "medium" }), "risk_above_rule"],
    ["a warning", withTask({ warnings: ["x"] }), "needs_person"],
    ["a part left out", withBody({ outOfScope: ["x"] }), "needs_person"],
    ["one that expired", { ...basePlan, expiresAt: now.toISOString() }, "not_waiting"],
    ["one that was decided", { ...basePlan, status: "rejected" }, "not_waiting"],
  ])("is not %s", (_what, plan, code) => {
    expect(codes([rule], plan)).toContain(code);
  });

  it.each<[string, Partial<RuleTerms>, string]>([
    ["revoked", { revokedAt: now }, "revoked"],
    ["off", { isEnabled: false }, "off"],
    ["expired this moment", { until: now }, "expired"],
    ["paused", { pausedReason: "it failed" }, "paused"],
    ["of somebody who is no admin any more", { isMakerAllowed: false }, "maker_has_no_role"],
    ["for others", { askerRole: "admin" }, "asker_has_no_role"],
  ])("is nothing while the rule is %s", (_what, change, code) => {
    expect(codes([{ ...rule, ...change }], basePlan)).toEqual([code]);
  });

  it.each<[string, Partial<Circumstances>, string]>([
    ["somebody who is gone", { askerRole: null }, "asker_has_no_role"],
    ["a viewer", { askerRole: "viewer" }, "asker_has_no_role"],
    ["a program", { isAskedByProgram: true }, "asked_by_program"],
    ["somebody whom a person said no to", { wasRejected: true }, "rejected_before"],
    ["somebody whose preview goes on", { preview: { kind: "awaited" } }, "preview_awaited"],
    ["somebody whose preview failed", { preview: { kind: "failed" } }, "preview_failed"],
    [
      "somebody whose preview shows more risk",
      { preview: { kind: "made", risk: "medium" } },
      "preview_risk",
    ],
    [
      "somebody whose preview shows a high risk",
      { preview: { kind: "made", risk: "high" } },
      "high_risk",
    ],
  ])("is nothing for %s", (_who, change, code) => {
    expect(codes([rule], basePlan, { ...calm, ...change })).toContain(code);
  });

  it("acts on this machine only where the risk is low", () => {
    const local = withTask({ profile: "local" });
    const medium = withBody({
      risk: "medium",
      tasks: [{ ...baseTask, profile: "local", risk: "medium" }],
    });
    const localRule = ruleFor(local, { ...baseTask, profile: "local" }, { maxRisk: "medium" });
    expect(codes([localRule], local)).toEqual(["approved"]);
    expect(codes([localRule], medium)).toEqual(["not_isolated"]);
  });
});

describe("whatever rules there are, and whatever the plan", () => {
  const hosts = ["web1", "web2", "db"];
  const risks = fc.constantFrom("low", "low", ...riskSchema.options);
  const mostly = fc.constantFrom(true, true, true, true, false);
  const tasks = fc.record({
    hosts: fc.uniqueArray(fc.constantFrom(...hosts), { minLength: 1 }),
    port: fc.constantFrom<VariableValue>(3001, 3001, 3001, 3002, "3001", null),
    content: fc.constantFrom(1, 1, 1, 2),
    entryPath: fc.constantFrom("beacon.yml", "beacon.yml", "lantern.yml"),
    risk: risks,
  });
  const taskOf = (
    made: { hosts: string[]; port: VariableValue; content: number } & Pick<
      PlanTask,
      "entryPath" | "risk"
    >,
    at: number,
  ): PlanTask => ({
    ...baseTask,
    ...{ taskKey: `t${at + 1}`, hosts: made.hosts, limit: made.hosts, risk: made.risk },
    ...{ entryPath: made.entryPath, variables: port(made.port) },
    files: [{ path: "beacon.yml", blob: blob(made.content) }],
  });
  const plans = fc.record({
    tasks: fc.array(tasks, { minLength: 1, maxLength: 2 }).map((made) => made.map(taskOf)),
    risk: risks,
  });
  const rules = fc.array(
    fc.record({
      task: tasks,
      hosts: fc.uniqueArray(fc.constantFrom(...hosts), { minLength: 2 }),
      maxRisk: fc.constantFrom(...ruleRiskSchema.options),
      until: fc.constantFrom(new Date(now.getTime() - 1), now, later, later, later, later),
      isEnabled: mostly,
      pausedReason: fc.constantFrom(null, null, null, "it failed"),
      revokedAt: fc.constantFrom(null, null, null, now),
      isMakerAllowed: mostly,
    }),
    { maxLength: 6 },
  );
  const previews = fc.oneof(
    fc.constantFrom<Circumstances["preview"]>(
      { kind: "none" },
      { kind: "none" },
      { kind: "awaited" },
      { kind: "failed" },
    ),
    risks.map((risk) => ({ kind: "made" as const, risk })),
  );

  it("approves no high risk, no other host, no changed playbook, no other value, and by no rule that does not stand", () => {
    let approvals = 0;
    fc.assert(
      fc.property(
        plans,
        rules,
        previews,
        fc.constantFrom(null, ...roleSchema.options),
        (made, drafts, preview, askerRole) => {
          const plan = withBody(made);
          const all = drafts.map(({ task, ...terms }, at) =>
            ruleFor(basePlan, taskOf(task, 0), { ...terms, id: `r${at}` }),
          );
          const verdict = judgePlan(all, plan, { ...calm, preview, askerRole }, now);
          if (!verdict.isApproved) return;
          approvals += 1;
          const standing = all.filter(({ id }) => verdict.ruleIds.includes(id));
          expect([made.risk, ...made.tasks.map(({ risk }) => risk)]).not.toContain("high");
          expect(["none", "made"]).toContain(preview.kind);
          if (preview.kind === "made") expect(preview.risk).not.toBe("high");
          for (const rule of standing) {
            expect(rule.until > now && rule.isEnabled && rule.isMakerAllowed).toBe(true);
            expect([rule.pausedReason, rule.revokedAt]).toEqual([null, null]);
          }
          for (const task of made.tasks)
            expect(
              standing.some(
                (rule) =>
                  task.hosts.every((host) => rule.hosts.includes(host)) &&
                  task.entryPath === rule.pattern.entryPath &&
                  task.files[0]?.blob === rule.pattern.content.files[0]?.blob &&
                  Object.is(task.variables[0]?.value, rule.pattern.values[0]?.value) &&
                  !(task.risk === "medium" && rule.maxRisk === "low"),
              ),
            ).toBe(true);
        },
      ),
      { numRuns: 10_000, seed: 7 },
    );
    // The property would hold of a judge that never approves.
    expect(approvals).toBeGreaterThan(30);
  });
});
