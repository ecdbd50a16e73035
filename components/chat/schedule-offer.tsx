"use client";

import { useQuery } from "@tanstack/react-query";
import { CalendarClock, Check, CornerDownRight, Pencil } from "lucide-react";
import { useState } from "react";
import { useCreateSchedule } from "#components/lib/schedule-mutations.ts";
import { schedulesQuery, timesQuery } from "#components/lib/schedule-queries.ts";
import { timeInZone } from "#components/lib/time-text.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { LateScheduleEditor } from "#components/schedules/late-schedule-editor.ts";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import type { MessagePart } from "#server/contracts/chat.ts";
import type { Schedule } from "#server/contracts/schedule.ts";
import { useSend } from "./send-context.ts";

type OfferPart = Extract<MessagePart, { readonly kind: "schedule" }>;

/** What was asked for at times that come again: nothing is made of it but by a press. */
export function ScheduleOffer({ part }: { readonly part: OfferPart }) {
  const send = useSend();
  // The browser's own place: nobody knows it before.
  const timeZone = useIsAlive() ? Intl.DateTimeFormat().resolvedOptions().timeZone : "";
  const { data: times } = useQuery(timesQuery(part.when, timeZone));
  const { data: all } = useQuery(schedulesQuery());
  const made = all?.schedules.find((schedule) => isOf(schedule, part));
  const [first = null] = times?.next ?? [];
  return (
    <section
      aria-label="Schedule"
      className="max-w-xl space-y-2 rounded-xl border border-line bg-surface p-4 shadow-card"
    >
      <p className="flex items-center gap-2 text-sm font-semibold">
        <CalendarClock aria-hidden className="size-4 shrink-0 text-accent" />
        {part.text}
      </p>
      <p className="text-sm text-ink-soft">
        {part.when}
        {times ? ` (${times.timeZone})` : ""}
        {times && first ? `, next ${timeInZone(first, times.timeZone)}` : ""}
      </p>
      {made ? <MadeLine /> : null}
      {send && !made ? (
        <Choices part={part} timeZone={timeZone} onOnce={() => send(part.text)} />
      ) : null}
    </section>
  );
}

function Choices({
  part,
  timeZone,
  onOnce,
}: {
  readonly part: OfferPart;
  readonly timeZone: string;
  readonly onOnce: () => void;
}) {
  const create = useCreateSchedule();
  const [isEditing, setEditing] = useState(false);
  const { text, when, conversationId } = part;
  const make = () => create.mutate({ kind: "run", text, when, timeZone, conversationId });
  return (
    <>
      <ErrorNotice error={create.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          variant="primary"
          icon={CalendarClock}
          isBusy={create.isPending || timeZone === ""}
          onClick={make}
        >
          Make schedule
        </Button>
        <Button size="small" icon={Pencil} onClick={() => setEditing(true)}>
          Edit…
        </Button>
        <Button size="small" icon={CornerDownRight} onClick={onOnce}>
          Only once, now
        </Button>
      </div>
      {isEditing ? (
        <LateScheduleEditor
          begun={{ text, when, conversationId }}
          onClose={() => setEditing(false)}
        />
      ) : null}
    </>
  );
}

function MadeLine() {
  return (
    <p className="flex items-center gap-1.5 text-sm text-ok">
      <Check aria-hidden className="size-4" />
      Scheduled.
      <Link href="/schedules" className="text-accent underline underline-offset-4">
        See all schedules
      </Link>
    </p>
  );
}

function isOf(schedule: Schedule, { text, conversationId }: OfferPart): boolean {
  return schedule.text === text && schedule.conversationId === conversationId;
}
