import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import type { AuditFacts, AuditType } from "#server/contracts/audit.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Plan } from "#server/contracts/plan.ts";
import {
  type ChangeRuleBody,
  type MakeRuleBody,
  type Rule,
  type RuleRisk,
  ruleMaxDays,
} from "#server/contracts/rule.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { PlansService } from "#server/planning/plans-service.ts";
import type { Clock } from "#server/platform/clock.ts";
import {
  type Database,
  inTransaction,
  isUniqueViolation,
  type Tx,
} from "#server/platform/prisma.ts";
import { sha256OfJson } from "#server/platform/sha256.ts";
import type { RequestsService } from "#server/requests/requests-service.ts";
import {
  changedFiles,
  hasSameContent,
  hasSameValues,
  isSamePlaybook,
  patternOf,
} from "./domain/rule-pattern.ts";
import { ruleState } from "./domain/rule-state.ts";
import type { RuleSource } from "./rule-source.ts";
import {
  countRules,
  findApprovals,
  findRule,
  findRules,
  findVerdict,
  hasRules,
  insertRule,
  lockRule,
  type RulePatch,
  type StoredRule,
  updateRule,
} from "./rules-repository.ts";

/** Rules that stand at the same time. */
const maxRules = 200;
const maxChangedFiles = 20;
const dayMs = 86_400_000;

/** What admins do with rules: make, change, renew, resume and revoke them. Nothing of it approves a plan that waits. */
export class RulesService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    readonly clock: Clock;
    readonly source: RuleSource;
    readonly plans: Pick<PlansService, "find">;
    readonly requests: Pick<RequestsService, "stored">;
  };

  constructor(deps: RulesService["deps"]) {
    this.deps = deps;
  }

  /** Newest first, the revoked among them. `nextCursor` is null at the end. */
  async list(query: {
    readonly cursor?: string | undefined;
    readonly limit: number;
  }): Promise<{ rules: Rule[]; nextCursor: string | null }> {
    const found = await findRules(this.deps.db, { cursor: query.cursor, limit: query.limit + 1 });
    const shown = found.slice(0, query.limit);
    const nextCursor = found.length > query.limit ? (shown.at(-1)?.id ?? null) : null;
    return { rules: await this.toViews(shown), nextCursor };
  }

  /** @throws not_found */
  async view(ruleId: string): Promise<Rule> {
    const rule = await findRule(this.deps.db, ruleId);
    const [view] = rule === null ? [] : await this.toViews([rule]);
    if (view === undefined) throw new AppError("not_found");
    return view;
  }

  /**
   * Makes a rule of a task that a person approved and that went well. It is about what is asked from now on.
   *
   * @throws plan_not_found, task_not_found, not_found, invalid_input, invalid_state
   */
  async make(principal: Principal, body: MakeRuleBody): Promise<Rule> {
    const earned = await this.deps.source.earned(body);
    const { plan, task, pattern, risk } = earned;
    assertRisk(risk, body.maxRisk);
    const until = this.checkedUntil(body.until);
    const groups = await this.deps.source.scope(earned, body);
    const { name, hosts, maxRisk, askerRole } = body;
    const rule = {
      ...{ id: randomUUID(), name, hosts: [...new Set(hosts)], groups, maxRisk, askerRole, until },
      ...{ repositoryId: pattern.repositoryId, repositoryName: plan.body.repositoryName },
      ...{ entryName: task.name, pattern, isEnabled: true },
      ...{ pausedReason: null, changedPlanId: null, ...inNameOf(principal) },
    };
    await this.named(() =>
      inTransaction(this.deps.db, async (tx) => {
        if ((await countRules(tx)) >= maxRules)
          throw new AppError("invalid_state", {
            message: `There are ${maxRules} rules already: revoke one first.`,
          });
        await insertRule(tx, rule);
        await this.record(tx, principal, "rule.made", rule, {
          ...{ hosts: rule.hosts.length, groups: groups.length, until: body.until },
          ...{ maxRisk, askerRole, sha256: sha256OfJson(pattern) },
        });
      }),
    );
    return this.view(rule.id);
  }

  /**
   * Changes a rule; what is left out stays. It stands in the name of whoever changes it from then on.
   *
   * @throws not_found, invalid_input, invalid_state once it was revoked
   */
  async change(principal: Principal, ruleId: string, body: ChangeRuleBody): Promise<Rule> {
    const before = await findRule(this.deps.db, ruleId);
    if (before === null) throw new AppError("not_found");
    const { resume, renewFrom, until, ...own } = body;
    const renewed = renewFrom === undefined ? {} : await this.renewed(before, renewFrom);
    const patch: RulePatch = {
      ...defined(own),
      ...(until === undefined ? {} : { until: this.checkedUntil(until) }),
      ...(resume === undefined ? {} : { pausedReason: null }),
      ...renewed,
      ...inNameOf(principal),
    };
    await this.named(() =>
      inTransaction(this.deps.db, async (tx) => {
        const rule = await this.lockStanding(tx, ruleId);
        await updateRule(tx, ruleId, patch);
        await this.record(tx, principal, typeOfChange(body), rule, factsOfChange(body));
      }),
    );
    return this.view(ruleId);
  }

  /** What a rule takes over from a later request with the same playbook and values. @throws invalid_state */
  private async renewed(
    rule: StoredRule,
    from: NonNullable<ChangeRuleBody["renewFrom"]>,
  ): Promise<RulePatch> {
    const earned = await this.deps.source.earned(from);
    const { pattern } = earned;
    if (!isSamePlaybook(rule.pattern, pattern) || !hasSameValues(rule.pattern, pattern))
      throw new AppError("invalid_state", {
        message:
          "That request was about another playbook, or other values: make a rule of its own.",
      });
    const names = rule.groups.map(({ name }) => name);
    const groups = await this.deps.source.scope(earned, { hosts: rule.hosts, groups: names });
    return { pattern, groups, changedPlanId: null };
  }

  /**
   * Revokes a rule at once and for good. It is kept for the history; what it approved goes on. Idempotent.
   *
   * @throws not_found
   */
  async revoke(principal: Principal, ruleId: string): Promise<Rule> {
    await inTransaction(this.deps.db, async (tx) => {
      const rule = await lockRule(tx, ruleId);
      if (rule === null) throw new AppError("not_found");
      if (rule.revokedAt !== null) return;
      const revokedBy = actorOf(principal).name;
      await updateRule(tx, ruleId, { revokedAt: this.deps.clock.now(), revokedBy });
      await this.record(tx, principal, "rule.revoked", rule, {});
    });
    return this.view(ruleId);
  }

  /** Rules were asked about a waiting plan and did not approve it, or none could be about it. */
  async isLeftToPeople(plan: Plan): Promise<boolean> {
    if (!(await hasRules(this.deps.db, plan.body.repositoryId))) return true;
    const verdict = await findVerdict(this.deps.db, plan.id);
    return verdict !== null && !verdict.awaitsPreview;
  }

  private async lockStanding(tx: Tx, ruleId: string): Promise<StoredRule> {
    const rule = await lockRule(tx, ruleId);
    if (rule === null) throw new AppError("not_found");
    if (rule.revokedAt !== null)
      throw new AppError("invalid_state", {
        message: "That rule was revoked. Make a new one instead.",
      });
    return rule;
  }

  private async record(
    tx: Tx,
    principal: Principal,
    type: AuditType,
    rule: Pick<StoredRule, "id" | "name">,
    facts: AuditFacts,
  ): Promise<void> {
    await this.deps.audit.record(tx, {
      type,
      actor: actorOf(principal),
      subject: {},
      facts: { ruleId: rule.id, rule: rule.name, ...facts },
    });
  }

  /** @throws invalid_input where another rule that stands has the name */
  private async named<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new AppError("invalid_input", {
        message: "Another rule has that name: plans and the history name rules, so choose another.",
      });
    }
  }

  private checkedUntil(until: string): Date {
    const [end, now] = [new Date(until), this.deps.clock.now().getTime()];
    if (end.getTime() > now && end.getTime() <= now + ruleMaxDays * dayMs) return end;
    throw new AppError("invalid_input", {
      message: `A rule ends in the future, at most ${ruleMaxDays} days ahead.`,
    });
  }

  private async toViews(rules: readonly StoredRule[]): Promise<Rule[]> {
    const approvals = await findApprovals(
      this.deps.db,
      rules.map(({ id }) => id),
    );
    const now = this.deps.clock.now();
    const none = { count: 0, failed: 0, lastAt: null, lastRequestId: null };
    return Promise.all(
      rules.map(async (rule) =>
        toView(rule, now, {
          change: await this.changeOf(rule),
          approvals: approvals.get(rule.id) ?? none,
        }),
      ),
    );
  }

  /** What changed since, as the plan has it in which that showed. */
  private async changeOf({ pattern, changedPlanId }: StoredRule): Promise<Rule["change"]> {
    if (changedPlanId === null) return null;
    const plan = await this.deps.plans.find(changedPlanId);
    if (plan === null) return { requestId: null, files: [], renewFrom: null };
    const { requestId } = plan;
    const found = plan.body.tasks.flatMap((task) => {
      const now = patternOf(plan.body, task);
      const isIt = now !== null && isSamePlaybook(now, pattern) && !hasSameContent(now, pattern);
      return isIt ? [{ taskKey: task.taskKey, now }] : [];
    })[0];
    if (found === undefined) return { requestId, files: [], renewFrom: null };
    const files = changedFiles(pattern, found.now).slice(0, maxChangedFiles);
    const [request] = await this.deps.requests.stored([requestId]);
    const isGood = request?.phase === "done" && plan.decision?.rules === undefined;
    const renewFrom = isGood ? { planId: plan.id, taskKey: found.taskKey } : null;
    return { requestId, files, renewFrom };
  }
}

function toView(rule: StoredRule, now: Date, more: Pick<Rule, "change" | "approvals">): Rule {
  const { pattern, changedPlanId, inNameOfId, ...shown } = rule;
  return {
    ...shown,
    state: ruleState(rule, now),
    ...{ entryPath: pattern.entryPath, tags: pattern.tags, values: pattern.values },
    until: rule.until.toISOString(),
    createdAt: rule.createdAt.toISOString(),
    revokedAt: rule.revokedAt?.toISOString() ?? null,
    ...more,
  };
}

function inNameOf({ personId, name }: Principal) {
  return { inNameOfId: personId, inNameOf: name };
}

function assertRisk(risk: RuleRisk, maxRisk: RuleRisk): void {
  if (risk === "medium" && maxRisk === "low")
    throw new AppError("invalid_input", {
      message: "The task's risk is medium: a rule for low risk would never approve it.",
    });
}

function typeOfChange({ renewFrom, resume }: ChangeRuleBody): AuditType {
  if (renewFrom !== undefined) return "rule.renewed";
  return resume === undefined ? "rule.changed" : "rule.resumed";
}

function factsOfChange({ renewFrom, name, ...scalars }: ChangeRuleBody): AuditFacts {
  const facts = Object.entries({ ...scalars, newName: name, planId: renewFrom?.planId });
  return Object.fromEntries(facts.filter(([, value]) => value !== undefined)) as AuditFacts;
}

function defined(fields: Pick<ChangeRuleBody, "name" | "maxRisk" | "askerRole" | "isEnabled">) {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as RulePatch;
}
