import type { RunVerdict } from "#server/contracts/runner.ts";
import { backoffDelayMs } from "#server/lib/backoff.ts";
import type { RunEvent } from "./run-state.ts";
import type { TaskEvent } from "./task-state.ts";

/** How an attempt ended, as far as anybody can prove. */
export interface Ending {
  readonly verdict: RunVerdict;
  /** The run directory proves that nothing was executed. */
  readonly neverStarted: boolean;
  /** The process is gone without an exit record: nobody can say whether it took effect. */
  readonly vanished: boolean;
  /** Somebody wants the task stopped: it earns no further attempt. */
  readonly cancelAsked: boolean;
  readonly idempotent: boolean;
  /** Attempts made so far, this one included. */
  readonly attempts: number;
}

/** What follows for the run and its task; `retryDelayMs` is set when the task goes back to wait. */
export interface Consequence {
  readonly runEvent: RunEvent;
  readonly taskEvent: TaskEvent;
  readonly retryDelayMs: number | null;
}

/** Attempts that one approval covers (ORCH-03). */
export const maxAttempts = 3;
const backoff = { baseMs: 1_000, maxMs: 60_000, jitter: 0.5 };

/**
 * Decides what follows the end of an attempt. A playbook that failed is not tried again: it would fail again. Only an
 * attempt that provably never began, or one that vanished and may be repeated safely, earns another. A vanished attempt
 * of anything else waits for a person.
 *
 * @param random a number in [0, 1) for the jitter
 */
export function decideConsequence(ending: Ending, random: number): Consequence {
  if (ending.cancelAsked && ending.neverStarted) {
    return { runEvent: "cancel", taskEvent: "cancel", retryDelayMs: null };
  }
  const mayRepeat = ending.neverStarted || (ending.vanished && ending.idempotent);
  if (mayRepeat && !ending.cancelAsked && ending.attempts < maxAttempts) {
    return {
      runEvent: "fail",
      taskEvent: "retry",
      retryDelayMs: backoffDelayMs(backoff, ending.attempts, random),
    };
  }
  if (ending.vanished && !ending.neverStarted && !ending.idempotent) {
    return { runEvent: "ask_review", taskEvent: "ask_review", retryDelayMs: null };
  }
  switch (ending.verdict) {
    case "succeeded":
      return { runEvent: "succeed", taskEvent: "succeed", retryDelayMs: null };
    case "failed":
      return { runEvent: "fail", taskEvent: "fail", retryDelayMs: null };
    case "timed_out":
      return { runEvent: "time_out", taskEvent: "fail", retryDelayMs: null };
    case "cancelled":
      return { runEvent: "cancel", taskEvent: "cancel", retryDelayMs: null };
    case "needs_review":
      return { runEvent: "ask_review", taskEvent: "ask_review", retryDelayMs: null };
  }
}
