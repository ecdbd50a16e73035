import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** What a state means to the reader; each tone is always joined by an icon and a word. */
export type Tone = "neutral" | "accent" | "busy" | "ok" | "warn" | "bad";

/** Text colour of a tone. */
export const toneText: Readonly<Record<Tone, string>> = {
  neutral: "text-ink-soft",
  accent: "text-accent",
  busy: "text-busy",
  ok: "text-ok",
  warn: "text-warn",
  bad: "text-bad",
};

/** Text, ground and border of a tone. */
export const toneFill: Readonly<Record<Tone, string>> = {
  neutral: "bg-sunken text-ink-soft border-line",
  accent: "bg-accent-soft text-accent border-accent-line",
  busy: "bg-busy-soft text-busy border-busy-line",
  ok: "bg-ok-soft text-ok border-ok-line",
  warn: "bg-warn-soft text-warn border-warn-line",
  bad: "bg-bad-soft text-bad border-bad-line",
};

/** A state in a word, with its icon. */
export function Badge({
  tone = "neutral",
  icon: Icon,
  isLively = false,
  className,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  /** The icon breathes while something is going on. */
  readonly isLively?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <span
      data-tone={tone}
      className={classNames(
        "inline-flex min-h-6 items-center gap-1.5 rounded-full border px-2 text-xs font-medium whitespace-nowrap",
        toneFill[tone],
        className,
      )}
    >
      {Icon ? (
        <Icon
          aria-hidden
          className={classNames("size-3.5 shrink-0", isLively && "animate-breathe")}
        />
      ) : null}
      {children}
    </span>
  );
}
