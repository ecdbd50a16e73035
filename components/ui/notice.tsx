import { CircleAlert, Info, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { type Tone, toneFill } from "./badge.tsx";
import { classNames } from "./class-names.ts";

const icons: Readonly<Partial<Record<Tone, LucideIcon>>> = {
  warn: TriangleAlert,
  bad: CircleAlert,
};

/** A paragraph that stands out: what happened, and what to do about it. */
export function Notice({
  tone = "neutral",
  icon,
  title,
  className,
  actions,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly title?: ReactNode;
  readonly className?: string;
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}) {
  const Icon = icon ?? icons[tone] ?? Info;
  return (
    <div
      data-tone={tone}
      className={classNames("flex gap-3 rounded-lg border p-3 text-sm", toneFill[tone], className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title ? <p className="font-semibold">{title}</p> : null}
        {children ? <div className="text-ink">{children}</div> : null}
        {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
      </div>
    </div>
  );
}

/** What went wrong and what to do about it; nothing while nothing did. */
export function ErrorNotice({ error }: { readonly error: unknown }) {
  if (!error) return null;
  const { message, fix } = toApiError(error);
  return (
    <Notice tone="bad" title={message}>
      {fix}
    </Notice>
  );
}
