import type { TaskStatus } from "#server/contracts/task.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to a task. */
export type TaskEvent =
  | "place"
  | "unplace"
  | "start"
  | "pause"
  | "retry"
  | "lose"
  | "reattach"
  | "succeed"
  | "fail"
  | "skip"
  | "cancel"
  | "ask_review"
  | "review_succeeded"
  | "review_failed"
  | "review_retry";

/**
 * The life of a task. `place` gives it to an agent, which may `start` it; `unplace` takes it back from one that does
 * not. A waiting task is paused again when the reason changes. `start` needs a fresh fence; `retry` is only applied where the earlier attempt provably never
 * began or the task is idempotent, also when its agent had been silent so long that the task was paused meanwhile.
 * `needs_review` waits for a person and never runs again by itself.
 */
export const taskMachine = defineMachine<TaskStatus, TaskEvent>("task", {
  pending: {
    place: "pending",
    unplace: "pending",
    start: "running",
    pause: "paused",
    skip: "skipped",
    cancel: "cancelled",
    fail: "failed",
  },
  paused: {
    place: "pending",
    pause: "paused",
    reattach: "running",
    retry: "pending",
    succeed: "succeeded",
    fail: "failed",
    cancel: "cancelled",
    skip: "skipped",
    ask_review: "needs_review",
  },
  running: {
    succeed: "succeeded",
    fail: "failed",
    cancel: "cancelled",
    retry: "pending",
    lose: "paused",
    ask_review: "needs_review",
  },
  needs_review: {
    review_succeeded: "succeeded",
    review_failed: "failed",
    review_retry: "pending",
    cancel: "cancelled",
  },
  succeeded: {},
  failed: {},
  skipped: {},
  cancelled: {},
});

const final = taskMachine.states.filter(taskMachine.isFinal);

/** Sets of statuses by what they mean; code and SQL go by these. */
export const taskStatuses: Readonly<
  Record<"waiting" | "live" | "final" | "unsuccessful", readonly TaskStatus[]>
> = {
  /** May be given to an agent; a paused one only while no agent holds it. */
  waiting: taskMachine.sources("place"),
  /** Goes on, or may, without a person: with an agent given, it takes one of its slots. */
  live: taskMachine.states.filter((status) => !final.includes(status) && status !== "needs_review"),
  /** Nothing can happen to it any more. */
  final,
  /** Over without success: what depends on it never runs. */
  unsuccessful: final.filter((status) => status !== "succeeded"),
};

/** True while a task runs or may run without a person. One that needs review does not: only a person moves it on. */
export function isTaskLive(status: TaskStatus): boolean {
  return taskStatuses.live.includes(status);
}

/** True once nothing can happen to a task any more. One that needs review is not: its request waits for a person. */
export function isTaskFinal(status: TaskStatus): boolean {
  return taskMachine.isFinal(status);
}
