import type { TaskHold, TaskStatus } from "#server/contracts/task.ts";
import { isHeld } from "./hold-state.ts";
import { taskStatuses } from "./task-state.ts";

/** The columns of a task that decide whether it may start. */
export interface WaitingTask {
  readonly taskKey: string;
  readonly status: TaskStatus;
  readonly dependsOn: unknown;
  readonly agentId: string | null;
  readonly retryAt: Date | null;
  readonly hold: TaskHold | null;
}

/** Tasks of one plan that wait for nothing but a free slot: unplaced, due, and everything they need succeeded. */
export function findReady<T extends WaitingTask>(tasks: readonly T[], now: Date): T[] {
  const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
  return tasks.filter(
    (task) =>
      isWaiting(task) &&
      !isHeld(task.hold) &&
      (task.retryAt === null || task.retryAt <= now) &&
      keysOf(task).every((key) => byKey.get(key)?.status === "succeeded"),
  );
}

/** Tasks whose first host is done and not judged yet. */
export function findUnjudged<T extends WaitingTask>(tasks: readonly T[]): T[] {
  const succeeded = new Set(
    tasks.filter(({ status }) => status === "succeeded").map(({ taskKey }) => taskKey),
  );
  return tasks.filter(
    (task) =>
      task.hold === "held" && isWaiting(task) && keysOf(task).every((key) => succeeded.has(key)),
  );
}

/** Waiting tasks that can never start, each with the task it needed in vain. */
export function findBlocked<T extends WaitingTask>(tasks: readonly T[]): { task: T; because: T }[] {
  const lost = new Map(
    tasks
      .filter((task) => taskStatuses.unsuccessful.includes(task.status))
      .map((task) => [task.taskKey, task]),
  );
  const blocked: { task: T; because: T }[] = [];
  for (let grew = true; grew; ) {
    grew = false;
    for (const task of tasks) {
      if (lost.has(task.taskKey) || !isWaiting(task)) continue;
      const because = keysOf(task)
        .map((key) => lost.get(key))
        .find((needed) => needed !== undefined);
      if (because === undefined) continue;
      blocked.push({ task, because });
      lost.set(task.taskKey, task);
      grew = true;
    }
  }
  return blocked;
}

function isWaiting(task: WaitingTask): boolean {
  return taskStatuses.waiting.includes(task.status) && task.agentId === null;
}

function keysOf(task: WaitingTask): string[] {
  return Array.isArray(task.dependsOn) ? task.dependsOn.map(String) : [];
}
