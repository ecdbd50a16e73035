import type { RuleState } from "#server/contracts/rule.ts";

/** What of a stored rule decides where it stands. */
export interface RuleStanding {
  readonly until: Date;
  readonly isEnabled: boolean;
  readonly pausedReason: string | null;
  readonly changedPlanId: string | null;
  readonly revokedAt: Date | null;
}

/** Where a rule stands: what is past mending first, then what a person is to do. */
export function ruleState(rule: RuleStanding, now: Date): RuleState {
  if (rule.revokedAt !== null) return "revoked";
  if (rule.until <= now) return "expired";
  if (!rule.isEnabled) return "off";
  if (rule.pausedReason !== null) return "paused";
  return rule.changedPlanId === null ? "active" : "changed";
}
