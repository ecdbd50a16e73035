import type { Risk } from "#server/contracts/common.ts";
import { type Role, roleSchema } from "#server/contracts/people.ts";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import type { PreviewVerdict } from "#server/contracts/preview.ts";
import {
  maxRulesOfPlan,
  type RuleAsker,
  type RulePattern,
  type RuleRefusal,
  type RuleRisk,
} from "#server/contracts/rule.ts";
import { hasSameContent, hasSameValues, isSamePlaybook, patternOf } from "./rule-pattern.ts";

/** What a rule allows, and whether it stands. */
export interface RuleTerms {
  readonly id: string;
  readonly name: string;
  readonly pattern: RulePattern;
  /** Every host that it may touch, those of its groups among them. */
  readonly hosts: readonly string[];
  readonly maxRisk: RuleRisk;
  readonly askerRole: RuleAsker;
  readonly until: Date;
  readonly isEnabled: boolean;
  readonly pausedReason: string | null;
  readonly revokedAt: Date | null;
  /** Whoever it stands in the name of may still make rules. */
  readonly isMakerAllowed: boolean;
}

/** What is to be known of a plan beside its content. */
export interface Circumstances {
  /** Of whoever asked; null for somebody who is gone or may not sign in. */
  readonly askerRole: Role | null;
  readonly isAskedByProgram: boolean;
  /** A person rejected an earlier version. */
  readonly wasRejected: boolean;
  readonly preview: PreviewVerdict;
}

export type JudgedPlan = Pick<Plan, "status" | "expiresAt" | "body">;

/** All tasks are covered by these rules; or why not, with the rules that fail for a changed playbook alone. */
export type Verdict =
  | { readonly isApproved: true; readonly ruleIds: readonly string[] }
  | { readonly isApproved: false; readonly refusals: readonly RuleRefusal[] };

/**
 * Whether rules approve a plan: every task is covered by one, and nothing of the whole needs a person. Says no wherever it
 * can not tell.
 */
export function judgePlan(
  rules: readonly RuleTerms[],
  plan: JudgedPlan,
  circumstances: Circumstances,
  now: Date,
): Verdict {
  const wide = [...faultsOfPlan(plan, now), ...faultsOfAsking(circumstances)];
  const judged = plan.body.tasks.map((task) => judgeTask(rules, plan, task, circumstances, now));
  const refusals = [...wide, ...judged.flatMap(({ refusals: found }) => found)];
  if (refusals.length > 0) return { isApproved: false, refusals };
  const ruleIds = [...new Set(judged.flatMap(({ ruleId }) => (ruleId === null ? [] : [ruleId])))];
  if (ruleIds.length === 0) return no("no_rule", "No rule is about it.");
  if (ruleIds.length > maxRulesOfPlan)
    return no("too_many_rules", `It takes more than ${maxRulesOfPlan} rules at once.`);
  return { isApproved: true, ruleIds };
}

function no(code: RuleRefusal["code"], reason: string): Verdict {
  return { isApproved: false, refusals: [{ code, reason, ruleId: null, taskKey: null }] };
}

type Reason = readonly [RuleRefusal["code"], string];

const inPlan = ([code, reason]: Reason): RuleRefusal => ({
  ...{ code, reason },
  ...{ ruleId: null, taskKey: null },
});

function faultsOfPlan({ status, expiresAt, body }: JudgedPlan, now: Date): RuleRefusal[] {
  const reasons: Reason[] = [];
  if (status !== "awaiting_approval" || new Date(expiresAt) <= now)
    reasons.push(["not_waiting", "It does not wait for approval."]);
  if (body.risk === "high" || body.tasks.some(({ risk }) => risk === "high"))
    reasons.push(["high_risk", "Its risk is high: only a person approves that."]);
  if (body.outOfScope.length > 0)
    reasons.push(["needs_person", "A part of what was asked is left out."]);
  if ((body.secretNeeds ?? []).length > 0)
    reasons.push(["needs_person", "It seems to lack a password or key."]);
  if (body.tasks.some(({ warnings }) => (warnings ?? []).length > 0))
    reasons.push(["needs_person", "It has a warning that a person is to read."]);
  return reasons.map(inPlan);
}

function faultsOfAsking(circumstances: Circumstances): RuleRefusal[] {
  const { askerRole, isAskedByProgram, wasRejected, preview } = circumstances;
  const reasons: Reason[] = [];
  if (askerRole === null)
    reasons.push(["asker_has_no_role", "Whoever asked for it may not sign in any more."]);
  if (isAskedByProgram)
    reasons.push(["asked_by_program", "A program asked for it with an API token."]);
  if (wasRejected) reasons.push(["rejected_before", "A person rejected an earlier version of it."]);
  if (preview.kind === "awaited") reasons.push(["preview_awaited", "Its preview is not made yet."]);
  if (preview.kind === "failed")
    reasons.push(["preview_failed", "Its preview failed, or did not reach every host."]);
  if (preview.kind === "made" && preview.risk === "high")
    reasons.push(["high_risk", "Its preview shows a high risk: only a person approves that."]);
  return reasons.map(inPlan);
}

/** The first rule that covers a task, or why none does. */
function judgeTask(
  rules: readonly RuleTerms[],
  plan: JudgedPlan,
  task: PlanTask,
  circumstances: Circumstances,
  now: Date,
): { readonly ruleId: string | null; readonly refusals: readonly RuleRefusal[] } {
  const pattern = patternOf(plan.body, task);
  const about =
    pattern === null ? [] : rules.filter((rule) => isSamePlaybook(rule.pattern, pattern));
  const { taskKey } = task;
  const refusals: RuleRefusal[] = [];
  for (const rule of about) {
    const reason =
      faultOfRule(rule, now) ??
      faultOfMatch(rule, task, pattern) ??
      faultOfRisk(rule, plan, task, circumstances);
    if (reason === null) return { ruleId: rule.id, refusals: [] };
    const [code, words] = reason;
    refusals.push({ code, reason: `${rule.name}: ${words}`, ruleId: rule.id, taskKey });
  }
  if (refusals.length > 0) return { ruleId: null, refusals };
  const reason = `No rule is about “${task.name}”.`;
  return { ruleId: null, refusals: [{ code: "no_rule", reason, ruleId: null, taskKey }] };
}

/** Why a rule approves nothing now. */
function faultOfRule(rule: RuleTerms, now: Date): Reason | null {
  if (rule.revokedAt !== null) return ["revoked", "the rule was revoked."];
  if (!rule.isEnabled) return ["off", "the rule is switched off."];
  if (rule.until <= now) return ["expired", "the rule has expired."];
  if (rule.pausedReason !== null) return ["paused", `the rule is paused: ${rule.pausedReason}`];
  if (!rule.isMakerAllowed)
    return ["maker_has_no_role", "whoever made the rule is no admin any more."];
  return null;
}

function faultOfMatch(rule: RuleTerms, task: PlanTask, pattern: RulePattern | null): Reason | null {
  const other = task.hosts.find((host) => !rule.hosts.includes(host));
  if (other !== undefined) return ["other_host", `the rule does not name the host ${other}.`];
  if (pattern === null || !hasSameValues(rule.pattern, pattern))
    return ["other_values", "the values differ from those that the rule has."];
  if (!hasSameContent(rule.pattern, pattern))
    return ["changed", "what the playbook uses has changed since: read the change and renew it."];
  return null;
}

function faultOfRisk(
  rule: RuleTerms,
  { body }: JudgedPlan,
  task: PlanTask,
  { askerRole, preview }: Circumstances,
): Reason | null {
  if (isAbove(body.risk, rule) || isAbove(task.risk, rule))
    return ["risk_above_rule", `the rule is for ${rule.maxRisk} risk at most.`];
  if (preview.kind === "made" && isAbove(preview.risk, rule))
    return ["preview_risk", `its preview shows more than ${rule.maxRisk} risk.`];
  if (task.profile !== "isolated" && task.risk !== "low")
    return ["not_isolated", "it acts on this machine and its risk is not low."];
  if (askerRole === null || !isAtLeast(askerRole, rule.askerRole))
    return ["asker_has_no_role", `the rule is for those who are at least ${rule.askerRole}.`];
  return null;
}

const rank: Readonly<Record<Risk, number>> = { low: 0, medium: 1, high: 2 };

/** Anything that is no known risk is above every rule. */
function isAbove(risk: Risk, rule: RuleTerms): boolean {
  return !(rank[risk] <= rank[rule.maxRisk]) || risk === "high";
}

function isAtLeast(role: Role, least: RuleAsker): boolean {
  return roleSchema.options.indexOf(role) >= roleSchema.options.indexOf(least);
}
