import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import type { RuleOffer, RulePattern, RuleRisk } from "#server/contracts/rule.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";
import { hasSameContent, isSamePlaybook, patternOf, riskForRule } from "./rule-pattern.ts";

/** A plan with how its request goes. */
export interface PastPlan {
  readonly plan: Plan;
  readonly phase: RequestPhase;
}

interface Tally {
  readonly pattern: RulePattern;
  readonly offer: Omit<RuleOffer, "times">;
  readonly times: number;
  readonly hasFailed: boolean;
}

/**
 * What people approved at least `least` times with the same content, values and hosts, and what went well each time;
 * newest first. Once a playbook has changed, only what it is now counts.
 *
 * @param past newest first
 */
export function earnedOffers(past: readonly PastPlan[], least: number): RuleOffer[] {
  const tallies = new Map<string, Tally>();
  for (const one of past.filter(isOverByPerson)) {
    for (const counted of tasksOf(one)) {
      const tally = tallied(tallies, one, counted);
      if (tally !== null) tallies.set(counted.key, tally);
    }
  }
  return [...tallies.values()]
    .filter(({ times, hasFailed }) => times >= least && !hasFailed)
    .map(({ offer, times }) => ({ ...offer, times }));
}

/** Null where a newer approval of the same playbook had other content. */
function tallied(
  tallies: ReadonlyMap<string, Tally>,
  { plan, phase }: PastPlan,
  { key, task, pattern, risk }: CountedTask,
): Tally | null {
  const before = tallies.get(key);
  if (before === undefined && isOutdated(pattern, [...tallies.values()])) return null;
  const isDone = phase === "done";
  return {
    pattern,
    offer: before?.offer ?? offerOf(plan, task, pattern, risk),
    times: (before?.times ?? 0) + (isDone ? 1 : 0),
    hasFailed: before?.hasFailed === true || !isDone,
  };
}

/** A person approved it, and it was carried out to its end, good or bad. */
export function isOverByPerson({ plan, phase }: PastPlan): boolean {
  const isOver = phase === "done" || phase === "failed";
  return isOver && plan.status === "approved" && plan.decision?.rules === undefined;
}

interface CountedTask {
  /** Equal for tasks that are the same on the same hosts. */
  readonly key: string;
  readonly task: PlanTask;
  readonly pattern: RulePattern;
  readonly risk: RuleRisk;
}

function tasksOf({ plan }: PastPlan): CountedTask[] {
  return plan.body.tasks.flatMap((task) => {
    const pattern = patternOf(plan.body, task);
    const risk = riskForRule(task);
    if (pattern === null || risk === null) return [];
    const key = canonicalJson({ pattern, hosts: [...task.hosts].sort() });
    return [{ key, task, pattern, risk }];
  });
}

/** A newer approval of the same playbook had other content. */
function isOutdated(pattern: RulePattern, newer: readonly Tally[]): boolean {
  return newer.some(
    (one) => isSamePlaybook(one.pattern, pattern) && !hasSameContent(one.pattern, pattern),
  );
}

function offerOf(
  plan: Plan,
  task: PlanTask,
  pattern: RulePattern,
  risk: RuleRisk,
): Omit<RuleOffer, "times"> {
  return {
    ...{ planId: plan.id, taskKey: task.taskKey, requestId: plan.requestId, name: task.name },
    ...{ repositoryName: plan.body.repositoryName, entryPath: task.entryPath },
    ...{ hosts: task.hosts, values: pattern.values, risk },
    lastAt: plan.decision?.decidedAt ?? plan.createdAt,
  };
}
