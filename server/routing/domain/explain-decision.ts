import type { ObstacleCode, RoutingCandidate } from "#server/contracts/routing.ts";
import type { Attempt } from "./attempts.ts";
import type { PlaceableTask } from "./candidate.ts";

/** Says in words why the best candidate was chosen among `feasible` ones. */
export function explainChoice(attempt: Attempt, best: RoutingCandidate, feasible: number): string {
  const { method, ruleName, domain } = attempt;
  if (method === "explicit") return "asked for by name";
  if (method === "itself") return "its machine is the host";
  const among =
    feasible === 1
      ? "the only agent that can do it"
      : `highest score (${best.score}) of ${feasible} agents`;
  if (method === "rule") return `by the rule “${ruleName}”${feasible === 1 ? "" : `, ${among}`}`;
  if (method === "domain") return `declared for ${domain}${feasible === 1 ? "" : `, ${among}`}`;
  return among;
}

const notMeant: ReadonlySet<ObstacleCode | undefined> = new Set<ObstacleCode>([
  "not_the_host",
  "not_asked_for",
  "not_by_rule",
  "other_domain",
  "wrong_type",
]);

/** Says in words why nobody takes a task: what each agent that is meant lacks, or that there is none. */
export function explainNobody(
  task: PlaceableTask,
  attempt: Attempt,
  judged: readonly RoutingCandidate[],
): string {
  const meant = judged.filter(({ obstacle }) => !notMeant.has(obstacle?.code));
  const lacks = meant.map(({ name, obstacle }) => `${name}: ${obstacle?.message}`).join("; ");
  if (attempt.method === "rule") return ruleWords(attempt, lacks);
  if (lacks !== "") return lacks;
  if (attempt.method === "itself") return "the agent whose machine is the host is gone";
  if (attempt.method === "explicit") return explicitWords(task, attempt, judged);
  return `needs ${article(task.agentType)} ${task.agentType} agent; none enrolled`;
}

function ruleWords({ ruleName, sought }: Attempt, lacks: string): string {
  return lacks === ""
    ? `the rule “${ruleName}” sends it to ${sought}, and there is none`
    : `by the rule “${ruleName}”, ${lacks}`;
}

function explicitWords(
  task: PlaceableTask,
  { sought }: Attempt,
  judged: readonly RoutingCandidate[],
): string {
  const found = judged.find(({ name }) => name === sought);
  if (found !== undefined) return `${sought}: not of type ${task.agentType}`;
  return task.agentName === null
    ? `the request names several agents: ${sought}`
    : `no agent is called ${sought}`;
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? "an" : "a";
}
