import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { Plan } from "#server/contracts/plan.ts";
import type { RuleOutcome } from "#server/contracts/rule.ts";
import { isAppError } from "#server/lib/app-error.ts";
import type { PeopleService } from "#server/people/people-service.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import type { PreviewsService } from "#server/previews/previews-service.ts";
import type { DecisionsService } from "#server/requests/decisions-service.ts";
import {
  type RequestsService,
  type StoredRequest,
  settledPhases,
} from "#server/requests/requests-service.ts";
import { type Circumstances, judgePlan, type Verdict } from "./domain/judge-plan.ts";
import { termsOf } from "./rule-terms.ts";
import {
  type EndedApproval,
  findEnded,
  findUnjudged,
  hasRules,
  insertApprovals,
  lockRule,
  lockRulesOf,
  type StoredRule,
  saveOutcome,
  saveVerdict,
  updateRule,
} from "./rules-repository.ts";

const nudgeAfterMs = 10_000;
const nudgeUntilMs = 3_600_000;

/** Approves waiting plans that rules cover, as a press would, and pauses rules whose approvals went wrong. */
export class ApplyRules {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly log: Logger;
    readonly people: Pick<PeopleService, "rolesOf" | "whoMay">;
    readonly plans: Pick<PlansService, "find" | "lock" | "versionsOf">;
    readonly requests: Pick<RequestsService, "stored">;
    readonly decisions: Pick<DecisionsService, "decideIn">;
    readonly previews: Pick<PreviewsService, "verdictOf">;
  };

  constructor(deps: ApplyRules["deps"]) {
    this.deps = deps;
  }

  /**
   * Job `plan.apply_rules`. Idempotent; keyed by plan: one that was decided, by whomever, is left alone. What can not be
   * approved so waits for a person, with the reasons.
   */
  async run(planId: string): Promise<void> {
    const plan = await this.deps.plans.find(planId);
    if (plan?.status !== "awaiting_approval") return;
    if (!(await hasRules(this.deps.db, plan.body.repositoryId))) return;
    try {
      await inTransaction(this.deps.db, (tx) => this.decide(tx, planId));
    } catch (error) {
      if (!isAppError(error)) throw error;
      this.deps.log.info({ planId, code: error.code }, "rules did not approve a plan");
    }
  }

  /** Decides under the plan's row lock and the rules': what a person decides or revokes meanwhile comes before or after. */
  private async decide(tx: Tx, planId: string): Promise<void> {
    const plan = await this.deps.plans.lock(tx, planId);
    const [request] = await this.deps.requests.stored([plan.requestId], tx);
    if (plan.status !== "awaiting_approval" || request?.purpose !== "work") return;
    const { repositoryId } = plan.body;
    // What went wrong a moment ago counts, whether or not the sweep has come by.
    await this.settle(tx, await findEnded(tx, settledPhases, repositoryId));
    const rules = await lockRulesOf(tx, repositoryId, new Date(plan.createdAt));
    const names = rules.map(({ inNameOfId }) => inNameOfId);
    const makers = await this.deps.people.whoMay(names, "rule.manage", tx);
    const terms = rules.map((rule) => termsOf(rule, makers));
    const circumstances = await this.circumstances(tx, plan, request);
    const verdict = judgePlan(terms, plan, circumstances, this.deps.clock.now());
    if (verdict.isApproved) return this.approve(tx, plan, rulesIn(rules, verdict.ruleIds));
    await this.refuse(tx, { plan, request, verdict });
  }

  private async circumstances(
    tx: Tx,
    plan: Plan,
    { personId, askedByTokensOf }: StoredRequest,
  ): Promise<Circumstances> {
    const { people, plans, previews } = this.deps;
    const roles = await people.rolesOf([personId], tx);
    const versions = (await plans.versionsOf([plan.requestId], tx)).get(plan.requestId) ?? [];
    return {
      askerRole: roles.get(personId) ?? null,
      isAskedByProgram: askedByTokensOf.length > 0,
      wasRejected: versions.some(({ status }) => status === "rejected"),
      preview: await previews.verdictOf(tx, plan),
    };
  }

  /** The same approval as a press of the button, in the name of whoever the first rule stands for. */
  private async approve(tx: Tx, plan: Plan, rules: readonly StoredRule[]): Promise<void> {
    const [first] = rules;
    if (first === undefined) return;
    const principal = principalOf(first, rules);
    const target = { planId: plan.id, version: plan.version, digest: plan.digest };
    await this.deps.decisions.decideIn(tx, principal, target, { decision: "approve" });
    const ids = rules.map(({ id }) => id);
    await insertApprovals(tx, ids, { planId: plan.id, requestId: plan.requestId });
    for (const { id, changedPlanId } of rules)
      if (changedPlanId !== null) await updateRule(tx, id, { changedPlanId: null });
  }

  private async refuse(
    tx: Tx,
    refused: {
      readonly plan: Plan;
      readonly request: StoredRequest;
      readonly verdict: Extract<Verdict, { isApproved: false }>;
    },
  ): Promise<void> {
    const { plan, request, verdict } = refused;
    const { refusals } = verdict;
    const awaitsPreview = refusals.some(({ code }) => code === "preview_awaited");
    await saveVerdict(tx, plan.id, { refusals, awaitsPreview });
    for (const { code, ruleId } of refusals)
      if (code === "changed" && ruleId !== null)
        await updateRule(tx, ruleId, { changedPlanId: plan.id });
    await announceRequest(tx, { requestId: request.id, conversationId: request.conversationId });
  }

  /** Writes down how approvals by rules ended, and asks rules about plans whose job was lost. */
  async sweep(): Promise<void> {
    const ended = await findEnded(this.deps.db, settledPhases);
    if (ended.length > 0) await inTransaction(this.deps.db, (tx) => this.settle(tx, ended));
    const now = this.deps.clock.now().getTime();
    const span = { from: new Date(now - nudgeUntilMs), to: new Date(now - nudgeAfterMs) };
    for (const planId of await findUnjudged(this.deps.db, span)) await this.run(planId);
  }

  private async settle(tx: Tx, ended: readonly EndedApproval[]): Promise<void> {
    const sorted = ended.toSorted((a, b) => (a.ruleId < b.ruleId ? -1 : 1));
    for (const approval of sorted) {
      const outcome = outcomeOf(approval);
      // The rule first: whoever approves by it holds its row.
      const rule = await lockRule(tx, approval.ruleId);
      if (rule === null || !(await saveOutcome(tx, approval, outcome))) continue;
      if (outcome === "failed") await this.pause(tx, rule, approval);
    }
  }

  private async pause(tx: Tx, rule: StoredRule, { requestId, planId }: EndedApproval) {
    if (rule.pausedReason !== null || rule.revokedAt !== null) return;
    const pausedReason = "a request that it approved failed, or needs a person's review.";
    await updateRule(tx, rule.id, { pausedReason });
    await this.deps.audit.record(tx, {
      type: "rule.paused",
      actor: systemActor,
      subject: { requestId, planId },
      facts: { ruleId: rule.id, rule: rule.name },
    });
  }
}

function outcomeOf({ phase, hasTrouble }: EndedApproval): RuleOutcome {
  if (hasTrouble || phase === "failed") return "failed";
  return phase === "done" ? "succeeded" : "ended";
}

function rulesIn(rules: readonly StoredRule[], ids: readonly string[]): StoredRule[] {
  return rules.filter(({ id }) => ids.includes(id));
}

/** Who approves: the person in whose name the first rule stands, through the rules that the history names. */
function principalOf(
  { id, inNameOfId, inNameOf }: StoredRule,
  rules: readonly StoredRule[],
): Principal {
  const names = rules.map(({ name }) => name);
  const shown = names.slice(0, 2).join(" and ") + (names.length > 2 ? " and more" : "");
  const approvedBy = rules.map((rule) => ({ ruleId: rule.id, name: rule.name }));
  const rule = { ruleId: id, name: `rule ${shown}`.slice(0, 150), approvedBy };
  return { personId: inNameOfId, name: inNameOf, role: "admin", sessionId: id, rule };
}
