import type { PlanTask } from "#server/contracts/plan.ts";
import type { ChosenEntry } from "./plan-input.ts";

/** A later step waits for an earlier one of the same service, or for the one before it when the words say so. What comes from an earlier plan keeps its order. */
export function dependencies(
  chosen: ChosenEntry,
  earlier: readonly PlanTask[],
  requestText: string,
): string[] {
  const previous = earlier.at(-1);
  if (previous === undefined) return [];
  if (chosen.given?.task != null) {
    const { dependsOn } = chosen.given.task;
    return earlier.map((task) => task.taskKey).filter((key) => dependsOn.includes(key));
  }
  const service = chosen.entry.service ?? chosen.service;
  const same = earlier
    .filter((task) => service !== null && task.service === service)
    .map((task) => task.taskKey);
  if (same.length > 0) return same.slice(-1);
  const saidInOrder = /\b(?:then|after(?:wards)?|afterwards|once|next|its|it|the config)\b/i.test(
    requestText,
  );
  return saidInOrder ? [previous.taskKey] : [];
}

/**
 * Puts tasks that could start now before those that must wait for an agent, without breaking a dependency: a task
 * waits as well where one it needs does. Otherwise the order stays. Tasks on a cycle keep their place at the end.
 */
export function readyFirst<T extends Pick<PlanTask, "taskKey" | "dependsOn">>(
  tasks: readonly T[],
  isReady: (task: T) => boolean,
): T[] {
  const late = new Set(tasks.filter((task) => !isReady(task)).map((task) => task.taskKey));
  for (let before = -1; before !== late.size; ) {
    before = late.size;
    for (const task of tasks)
      if (task.dependsOn.some((key) => late.has(key))) late.add(task.taskKey);
  }
  const ordered: T[] = [];
  let left = [...tasks];
  while (left.length > 0) {
    const done = new Set(ordered.map((task) => task.taskKey));
    const free = left.filter((task) => task.dependsOn.every((key) => done.has(key)));
    const next = free.find((task) => !late.has(task.taskKey)) ?? free[0];
    if (next === undefined) return [...ordered, ...left];
    ordered.push(next);
    left = left.filter((task) => task !== next);
  }
  return ordered;
}

/** Seconds along the longest chain of dependencies: what independent tasks take beside it is free. */
export function longestPathSeconds(
  tasks: readonly Pick<PlanTask, "taskKey" | "dependsOn" | "estimatedSeconds">[],
): number {
  const finish = new Map<string, number>();
  for (const task of tasks) {
    const start = Math.max(0, ...task.dependsOn.map((key) => finish.get(key) ?? 0));
    finish.set(task.taskKey, start + task.estimatedSeconds);
  }
  return Math.max(0, ...finish.values());
}
