import {
  CircleCheck,
  CirclePause,
  CircleX,
  Clock,
  FileDiff,
  type LucideIcon,
  PowerOff,
} from "lucide-react";
import type { Tone } from "#components/ui/badge.tsx";
import type { VariableValue } from "#server/contracts/common.ts";
import type { RuleAsker, RuleRisk, RuleState } from "#server/contracts/rule.ts";

/** How each state of a rule looks. */
export const ruleLooks: Readonly<
  Record<RuleState, { readonly label: string; readonly icon: LucideIcon; readonly tone: Tone }>
> = {
  active: { label: "Active", icon: CircleCheck, tone: "ok" },
  off: { label: "Switched off", icon: PowerOff, tone: "neutral" },
  paused: { label: "Paused itself", icon: CirclePause, tone: "warn" },
  changed: { label: "Playbook changed", icon: FileDiff, tone: "warn" },
  expired: { label: "Expired", icon: Clock, tone: "neutral" },
  revoked: { label: "Revoked", icon: CircleX, tone: "neutral" },
};

export const askerWords: readonly (readonly [RuleAsker, string])[] = [
  ["operator", "Operators and above"],
  ["approver", "Approvers and above"],
  ["admin", "Admins only"],
];

export const riskWords: readonly (readonly [RuleRisk, string])[] = [
  ["low", "Low"],
  ["medium", "Low and medium"],
];

/** How long a rule can be made to last, in days. */
export const ruleDays: readonly (readonly [number, string])[] = [
  [30, "30 days"],
  [90, "90 days"],
  [180, "180 days"],
];

const dayMs = 86_400_000;
/** The server's clock may be behind the browser's: a little under what is allowed. */
const marginMs = 600_000;

/** The instant so many days ahead, as a rule's last. @param now epoch, ms */
export function untilAfter(days: number, now: number): string {
  return new Date(now + days * dayMs - marginMs).toISOString();
}

/** "nas, web1" as names; blanks and line breaks part them as well. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((name) => name !== ""))];
}

/** A value as one reads it. */
export function valueText(value: VariableValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
