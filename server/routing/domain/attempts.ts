import type { Agent } from "#server/contracts/agent.ts";
import type {
  DomainWords,
  ObstacleCode,
  RoutingMethod,
  RoutingRule,
} from "#server/contracts/routing.ts";
import type { AgentType } from "#server/contracts/task.ts";
import type { PlaceableTask } from "./candidate.ts";
import { ruleFits, targetOf } from "./match-rule.ts";
import { namedAgents } from "./named-agents.ts";
import { domainsOf } from "./task-domain.ts";

/** One way of finding an agent: whom it admits, and whether the search ends with it. */
export interface Attempt {
  readonly method: RoutingMethod;
  readonly ruleName: string | null;
  /** What the task is about; null where that is not clear. */
  readonly domain: string | null;
  /** All that it may be about: an agent with declared domains must have declared each. */
  readonly domains: readonly string[];
  readonly agentType: AgentType;
  /** Why the agent is none for this attempt; null when it is. */
  readonly refuses: (agent: Agent) => ObstacleCode | null;
  /** Nobody else is looked for where nobody it admits can do the task. */
  readonly isFinal: boolean;
  /** Whom it looks for, in words. */
  readonly sought: string;
}

/** What an owner has said about where work goes. */
export interface RoutingPolicy {
  readonly rules: readonly RoutingRule[];
  readonly domains: readonly DomainWords[];
}

/** The ways to find an agent for a task, in their order: asked for by name, the host itself, by rule, by subject, by ability. */
export function attemptsFor(
  task: PlaceableTask,
  agents: readonly Agent[],
  policy: RoutingPolicy,
): { readonly attempts: readonly Attempt[]; readonly notes: readonly string[] } {
  const domains = domainsOf(task, policy.domains);
  const [only = null] = domains.length === 1 ? domains : [];
  const base = { domains, domain: only, agentType: task.agentType, ruleName: null };
  const itself = itselfAttempt(task, base, agents);
  if (task.own?.isBound === true) return { attempts: itself, notes: [] };
  const asked = askedFor(task, agents);
  if (asked.length > 0) {
    const [name = ""] = asked;
    // Asked for by name, it still needs no ssh to itself.
    if (asked.length === 1 && itself[0]?.sought === name)
      return { attempts: [{ ...itself[0], isFinal: true }], notes: [] };
    const refuses = (agent: Agent) =>
      asked.length === 1 && agent.name === name ? null : "not_asked_for";
    const explicit = { ...base, method: "explicit", refuses, isFinal: true } as const;
    return { attempts: [{ ...explicit, sought: asked.join(" and ") }], notes: [] };
  }
  const byRule = policy.rules
    .filter((rule) => ruleFits(rule, task))
    .map(
      (rule): Attempt => ({
        ...base,
        ...(rule.to.domain === undefined
          ? {}
          : { domain: rule.to.domain, domains: [rule.to.domain] }),
        method: "rule",
        ruleName: rule.name,
        agentType: rule.to.agentType ?? task.agentType,
        refuses: (agent) => (isTarget(rule, agent) ? null : "not_by_rule"),
        isFinal: rule.otherwise === "wait",
        sought: targetOf(rule),
      }),
    );
  const byDomain = domainAttempt(base, agents);
  const rest: Attempt = {
    ...base,
    method: "capability",
    refuses: () => null,
    isFinal: true,
    sought: "any agent",
  };
  return {
    attempts: [...itself, ...byRule, ...byDomain, rest],
    notes: domainNotes(domains, agents),
  };
}

/** The agent whose machine is the task's host. */
function itselfAttempt(
  { own }: PlaceableTask,
  base: Pick<Attempt, "domain" | "domains" | "agentType" | "ruleName">,
  agents: readonly Agent[],
): Attempt[] {
  if (own === null) return [];
  return [
    {
      ...base,
      method: "itself",
      refuses: (agent) => (agent.id === own.agentId ? null : "not_the_host"),
      isFinal: own.isBound,
      sought: agents.find(({ id }) => id === own.agentId)?.name ?? "an agent that is gone",
    },
  ];
}

function askedFor(task: PlaceableTask, agents: readonly Agent[]): readonly string[] {
  if (task.agentName !== null) return [task.agentName];
  const names = agents.map(({ name }) => name);
  return namedAgents(task.text, names);
}

function isTarget({ to }: RoutingRule, agent: Agent): boolean {
  if (to.agent !== undefined) return agent.name === to.agent;
  if (to.agentType !== undefined) return agent.agentType === to.agentType;
  return to.domain !== undefined && agent.domains.includes(to.domain);
}

function domainAttempt(
  base: Pick<Attempt, "domain" | "domains" | "agentType" | "ruleName">,
  agents: readonly Agent[],
): Attempt[] {
  const { domain } = base;
  if (domain === null || !agents.some(({ domains }) => domains.includes(domain))) return [];
  return [
    {
      ...base,
      method: "domain",
      refuses: (agent) => (agent.domains.includes(domain) ? null : "other_domain"),
      isFinal: false,
      sought: `an agent declared for ${domain}`,
    },
  ];
}

/** Whether its subject would have mattered, had it been clear. */
function domainNotes(domains: readonly string[], agents: readonly Agent[]): string[] {
  if (domains.length < 2) return [];
  const isDeclared = agents.some((agent) => domains.some((each) => agent.domains.includes(each)));
  return isDeclared ? [`as much about ${domains.join(" as about ")}`] : [];
}
