import type { TaskStatus } from "#server/contracts/task.ts";
import { defineMachine } from "#server/lib/state-machine.ts";

/** What can happen to a task. */
export type TaskEvent =
  | "start"
  | "pause"
  | "resume"
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
 * The life of a task. `start` needs a fresh fence; `retry` is only applied where the earlier attempt provably never
 * began or the task is idempotent, also when its agent had been silent so long that the task was paused meanwhile.
 * `needs_review` waits for a person and never runs again by itself.
 */
export const taskMachine = defineMachine<TaskStatus, TaskEvent>("task", {
  pending: {
    start: "running",
    pause: "paused",
    skip: "skipped",
    cancel: "cancelled",
    fail: "failed",
  },
  paused: {
    resume: "pending",
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

/** True once the task will not run again by itself. A task that needs review counts: only a person moves it on. */
export function isTaskOver(status: TaskStatus): boolean {
  return status === "needs_review" || taskMachine.isFinal(status);
}
