import {
  AlarmClock,
  Ban,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CirclePause,
  CirclePlay,
  CircleSlash,
  CircleX,
  ClockFading,
  FileDiff,
  Layers,
  LoaderCircle,
  type LucideIcon,
  ShieldAlert,
  ShieldCheck,
  ShieldX,
  SkipForward,
  Stamp,
  TimerOff,
} from "lucide-react";
import type { Tone } from "#components/ui/badge.tsx";
import type { Risk } from "#server/contracts/common.ts";
import type { CardStatus } from "#server/contracts/plan.ts";
import type { TaskStatus } from "#server/contracts/task.ts";

/** How a state looks: always an icon and a word beside the colour. */
export interface Look {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly tone: Tone;
  /** Something is going on right now. */
  readonly isLively?: boolean;
}

/** Every state of a plan card; no two share a word or an icon. */
export const cardLooks: Readonly<Record<CardStatus, Look>> = {
  awaiting: { label: "Needs approval", icon: Stamp, tone: "accent" },
  approved: { label: "Approved, starting", icon: CirclePlay, tone: "busy", isLively: true },
  running: { label: "Running", icon: LoaderCircle, tone: "busy", isLively: true },
  paused: { label: "Paused", icon: CirclePause, tone: "warn" },
  verifying: { label: "Checking the result", icon: ShieldCheck, tone: "busy", isLively: true },
  done: { label: "Done", icon: CircleCheck, tone: "ok" },
  failed: { label: "Failed", icon: CircleX, tone: "bad" },
  cancelled: { label: "Cancelled", icon: Ban, tone: "neutral" },
  rejected: { label: "Rejected", icon: CircleSlash, tone: "neutral" },
  expired: { label: "Expired", icon: TimerOff, tone: "neutral" },
  stale: { label: "Stale", icon: FileDiff, tone: "warn" },
  superseded: { label: "Superseded", icon: Layers, tone: "neutral" },
  needs_review: { label: "Needs review", icon: CircleHelp, tone: "warn" },
};

/** An approved plan that waits for its time. */
export const startsLaterLook: Look = {
  label: "Approved, starts later",
  icon: AlarmClock,
  tone: "accent",
};

/** Every state of a task. */
export const taskLooks: Readonly<Record<TaskStatus, Look>> = {
  pending: { label: "Queued", icon: ClockFading, tone: "neutral" },
  paused: { label: "Paused", icon: CirclePause, tone: "warn" },
  running: { label: "Running", icon: LoaderCircle, tone: "busy", isLively: true },
  succeeded: { label: "Succeeded", icon: CircleCheck, tone: "ok" },
  failed: { label: "Failed", icon: CircleX, tone: "bad" },
  skipped: { label: "Skipped", icon: SkipForward, tone: "neutral" },
  cancelled: { label: "Cancelled", icon: Ban, tone: "neutral" },
  needs_review: { label: "Needs review", icon: CircleHelp, tone: "warn" },
};

/** A task of a plan that has no row yet. */
export const plannedLook: Look = { label: "Planned", icon: CircleDashed, tone: "neutral" };

/** Every risk. */
export const riskLooks: Readonly<Record<Risk, Look>> = {
  low: { label: "Low risk", icon: ShieldCheck, tone: "ok" },
  medium: { label: "Medium risk", icon: ShieldAlert, tone: "warn" },
  high: { label: "High risk", icon: ShieldX, tone: "bad" },
};
