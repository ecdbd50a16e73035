"use client";

import { ArrowRight, Milestone, Square } from "lucide-react";
import { whoMay } from "#components/lib/permissions.ts";
import { useDecideFirstHost } from "#components/lib/request-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Plan, PlanTask, TaskView } from "#server/contracts/plan.ts";
import { plural } from "#server/lib/units.ts";
import { Checks } from "./outcome.tsx";
import type { FirstHostDraft } from "./plan-draft.ts";

/** Every host of a task, whichever goes first. */
export function allHosts(task: PlanTask, rest: PlanTask | undefined): string[] {
  return [...task.hosts, ...(rest?.hosts ?? [])];
}

/** Offers to run a task on one of its hosts before the rest; nothing for one host, or for the rest itself. */
export function FirstHostChoice({
  task,
  rest,
  choice,
  onChoose,
}: {
  readonly task: PlanTask;
  /** The half that waits, where the plan is split already. */
  readonly rest: PlanTask | undefined;
  readonly choice: FirstHostDraft;
  readonly onChoose: (choice: FirstHostDraft) => void;
}) {
  const hosts = allHosts(task, rest);
  if (hosts.length < 2 || task.firstHost !== undefined || task.keptFiles !== undefined) return null;
  const { host, asks } = choice;
  return (
    <fieldset className="flex flex-wrap items-center gap-x-3 text-[0.8125rem]">
      <legend className="sr-only">One host first: {task.name}</legend>
      <Check
        label="One host first"
        isChecked={host !== null}
        onChange={(isOn) => onChoose({ asks, host: isOn ? (hosts[0] ?? null) : null })}
      />
      {host === null ? null : (
        <>
          <select
            value={host}
            aria-label={`The host that goes first: ${task.name}`}
            onChange={(event) => onChoose({ asks, host: event.target.value })}
            className={`${controlClass} w-auto! max-w-full min-w-0`}
          >
            {hosts.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
          <Check
            label="Ask me before the rest"
            isChecked={asks}
            onChange={(isOn) => onChoose({ host, asks: isOn })}
          />
        </>
      )}
    </fieldset>
  );
}

function Check({
  label,
  isChecked,
  onChange,
}: {
  readonly label: string;
  readonly isChecked: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="touch inline-flex min-h-11 cursor-pointer items-center gap-2">
      <input
        type="checkbox"
        checked={isChecked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4.5 accent-(--accent)"
      />
      {label}
    </label>
  );
}

/** Says of the rest of a task's hosts what it waits for. */
export function FirstHostNote({
  task: { firstHost },
  first,
}: {
  readonly task: PlanTask;
  readonly first: PlanTask | undefined;
}) {
  if (firstHost === undefined) return null;
  const host = first?.hosts.join(", ") ?? "the first host";
  const hasChecks = first?.checks.some(({ unresolved }) => unresolved === undefined) === true;
  return (
    <p className="flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
      <Milestone aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      {waitWords(host, { hasChecks, asks: firstHost.asks })}
    </p>
  );
}

function waitWords(
  host: string,
  { hasChecks, asks }: { readonly hasChecks: boolean; readonly asks: boolean },
): string {
  if (!hasChecks)
    return `After ${host}, once a person says so: nothing checks whether it is well there.`;
  return asks
    ? `After ${host}, once its checks passed and a person says so.`
    : `After ${host}, if its checks pass; otherwise these hosts are not touched.`;
}

/** True for a task that asks a person after its first host. */
export function isAsking({ status, hold }: TaskView): boolean {
  return status === "paused" && hold?.state === "asking";
}

/** Asks whether the rest of a task's hosts follows the first, with what its checks said. */
export function FirstHostQuestion({
  requestId,
  plan,
  task,
}: {
  readonly requestId: string;
  readonly plan: Plan;
  readonly task: TaskView;
}) {
  const canDecide = useMay("run.review");
  const decide = useDecideFirstHost(requestId);
  const answer = (decision: "go_on" | "stop") =>
    decide.mutate({ taskId: task.id, decision }, { onError: toastError });
  const rest = plan.body.tasks.find(({ taskKey }) => taskKey === task.taskKey)?.hosts ?? [];
  const reason = task.pausedReason ?? "the first host is done";
  return (
    <Notice tone="warn" icon={Milestone} title={`Go on with ${plural(rest.length, "other host")}?`}>
      <p>
        “{task.name}”: {reason}. Not touched yet: {rest.join(", ")}.
      </p>
      <Checks checks={task.hold?.checks ?? []} />
      {canDecide ? (
        <div className="mt-2 flex flex-wrap gap-2">
          <Button icon={Square} disabled={decide.isPending} onClick={() => answer("stop")}>
            Stop here
          </Button>
          <Button
            icon={ArrowRight}
            variant="primary"
            isBusy={decide.isPending}
            onClick={() => answer("go_on")}
          >
            Go on
          </Button>
        </div>
      ) : (
        <p className="mt-1">Waiting for {whoMay("run.review")}.</p>
      )}
    </Notice>
  );
}

/** While the first host runs or is checked: what follows, and where. */
export function FirstHostProgress({
  plan,
  tasks,
}: {
  readonly plan: Plan;
  readonly tasks: readonly TaskView[];
}) {
  const held = tasks.filter(({ hold, status }) => hold?.state === "held" && status === "pending");
  return held.map((task) => {
    const planned = plan.body.tasks.find(({ taskKey }) => taskKey === task.taskKey);
    const first = tasks.find(({ taskKey }) => taskKey === planned?.firstHost?.firstTaskKey);
    const rest = planned?.hosts ?? [];
    return (
      <p key={task.id} className="flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
        <Milestone aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {first?.status === "succeeded"
          ? `The first host is done; its checks are being made. Then ${rest.join(", ")}.`
          : `One host first; then ${rest.join(", ")}.`}
      </p>
    );
  });
}
