"use client";

import { CircleAlert, type LucideIcon, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import type { WorkStatus } from "#server/contracts/work.ts";
import { Button } from "./button.tsx";
import { classNames } from "./class-names.ts";

/** The state of nothing there yet: says why, and what to do next. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center gap-2 px-4 py-14 text-center">
      <span className="mb-2 grid size-12 place-items-center rounded-2xl bg-accent-soft text-accent">
        <Icon aria-hidden className="size-6" />
      </span>
      <p className="text-base font-semibold">{title}</p>
      {children ? <div className="text-sm text-ink-soft">{children}</div> : null}
      {action ? <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

/** The state of a failed read: the sentence, the next step, the trace id to look up, and a way to try again. */
export function ErrorState({
  error,
  onRetry,
  className,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
  readonly className?: string;
}) {
  const { message, fix, traceId } = toApiError(error);
  return (
    <div
      role="alert"
      className={classNames(
        "flex gap-3 rounded-xl border border-bad-line bg-bad-soft p-4 text-sm",
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0">
        <p className="font-semibold text-bad">{message}</p>
        <p>{fix}</p>
        {traceId ? <p className="mt-1 text-xs text-ink-soft">Trace {traceId}</p> : null}
        {onRetry ? (
          <Button size="small" icon={RotateCw} className="mt-3" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Grey lines in the shape of what is coming. */
export function Skeleton({ lines = 3, className }: { lines?: number; className?: string }) {
  const widths = ["w-3/4", "w-full", "w-5/6", "w-2/3"];
  return (
    <div role="status" className={classNames("space-y-3", className)}>
      <span className="sr-only">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change place
          key={index}
          className={classNames(
            "h-4 animate-pulse rounded bg-sunken",
            widths[index % widths.length],
          )}
        />
      ))}
    </div>
  );
}

/** Something that a worker makes while one looks: in words, above where it will stand. */
export function BeingMade({
  status,
  doing,
}: {
  readonly status: WorkStatus;
  readonly doing: string;
}) {
  if (status !== "waiting" && status !== "running") return null;
  return (
    <div className="space-y-4">
      <p role="status" className="text-sm text-busy">
        {status === "waiting" ? "Waiting for its turn…" : doing}
      </p>
      <Skeleton lines={6} />
    </div>
  );
}
