"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { estimateText } from "#components/lib/time-text.ts";
import { useNow } from "#components/lib/use-now.ts";
import { type Look, plannedLook, taskLooks } from "#components/plan/status-look.ts";
import { TaskRouting } from "#components/routing/task-routing.tsx";
import { toneText } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Elapsed } from "#components/ui/moment.tsx";
import type { PlanTask, TaskView } from "#server/contracts/plan.ts";
import type { Run } from "#server/contracts/run.ts";
import { RunPanel } from "./run-panel.tsx";

/** One task while and after it runs; open while it runs or when it failed. */
export function TaskRun({
  planned,
  task,
  requestId,
  openRunId,
}: {
  readonly planned: PlanTask;
  readonly task: TaskView | undefined;
  readonly requestId: string;
  /** A run whose output the address asks for. */
  readonly openRunId: string | null;
}) {
  const look = task ? taskLooks[task.status] : plannedLook;
  const run = task ? shownRun(task, openRunId) : undefined;
  const isAskedFor = run !== undefined && run.id === openRunId;
  // Null: nobody chose; the state of the task decides.
  const [choice, setChoice] = useState<boolean | null>(null);
  const opensItself = look.isLively || look.tone === "bad" || isAskedFor;
  const isOpen = run !== undefined && (choice ?? opensItself);
  return (
    <li className="py-2">
      <TaskHead
        name={planned.name}
        task={task}
        look={look}
        estimatedSeconds={planned.estimatedSeconds}
        isOpen={run ? isOpen : null}
        onToggle={() => setChoice(!isOpen)}
      />
      {task ? <TaskMessage task={task} look={look} /> : null}
      <TaskRouting task={task} />
      {isOpen ? (
        <div className="mt-1 sm:pl-7">
          <RunPanel
            key={run.id}
            runId={run.id}
            requestId={requestId}
            isLogOpen={look.isLively === true || isAskedFor}
          />
        </div>
      ) : null}
    </li>
  );
}

function TaskMessage({ task, look }: { readonly task: TaskView; readonly look: Look }) {
  if (!task.message || task.status === "running") return null;
  return (
    <p
      className={classNames(
        "pl-7 text-[0.8125rem] break-words",
        look.tone === "bad" ? "text-bad" : "text-ink-soft",
      )}
    >
      {task.message}
    </p>
  );
}

/** The attempt the address asks for, else the newest. */
function shownRun(task: TaskView, openRunId: string | null): Run | undefined {
  const newest = task.runs.toSorted((a, b) => b.attempt - a.attempt)[0];
  return task.runs.find((run) => run.id === openRunId) ?? newest;
}

function TaskHead({
  name,
  task,
  look,
  estimatedSeconds,
  isOpen,
  onToggle,
}: {
  readonly name: string;
  readonly estimatedSeconds: number;
  readonly task: TaskView | undefined;
  readonly look: Look;
  /** Null: there is nothing to open. */
  readonly isOpen: boolean | null;
  readonly onToggle: () => void;
}) {
  const isSpinning = task?.status === "running";
  return (
    <button
      type="button"
      disabled={isOpen === null}
      aria-expanded={isOpen ?? undefined}
      onClick={onToggle}
      className="flex min-h-9 w-full items-center gap-2.5 text-left text-sm disabled:cursor-default"
    >
      <look.icon
        aria-hidden
        className={classNames(
          "size-4.5 shrink-0",
          toneText[look.tone],
          isSpinning && "animate-spin",
        )}
      />
      <span className="min-w-0 flex-1">
        <span className="font-medium">{name}</span>
        <TaskNote look={look} task={task} />
        {task?.status === "running" && task.startedAt !== null ? (
          <Overdue startedAt={task.startedAt} estimatedSeconds={estimatedSeconds} />
        ) : null}
      </span>
      {task?.startedAt ? (
        <span className="text-xs text-ink-soft">
          <Elapsed from={task.startedAt} to={task.finishedAt} />
        </span>
      ) : null}
      {isOpen === null ? null : (
        <ChevronDown
          aria-hidden
          className={classNames(
            "size-4 shrink-0 text-ink-faint transition-transform",
            isOpen && "rotate-180",
          )}
        />
      )}
    </button>
  );
}

/** So much more than its estimate a run may take before that is said. */
const tolerance = 1.5;
const toleranceMs = 10_000;

function Overdue({
  startedAt,
  estimatedSeconds,
}: {
  readonly startedAt: string;
  readonly estimatedSeconds: number;
}) {
  const tookMs = useNow() - Date.parse(startedAt);
  if (tookMs < estimatedSeconds * 1_000 * tolerance + toleranceMs) return null;
  return (
    <span className="block text-xs font-medium text-warn">
      Takes longer than estimated ({estimateText(estimatedSeconds)}). Look at its output.
    </span>
  );
}

function TaskNote({ look, task }: { readonly look: Look; readonly task: TaskView | undefined }) {
  const parts = [
    look.label,
    task?.agentName ? `by ${task.agentName}` : null,
    task && task.attempts > 1 ? `attempt ${task.attempts}` : null,
    task?.status === "paused" ? task.pausedReason : null,
  ].filter(Boolean);
  return <span className="block text-xs text-ink-soft">{parts.join(" · ")}</span>;
}
