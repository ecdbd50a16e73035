import type { PlanTask } from "#server/contracts/plan.ts";
import type { PlaceableTask } from "./candidate.ts";

/**
 * What routing needs to know of a planned task; which Ansible its plan names is the caller's to add.
 *
 * @param formerAgentIds agents that had it and did not finish it, the last one last
 */
export function placeableOf(task: PlanTask, formerAgentIds: readonly string[] = []): PlaceableTask {
  const groups = new Map(task.hostGroups?.map((each) => [each.host, each.groups]));
  return {
    taskKey: task.taskKey,
    workType: task.workType,
    agentType: task.agentType,
    resources: task.resources,
    service: task.service,
    agentName: null,
    text: task.intentText,
    playbook: task.entryPath,
    hosts: task.hosts.map((name) => ({ name, groups: groups.get(name) ?? [] })),
    actsHere: task.profile !== "isolated",
    own: task.onItself === undefined ? null : { agentId: task.onItself.agentId, isBound: true },
    ...{ ansiblePath: null, formerAgentIds },
  };
}
