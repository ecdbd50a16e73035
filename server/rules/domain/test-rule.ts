import type { RuleRefusal, RuleTest } from "#server/contracts/rule.ts";
import type { PastPlan } from "./earned-offers.ts";
import { type Circumstances, judgePlan, type RuleTerms } from "./judge-plan.ts";

const maxListed = 50;
const maxReasons = 10;

/** A past plan with what was known of it beside its content. */
export interface TestedPlan extends PastPlan {
  readonly circumstances: Circumstances;
}

/** Holds a drafted rule against past plans, each as it stood when it was made. */
export function testRule(rule: RuleTerms, past: readonly TestedPlan[]): RuleTest {
  const approved: RuleTest["approved"] = [];
  const reasons = new Map<string, RuleTest["refused"][number]>();
  let wouldApprove = 0;
  let highRisk = 0;
  for (const { plan, phase, circumstances } of past) {
    const waiting = { ...plan, status: "awaiting_approval" } as const;
    const verdict = judgePlan([rule], waiting, circumstances, new Date(plan.createdAt));
    if (!verdict.isApproved) {
      for (const refusal of verdict.refusals.filter(({ ruleId }) => ruleId !== null))
        count(reasons, refusal);
      continue;
    }
    wouldApprove += 1;
    const { summary, risk, tasks } = plan.body;
    if (risk === "high") highRisk += 1;
    if (approved.length < maxListed)
      approved.push({
        ...{ planId: plan.id, requestId: plan.requestId, summary, risk, phase, at: plan.createdAt },
        hosts: [...new Set(tasks.flatMap(({ hosts }) => hosts))],
      });
  }
  const refused = [...reasons.values()].sort((a, b) => b.times - a.times).slice(0, maxReasons);
  return { plans: past.length, wouldApprove, highRisk, approved, refused };
}

function count(
  reasons: Map<string, RuleTest["refused"][number]>,
  { code, reason }: RuleRefusal,
): void {
  const before = reasons.get(reason);
  reasons.set(reason, { code, reason, times: (before?.times ?? 0) + 1 });
}
