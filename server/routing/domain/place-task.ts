import type { Agent, RoutingCandidate, RoutingDecision } from "#server/contracts/agent.ts";
import type { AgentType, TaskResources, WorkType } from "#server/contracts/task.ts";

/** What routing needs to know of a task. */
export interface PlaceableTask {
  readonly taskKey: string;
  readonly workType: WorkType;
  readonly agentType: AgentType;
  readonly resources: TaskResources;
  readonly service: string | null;
  /** Name of an agent that the request asked for. */
  readonly agentName: string | null;
}

/** What an agent has done with one kind of work. */
export interface TrackRecord {
  readonly runs: number;
  readonly succeeded: number;
  /** Seconds since it last did that kind of work; null when never. */
  readonly lastRunAgeSeconds: number | null;
}

/** An agent with what only the database knows of it. */
export interface Candidate {
  readonly agent: Agent;
  /** Tasks placed on or running at the agent. */
  readonly slotsTaken: number;
  readonly record: TrackRecord;
}

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
  const excludedBecause = findObstacle(task, candidate);
  return {
    agentId: agent.id,
    name: agent.name,
    score: excludedBecause === null ? score(task, candidate) : null,
    excludedBecause,
  };
}

/** Why the agent cannot take the task now, or null. Order matters: the first reason is the one to mend first. */
function findObstacle(task: PlaceableTask, { agent, slotsTaken }: Candidate): string | null {
  if (task.agentName !== null && agent.name !== task.agentName) return "not the agent asked for";
  if (agent.status === "disabled") return "disabled";
  if (agent.status === "offline") return "offline";
  if (agent.agentType !== task.agentType) return `not of type ${task.agentType}`;
  if (!agent.workTypes.includes(task.workType)) return `does not do ${task.workType}`;
  return findShortage(task.resources, agent) ?? (slotsTaken >= agent.slots ? busyReason : null);
}

/** What the agent's machine will never have enough of; unknown metrics are taken on trust, but for a GPU. */
function findShortage(needs: TaskResources, { metrics }: Agent): string | null {
  if (needs.gpuVramMb > 0) return "no GPU known";
  if (metrics === null) return null;
  if (metrics.cpuCores < needs.cpuCores) return "too few cores";
  return metrics.memoryTotalMb < needs.memoryMb ? "too little memory" : null;
}

const busyReason = "all slots in use";

/** True when somebody could take the task later, so that it is worth waiting for. */
export function isWorthWaiting(decision: RoutingDecision): boolean {
  return decision.candidates.some((candidate) => candidate.excludedBecause === busyReason);
}

function score(task: PlaceableTask, { agent, slotsTaken, record }: Candidate): number {
  const success = record.runs > enoughRuns ? 40 * (record.succeeded / record.runs) : 20;
  const recent =
    record.lastRunAgeSeconds !== null && record.lastRunAgeSeconds <= recentSeconds ? 30 : 0;
  const special = task.service !== null && agent.domains.includes(task.service) ? 20 : 0;
  const load = agent.slots > 0 ? 10 * (1 - slotsTaken / agent.slots) : 0;
  return Math.round((success + recent + special + load) * 10) / 10;
}

function explainChoice(task: PlaceableTask, best: RoutingCandidate, feasible: number): string {
  if (task.agentName !== null) return "asked for by name";
  return feasible === 1
    ? "the only agent that can do it"
    : `highest score (${best.score}) of ${feasible} agents`;
}

function explainNobody(task: PlaceableTask, judged: readonly RoutingCandidate[]): string {
  if (judged.length === 0)
    return `needs ${article(task.agentType)} ${task.agentType} agent; none enrolled`;
  const sameType = judged.filter(
    (candidate) => candidate.excludedBecause !== `not of type ${task.agentType}`,
  );
  if (sameType.length === 0)
    return `needs ${article(task.agentType)} ${task.agentType} agent; none enrolled`;
  return sameType.map((candidate) => `${candidate.name}: ${candidate.excludedBecause}`).join("; ");
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? "an" : "a";
}
