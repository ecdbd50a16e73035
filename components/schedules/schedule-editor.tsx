"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useDeferredValue, useState } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { whoMay } from "#components/lib/permissions.ts";
import { useChangeSchedule, useCreateSchedule } from "#components/lib/schedule-mutations.ts";
import { timesQuery } from "#components/lib/schedule-queries.ts";
import { timeInZone } from "#components/lib/time-text.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { Schedule } from "#server/contracts/schedule.ts";

/** What a new schedule begins with. */
export interface BegunSchedule {
  readonly text: string;
  readonly when: string;
  /** Set where an ended request is made anew: its words are not read again. */
  readonly repeatsRequestId?: string;
  readonly conversationId?: string;
}

/** Makes a schedule, or changes one; says what the words for times mean before anything is made. */
export function ScheduleEditor({
  begun,
  schedule,
  onClose,
}: {
  readonly begun: BegunSchedule;
  readonly schedule?: Schedule;
  readonly onClose: () => void;
}) {
  const [when, setWhen] = useState(begun.when);
  const [timeZone, setTimeZone] = useState(schedule?.timeZone ?? ownTimeZone());
  const isFixed = schedule
    ? schedule.repeatsRequestId !== null
    : begun.repeatsRequestId !== undefined;
  const { save, isPending, error } = useSave(begun, schedule, onClose);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(new FormData(event.currentTarget));
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={schedule ? "Edit schedule" : "New schedule"}
      description="Each time makes a plan that waits for a decision."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextField
          label="Request"
          name="text"
          required
          maxLength={1000}
          defaultValue={begun.text}
          readOnly={isFixed}
          hint={
            isFixed
              ? "The plan of that request is made anew each time."
              : "As you would say it in the chat."
          }
        />
        <When when={when} onWhen={setWhen} timeZone={timeZone} />
        <TextField
          label="Time zone"
          name="timeZone"
          required
          value={timeZone}
          onChange={({ target }) => setTimeZone(target.value)}
          autoComplete="off"
        />
        {schedule ? null : <KindField />}
        <SelectField
          label="When Chiffon was off"
          name="graceMinutes"
          defaultValue={String(schedule?.graceMinutes ?? 60)}
        >
          <option value="0">Do not make up for it</option>
          <option value="60">Make up for it within an hour</option>
          <option value="360">Make up for it within 6 hours</option>
          <option value="1440">Make up for it within a day</option>
        </SelectField>
        <ErrorNotice error={error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isPending}>
            {schedule ? "Save" : "Make schedule"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function KindField() {
  const mayDecide = useMay("plan.decide");
  return (
    <SelectField
      label="What for"
      name="kind"
      defaultValue="run"
      hint={mayDecide ? undefined : `A drift check takes ${whoMay("plan.decide")}.`}
    >
      <option value="run">Carry it out, once approved</option>
      <option value="drift" disabled={!mayDecide}>
        Check for drift: preview it and say what would change
      </option>
    </SelectField>
  );
}

/** The words for times, and what they mean. */
function When({
  when,
  onWhen,
  timeZone,
}: {
  readonly when: string;
  readonly onWhen: (when: string) => void;
  readonly timeZone: string;
}) {
  const { data, error } = useQuery(timesQuery(useDeferredValue(when), useDeferredValue(timeZone)));
  const next = data?.next.map((at) => timeInZone(at, data.timeZone)).join("; ");
  return (
    <TextField
      label="When"
      name="when"
      required
      maxLength={200}
      value={when}
      onChange={({ target }) => onWhen(target.value)}
      autoComplete="off"
      placeholder="every Sunday at 4"
      problem={error && when.trim() !== "" ? toApiError(error).message : null}
      hint={
        data ? `${data.words} (${data.timeZone}). Next: ${next}` : "In words, or as cron: 0 4 * * 0"
      }
    />
  );
}

function useSave(begun: BegunSchedule, schedule: Schedule | undefined, onClose: () => void) {
  const create = useCreateSchedule();
  const change = useChangeSchedule();
  const onSuccess = ({ words }: Schedule) => {
    toastDone(`${words}.`);
    onClose();
  };
  const save = (form: FormData) => {
    const of = (name: string) => String(form.get(name) ?? "").trim();
    const times = {
      when: of("when"),
      timeZone: of("timeZone"),
      graceMinutes: Number(of("graceMinutes")),
    };
    if (schedule) {
      const text = schedule.repeatsRequestId === null ? { text: of("text") } : {};
      return change.mutate({ scheduleId: schedule.id, ...times, ...text }, { onSuccess });
    }
    const { repeatsRequestId, conversationId } = begun;
    const asked = repeatsRequestId ? { repeatsRequestId } : { text: of("text") };
    const place = conversationId ? { conversationId } : {};
    const kind = of("kind") === "drift" ? "drift" : "run";
    create.mutate({ kind, ...times, ...asked, ...place }, { onSuccess });
  };
  return {
    save,
    isPending: create.isPending || change.isPending,
    error: create.error ?? change.error,
  };
}

function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
