import type { RoutingCandidate } from "#server/contracts/agent.ts";
import type { PlaceableTask } from "./candidate.ts";

/** Says in words why the best candidate was chosen among `feasible` ones. */
export function explainChoice(
  task: PlaceableTask,
  best: RoutingCandidate,
  feasible: number,
): string {
  if (task.agentName !== null) return "asked for by name";
  return feasible === 1
    ? "the only agent that can do it"
    : `highest score (${best.score}) of ${feasible} agents`;
}

/** Says in words why nobody takes a task: what each agent of its type lacks, or that there is none. */
export function explainNobody(task: PlaceableTask, judged: readonly RoutingCandidate[]): string {
  const sameType = judged.filter(({ obstacle }) => obstacle?.code !== "wrong_type");
  if (sameType.length === 0)
    return `needs ${article(task.agentType)} ${task.agentType} agent; none enrolled`;
  return sameType.map(({ name, obstacle }) => `${name}: ${obstacle?.message}`).join("; ");
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? "an" : "a";
}
