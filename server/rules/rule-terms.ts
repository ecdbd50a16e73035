import type { Role } from "#server/contracts/people.ts";
import { can } from "#server/people/domain/policy.ts";
import type { RuleTerms } from "./domain/judge-plan.ts";
import type { StoredRule } from "./rules-repository.ts";

/** A stored rule as it is judged by. @param makers roles of those who may sign in */
export function termsOf(rule: StoredRule, makers: ReadonlyMap<string, Role>): RuleTerms {
  const { id, name, pattern, hosts, groups, inNameOfId } = rule;
  const { maxRisk, askerRole, until, isEnabled, pausedReason, revokedAt } = rule;
  const role = makers.get(inNameOfId);
  return {
    ...{ id, name, pattern, maxRisk, askerRole, until, isEnabled, pausedReason, revokedAt },
    hosts: [...hosts, ...groups.flatMap((group) => group.hosts)],
    isMakerAllowed: role !== undefined && can(role, "rule.manage"),
  };
}
