import type { JoinPolicy, TaskStatus } from "#server/contracts/task.ts";

/** A task of a plan by what its dependents look at. */
export interface JoinedTask {
  readonly taskKey: string;
  readonly status: TaskStatus;
  readonly dependsOn: unknown;
  /** Null or absent: all. */
  readonly joinPolicy?: string | null | undefined;
}

const ended: ReadonlySet<TaskStatus> = new Set(["succeeded", "failed", "skipped", "cancelled"]);

/** Where a join stands: it may start, it never will, or it depends on what is still open. */
export type JoinState = "met" | "failed" | "open";

/** Whether enough of what a task depends on has succeeded: all of it, one, or more than half. */
export function joinState(policy: JoinPolicy, statuses: readonly TaskStatus[]): JoinState {
  const needed = neededOf(policy, statuses.length);
  const succeeded = statuses.filter((status) => status === "succeeded").length;
  const unsuccessful = statuses.filter(
    (status) => ended.has(status) && status !== "succeeded",
  ).length;
  if (succeeded >= needed) return "met";
  return statuses.length - unsuccessful < needed ? "failed" : "open";
}

function neededOf(policy: JoinPolicy, many: number): number {
  if (policy === "first") return Math.min(1, many);
  return policy === "majority" ? Math.floor(many / 2) + Math.min(1, many) : many;
}

/** How a task joins what it depends on. */
export function policyOf({ joinPolicy }: Pick<JoinedTask, "joinPolicy">): JoinPolicy {
  return joinPolicy === "first" || joinPolicy === "majority" ? joinPolicy : "all";
}

/** Keys of what a task depends on. */
export function keysOf({ dependsOn }: Pick<JoinedTask, "dependsOn">): string[] {
  return Array.isArray(dependsOn) ? dependsOn.map(String) : [];
}

/** True where a plan may do without the success of a task. */
const hasJoins = (tasks: readonly JoinedTask[]): boolean =>
  tasks.some((task) => policyOf(task) !== "all");

/**
 * Tasks without whose success a plan does all the same: everything that needs them has what it waits for by the
 * success of others, or is itself not needed. Each with the task that does without it; those that succeeded are not among
 * them.
 */
export function findUnneeded<T extends JoinedTask>(
  tasks: readonly T[],
): { readonly task: T; readonly because: T }[] {
  const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
  const isSettledJoin = (task: T): boolean =>
    policyOf(task) !== "all" &&
    joinState(
      policyOf(task),
      keysOf(task).flatMap((key) => byKey.get(key)?.status ?? []),
    ) === "met";
  const unneeded = new Map<string, T>();
  for (let grew = hasJoins(tasks); grew; ) {
    grew = false;
    for (const task of tasks) {
      if (task.status === "succeeded" || unneeded.has(task.taskKey)) continue;
      const dependents = tasks.filter((one) => keysOf(one).includes(task.taskKey));
      const [first] = dependents;
      const isFree = dependents.every((one) => isSettledJoin(one) || unneeded.has(one.taskKey));
      if (first === undefined || !isFree) continue;
      unneeded.set(task.taskKey, unneeded.get(first.taskKey) ?? first);
      grew = true;
    }
  }
  return tasks.flatMap((task) => {
    const because = unneeded.get(task.taskKey);
    return because === undefined ? [] : [{ task, because }];
  });
}
