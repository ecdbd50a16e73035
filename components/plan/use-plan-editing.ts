"use client";

import { useState } from "react";
import { announce } from "#components/lib/announcer.ts";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import { type KeptDraft, useKeptDrafts } from "./kept-drafts.ts";
import {
  carryDraft,
  draftKind,
  leavingWith,
  moveTask,
  type PlanDraft,
  plannedFirstHost,
  restOf,
  setFirstHost,
  setPriority,
  setProblem,
  setTimeoutOf,
  setValue,
  startDraft,
  tasksInOrder,
  toggleTask,
} from "./plan-draft.ts";
import type { TaskEditing } from "./planned-task.tsx";

/**
 * Unsaved changes to one plan version. Give the component the plan's id as `key`: a new version starts with what was
 * changed, but not saved, on the one before or on the plan that it follows.
 */
export function usePlanEditing(
  plan: Plan,
  followsId?: string,
): {
  /** Changes were taken over from another version. */
  readonly isCarried: boolean;
  readonly draft: PlanDraft;
  readonly kind: ReturnType<typeof draftKind>;
  readonly tasks: readonly PlanTask[];
  readonly editingOf: (task: PlanTask) => TaskEditing;
  readonly discard: () => void;
  readonly onTimeout: (task: PlanTask, seconds: number) => void;
  readonly onPriority: (priority: number) => void;
} {
  const { body } = plan;
  const drafts = useKeptDrafts();
  const [carried] = useState(() => startOf(plan, drafts.of(plan.requestId, followsId)));
  const [draft, setState] = useState(carried);
  const setDraft = (next: PlanDraft) => {
    setState(next);
    drafts.keep(plan, next);
  };
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
    isCarried: draftKind(carried, body) !== "none" && draftKind(draft, body) !== "none",
    kind: draftKind(draft, body),
    tasks: tasksInOrder(draft, body),
    discard: () => {
      setState(startDraft(body));
      drafts.drop(plan.requestId);
      if (followsId !== undefined) drafts.drop(followsId);
    },
    onTimeout: (task, seconds) => setDraft(setTimeoutOf(draft, task, seconds)),
    onPriority: (priority) => setDraft(setPriority(draft, body, priority)),
    editingOf: (task) => ({
      draft,
      canUntick: body.tasks.length > 1,
      onToggle: () => toggle(task),
      onMove: (step) => move(task, step),
      canMove: (step) => moveTask(draft, body, task.taskKey, step) !== null,
      leavesWith: leavingWith(draft, body, task.taskKey).map(({ name }) => name),
      onValue: (name, value) =>
        setDraft(setProblem(setValue(draft, task, name, value), task, name, null)),
      onProblem: (name, problem) => setDraft(setProblem(draft, task, name, problem)),
      rest: restOf(body, task.taskKey),
      firstHost: draft.firstHosts[task.taskKey] ?? plannedFirstHost(body, task),
      onFirstHost: (choice) => setDraft(setFirstHost(draft, body, task, choice)),
    }),
  };
}

function startOf(plan: Plan, kept: KeptDraft | null): PlanDraft {
  if (kept === null) return startDraft(plan.body);
  return kept.plan.id === plan.id ? kept.draft : carryDraft(kept.draft, plan.body);
}
