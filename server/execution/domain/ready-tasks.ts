import type { TaskHold, TaskStatus } from "#server/contracts/task.ts";
import { type JoinedTask, joinState, keysOf, policyOf } from "#server/lib/join-policy.ts";
import { isHeld } from "./hold-state.ts";
import { taskStatuses } from "./task-state.ts";

/** The columns of a task that decide whether it may start. */
export interface WaitingTask extends JoinedTask {
  readonly agentId: string | null;
  readonly retryAt: Date | null;
  readonly hold: TaskHold | null;
}

/** Tasks of one plan that wait for nothing but a free slot: unplaced, due, and enough of what they need succeeded. */
export function findReady<T extends WaitingTask>(tasks: readonly T[], now: Date): T[] {
  const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
  return tasks.filter(
    (task) =>
      isWaiting(task) &&
      !isHeld(task.hold) &&
      (task.retryAt === null || task.retryAt <= now) &&
      joinState(policyOf(task), statusesOf(task, byKey)) === "met",
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
  const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
  const blocked: { task: T; because: T }[] = [];
  for (let grew = true; grew; ) {
    grew = false;
    for (const task of tasks) {
      if (lost.has(task.taskKey) || !isWaiting(task)) continue;
      const because = keysOf(task)
        .map((key) => lost.get(key))
        .find((needed) => needed !== undefined);
      if (because === undefined || !isLost(task, byKey, lost)) continue;
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

/** Of what a task depends on; a dependency that is not there has failed. */
function statusesOf(task: WaitingTask, byKey: ReadonlyMap<string, WaitingTask>): TaskStatus[] {
  return keysOf(task).map((key) => byKey.get(key)?.status ?? "failed");
}

/** True where what a task depends on can never be enough any more. */
function isLost<T extends WaitingTask>(
  task: T,
  byKey: ReadonlyMap<string, T>,
  lost: ReadonlyMap<string, T>,
): boolean {
  const statuses = keysOf(task).map(
    (key): TaskStatus => (lost.has(key) ? "failed" : (byKey.get(key)?.status ?? "failed")),
  );
  return joinState(policyOf(task), statuses) === "failed";
}
