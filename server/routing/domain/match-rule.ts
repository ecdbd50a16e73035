import type { RoutingRule } from "#server/contracts/routing.ts";
import type { PlaceableTask } from "./candidate.ts";
import { fitsPattern } from "./name-pattern.ts";

type Patterns = string | readonly string[] | undefined;

/** Whether a rule is one for a task: everything it names fits. A task without hosts fits no rule about hosts. */
export function ruleFits({ match }: RoutingRule, task: PlaceableTask): boolean {
  const { hosts } = task;
  const ofEveryHost = (
    patterns: Patterns,
    names: (host: (typeof hosts)[number]) => readonly string[],
  ) =>
    patterns === undefined ||
    (hosts.length > 0 &&
      hosts.every((host) => names(host).some((name) => fitsAny(patterns, name))));
  return (
    fitsGiven(match.playbook, task.playbook) &&
    fitsGiven(match.service, task.service) &&
    ofEveryHost(match.host, ({ name }) => [name]) &&
    ofEveryHost(match.group, ({ groups }) => groups)
  );
}

function fitsGiven(patterns: Patterns, name: string | null): boolean {
  return patterns === undefined || (name !== null && fitsAny(patterns, name));
}

function fitsAny(patterns: string | readonly string[], name: string): boolean {
  return [patterns].flat().some((pattern) => fitsPattern(pattern, name));
}

/** Where a rule sends what it fits, in words. */
export function targetOf({ to }: RoutingRule): string {
  if (to.agent !== undefined) return to.agent;
  return to.agentType === undefined
    ? `an agent declared for ${to.domain}`
    : `an agent of type ${to.agentType}`;
}
