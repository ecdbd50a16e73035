import type { ScoreParts } from "#server/contracts/routing.ts";
import type { Candidate, PlaceableTask } from "./candidate.ts";

const recentSeconds = 4 * 3600;
const enoughRuns = 10;

/**
 * How well an agent suits a task (ORCH-04): success rate 40 (20 until more than ten runs of that kind of work), the same
 * kind of work within four hours 30, specialisation 20, low load 10. Load is half slots in use, half the machine's own.
 */
export function scoreOf(
  task: PlaceableTask,
  domain: string | null,
  { agent, held, record }: Candidate,
): ScoreParts {
  return {
    success: record.runs > enoughRuns ? 40 * (record.succeeded / record.runs) : 20,
    recent: record.lastRunAgeSeconds !== null && record.lastRunAgeSeconds <= recentSeconds ? 30 : 0,
    specialisation: isSpecialist(agent, [domain, task.service]) ? 20 : 0,
    load: 10 * (1 - (slotShare(agent.slots, held.slots) + loadShare(agent)) / 2),
  };
}

function isSpecialist(
  { domains, tags }: Candidate["agent"],
  subjects: readonly (string | null)[],
): boolean {
  return subjects.some(
    (subject) => subject !== null && (domains.includes(subject) || tags.includes(subject)),
  );
}

function slotShare(slots: number, taken: number): number {
  return slots > 0 ? Math.min(1, taken / slots) : 1;
}

function loadShare({ metrics }: Candidate["agent"]): number {
  if (metrics === null || metrics.cpuCores <= 0) return 0;
  return Math.min(1, Math.max(0, metrics.load[0] / metrics.cpuCores));
}

/** 0–100, unrounded: agents are ranked by it. */
export function totalOf({ success, recent, specialisation, load }: ScoreParts): number {
  return success + recent + specialisation + load;
}

/** As people read it: one digit after the point. */
export function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
