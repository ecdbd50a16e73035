import type { RoutingCandidate, RoutingDecision } from "#server/contracts/routing.ts";
import { type Attempt, attemptsFor, type RoutingPolicy } from "./attempts.ts";
import type { Candidate, PlaceableTask } from "./candidate.ts";
import { type CapacityLimits, defaultLimits } from "./capacity.ts";
import { explainChoice, explainNobody } from "./explain-decision.ts";
import { findObstacle } from "./find-obstacle.ts";
import { obstacle } from "./obstacles.ts";
import { rounded, scoreOf, totalOf } from "./score.ts";

export const noPolicy: RoutingPolicy = { rules: [], domains: [] };

interface Judgement {
  readonly candidate: RoutingCandidate;
  /** Unrounded; null for who is excluded. */
  readonly total: number | null;
}

/**
 * Chooses an agent for one task by the first method that finds one (ORCH-04): asked for by name, by rule, by what the
 * task is about, by ability. What earlier runs used is asked of agents as long as one that is meant has that much at all;
 * where none has, it gets one that does nothing else. Each excludes who cannot take it, ranks the rest and says why. An agent that was asked
 * for is never replaced by another. One that had the task and did not finish it comes after all others, whatever its score, and the last one last. Ties
 * break by agent id, so equal input gives equal output.
 */
export function placeTask(
  task: PlaceableTask,
  candidates: readonly Candidate[],
  policy: RoutingPolicy = noPolicy,
  limits: CapacityLimits = defaultLimits,
): RoutingDecision {
  const decision = placeOnce(task, candidates, policy, limits);
  const isSettled = decision.chosenAgentId !== null || isWorthWaiting(decision);
  if (isSettled || task.resources.learnedFrom === undefined) return decision;
  const alone = { ...task, resources: { ...task.resources, isAlone: true as const } };
  const again = placeOnce(alone, candidates, policy, limits);
  if (again.chosenAgentId === null && !isWorthWaiting(again)) return decision;
  return { ...again, notes: [...again.notes, tooMuchWords(task)] };
}

function placeOnce(
  task: PlaceableTask,
  candidates: readonly Candidate[],
  policy: RoutingPolicy,
  limits: CapacityLimits,
): RoutingDecision {
  const agents = candidates.map(({ agent }) => agent);
  const { attempts, notes: first } = attemptsFor(task, agents, policy);
  const notes = [...first];
  for (const attempt of attempts) {
    const judged = candidates.map((candidate) => judge(task, candidate, attempt, limits));
    // Who had it and did not finish it is no find, as long as there is another way to look.
    const isFound = judged.some((each) => each.total !== null && hadIt(task, each) === 0);
    if (isFound || attempt.isFinal) return decisionOf(task, attempt, judged, notes);
    notes.push(`${attempt.sought}: ${whyNobody(task, attempt, judged)}`);
  }
  throw new Error("the last attempt is final");
}

function whyNobody(task: PlaceableTask, attempt: Attempt, judged: readonly Judgement[]): string {
  const former = judged.filter(({ total }) => total !== null);
  if (former.length > 0)
    return former.map(({ candidate }) => hadItWords(candidate.name)).join("; ");
  const candidates = judged.map(({ candidate }) => candidate);
  return explainNobody(task, attempt, candidates);
}

function judge(
  task: PlaceableTask,
  candidate: Candidate,
  attempt: Attempt,
  limits: CapacityLimits,
): Judgement {
  const { agent } = candidate;
  const { domain, domains, agentType } = attempt;
  const code =
    attempt.refuses(agent) ?? findObstacle(task, candidate, { domains, agentType, limits });
  const { id: agentId, name } = agent;
  if (code !== null) {
    const judged = { task: { ...task, agentType }, agent, domain, ...limits };
    return {
      candidate: { agentId, name, score: null, parts: null, obstacle: obstacle(code, judged) },
      total: null,
    };
  }
  const exact = scoreOf(task, domain, candidate);
  const total = totalOf(exact);
  const parts = {
    success: rounded(exact.success),
    recent: exact.recent,
    specialisation: exact.specialisation,
    load: rounded(exact.load),
  };
  return { candidate: { agentId, name, score: rounded(total), parts, obstacle: null }, total };
}

function decisionOf(
  task: PlaceableTask,
  attempt: Attempt,
  judged: readonly Judgement[],
  notes: readonly string[],
): RoutingDecision {
  const ranked = judged
    .filter(({ total }) => total !== null)
    .sort(
      (a, b) =>
        hadIt(task, a) - hadIt(task, b) ||
        (b.total ?? 0) - (a.total ?? 0) ||
        (a.candidate.agentId < b.candidate.agentId ? -1 : 1),
    )
    .map(({ candidate }) => candidate);
  const [best, next] = ranked;
  const candidates = judged.map(({ candidate }) => candidate);
  const former = ranked.filter(({ agentId }) => task.formerAgentIds.includes(agentId));
  return {
    taskKey: task.taskKey,
    method: attempt.method,
    ruleName: attempt.ruleName,
    domain: attempt.domain,
    chosenAgentId: best?.agentId ?? null,
    runnerUpAgentId: next?.agentId ?? null,
    reason:
      best === undefined
        ? explainNobody(task, attempt, candidates)
        : explainChoice(attempt, best, ranked.length),
    reserved: task.resources,
    notes: [...notes, ...(ranked.length > 1 ? former : []).map(({ name }) => hadItWords(name))],
    candidates: candidates.map((each) => ({
      ...each,
      ...(task.formerAgentIds.includes(each.agentId) ? { isFormer: true } : {}),
    })),
  };
}

const tooMuchWords = ({ resources: { memoryMb, gpuVramMb } }: PlaceableTask): string =>
  `no agent has ${memoryMb} MB of memory${gpuVramMb > 0 ? ` and ${gpuVramMb} MB of GPU memory` : ""}, as earlier runs used: it gets one that does nothing else`;

const hadItWords = (name: string): string => `${name} had it and did not finish it`;

/** 0 for who never had it; else the later, the more. */
function hadIt({ formerAgentIds }: PlaceableTask, { candidate }: Judgement): number {
  return formerAgentIds.lastIndexOf(candidate.agentId) + 1;
}

/** True when somebody who could do the task has only nothing left to give, so that it is worth waiting for. */
export function isWorthWaiting({ candidates }: Pick<RoutingDecision, "candidates">): boolean {
  return candidates.some((candidate) => candidate.obstacle?.kind === "exhausted");
}

/** True when no agent there is could ever do the task. */
export function isHopeless({ candidates }: Pick<RoutingDecision, "candidates">): boolean {
  return candidates.every((candidate) => candidate.obstacle?.isPermanent === true);
}
