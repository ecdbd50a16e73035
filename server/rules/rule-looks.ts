import type { Plan } from "#server/contracts/plan.ts";
import type { PlanRules, RuleOffer, RuleTest, TestRuleBody } from "#server/contracts/rule.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";
import type { PreviewsService } from "#server/previews/previews-service.ts";
import type { RequestsService, StoredRequest } from "#server/requests/requests-service.ts";
import { earnedOffers, type PastPlan } from "./domain/earned-offers.ts";
import type { RuleTerms } from "./domain/judge-plan.ts";
import { hasSameContent, hasSameValues, isSamePlaybook, patternOf } from "./domain/rule-pattern.ts";
import { type TestedPlan, testRule } from "./domain/test-rule.ts";
import type { RuleSource } from "./rule-source.ts";
import { findStanding, findVerdict, type StoredRule } from "./rules-repository.ts";

/** Plans that a look goes back over. */
const lookedAt = 200;
/** No draft says until when: it is held against the past. */
const farOff = new Date(8.64e15);

/** What rules could be, and what they would do: reads only. */
export class RuleLooks {
  private readonly deps: {
    readonly db: Database;
    readonly source: RuleSource;
    readonly people: Pick<PeopleService, "rolesOf">;
    readonly plans: Pick<PlansService, "recent" | "find">;
    readonly requests: Pick<RequestsService, "stored">;
    readonly previews: Pick<PreviewsService, "verdictOf">;
  };

  constructor(deps: RuleLooks["deps"]) {
    this.deps = deps;
  }

  /**
   * What people approved at least so often without a change, among the newest 200 plans, and no rule that stands is about
   * yet; newest first, at most 50.
   */
  async offers(least: number): Promise<RuleOffer[]> {
    const [past, rules] = await Promise.all([this.past(), findStanding(this.deps.db)]);
    const plans = new Map(past.map(({ plan }) => [plan.id, plan]));
    const isOpen = (offer: RuleOffer) => {
      const plan = plans.get(offer.planId);
      return plan !== undefined && !isCovered(rules, plan, offer);
    };
    return earnedOffers(past, least).filter(isOpen).slice(0, 50);
  }

  /** Why no rule approved a plan that waits, where one is about it. */
  async ofPlan(planId: string): Promise<PlanRules> {
    const plan = await this.deps.plans.find(planId);
    if (plan?.status !== "awaiting_approval") return { refusals: [] };
    const refusals = (await findVerdict(this.deps.db, planId))?.refusals ?? [];
    const isAbout = refusals.some(({ ruleId }) => ruleId !== null);
    return { refusals: isAbout ? refusals.slice(0, 5) : [] };
  }

  /** Holds a draft against the newest 200 plans. @throws as when a rule is made */
  async test(body: TestRuleBody): Promise<RuleTest> {
    const earned = await this.deps.source.earned(body);
    const groups = await this.deps.source.scope(earned, body);
    const rule: RuleTerms = {
      ...{ id: earned.plan.id, name: "The rule", pattern: earned.pattern, until: farOff },
      hosts: [...body.hosts, ...groups.flatMap(({ hosts }) => hosts)],
      ...{ maxRisk: body.maxRisk, askerRole: body.askerRole, isEnabled: true },
      ...{ pausedReason: null, revokedAt: null, isMakerAllowed: true },
    };
    return testRule(rule, await this.withCircumstances(await this.past(), rule));
  }

  private async past(): Promise<(PastPlan & { readonly request: StoredRequest })[]> {
    const plans = await this.deps.plans.recent(lookedAt);
    const requests = await this.deps.requests.stored(plans.map(({ requestId }) => requestId));
    const byId = new Map(requests.map((request) => [request.id, request]));
    return plans.flatMap((plan) => {
      const request = byId.get(plan.requestId);
      return request === undefined ? [] : [{ plan, request, phase: request.phase }];
    });
  }

  /** Previews are read only of plans with the rule's playbook: no other could be approved. */
  private async withCircumstances(
    past: readonly (PastPlan & { readonly request: StoredRequest })[],
    { pattern }: RuleTerms,
  ): Promise<TestedPlan[]> {
    const roles = await this.deps.people.rolesOf(past.map(({ request }) => request.personId));
    const tested: TestedPlan[] = [];
    for (const { plan, phase, request } of past) {
      const isAbout = plan.body.tasks.some((task) => {
        const own = patternOf(plan.body, task);
        return own !== null && isSamePlaybook(own, pattern);
      });
      const preview = isAbout
        ? await inTransaction(this.deps.db, (tx) => this.deps.previews.verdictOf(tx, plan))
        : ({ kind: "none" } as const);
      const circumstances = {
        askerRole: roles.get(request.personId) ?? null,
        isAskedByProgram: request.askedByTokensOf.length > 0,
        wasRejected: plan.status === "rejected",
        preview: preview.kind === "awaited" ? ({ kind: "none" } as const) : preview,
      };
      tested.push({ plan, phase, circumstances });
    }
    return tested;
  }
}

/** A rule that stands is about the same playbook, content, values and hosts. */
function isCovered(
  rules: readonly StoredRule[],
  plan: Plan,
  { taskKey, hosts }: RuleOffer,
): boolean {
  const task = plan.body.tasks.find((one) => one.taskKey === taskKey);
  const pattern = task === undefined ? null : patternOf(plan.body, task);
  if (pattern === null) return true;
  return rules.some((rule) => {
    const named = [...rule.hosts, ...rule.groups.flatMap((group) => group.hosts)];
    const isAbout =
      isSamePlaybook(rule.pattern, pattern) &&
      hasSameValues(rule.pattern, pattern) &&
      hasSameContent(rule.pattern, pattern);
    return isAbout && hosts.every((host) => named.includes(host));
  });
}
