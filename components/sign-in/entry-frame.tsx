import type { ReactNode } from "react";
import { Logo } from "#components/ui/logo.tsx";

/** The quiet page around sign-in, join and set-up. */
export function EntryFrame({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[max(3rem,12dvh)] pb-10">
      <div className="w-full max-w-md">
        <div className="mb-8">
          <Logo />
        </div>
        <h1 className="text-2xl font-semibold tracking-[-0.022em]">{title}</h1>
        {lead ? <div className="mt-1.5 text-[0.9375rem] text-ink-soft">{lead}</div> : null}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}
