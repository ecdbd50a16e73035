import type { PlanTask } from "#server/contracts/plan.ts";
import type { ChosenEntry } from "./plan-input.ts";

/** A later step waits for an earlier one of the same service, or for the one before it when the words say so. */
export function dependencies(
  chosen: ChosenEntry,
  earlier: readonly PlanTask[],
  requestText: string,
): string[] {
  const previous = earlier.at(-1);
  if (previous === undefined) return [];
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

/** Seconds along the longest chain of dependencies: what independent tasks take beside it is free. */
export function longestPathSeconds(tasks: readonly PlanTask[]): number {
  const finish = new Map<string, number>();
  for (const task of tasks) {
    const start = Math.max(0, ...task.dependsOn.map((key) => finish.get(key) ?? 0));
    finish.set(task.taskKey, start + task.estimatedSeconds);
  }
  return Math.max(0, ...finish.values());
}
