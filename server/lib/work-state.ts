import type { WorkStatus } from "#server/contracts/work.ts";
import { defineMachine } from "./state-machine.ts";

/** What can happen to something that a worker makes. */
export type WorkEvent = "start" | "resume" | "finish" | "fail";

/** The life of something that one worker makes. A running one whose worker went silent is begun anew under a new fence. */
export const workMachine = defineMachine<WorkStatus, WorkEvent>("work", {
  waiting: { start: "running", fail: "failed" },
  running: { resume: "running", finish: "done", fail: "failed" },
  done: {},
  failed: {},
});

/** Sets of statuses by what they mean; code and SQL go by these. */
export const workStatuses: Readonly<Record<"live", readonly WorkStatus[]>> = {
  /** A worker has it, or will. */
  live: workMachine.sources("fail"),
};
