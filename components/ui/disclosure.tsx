import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

/** What is one press away: a line that opens what is below it. */
export function Disclosure({
  summary,
  onToggle,
  children,
}: {
  readonly summary: ReactNode;
  /** For what is only asked for once it is open. */
  readonly onToggle?: (isOpen: boolean) => void;
  readonly children: ReactNode;
}) {
  return (
    <details className="group" onToggle={({ currentTarget }) => onToggle?.(currentTarget.open)}>
      <summary className="flex min-h-11 pointer-fine:min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium text-accent">
        <ChevronDown
          aria-hidden
          className="size-3.5 shrink-0 transition-transform group-open:rotate-180"
        />
        {summary}
      </summary>
      {children}
    </details>
  );
}
