"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useId, useState } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { previewQuery, requestQuery } from "#components/lib/queries.ts";
import { useNow } from "#components/lib/use-now.ts";
import { WhyNoRule } from "#components/rules/why-no-rule.tsx";
import { TaskRun } from "#components/run/task-run.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Until } from "#components/ui/moment.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Risk } from "#server/contracts/common.ts";
import type { CardStatus, Plan, PlanTask, RequestView } from "#server/contracts/plan.ts";
import type { PreviewEffects } from "#server/contracts/preview.ts";
import { DecisionBar } from "./decision-bar.tsx";
import { DecisionProblem } from "./decision-problem.tsx";
import { FollowsLine } from "./plan-again.tsx";
import { PlanDetails } from "./plan-details.tsx";
import { PlanFacts } from "./plan-facts.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanPreview } from "./plan-preview.tsx";
import { PlanSettings } from "./plan-settings.tsx";
import { PlanlessActions } from "./planless-request.tsx";
import { PlannedTask } from "./planned-task.tsx";
import { SecretNeeds } from "./secret-needs.tsx";
import { isStartingLater } from "./start-later.tsx";
import { cardLooks, startsLaterLook } from "./status-look.ts";
import { StatusSection } from "./status-section.tsx";
import { UndoNote } from "./undo-note.tsx";
import { usePlanEditing } from "./use-plan-editing.ts";
import { VersionChanges } from "./version-changes.tsx";

/** A paused card is read again after so long: its place in line changes by what others do. */
const pausedRefreshMs = 10_000;

/** The live card of a request: what it would do, the decision, the run, the outcome. */
export function PlanCard({
  requestId,
  openRunId = null,
}: {
  readonly requestId: string;
  readonly openRunId?: string | null;
}) {
  const { data, error, refetch } = useQuery({
    ...requestQuery(requestId),
    refetchInterval: ({ state }) => (state.data?.card === "paused" ? pausedRefreshMs : false),
  });
  if (data?.plan && data.card) {
    return <Card view={data} plan={data.plan} status={data.card} openRunId={openRunId} />;
  }
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) {
    return (
      <div className="rounded-xl border border-line bg-surface p-4 shadow-card">
        <Skeleton lines={5} />
      </div>
    );
  }
  return (
    <div>
      <p className="text-sm text-ink-soft">{data.reason ?? "There is no plan yet."}</p>
      <FollowsLine view={data} />
      <PlanlessActions view={data} />
    </div>
  );
}

const statusEdge: Readonly<Record<string, string>> = {
  accent: "border-accent-line",
  busy: "border-busy-line",
  warn: "border-warn-line",
  bad: "border-bad-line",
  ok: "border-ok-line",
  neutral: "border-line",
};

/** Once a plan has ended, buttons say what can be undone. */
const beforeTheEnd: ReadonlySet<CardStatus> = new Set<CardStatus>([
  ...(["awaiting", "approved", "running", "paused", "verifying"] as const),
]);

interface CardProps {
  readonly view: RequestView;
  readonly plan: Plan;
  readonly status: CardStatus;
}

function Card({
  view,
  plan,
  status,
  openRunId,
}: CardProps & { readonly openRunId: string | null }) {
  const titleId = useId();
  const [problem, setProblem] = useState<unknown>(null);
  const effects = usePreviewEffects(plan, status);
  return (
    <section
      id={`plan-${view.requestId}`}
      aria-labelledby={titleId}
      data-waiting={status === "awaiting" || undefined}
      className={classNames(
        "scroll-mt-4 rounded-xl border bg-surface shadow-card",
        statusEdge[cardLooks[status].tone],
      )}
    >
      <div className="space-y-4 p-4">
        <Header view={view} plan={plan} status={status} titleId={titleId} />
        {problem && !isResolved(problem, status) ? <DecisionProblem error={problem} /> : null}
        <VersionChanges plan={plan} versions={view.versions} />
        <PlanFacts body={plan.body} effects={effects} modelUse={view.modelUse} />
        <PlanNotes body={plan.body} />
        {beforeTheEnd.has(status) ? (
          <UndoNote tasks={plan.body.tasks} isWaiting={status === "awaiting"} />
        ) : null}
        {status === "awaiting" ? <SecretNeeds key={plan.id} plan={plan} /> : null}
        {status === "awaiting" ? <WhyNoRule planId={plan.id} /> : null}
      </div>
      {status === "awaiting" ? (
        <Awaiting
          key={plan.id}
          plan={plan}
          risk={effects?.risk ?? plan.body.risk}
          onRefused={setProblem}
        />
      ) : (
        <Decided view={view} plan={plan} status={status} openRunId={openRunId} />
      )}
    </section>
  );
}

/** What the preview of a waiting plan found; null where there is none, and once the plan is decided. */
function usePreviewEffects(plan: Plan, status: CardStatus): PreviewEffects | null {
  const isWaiting = status === "awaiting";
  const { data } = useQuery({ ...previewQuery(plan.id), enabled: isWaiting });
  return isWaiting ? (data?.effects ?? null) : null;
}

/** "Someone else decided first" stays to be read; other problems end with the state they were about. */
function isResolved(problem: unknown, status: CardStatus): boolean {
  return status !== "awaiting" && toApiError(problem).code !== "already_decided";
}

function Header({ view, plan, status, titleId }: CardProps & { readonly titleId: string }) {
  const isLater = isStartingLater(plan, useNow()) && status === "approved";
  const look = isLater ? startsLaterLook : cardLooks[status];
  return (
    <header>
      <div className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={look.tone} icon={look.icon} isLively={look.isLively === true}>
          {look.label}
        </Badge>
        {plan.version > 1 ? (
          <span className="text-xs text-ink-faint">Version {plan.version}</span>
        ) : null}
        {status === "awaiting" ? (
          <span className="ml-auto text-xs text-ink-soft">
            Expires <Until at={plan.expiresAt} />
          </span>
        ) : null}
      </div>
      <h2 id={titleId} className="text-[1.0625rem] leading-snug font-semibold">
        {view.purpose === "preview" ? `Preview: ${view.text}` : view.text}
      </h2>
      <FollowsLine view={view} />
      <p className="mt-1 text-[0.9375rem] text-ink-soft">{plan.body.summary}</p>
    </header>
  );
}

/** The half of a task that runs on the first host, for the half that waits for it. */
function firstOf({ body }: Plan, { firstHost }: PlanTask): PlanTask | undefined {
  return firstHost && body.tasks.find(({ taskKey }) => taskKey === firstHost.firstTaskKey);
}

function Awaiting({
  plan,
  risk,
  onRefused,
}: {
  readonly plan: Plan;
  readonly risk: Risk;
  readonly onRefused: (error: unknown) => void;
}) {
  const editing = usePlanEditing(plan);
  const canModify = useMay("plan.modify");
  return (
    <>
      <div className="border-t border-line px-4">
        <ol aria-label="Tasks" className="divide-y divide-line">
          {editing.tasks.map((task, index) => (
            <PlannedTask
              key={task.taskKey}
              planId={plan.id}
              task={task}
              position={index + 1}
              previous={editing.tasks[index - 1]}
              first={firstOf(plan, task)}
              editing={canModify ? editing.editingOf(task) : null}
            />
          ))}
        </ol>
      </div>
      <PlanPreview plan={plan} />
      <div className="border-t border-line px-4 py-2">
        {canModify ? <PlanSettings plan={plan} editing={editing} /> : null}
        <PlanDetails plan={plan} />
      </div>
      <DecisionBar
        plan={plan}
        risk={risk}
        unsaved={{ draft: editing.draft, kind: editing.kind, discard: editing.discard }}
        onRefused={onRefused}
      />
    </>
  );
}

const neverRan: readonly CardStatus[] = ["rejected", "expired", "stale", "superseded"];

function Decided({
  view,
  plan,
  status,
  openRunId,
}: CardProps & { readonly openRunId: string | null }) {
  return (
    <>
      {neverRan.includes(status) ? null : (
        <ol aria-label="Tasks" className="divide-y divide-line border-t border-line px-4">
          {plan.body.tasks.map((planned) => (
            <TaskRun
              key={planned.taskKey}
              planned={planned}
              task={view.tasks.find((task) => task.taskKey === planned.taskKey)}
              requestId={view.requestId}
              openRunId={openRunId}
            />
          ))}
        </ol>
      )}
      <div className="space-y-3 border-t border-line px-4 py-4">
        <StatusSection status={status} view={view} plan={plan} />
      </div>
      <FullPlan plan={plan} />
    </>
  );
}

/** The plan as it was decided about. A preview of it is only asked for where somebody looks. */
function FullPlan({ plan }: { readonly plan: Plan }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className="group border-t border-line px-4 py-1.5"
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary className="flex min-h-9 items-center gap-1.5 text-[0.8125rem] font-medium text-accent">
        <ChevronDown aria-hidden className="size-3.5 transition-transform group-open:rotate-180" />
        Full plan
      </summary>
      <ol className="divide-y divide-line">
        {plan.body.tasks.map((task, index) => (
          <PlannedTask
            key={task.taskKey}
            planId={plan.id}
            task={task}
            position={index + 1}
            previous={plan.body.tasks[index - 1]}
            first={firstOf(plan, task)}
            editing={null}
          />
        ))}
      </ol>
      <PlanDetails plan={plan} />
      {isOpen ? (
        <div className="-mx-4">
          <PlanPreview plan={plan} />
        </div>
      ) : null}
    </details>
  );
}
