import { durationText } from "#components/lib/time-text.ts";
import type { VariableValue } from "#server/contracts/common.ts";
import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { usualPriority } from "#server/lib/priorities.ts";
import { isSameValue } from "./plan-draft.ts";
import { valueText } from "./variable-value.ts";

/** One difference between two versions of a plan. */
export interface PlanChange {
  readonly what: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a person must read anew in `after`: values, tasks, order, hosts. Same versions give an empty list. */
export function planChanges(before: PlanBody, after: PlanBody): PlanChange[] {
  return [
    ...taskChanges(before, after),
    ...valueChanges(before, after),
    ...orderChange(before, after),
    ...settingChanges(before, after),
  ];
}

function settingChanges(before: PlanBody, after: PlanBody): PlanChange[] {
  const priorities = { before: priorityOf(before), after: priorityOf(after) };
  const limits = after.tasks.flatMap((task): PlanChange[] => {
    const old = before.tasks.find(({ taskKey }) => taskKey === task.taskKey);
    if (old === undefined || old.timeoutSeconds === task.timeoutSeconds) return [];
    const words = ({ timeoutSeconds }: PlanTask) => durationText(timeoutSeconds * 1_000);
    return [{ what: `Time limit of ${task.name}`, before: words(old), after: words(task) }];
  });
  const isSame = priorities.before === priorities.after;
  return isSame ? limits : [{ what: "Priority", ...priorities }, ...limits];
}

function priorityOf({ priority = usualPriority }: PlanBody): string {
  return String(priority);
}

function taskChanges(before: PlanBody, after: PlanBody): PlanChange[] {
  const has = (body: PlanBody, key: string): boolean =>
    body.tasks.some((task) => task.taskKey === key);
  const removed = before.tasks
    .filter((task) => !has(after, task.taskKey))
    .map((task) => ({ what: "Task", before: task.name, after: null }));
  const added = after.tasks
    .filter((task) => !has(before, task.taskKey))
    .map((task) => ({ what: "Task", before: null, after: task.name }));
  return [...removed, ...added];
}

function valueChanges(before: PlanBody, after: PlanBody): PlanChange[] {
  return after.tasks.flatMap((task) => {
    const old = before.tasks.find((other) => other.taskKey === task.taskKey);
    if (!old) return [];
    const hosts = { before: old.hosts.join(", "), after: task.hosts.join(", ") };
    const values = task.variables.flatMap(({ name, value }): PlanChange[] => {
      const was: VariableValue =
        old.variables.find((variable) => variable.name === name)?.value ?? null;
      return isSameValue(was, value)
        ? []
        : [{ what: name, before: valueText(was), after: valueText(value) }];
    });
    return hosts.before === hosts.after ? values : [{ what: "Hosts", ...hosts }, ...values];
  });
}

function orderChange(before: PlanBody, after: PlanBody): PlanChange[] {
  const names = (body: PlanBody, other: PlanBody): string =>
    body.tasks
      .filter((task) => other.tasks.some((one) => one.taskKey === task.taskKey))
      .map((task) => task.name)
      .join(" → ");
  const was = names(before, after);
  const is = names(after, before);
  return was === is ? [] : [{ what: "Order", before: was, after: is }];
}
