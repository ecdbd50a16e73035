"use client";

import { useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import {
  draftKind,
  moveTask,
  type PlanDraft,
  plannedFirstHost,
  restOf,
  setFirstHost,
  setPriority,
  setTimeoutOf,
  setValue,
  startDraft,
  tasksInOrder,
  toggleTask,
} from "./plan-draft.ts";
import type { TaskEditing } from "./planned-task.tsx";

/** Unsaved changes to one plan version. Give the component the plan's id as `key`: a new version starts clean. */
export function usePlanEditing(plan: Plan): {
  readonly draft: PlanDraft;
  readonly kind: ReturnType<typeof draftKind>;
  readonly tasks: readonly PlanTask[];
  readonly editingOf: (task: PlanTask) => TaskEditing;
  readonly discard: () => void;
  readonly onTimeout: (task: PlanTask, seconds: number) => void;
  readonly onPriority: (priority: number) => void;
} {
  const { body } = plan;
  const [draft, setDraft] = useState(() => startDraft(body));
  const toggle = (task: PlanTask) => {
    const { draft: next, alsoChanged } = toggleTask(draft, body, task.taskKey);
    if (next.unticked.length === body.tasks.length) {
      announce("A plan needs at least one task. Reject it if none should run.");
      return;
    }
    setDraft(next);
    const isKept = !next.unticked.includes(task.taskKey);
    const others = alsoChanged.map(({ name }) => name).join(", ");
    const also = others ? ` ${isKept ? "Also included" : "Also left out"}: ${others}.` : "";
    announce(`${task.name} ${isKept ? "included" : "left out"}.${also}`);
  };
  const move = (task: PlanTask, step: 1 | -1) => {
    const next = moveTask(draft, body, task.taskKey, step);
    if (!next) return;
    setDraft(next);
    announce(`${task.name} is now number ${next.order.indexOf(task.taskKey) + 1}.`);
  };
  return {
    draft,
    kind: draftKind(draft, body),
    tasks: tasksInOrder(draft, body),
    discard: () => setDraft(startDraft(body)),
    onTimeout: (task, seconds) => setDraft((current) => setTimeoutOf(current, task, seconds)),
    onPriority: (priority) => setDraft((current) => setPriority(current, body, priority)),
    editingOf: (task) => ({
      draft,
      canUntick: body.tasks.length > 1,
      onToggle: () => toggle(task),
      onMove: (step) => move(task, step),
      canMove: (step) => moveTask(draft, body, task.taskKey, step) !== null,
      onValue: (name, value) => setDraft((current) => setValue(current, task, name, value)),
      rest: restOf(body, task.taskKey),
      firstHost: draft.firstHosts[task.taskKey] ?? plannedFirstHost(body, task),
      onFirstHost: (choice) => setDraft((current) => setFirstHost(current, body, task, choice)),
    }),
  };
}
