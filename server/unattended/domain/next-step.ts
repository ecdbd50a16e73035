import type { RequestView } from "#server/contracts/plan.ts";
import type { UnattendedResult, UnattendedRun } from "#server/contracts/unattended.ts";
import { plural } from "#server/lib/units.ts";

/** A plan that rules were not asked about for so long waits for a person. */
const rulesTakeMs = 600_000;
const hourMs = 3_600_000;

/** What of a run decides how it goes on. */
export type RunProgress = Pick<
  UnattendedRun,
  "requests" | "results" | "maxRequests" | "maxHours" | "maxConsecutiveFailures"
> & {
  readonly failuresInARow: number;
  readonly startedAt: Date;
  /** Nothing is asked before. */
  readonly notBefore: Date;
};

/** The request that it asked for last, where that stands. */
export interface CurrentRequest {
  readonly phase: RequestView["phase"];
  readonly card: RequestView["card"];
  readonly since: Date;
  /** Rules were asked about its plan and did not approve it, or none is about it. */
  readonly isLeftToPeople: boolean;
}

export type NextStep =
  | { readonly kind: "wait" }
  | { readonly kind: "ask"; readonly index: number }
  | { readonly kind: "record"; readonly result: UnattendedResult["result"] }
  | { readonly kind: "finish"; readonly reason: string };

/**
 * What an unattended run does next. One request at a time; it ends at its limits, and after failures in a row.
 *
 * @param current null where nothing that it asked for is open
 */
export function nextStep(run: RunProgress, current: CurrentRequest | null, now: Date): NextStep {
  const isOver = now.getTime() >= run.startedAt.getTime() + run.maxHours * hourMs;
  const tooLong = { kind: "finish", reason: `Its ${run.maxHours} h are over.` } as const;
  if (current !== null) {
    const result = resultOf(current, now);
    if (result !== null) return { kind: "record", result };
    return isOver ? tooLong : { kind: "wait" };
  }
  const asked = run.results.length;
  if (run.failuresInARow >= run.maxConsecutiveFailures)
    return { kind: "finish", reason: `${plural(run.failuresInARow, "request")} failed in a row.` };
  if (asked >= run.requests.length) return { kind: "finish", reason: "The list is done." };
  if (asked >= run.maxRequests)
    return { kind: "finish", reason: `It asked for ${run.maxRequests}, as many as it may.` };
  if (isOver) return tooLong;
  return now < run.notBefore ? { kind: "wait" } : { kind: "ask", index: asked };
}

/** What became of a request; null while it goes on. */
function resultOf(current: CurrentRequest, now: Date): UnattendedResult["result"] | null {
  const { phase, card } = current;
  if (card === "needs_review") return "needs_review";
  switch (phase) {
    case "done":
      return card === null ? "answered" : "done";
    case "failed":
      return "failed";
    case "rejected":
    case "cancelled":
    case "timed_out":
      return "ended";
    case "blocked":
      return "waits_for_person";
    case "approval": {
      const isLate = now.getTime() - current.since.getTime() > rulesTakeMs;
      return current.isLeftToPeople || isLate ? "waits_for_person" : null;
    }
    default:
      return null;
  }
}

/** Failures in a row after another result: what waits for a person says nothing about the next. */
export function failuresAfter(before: number, result: UnattendedResult["result"]): number {
  if (result === "failed" || result === "needs_review") return before + 1;
  return result === "done" ? 0 : before;
}
