import type {
  Agent,
  ObstacleCode,
  RoutingCandidate,
  RoutingDecision,
} from "#server/contracts/agent.ts";
import type { TaskResources } from "#server/contracts/task.ts";
import type { Candidate, PlaceableTask } from "./candidate.ts";
import { explainChoice, explainNobody } from "./explain-decision.ts";
import { obstacle } from "./obstacles.ts";

const recentSeconds = 4 * 3600;
const enoughRuns = 10;

/**
 * Chooses an agent for one task: excludes who cannot take it, ranks the rest, and says why. An explicit agent is
 * never replaced by another. Score (ORCH-04): success rate 40 (20 until more than ten runs), same work within four
 * hours 30, specialisation 20, low load 10. Ties break by agent id, so equal input gives equal output.
 */
export function placeTask(task: PlaceableTask, candidates: readonly Candidate[]): RoutingDecision {
  const judged = candidates.map((candidate) => judge(task, candidate));
  const ranked = judged
    .filter((candidate) => candidate.score !== null)
    .sort((a, b) => (b.score ?? 0) - (a.score ?? 0) || (a.agentId < b.agentId ? -1 : 1));
  const best = ranked[0];
  const method = task.agentName === null ? "capability" : "explicit";
  return {
    taskKey: task.taskKey,
    method,
    chosenAgentId: best?.agentId ?? null,
    reason:
      best === undefined ? explainNobody(task, judged) : explainChoice(task, best, ranked.length),
    candidates: judged,
  };
}

function judge(task: PlaceableTask, candidate: Candidate): RoutingCandidate {
  const { agent } = candidate;
  const code = findObstacle(task, candidate);
  return {
    agentId: agent.id,
    name: agent.name,
    score: code === null ? score(task, candidate) : null,
    obstacle: code === null ? null : obstacle(code, task),
  };
}

/** What keeps the agent from the task now, or null. Order matters: the first obstacle is the one to mend first. */
function findObstacle(task: PlaceableTask, { agent, slotsTaken }: Candidate): ObstacleCode | null {
  if (task.agentName !== null && agent.name !== task.agentName) return "not_asked_for";
  if (agent.status === "disabled" || agent.status === "offline") return agent.status;
  if (agent.agentType !== task.agentType) return "wrong_type";
  if (!agent.workTypes.includes(task.workType)) return "wrong_work_type";
  return findShortage(task.resources, agent) ?? (slotsTaken >= agent.slots ? "slots_in_use" : null);
}

/** What the agent's machine will never have enough of; unknown metrics are taken on trust, but for a GPU. */
function findShortage(needs: TaskResources, { metrics }: Agent): ObstacleCode | null {
  if (needs.gpuVramMb > 0) return "no_gpu";
  if (metrics === null) return null;
  if (metrics.cpuCores < needs.cpuCores) return "too_few_cores";
  return metrics.memoryTotalMb < needs.memoryMb ? "too_little_memory" : null;
}

/** True when somebody who could do the task is only out of slots, so that it is worth waiting for. */
export function isWorthWaiting({ candidates }: Pick<RoutingDecision, "candidates">): boolean {
  return candidates.some((candidate) => candidate.obstacle?.kind === "exhausted");
}

/** True when no agent there is could ever do the task. */
export function isHopeless({ candidates }: Pick<RoutingDecision, "candidates">): boolean {
  return candidates.every((candidate) => candidate.obstacle?.isPermanent === true);
}

function score(task: PlaceableTask, { agent, slotsTaken, record }: Candidate): number {
  const success = record.runs > enoughRuns ? 40 * (record.succeeded / record.runs) : 20;
  const recent =
    record.lastRunAgeSeconds !== null && record.lastRunAgeSeconds <= recentSeconds ? 30 : 0;
  const special = task.service !== null && agent.domains.includes(task.service) ? 20 : 0;
  const load = agent.slots > 0 ? 10 * (1 - slotsTaken / agent.slots) : 0;
  return Math.round((success + recent + special + load) * 10) / 10;
}
