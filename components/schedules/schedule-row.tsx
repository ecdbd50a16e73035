"use client";

import { useQuery } from "@tanstack/react-query";
import { Pause, Pencil, Play, SearchCheck, Trash2, Zap } from "lucide-react";
import { useState } from "react";
import {
  useChangeSchedule,
  useDeleteSchedule,
  useFireSchedule,
} from "#components/lib/schedule-mutations.ts";
import { firingsQuery } from "#components/lib/schedule-queries.ts";
import { timeInZone } from "#components/lib/time-text.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { useMay, useSession } from "#components/shell/session.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ago, Until } from "#components/ui/moment.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastDone, toastError, toastUndo } from "#components/ui/toast.tsx";
import type { FiringOutcome, Schedule, ScheduleFiring } from "#server/contracts/schedule.ts";
import { RequestLink } from "./request-link.tsx";
import { ScheduleEditor } from "./schedule-editor.tsx";

/** One schedule: what it asks, when next, what came of it, and what can be done with it. */
export function ScheduleRow({ schedule }: { readonly schedule: Schedule }) {
  const { personId, role } = useSession();
  const mayAsk = useMay("request.submit");
  const isOwn = mayAsk && (schedule.personId === personId || role === "admin");
  const [isOpen, setOpen] = useState(false);
  const { lastFiring } = schedule;
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-2 text-sm font-medium break-words">
            {schedule.text}
            {schedule.kind === "drift" ? <Badge icon={SearchCheck}>Drift check</Badge> : null}
            <StandingBadge schedule={schedule} />
          </p>
          <p className="text-[0.8125rem] text-ink-soft">
            {schedule.words} ({schedule.timeZone})
          </p>
          <NextTime schedule={schedule} />
          {schedule.problem ? (
            <p className="text-[0.8125rem] text-bad">{schedule.problem}</p>
          ) : null}
        </div>
        {isOwn ? <RowActions schedule={schedule} /> : null}
      </div>
      {lastFiring ? (
        <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
          <summary className="min-h-11 pointer-fine:min-h-8 text-[0.8125rem]">
            <span className="text-ink-soft">Last: </span>
            <FiringLine firing={lastFiring} />
          </summary>
          {isOpen ? <Firings scheduleId={schedule.id} /> : null}
        </details>
      ) : null}
    </li>
  );
}

function StandingBadge({ schedule }: { readonly schedule: Schedule }) {
  if (schedule.problem) return <Badge tone="bad">Stopped</Badge>;
  return schedule.enabled ? null : <Badge tone="warn">Paused</Badge>;
}

function NextTime({ schedule }: { readonly schedule: Schedule }) {
  const isAlive = useIsAlive();
  const { nextAt, timeZone, personName } = schedule;
  return (
    <p className="text-xs text-ink-faint">
      {nextAt ? (
        <>
          next {isAlive ? timeInZone(nextAt, timeZone) : ""}, <Until at={nextAt} />,{" "}
        </>
      ) : null}
      for {personName}
    </p>
  );
}

function RowActions({ schedule }: { readonly schedule: Schedule }) {
  const change = useChangeSchedule();
  const fire = useFireSchedule();
  const remove = useDeleteSchedule();
  const [isEditing, setEditing] = useState(false);
  const { id: scheduleId, text, enabled } = schedule;
  const onError = toastError;
  const restore = () => change.mutate({ scheduleId, isDeleted: false }, { onError });
  const onDeleted = () => toastUndo("Schedule deleted.", restore);
  const onFired = () => toastDone("Asked. The plan waits for a decision.");
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="small"
        icon={Zap}
        isBusy={fire.isPending}
        aria-label={`Fire now: ${text}`}
        onClick={() => fire.mutate(scheduleId, { onSuccess: onFired, onError })}
      >
        Fire now
      </Button>
      <Button
        size="small"
        icon={enabled ? Pause : Play}
        isBusy={change.isPending}
        aria-label={`${enabled ? "Pause" : "Resume"}: ${text}`}
        onClick={() => change.mutate({ scheduleId, enabled: !enabled }, { onError })}
      >
        {enabled ? "Pause" : "Resume"}
      </Button>
      <Button
        size="small"
        icon={Pencil}
        aria-label={`Edit: ${text}`}
        onClick={() => setEditing(true)}
      >
        Edit
      </Button>
      <Button
        size="small"
        variant="danger"
        icon={Trash2}
        isBusy={remove.isPending}
        aria-label={`Delete: ${text}`}
        onClick={() => remove.mutate(scheduleId, { onSuccess: onDeleted, onError })}
      >
        Delete
      </Button>
      {isEditing ? (
        <ScheduleEditor
          begun={{ text, when: saidAgain(schedule) }}
          schedule={schedule}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </div>
  );
}

/** What is shown of times can be said again, but for cron. */
function saidAgain({ words, cron }: Schedule): string {
  return words.startsWith("By cron") ? cron : words;
}

function Firings({ scheduleId }: { readonly scheduleId: string }) {
  const { data, error, refetch } = useQuery(firingsQuery(scheduleId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={2} />;
  return (
    <ul className="mt-1 space-y-1 border-l-2 border-line pl-3 text-[0.8125rem]">
      {data.firings.map((firing) => (
        <li key={firing.id}>
          <FiringLine firing={firing} />
        </li>
      ))}
    </ul>
  );
}

const outcomeWords: Readonly<Record<FiringOutcome, { text: string; tone: Tone }>> = {
  fired: { text: "Asked", tone: "ok" },
  skipped: { text: "Skipped", tone: "warn" },
  missed: { text: "Missed", tone: "warn" },
  refused: { text: "Refused", tone: "bad" },
};

/** What came of a due time, in a line. */
function FiringLine({ firing }: { readonly firing: ScheduleFiring }) {
  const { text, tone } = outcomeWords[firing.outcome];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge tone={tone}>{firing.count > 1 ? `${text} ${firing.count} times` : text}</Badge>
      <Ago at={firing.at} />
      {(firing.result ?? firing.reason) ? (
        <span className="text-ink-soft">{firing.result ?? firing.reason}</span>
      ) : null}
      <RequestLink requestId={firing.requestId} />
    </span>
  );
}
