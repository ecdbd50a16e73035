import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Tone, toneText } from "#components/ui/badge.tsx";

/** One kind of thing that a repository lacks: what, for how many, and the button that gives it. */
export function DoctorRowFrame({
  icon: Icon,
  tone = "warn",
  title,
  action,
  children,
}: {
  readonly icon: LucideIcon;
  readonly tone?: Tone;
  readonly title: ReactNode;
  readonly action?: ReactNode;
  readonly children?: ReactNode;
}) {
  return (
    <li className="flex gap-3 p-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${toneText[tone]}`} />
      <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <h4 className="text-sm font-medium">{title}</h4>
          <div className="space-y-1 text-[0.8125rem] text-ink-soft">{children}</div>
        </div>
        {action}
      </div>
    </li>
  );
}
