import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";

/** A surface that groups what belongs together, with an optional heading row. */
export function Panel({
  title,
  description,
  actions,
  className,
  children,
  isFlush = false,
}: {
  readonly title?: ReactNode;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
  readonly children?: ReactNode;
  /** Content reaches the edges (lists and tables). */
  readonly isFlush?: boolean;
}) {
  return (
    <section
      className={classNames("rounded-xl border border-line bg-surface shadow-card", className)}
    >
      {title ? (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-3">
          <div className="min-w-0 flex-1">
            <h2 className="text-[0.9375rem] font-semibold">{title}</h2>
            {description ? <p className="text-[0.8125rem] text-ink-soft">{description}</p> : null}
          </div>
          {actions}
        </div>
      ) : null}
      <div className={isFlush ? undefined : "p-4"}>{children}</div>
    </section>
  );
}
