"use client";

import { ChevronDown, ChevronUp, Cpu, FileCode2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { toneText } from "#components/ui/badge.tsx";
import { IconButton } from "#components/ui/button.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { VariableValue } from "#server/contracts/common.ts";
import type { KeptFiles, OnItself, PlanTask } from "#server/contracts/plan.ts";
import { plural } from "#server/lib/units.ts";
import { taskEstimateText } from "./estimate-text.ts";
import { FirstHostChoice, FirstHostNote } from "./first-host.tsx";
import { JoinNote } from "./join-note.tsx";
import { KeepOn } from "./keep-on.tsx";
import { type FirstHostDraft, type PlanDraft, valueKey } from "./plan-draft.ts";
import { riskLooks } from "./status-look.ts";
import { VariableField } from "./variable-field.tsx";
import { valueText } from "./variable-value.ts";

/** What a person may do with one task of a waiting plan. */
export interface TaskEditing {
  readonly draft: PlanDraft;
  readonly canUntick: boolean;
  readonly onToggle: () => void;
  readonly onMove: (step: 1 | -1) => void;
  readonly canMove: (step: 1 | -1) => boolean;
  /** Names of the tasks that leave with it, where it is unticked. */
  readonly leavesWith: readonly string[];
  readonly onValue: (name: string, value: VariableValue) => void;
  /** The half of the task that waits for its first host; undefined where it is whole. */
  readonly rest: PlanTask | undefined;
  readonly firstHost: FirstHostDraft;
  readonly onFirstHost: (choice: FirstHostDraft) => void;
  readonly onProblem: (name: string, problem: string | null) => void;
}

/** One task of a plan: what, with which playbook, where, by whom; its values one level down. */
export function PlannedTask({
  planId,
  task,
  tasks,
  position,
  previous,
  first,
  editing,
}: {
  readonly planId: string;
  readonly task: PlanTask;
  /** All of its plan. */
  readonly tasks: readonly PlanTask[];
  /** The half that runs on the first host, where this is the rest. */
  readonly first?: PlanTask | undefined;
  readonly position: number;
  /** The task above: what it says about its agent is not said again. */
  readonly previous: PlanTask | undefined;
  /** Absent: the plan can no longer be changed. */
  readonly editing: TaskEditing | null;
}) {
  const isKept = !editing?.draft.unticked.includes(task.taskKey);
  return (
    <li className={classNames("py-3", !isKept && "opacity-60")}>
      <div className="flex items-start gap-3">
        <Tick task={task} position={position} isKept={isKept} editing={editing} />
        <div className="min-w-0 flex-1">
          <p className={classNames("text-sm font-semibold", !isKept && "line-through")}>
            {task.name}
          </p>
          <TaskFacts task={task} />
        </div>
        {editing ? <MoveButtons name={task.name} editing={editing} /> : null}
      </div>
      <div className="mt-1.5 space-y-2 pl-8">
        <LeavesWith isKept={isKept} editing={editing} />
        <TaskWarnings task={task} />
        <KeepOn planId={planId} task={task} />
        {task.keptFiles === undefined ? null : <KeptFilesList places={task.keptFiles.places} />}
        <AgentReason task={task} previous={previous} />
        <FirstHostNote task={task} first={first} />
        <JoinNote task={task} tasks={tasks} />
        {isKept && editing ? (
          <FirstHostChoice
            task={task}
            rest={editing.rest}
            choice={editing.firstHost}
            onChoose={editing.onFirstHost}
          />
        ) : null}
        {isKept && task.variables.length > 0 && task.firstHost === undefined ? (
          <Variables task={task} editing={editing} />
        ) : null}
      </div>
    </li>
  );
}

function Tick({
  task,
  position,
  isKept,
  editing,
}: {
  readonly task: PlanTask;
  readonly position: number;
  readonly isKept: boolean;
  readonly editing: TaskEditing | null;
}) {
  if (!editing?.canUntick) {
    return (
      <span className="tabular grid size-5 shrink-0 place-items-center rounded-full bg-sunken text-[0.6875rem] font-semibold text-ink-soft">
        {position}
      </span>
    );
  }
  return (
    <label className="-m-3 grid size-11 shrink-0 cursor-pointer place-items-center">
      <input
        type="checkbox"
        checked={isKept}
        onChange={editing.onToggle}
        aria-label={`Include: ${task.name}`}
        className="size-5 accent-(--accent)"
      />
    </label>
  );
}

/** Said before anybody unticks: what needs a task leaves with it. */
function LeavesWith({
  isKept,
  editing,
}: {
  readonly isKept: boolean;
  readonly editing: TaskEditing | null;
}) {
  if (!isKept || !editing?.canUntick || editing.leavesWith.length === 0) return null;
  return (
    <p className="text-xs text-ink-faint">
      Unticking it also leaves out: {editing.leavesWith.join(", ")}
    </p>
  );
}

function MoveButtons({ name, editing }: { readonly name: string; readonly editing: TaskEditing }) {
  if (editing.draft.order.length < 2) return null;
  const small = "size-11! pointer-fine:size-7!";
  return (
    <div className="flex shrink-0 gap-0.5">
      <IconButton
        icon={ChevronUp}
        label={`Move up: ${name}`}
        className={small}
        disabled={!editing.canMove(-1)}
        onClick={() => editing.onMove(-1)}
      />
      <IconButton
        icon={ChevronDown}
        label={`Move down: ${name}`}
        className={small}
        disabled={!editing.canMove(1)}
        onClick={() => editing.onMove(1)}
      />
    </div>
  );
}

function TaskFacts({ task }: { readonly task: PlanTask }) {
  const risk = riskLooks[task.risk];
  return (
    <ul className="mt-0.5 flex flex-wrap items-center gap-x-3 gap-y-0.5 text-[0.8125rem] text-ink-soft">
      {task.keptFiles === undefined ? (
        <>
          <li className="inline-flex min-w-0 items-center gap-1.5">
            <FileCode2 aria-hidden className="size-3.5 shrink-0" />
            <span className="font-mono text-xs break-all">{task.entryPath}</span>
          </li>
          <li title={task.matchReason}>{Math.round(task.matchConfidence * 100)} % match</li>
        </>
      ) : (
        <li>A step of Chiffon’s own, {task.matchReason}</li>
      )}
      <li>on {task.hosts.join(", ")}</li>
      {task.tags.length > 0 ? <li>only {task.tags.join(", ")}</li> : null}
      <li>{taskEstimateText(task)}</li>
      <li className={classNames("inline-flex items-center gap-1", toneText[risk.tone])}>
        <risk.icon aria-hidden className="size-3.5" />
        {risk.label}
      </li>
    </ul>
  );
}

const confinement: Readonly<Record<PlanTask["profile"], string | null>> = {
  isolated: null,
  local: "Runs on this machine, isolated from Chiffon's data.",
  unconfined: "Runs on this machine without isolation: it can read whatever Chiffon can.",
};

function onItselfText({ hosts }: PlanTask, { agentName }: OnItself): string {
  return `Runs on ${hosts.join(", ")} itself, by its agent ${agentName}: without ssh, not confined, as the user that the agent runs as.`;
}

function TaskWarnings({ task }: { readonly task: PlanTask }) {
  const start =
    task.startAtTask == null
      ? null
      : `Starts at “${task.startAtTask}”: the steps before it are skipped, and what they found out is not known.`;
  const warnings = [
    start,
    task.note,
    task.onItself === undefined ? confinement[task.profile] : onItselfText(task, task.onItself),
    ...(task.warnings ?? []),
    ...(task.preflight ?? []),
  ].filter((text) => text !== null);
  return (
    <>
      {warnings.map((text) => (
        <p key={text} className="flex items-start gap-1.5 text-[0.8125rem] text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {text}
        </p>
      ))}
    </>
  );
}

function AgentReason({
  task: { agent },
  previous,
}: {
  readonly task: PlanTask;
  readonly previous: PlanTask | undefined;
}) {
  if (!agent) return null;
  const isSaid = previous?.agent?.name === agent.name && previous.agent.reason === agent.reason;
  if (isSaid) return null;
  return (
    <p className="flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
      <Cpu aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        By agent <span className="font-medium text-ink">{agent.name}</span>: {agent.reason}
      </span>
    </p>
  );
}

/** Exactly the files that are kept or put back. */
function KeptFilesList({ places }: { readonly places: KeptFiles["places"] }) {
  const files = places.flatMap(({ host, paths }) => paths.map((path) => ({ host, path })));
  return (
    <Disclosure summary={plural(files.length, "file")}>
      <ul className="space-y-1 border-y border-line py-2 text-[0.8125rem]">
        {files.map(({ host, path }) => (
          <li key={`${host} ${path}`} className="break-words">
            <code className="text-xs break-all">{path}</code>{" "}
            <span className="text-ink-soft">on {host}</span>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function Variables({
  task,
  editing,
}: {
  readonly task: PlanTask;
  readonly editing: TaskEditing | null;
}) {
  const values = editing?.draft.values ?? {};
  const rows = task.variables.map((variable): ReactNode => {
    const changed = values[valueKey(task.taskKey, variable.name)];
    return (
      <VariableField
        key={variable.name}
        variable={variable}
        value={changed === undefined ? variable.value : changed}
        onChange={editing ? (value) => editing.onValue(variable.name, value) : undefined}
        onProblem={(problem) => editing?.onProblem(variable.name, problem)}
      />
    );
  });
  const set = task.variables.filter((variable) => variable.overridden);
  return (
    <Disclosure
      summary={
        <>
          <span className="shrink-0">
            {task.variables.length === 1 ? "1 variable" : `${task.variables.length} variables`}
          </span>
          <span className="truncate font-normal text-ink-soft">
            {set.map(({ name, value }) => `${name} = ${valueText(value)}`).join(", ")}
          </span>
        </>
      }
    >
      <div className="divide-y divide-line border-y border-line">{rows}</div>
    </Disclosure>
  );
}
