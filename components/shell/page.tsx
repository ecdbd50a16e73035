import type { ReactNode } from "react";

/** A scrolling page with its heading; `actions` stand beside it. */
export function Page({
  title,
  description,
  actions,
  children,
}: {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div data-scroller="" className="h-full scroll-pt-12 scroll-pb-36 overflow-y-auto">
      <div className="mx-auto max-w-5xl px-4 pt-5 pb-12 sm:px-6 sm:pt-8">
        <header className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-3">
          <div className="min-w-0 flex-1 basis-64">
            <h1 className="text-[1.375rem] font-semibold tracking-[-0.02em]">{title}</h1>
            {description ? <p className="text-sm text-ink-soft">{description}</p> : null}
          </div>
          {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
        </header>
        {children}
      </div>
    </div>
  );
}
