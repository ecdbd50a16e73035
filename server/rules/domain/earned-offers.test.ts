import { describe, expect, it } from "vitest";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import { earnedOffers, type PastPlan } from "./earned-offers.ts";
import type { Circumstances, RuleTerms } from "./judge-plan.ts";
import { patternOf } from "./rule-pattern.ts";
import { testRule } from "./test-rule.ts";

const blob = (digit: number) => String(digit).repeat(40);
let plans = 0;

interface Asked {
  readonly phase?: PastPlan["phase"];
  readonly content?: number;
  readonly hosts?: string[];
  readonly risk?: PlanTask["risk"];
  readonly rules?: { readonly ruleId: string; readonly name: string }[];
}

function past({ phase = "done", content = 1, hosts = ["web1"], risk = "low", rules }: Asked = {}) {
  const task = {
    ...{ taskKey: "t1", name: "Deploy the beacon", workType: "ansible.playbook", tags: [] },
    ...{ entryKind: "playbook", entryPath: "beacon.yml", hosts, limit: hosts, variables: [], risk },
    ...{ profile: "isolated", idempotent: true, argv: null },
    files: [{ path: "beacon.yml", blob: blob(content) }],
  };
  const decision = { decision: "approve", decidedBy: "Abel", reason: null };
  const plan = {
    ...{ id: `p${++plans}`, requestId: `q${plans}`, status: "approved" },
    ...{ createdAt: "2026-05-01T12:00:00.000Z", expiresAt: "2026-05-01T12:30:00.000Z" },
    decision: { ...decision, decidedAt: "2026-05-01T12:01:00.000Z", ...(rules && { rules }) },
    body: {
      ...{ repositoryId: "r", repositoryName: "Lab", inventoryPath: "hosts.yml", risk },
      ...{ requirementsLock: null, outOfScope: [], summary: "", tasks: [task] },
    },
  };
  return { plan: plan as unknown as Plan, phase };
}

const times = (count: number, asked: Asked = {}) =>
  Array.from({ length: count }, () => past(asked));

describe("what is offered as a rule", () => {
  it("is what people approved five times, and what went well each time", () => {
    expect(earnedOffers(times(4), 5)).toEqual([]);
    const newestFirst = times(6);
    const [offer, ...others] = earnedOffers(newestFirst, 5);
    expect(others).toEqual([]);
    expect(offer).toMatchObject({ times: 6, hosts: ["web1"], planId: newestFirst[0]?.plan.id });
  });

  it("is nothing that failed once, at whatever time", () => {
    expect(earnedOffers([...times(5), past({ phase: "failed" })], 5)).toEqual([]);
    expect(earnedOffers([past({ phase: "failed" }), ...times(5)], 5)).toEqual([]);
  });

  it("is nothing that has changed since", () => {
    expect(earnedOffers([past({ content: 2 }), ...times(5)], 5)).toEqual([]);
  });

  it("counts other hosts apart, and neither rules' approvals nor what goes on", () => {
    const rules = [{ ruleId: "r1", name: "Beacon" }];
    const more = [past({ hosts: ["web2"] }), past({ rules }), past({ phase: "execution" })];
    expect(earnedOffers([...more, ...times(4)], 5)).toEqual([]);
  });

  it("is never of high risk", () => {
    expect(earnedOffers(times(9, { risk: "high" }), 5)).toEqual([]);
  });
});

describe("a drafted rule, tested", () => {
  const [{ plan, ...first }] = [past()];
  const task = plan.body.tasks[0] as PlanTask;
  const rule: RuleTerms = {
    ...{ id: "r1", name: "The rule", hosts: ["web1"], maxRisk: "low", askerRole: "operator" },
    pattern: patternOf(plan.body, task) ?? expect.unreachable(),
    ...{ until: new Date("2027-01-01"), isEnabled: true, pausedReason: null },
    ...{ revokedAt: null, isMakerAllowed: true },
  };
  const circumstances: Circumstances = {
    ...{ askerRole: "operator", isAskedByProgram: false, wasRejected: false },
    preview: { kind: "none" },
  };
  const tested = (all: readonly PastPlan[]) =>
    testRule(
      rule,
      all.map((one) => ({ ...one, circumstances })),
    );

  it("counts what it would have approved, and says why not", () => {
    const other = past({ hosts: ["web2"] });
    const found = tested([{ plan, ...first }, other, other, past({ risk: "high" })]);
    expect(found).toMatchObject({ plans: 4, wouldApprove: 1, highRisk: 0 });
    expect(found.approved.map(({ planId }) => planId)).toEqual([plan.id]);
    expect(found.refused[0]).toMatchObject({ code: "other_host", times: 2 });
  });

  it("lists at most fifty, and counts them all", () => {
    const found = tested(times(80));
    expect([found.wouldApprove, found.approved.length]).toEqual([80, 50]);
  });
});
