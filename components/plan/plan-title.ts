import type { PlanBody } from "#server/contracts/plan.ts";
import { inTurn, stepsOf } from "#server/planning/domain/summary.ts";

const namedInFull = 2;

/** What a plan is called: what it does, in its playbooks' words and not in those that somebody typed. */
export function planTitle({ tasks }: PlanBody): string {
  const steps = stepsOf(tasks);
  const more = steps.length - namedInFull;
  const named = inTurn(steps.slice(0, namedInFull));
  return more > 0 ? `${named}, and ${more} more` : named;
}

/** A summary without its word of caution: the card has the reasons themselves. */
export function withoutCaution(summary: string): string {
  return summary.replace(/ High risk: read .*$/, "");
}

/** Whether a summary says no more than the title and the hosts, which stand beneath it anyway. */
export function isOnlyTitle(summary: string, title: string): boolean {
  return isSameText(withoutCaution(summary).replace(/ on \S+(?:(?:, | and )\S+)*$/, ""), title);
}

/** Whether two texts say the same, but for upper and lower case, blanks and full stops. */
export function isSameText(left: string, right: string): boolean {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[\s.]+/g, " ")
      .trim();
  return plain(left) === plain(right);
}
