import type { RuleTerms } from "./domain/judge-plan.ts";
import type { StoredRule } from "./rules-repository.ts";

/** A stored rule as it is judged by. @param makers who may make rules */
export function termsOf(rule: StoredRule, makers: ReadonlySet<string>): RuleTerms {
  const { id, name, pattern, hosts, groups, inNameOfId } = rule;
  const { maxRisk, askerRole, until, isEnabled, pausedReason, revokedAt } = rule;
  return {
    ...{ id, name, pattern, maxRisk, askerRole, until, isEnabled, pausedReason, revokedAt },
    hosts: [...hosts, ...groups.flatMap((group) => group.hosts)],
    isMakerAllowed: makers.has(inNameOfId),
  };
}
