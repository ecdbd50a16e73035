"use client";

import { AlarmClock, X } from "lucide-react";
import { useId } from "react";
import { Button, IconButton } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/field.tsx";
import type { Plan } from "#server/contracts/plan.ts";

const dayMs = 86_400_000;

/** Whether an approved plan waits for its time. */
export function isStartingLater({ decision }: Plan, nowMs: number): boolean {
  return Date.parse(decision?.startAt ?? "") > nowMs;
}

/** When an approved plan is to start: now, or at a time within a day. `value` is local, as the control has it; null is now. */
export function StartLater({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}) {
  const id = useId();
  if (value === null)
    return (
      <IconButton
        icon={AlarmClock}
        label="Start at a later time"
        className="border border-line-strong h-12! sm:h-10!"
        onClick={() => onChange(localMinute(Date.now() + dayMs / 24))}
      />
    );
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor={id} className="text-sm">
        Start at
      </label>
      <input
        id={id}
        type="datetime-local"
        value={value}
        min={localMinute(Date.now() + 60_000)}
        max={localMinute(Date.now() + dayMs)}
        onChange={({ target }) => onChange(target.value)}
        className={`${controlClass} w-auto!`}
      />
      <Button variant="quiet" icon={X} onClick={() => onChange(null)}>
        Now instead
      </Button>
    </div>
  );
}

/** What the API takes of a local time; null where it is none. */
export function startInstant(value: string): string | null {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** "2026-11-29T23:00" by the reader's clock. */
function localMinute(atMs: number): string {
  const shifted = atMs - new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(shifted).toISOString().slice(0, 16);
}
