import type { ReactNode } from "react";

/** Text in a fixed-width face that scrolls sideways, by keyboard too. */
export function CodeBlock({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className="overflow-x-auto rounded-lg border border-line bg-sunken py-2"
    >
      <pre className="font-mono text-xs leading-5">{children}</pre>
    </section>
  );
}
