import type { RunStatus } from "#server/contracts/run.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to a run. */
export type RunEvent =
  | "spawn"
  | "succeed"
  | "fail"
  | "time_out"
  | "cancel"
  | "lose"
  | "recover"
  | "ask_review";

/**
 * The life of one attempt. `spawned` is committed before the process exists, so a spawned run may or may not have begun:
 * its run directory tells. `lost` is an attempt whose agent is silent; it is recovered, or reconciled by what is found.
 */
export const runMachine = defineMachine<RunStatus, RunEvent>("run", {
  claimed: { spawn: "spawned", fail: "failed", cancel: "cancelled", lose: "lost" },
  spawned: {
    succeed: "succeeded",
    fail: "failed",
    time_out: "timed_out",
    cancel: "cancelled",
    lose: "lost",
    ask_review: "needs_review",
  },
  lost: {
    recover: "spawned",
    succeed: "succeeded",
    fail: "failed",
    time_out: "timed_out",
    cancel: "cancelled",
    ask_review: "needs_review",
  },
  succeeded: {},
  failed: {},
  timed_out: {},
  cancelled: {},
  needs_review: {},
});

/** Sets of statuses by what they mean; code and SQL go by these. */
export const runStatuses: Readonly<Record<"open" | "attended" | "unbegun", readonly RunStatus[]>> =
  {
    /** Not over: its agent may still report about it. */
    open: runMachine.states.filter((status) => !runMachine.isFinal(status)),
    /** Its process does not exist, and can not begin any more once it is over. */
    unbegun: runMachine.sources("spawn"),
    /** Its agent is believed to be at it; when it falls silent, the run is lost. */
    attended: runMachine.sources("lose"),
  };
