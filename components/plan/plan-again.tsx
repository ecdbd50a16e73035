"use client";

import {
  ArrowRight,
  CalendarClock,
  type LucideIcon,
  RefreshCw,
  RotateCcw,
  StepForward,
  Undo2,
} from "lucide-react";
import { useState } from "react";
import { useReplanRequest } from "#components/lib/request-mutations.ts";
import { LateScheduleEditor } from "#components/schedules/late-schedule-editor.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { RequestView } from "#server/contracts/plan.ts";
import type { FollowKind, RequestEnd } from "#server/contracts/request.ts";

/**
 * Plans an ended request once more, the part of it that failed, or what undoes it, as a new one; leads to that one while it
 * goes on.
 */
export function PlanAgain({
  view,
  isPrimary = false,
}: {
  readonly view: RequestView;
  readonly isPrimary?: boolean;
}) {
  const replan = useReplanRequest();
  const canAsk = useMay("request.submit");
  if (view.followedBy?.isOpen === true) return <Followed requestId={view.followedBy.requestId} />;
  if (!canAsk || view.end === null) return null;
  const { failedHosts, resumeAt, undo } = view.recovery;
  const offers: readonly Offer[] = [
    { kind: "again", label: "Plan again", icon: RefreshCw },
    ...(failedHosts.length === 0
      ? []
      : [{ kind: "failed_hosts", label: retryLabel(failedHosts), icon: RotateCcw } as const]),
    ...(resumeAt === null
      ? []
      : [
          { kind: "failed_task", label: "Resume from the failed step", icon: StepForward } as const,
        ]),
    ...(undo.length === 0
      ? []
      : [{ kind: "undo", label: "Undo", hint: undo.join(", then "), icon: Undo2 } as const]),
  ];
  const ask = (kind: FollowKind) =>
    replan.mutate({ requestId: view.requestId, kind }, { onError: toastError });
  return (
    <>
      {offers.map(({ kind, label, hint, icon }) => (
        <Button
          key={kind}
          title={hint}
          size="small"
          variant={isPrimary && kind === "again" ? "primary" : "secondary"}
          icon={icon}
          isBusy={replan.isPending && replan.variables.kind === kind}
          disabled={replan.isPending}
          onClick={() => ask(kind)}
        >
          {label}
        </Button>
      ))}
      {view.end === "done" && view.plan !== null ? <Repeat view={view} /> : null}
    </>
  );
}

/** Has a request that is done come again at set times: its plan is made anew each time. */
function Repeat({ view: { requestId, text } }: { readonly view: RequestView }) {
  const [isOpen, setOpen] = useState(false);
  const begun = { text, when: "", repeatsRequestId: requestId };
  return (
    <>
      <Button size="small" icon={CalendarClock} onClick={() => setOpen(true)}>
        Repeat…
      </Button>
      {isOpen ? <LateScheduleEditor begun={begun} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

interface Offer {
  readonly kind: FollowKind;
  readonly label: string;
  /** What it comes to, where the label does not say. */
  readonly hint?: string;
  readonly icon: LucideIcon;
}

function retryLabel({ length }: readonly string[]): string {
  return length === 1 ? "Retry on the failed host" : `Retry on ${length} failed hosts`;
}

function Followed({ requestId }: { readonly requestId: string }) {
  return (
    <Link href={`/requests/${requestId}`} className={buttonClass({ size: "small" })}>
      <ArrowRight aria-hidden className="size-4" />
      See the new plan
    </Link>
  );
}

const kindWords: Readonly<Record<FollowKind, string>> = {
  again: "Planned again after",
  failed_hosts: "Retries the hosts that failed after",
  failed_task: "Resumes from the step that failed after",
  undo: "Undoes",
};

const endWords: Readonly<Record<RequestEnd, string>> = {
  done: "an earlier run",
  failed: "a run that failed",
  rejected: "a plan that was rejected",
  cancelled: "a request that was cancelled",
  expired: "a plan that expired",
  stale: "a plan that turned stale",
  blocked: "a question that was left open",
};

/** What a request follows: "Planned again after a run that failed", "Undoes an earlier run", leading there. */
export function FollowsLine({ view }: { readonly view: RequestView }) {
  const { follows } = view;
  if (follows === null) return null;
  return (
    <p className="mt-1 text-[0.8125rem] text-ink-soft">
      {kindWords[follows.kind]}{" "}
      <Link
        href={`/requests/${follows.requestId}`}
        className="inline-flex min-h-6 items-center text-accent underline underline-offset-4"
      >
        {follows.end === null ? "an earlier request" : endWords[follows.end]}
      </Link>
    </p>
  );
}
