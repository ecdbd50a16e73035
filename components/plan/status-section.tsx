"use client";

import { AlarmClock, History, MessageCircleQuestion, Play } from "lucide-react";
import { useStartPlanNow } from "#components/lib/plan-mutations.ts";
import { useNow } from "#components/lib/use-now.ts";
import { SuggestFix } from "#components/reviews/suggest-fix.tsx";
import { DecidingRules } from "#components/rules/deciding-rules.tsx";
import { OfferRule } from "#components/rules/offer-rule.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago, Moment, Until } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { Hold } from "#server/contracts/gate.ts";
import type { CardStatus, Plan, RequestView } from "#server/contracts/plan.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { repositoryPath } from "#server/lib/repository-path.ts";
import { DeployedLinks } from "./deployed-links.tsx";
import { FirstHostProgress, FirstHostQuestion, isAsking } from "./first-host.tsx";
import { isLost, LostTask } from "./lost-task.tsx";
import { Outcome } from "./outcome.tsx";
import { PlanAgain } from "./plan-again.tsx";
import { PostMortemLink } from "./post-mortem-link.tsx";
import { ReviewTask } from "./review-task.tsx";
import { SecretAgain } from "./secret-again.tsx";
import { isStartingLater } from "./start-later.tsx";
import { StopButton } from "./stop-button.tsx";
import { WaitingTask } from "./waiting-task.tsx";

interface SectionProps {
  readonly view: RequestView;
  readonly plan: Plan;
}

/** What the card says and offers below the plan, by its state. Awaiting plans have the decision bar instead. */
export function StatusSection({
  status,
  view,
  plan,
}: SectionProps & { readonly status: CardStatus }) {
  if (view.hold !== null) return <OnHold view={view} plan={plan} hold={view.hold} />;
  switch (status) {
    case "awaiting":
      return null;
    case "approved":
      return <Approved view={view} plan={plan} />;
    case "running":
    case "verifying":
      return <Going view={view} plan={plan} />;
    case "paused":
      return <Paused view={view} plan={plan} />;
    case "done":
    case "failed":
    case "cancelled":
      return <Ended view={view} plan={plan} />;
    case "needs_review":
      return <NeedsReview view={view} plan={plan} />;
    case "rejected":
      return <Rejected view={view} plan={plan} />;
    case "expired":
      return (
        <Notice title="Nobody decided in time" actions={<PlanAgain view={view} />}>
          It expired <Ago at={plan.expiresAt} />; nothing ran.
        </Notice>
      );
    case "stale":
      return (
        <Notice
          tone="warn"
          title="What this plan would run has changed"
          actions={<PlanAgain view={view} isPrimary />}
        >
          {plan.staleReason ?? "A file it uses has changed."} Nothing ran.
        </Notice>
      );
    case "superseded":
      return <Notice title="A newer version replaced this one" />;
  }
}

function Approval({ plan }: { readonly plan: Plan }) {
  const { decision } = plan;
  if (decision?.decision !== "approve") return null;
  return (
    <p className="text-[0.8125rem] text-ink-soft">
      Approved by{" "}
      {decision.rules === undefined ? (
        <span className="font-medium text-ink">{decision.decidedBy}</span>
      ) : (
        <DecidingRules decidedBy={decision.decidedBy} rules={decision.rules} />
      )}
      , <Ago at={decision.decidedAt} />
      {decision.reason ? `: ${decision.reason}` : ""}
    </p>
  );
}

function Going({ view, plan }: SectionProps) {
  return (
    <>
      <Approval plan={plan} />
      <FirstHostProgress plan={plan} tasks={view.tasks} />
      <StopButton view={view} />
    </>
  );
}

/** Something that the owner wants is missing before it goes on. */
function OnHold({ view, plan, hold }: SectionProps & { readonly hold: Hold }) {
  return (
    <>
      <Approval plan={plan} />
      <Notice
        tone="warn"
        title={`On hold: needs ${hold.kinds.join(", ").replaceAll("_", " ")}`}
        actions={
          <Link href={`/requests/${view.requestId}`} className={buttonClass({ size: "small" })}>
            Open the request
          </Link>
        }
      >
        It goes on by itself once that is attached, and times out <Until at={hold.until} />.
      </Notice>
      <StopButton view={view} />
    </>
  );
}

function Approved({ view, plan }: SectionProps) {
  const isLater = isStartingLater(plan, useNow());
  return isLater ? <StartsLater view={view} plan={plan} /> : <Going view={view} plan={plan} />;
}

/** An approved plan before its time. */
function StartsLater({ view, plan }: SectionProps) {
  const start = useStartPlanNow();
  const canDecide = useMay("plan.decide");
  const startAt = plan.decision?.startAt ?? plan.createdAt;
  return (
    <>
      <Approval plan={plan} />
      <Notice
        icon={AlarmClock}
        title={
          <>
            Starts <Until at={startAt} />
          </>
        }
        actions={
          canDecide ? (
            <Button
              size="small"
              icon={Play}
              isBusy={start.isPending}
              onClick={() => start.mutate(plan.id, { onError: toastError })}
            >
              Start now
            </Button>
          ) : null
        }
      >
        <Moment at={startAt} />. What it would run is compared once more then: if that has changed,
        nothing runs.
      </Notice>
      <StopButton view={view} label="Call off" hint="Nothing of it has started." />
    </>
  );
}

function Paused({ view, plan }: SectionProps) {
  const paused = view.tasks.filter(({ status }) => status === "paused");
  return (
    <>
      {paused.map((task) =>
        isLost(task) ? (
          <LostTask key={task.id} requestId={view.requestId} task={task} />
        ) : isAsking(task) ? (
          <FirstHostQuestion key={task.id} requestId={view.requestId} plan={plan} task={task} />
        ) : (
          <WaitingTask key={task.id} task={task} />
        ),
      )}
      <Going view={view} plan={plan} />
    </>
  );
}

function NeedsReview({ view, plan }: SectionProps) {
  return (
    <>
      {view.tasks
        .filter((task) => task.status === "needs_review")
        .map((task) => (
          <ReviewTask key={task.id} requestId={view.requestId} task={task} />
        ))}
      <StopButton view={view} hint="Or stop here: nothing more of this plan will run." />
      <Ended view={view} plan={plan} />
    </>
  );
}

/** A question about what was done, begun in its conversation. */
function Ask({ view: { conversationId, plan } }: { readonly view: RequestView }) {
  const about = plan?.body.tasks.find(({ service }) => service !== null)?.service;
  const prompt = `What happened to ${about ?? "the last request"}?`;
  return (
    <Link
      href={`/?c=${conversationId}&prompt=${encodeURIComponent(prompt)}`}
      className={buttonClass({ size: "small" })}
    >
      <MessageCircleQuestion aria-hidden className="size-4" />
      Ask about it
    </Link>
  );
}

function Rejected({ view, plan }: SectionProps) {
  const { decision } = plan;
  return (
    <Notice
      title={decision ? `Rejected by ${decision.decidedBy}` : "Rejected"}
      actions={<PlanAgain view={view} />}
    >
      {decision?.reason ? `“${decision.reason}” ` : ""}Nothing ran.
    </Notice>
  );
}

function Ended({ view, plan }: SectionProps) {
  const isWork = view.purpose === "work";
  const isDone = view.end === "done";
  const failed = failedTaskOf(view);
  return (
    <>
      {failed ? <FailedStep failed={failed} /> : null}
      {isDone && isWork ? <DeployedLinks view={view} /> : null}
      {isWork ? <SecretAgain view={view} plan={plan} /> : null}
      {!failed && view.reason ? <p className="text-sm text-ink-soft">{view.reason}</p> : null}
      {isWork ? (
        <Outcome view={view} />
      ) : (
        <Notice title="This was a preview: nothing was changed">
          What it found stands on the card of its plan, in the conversation.
        </Notice>
      )}
      <Approval plan={plan} />
      {isDone && isWork ? <OfferRule view={view} /> : null}
      <NextSteps view={view} plan={plan} failedAt={failed?.path ?? null} />
    </>
  );
}

type FailedTask = NonNullable<RunOutcome["failedAnsibleTask"]>;

function failedTaskOf({ tasks }: RequestView): FailedTask | null {
  const outcomes = tasks.flatMap((task) => task.runs).map(({ outcome }) => outcome);
  return outcomes.findLast((outcome) => outcome?.failedAnsibleTask)?.failedAnsibleTask ?? null;
}

function FailedStep({ failed: { name, host, message, path } }: { readonly failed: FailedTask }) {
  return (
    <Notice tone="bad" title={`“${name}” failed on ${host}`}>
      <span className="font-mono text-[0.8125rem] break-words whitespace-pre-wrap">{message}</span>
      {path ? (
        <span className="block font-mono text-xs text-ink-soft">{repositoryPath(path)}</span>
      ) : null}
    </Notice>
  );
}

function NextSteps({ view, plan, failedAt }: SectionProps & { readonly failedAt: string | null }) {
  return (
    <div className="flex flex-wrap gap-2">
      <PlanAgain view={view} isPrimary={view.end !== "done"} />
      {view.end === "done" ? <Ask view={view} /> : null}
      <PostMortemLink view={view} />
      {view.end === "failed" ? <SuggestFix plan={plan} failedAt={failedAt} /> : null}
      <Link href={`/audit?request=${view.requestId}`} className={buttonClass({ size: "small" })}>
        <History aria-hidden className="size-4" />
        See in audit
      </Link>
    </div>
  );
}
