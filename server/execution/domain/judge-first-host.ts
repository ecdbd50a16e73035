import type { CheckResult } from "#server/contracts/plan.ts";

/** What follows from the first host for the rest. `why` goes on a sentence that says that the first is done. */
export type FirstHostVerdict =
  | { readonly kind: "go_on" }
  | { readonly kind: "ask"; readonly why: string }
  | { readonly kind: "stop"; readonly bad: CheckResult };

/**
 * Judges the first host: a check that failed stops the rest, whatever else is wanted; without one that passed nothing
 * proves that it is well, so a person is asked.
 */
export function judgeFirstHost(checks: readonly CheckResult[], asks: boolean): FirstHostVerdict {
  const made = checks.filter(({ isUnresolved }) => isUnresolved !== true);
  const bad = made.find(({ ok }) => !ok);
  if (bad !== undefined) return { kind: "stop", bad };
  if (checks.length === 0)
    return { kind: "ask", why: "there is no check that says whether it is well" };
  if (made.length === 0) return { kind: "ask", why: "none of its checks could be made" };
  return asks
    ? { kind: "ask", why: "its checks passed; this plan asks before the rest" }
    : { kind: "go_on" };
}
