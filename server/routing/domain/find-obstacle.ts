import type { Agent } from "#server/contracts/agent.ts";
import type { ObstacleCode } from "#server/contracts/routing.ts";
import type { AgentType } from "#server/contracts/task.ts";
import type { Candidate, PlaceableTask } from "./candidate.ts";
import { type CapacityLimits, findExhaustion, findShortage } from "./capacity.ts";
import { outOfReach } from "./obstacles.ts";

/** What an agent declares decides what it may act on: work types, and domains where it names any (AGENT-05); and what is done on an agent's own machine is done by that one. */
export function findBreach(
  task: Pick<PlaceableTask, "workType" | "service" | "actsHere" | "own">,
  domains: readonly string[],
  agent: Pick<Agent, "id" | "workTypes" | "domains" | "kind">,
): "not_the_host" | "wrong_work_type" | "acts_here" | "outside_domains" | null {
  if (task.own?.isBound === true && task.own.agentId !== agent.id) return "not_the_host";
  if (!agent.workTypes.includes(task.workType)) return "wrong_work_type";
  if (task.actsHere && agent.kind === "remote") return "acts_here";
  if (agent.domains.length === 0) return null;
  if (task.service !== null && agent.domains.includes(task.service)) return null;
  const isInside = domains.length > 0 && domains.every((each) => agent.domains.includes(each));
  return isInside ? null : "outside_domains";
}

/** An agent that has not said what it found is given the benefit of the doubt. */
function lacksAnsible(
  { ansiblePath }: Pick<PlaceableTask, "ansiblePath">,
  { tools }: Pick<Agent, "tools">,
): boolean {
  const found = tools?.ansibles ?? [];
  return (
    ansiblePath !== null && found.length > 0 && !found.some(({ path }) => path === ansiblePath)
  );
}

/** What keeps the agent from the task now, or null. Order matters: the first obstacle is the one to mend first. */
export function findObstacle(
  task: PlaceableTask,
  { agent, held }: Candidate,
  about: {
    readonly domains: readonly string[];
    readonly agentType: AgentType;
    readonly limits: CapacityLimits;
  },
): ObstacleCode | null {
  if (agent.status === "disabled" || agent.status === "offline") return agent.status;
  if (agent.agentType !== about.agentType) return "wrong_type";
  const breach = findBreach(task, about.domains, agent);
  if (breach !== null) return breach;
  // Of its own machine it needs to reach nothing.
  if (task.own?.agentId !== agent.id && outOfReach(task, agent).length > 0) return "out_of_reach";
  if (lacksAnsible(task, agent)) return "lacks_ansible";
  return (
    findShortage(task.resources, agent) ?? findExhaustion(task.resources, agent, held, about.limits)
  );
}
