"use client";

import { useState } from "react";
import { durationText } from "#components/lib/time-text.ts";
import { useMay } from "#components/shell/session.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { controlClass } from "#components/ui/field.tsx";
import type { Plan, PlanTask } from "#server/contracts/plan.ts";
import { usualPriority } from "#server/lib/priorities.ts";
import { plural } from "#server/lib/units.ts";
import type { usePlanEditing } from "./use-plan-editing.ts";

const priorityWords = ["", "1: before everything", "2: soon", "3: as usual", "4: later", "5: last"];
const leastSeconds = 10;
const mostSeconds = 86_400;

/** How urgent a waiting plan is, and how long each of its runs may take. */
export function PlanSettings({
  plan,
  editing,
}: {
  readonly plan: Plan;
  readonly editing: ReturnType<typeof usePlanEditing>;
}) {
  const canRaise = useMay("plan.decide");
  const planned = plan.body.priority ?? usualPriority;
  const priority = editing.draft.priority ?? planned;
  // Of a task in two halves both have the same limit.
  const tasks = editing.tasks.filter(({ firstHost }) => firstHost === undefined);
  const limits = [...new Set(tasks.map((task) => limitOf(task, editing)))].sort((a, b) => a - b);
  return (
    <Disclosure
      summary={
        <>
          <span className="shrink-0">Priority and time limits</span>
          <span className="truncate font-normal text-ink-soft">
            priority {priority}, at most{" "}
            {limits.map((limit) => durationText(limit * 1_000)).join(" or ")}
          </span>
        </>
      }
    >
      <div className="grid gap-3 py-2 sm:grid-cols-2">
        <label className="block text-[0.8125rem] font-medium">
          Priority, where work waits
          <select
            value={priority}
            onChange={(event) => editing.onPriority(Number(event.target.value))}
            className={`${controlClass} mt-1`}
          >
            {[1, 2, 3, 4, 5]
              .filter((one) => one > 1 || canRaise || planned === 1)
              .map((one) => (
                <option key={one} value={one}>
                  {priorityWords[one]}
                </option>
              ))}
          </select>
        </label>
        {tasks.map((task) => (
          <TimeLimit
            key={task.taskKey}
            task={task}
            seconds={limitOf(task, editing)}
            onChange={(seconds) => editing.onTimeout(task, seconds)}
          />
        ))}
      </div>
    </Disclosure>
  );
}

function limitOf(task: PlanTask, { draft }: ReturnType<typeof usePlanEditing>): number {
  return draft.timeouts[task.taskKey] ?? task.timeoutSeconds;
}

function TimeLimit({
  task,
  seconds,
  onChange,
}: {
  readonly task: PlanTask;
  readonly seconds: number;
  readonly onChange: (seconds: number) => void;
}) {
  const [typed, setTyped] = useState(String(Math.round((seconds / 60) * 10) / 10));
  const wanted = Math.round(Number(typed) * 60);
  const isGood = Number.isFinite(wanted) && wanted >= leastSeconds && wanted <= mostSeconds;
  return (
    <label className="block text-[0.8125rem] font-medium">
      Minutes at most: {task.name}
      <input
        inputMode="decimal"
        value={typed}
        aria-invalid={!isGood}
        onChange={({ target: { value } }) => {
          setTyped(value);
          const next = Math.round(Number(value) * 60);
          if (next >= leastSeconds && next <= mostSeconds) onChange(next);
        }}
        className={`${controlClass} mt-1`}
      />
      {isGood ? null : (
        <span className="mt-1 block font-normal text-bad">
          From 10 seconds (0.17) to {plural(mostSeconds / 60, "minute")}.
        </span>
      )}
    </label>
  );
}
