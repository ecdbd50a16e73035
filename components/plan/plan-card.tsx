"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { previewQuery, requestQuery } from "#components/lib/request-queries.ts";
import { useNow } from "#components/lib/use-now.ts";
import { WhyNoRule } from "#components/rules/why-no-rule.tsx";
import { TaskRun } from "#components/run/task-run.tsx";
import { useMay, useSession } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Until } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Risk } from "#server/contracts/common.ts";
import type { CardStatus, Plan, PlanTask, RequestView } from "#server/contracts/plan.ts";
import type { PreviewEffects } from "#server/contracts/preview.ts";
import { DecisionBar } from "./decision-bar.tsx";
import { DecisionProblem } from "./decision-problem.tsx";
import { useKeptDrafts } from "./kept-drafts.ts";
import { LeftOut } from "./left-out.tsx";
import { FollowsLine } from "./plan-again.tsx";
import { PlanDetails } from "./plan-details.tsx";
import { draftLines } from "./plan-draft.ts";
import { PlanFacts } from "./plan-facts.tsx";
import { PlanNotes } from "./plan-notes.tsx";
import { PlanPreview } from "./plan-preview.tsx";
import { PlanSettings } from "./plan-settings.tsx";
import { isOnlyTitle, isSameText, planTitle, withoutCaution } from "./plan-title.ts";
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
  const [problem, setProblem] = useState<unknown>(null);
  const effects = usePreviewEffects(plan, status);
  const risk = effects?.risk ?? plan.body.risk;
  const isWaiting = status === "awaiting";
  return (
    <section
      id={`plan-${view.requestId}`}
      tabIndex={-1}
      aria-label={labelOf(view)}
      data-waiting={isWaiting || undefined}
      className={classNames(
        "min-w-0 scroll-mt-4 scroll-mb-4 rounded-xl border bg-surface shadow-card wrap-anywhere outline-offset-2",
        edgeOf(status, risk),
      )}
    >
      <div className="space-y-4 p-4">
        <Header view={view} plan={plan} status={status} />
        {problem && !isResolved(problem, status) ? <DecisionProblem error={problem} /> : null}
        {isWaiting ? null : <UnsavedChanges plan={plan} />}
        <VersionChanges plan={plan} versions={view.versions} />
        <PlanFacts body={plan.body} effects={effects} modelUse={view.modelUse} />
        <PlanNotes body={plan.body} />
        {beforeTheEnd.has(status) ? (
          <UndoNote tasks={plan.body.tasks} isWaiting={status === "awaiting"} />
        ) : null}
        {isWaiting ? <BeforeDeciding view={view} plan={plan} /> : null}
      </div>
      {status === "awaiting" ? (
        <Awaiting
          key={plan.id}
          plan={plan}
          followsId={view.follows?.requestId}
          risk={risk}
          onRefused={setProblem}
        />
      ) : (
        <Decided view={view} plan={plan} status={status} openRunId={openRunId} />
      )}
    </section>
  );
}

/** A dangerous plan looks like one as long as somebody may approve it. */
function edgeOf(status: CardStatus, risk: Risk): string | undefined {
  if (status === "awaiting" && risk === "high") return "border-2 border-bad";
  return statusEdge[cardLooks[status].tone];
}

const labelOf = ({ purpose, text }: RequestView): string =>
  purpose === "preview" ? `Preview: ${text}` : text;

function BeforeDeciding({ view, plan }: { readonly view: RequestView; readonly plan: Plan }) {
  return (
    <>
      <LeftOut plan={plan} versions={view.versions} />
      <SecretNeeds key={plan.id} plan={plan} />
      <WhyNoRule planId={plan.id} />
    </>
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

function Header({ view, plan, status }: CardProps) {
  const isLater = isStartingLater(plan, useNow()) && status === "approved";
  const look = isLater ? startsLaterLook : cardLooks[status];
  const title = planTitle(plan.body);
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
      <h2 className="text-[1.0625rem] leading-snug font-semibold">
        {view.purpose === "preview" ? `Preview: ${title}` : title}
      </h2>
      {isSameText(title, view.text) ? null : (
        <p className="text-[0.8125rem] text-ink-faint">Asked for: “{view.text}”</p>
      )}
      <FollowsLine view={view} />
      {isOnlyTitle(plan.body.summary, title) ? null : (
        <p className="mt-1 text-[0.9375rem] text-ink-soft">{withoutCaution(plan.body.summary)}</p>
      )}
    </header>
  );
}

/** The half of a task that runs on the first host, for the half that waits for it. */
function firstOf({ body }: Plan, { firstHost }: PlanTask): PlanTask | undefined {
  return firstHost && body.tasks.find(({ taskKey }) => taskKey === firstHost.firstTaskKey);
}

/** Changes that somebody made here and that the decision, another's, left out. They are kept for the next plan. */
function UnsavedChanges({ plan }: { readonly plan: Plan }) {
  const { name } = useSession();
  const kept = useKeptDrafts().of(plan.requestId);
  // Whoever decided knew of their own changes.
  if (kept === null || plan.decision?.decidedBy === name) return null;
  return (
    <Notice tone="warn" title="Your unsaved changes are no part of this">
      {draftLines(kept.draft, kept.plan.body).join("; ")}. Plan again: they are filled in there.
    </Notice>
  );
}

function Awaiting({
  plan,
  followsId,
  risk,
  onRefused,
}: {
  readonly plan: Plan;
  readonly followsId: string | undefined;
  readonly risk: Risk;
  readonly onRefused: (error: unknown) => void;
}) {
  const editing = usePlanEditing(plan, followsId);
  const canModify = useMay("plan.modify");
  return (
    <>
      {editing.isCarried ? (
        <p role="status" className="border-t border-line px-4 py-2 text-[0.8125rem] text-ink-soft">
          The plan was made anew while you changed it. Your changes are kept, not saved yet:{" "}
          {draftLines(editing.draft, plan.body).join("; ")}.
        </p>
      ) : null}
      <div className="border-t border-line px-4">
        <ol aria-label="Tasks" className="divide-y divide-line">
          {editing.tasks.map((task, index) => (
            <PlannedTask
              key={task.taskKey}
              planId={plan.id}
              task={task}
              tasks={plan.body.tasks}
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
      <summary className="touch flex items-center gap-1.5 text-[0.8125rem] font-medium text-accent">
        <ChevronDown aria-hidden className="size-3.5 transition-transform group-open:rotate-180" />
        Full plan
      </summary>
      <ol className="divide-y divide-line">
        {plan.body.tasks.map((task, index) => (
          <PlannedTask
            key={task.taskKey}
            planId={plan.id}
            task={task}
            tasks={plan.body.tasks}
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
