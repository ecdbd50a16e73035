"use client";

import { agoText, clockText, dateText, momentText, untilText } from "#components/lib/time-text.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { useNow } from "#components/lib/use-now.ts";

/** How long ago, kept current; the exact moment in its title. */
export function Ago({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={now ? momentText(at) : at}>
      {now ? agoText(at, now) : ""}
    </time>
  );
}

/** Date and time of day by the reader's clock. */
export function Moment({ at }: { readonly at: string }) {
  return <time dateTime={at}>{useIsAlive() ? momentText(at) : ""}</time>;
}

/** The day by the reader's clock: "Sat 21 Nov 2026". */
export function Day({ at }: { readonly at: string }) {
  return <time dateTime={at}>{useIsAlive() ? dateText(at) : ""}</time>;
}

/** How long until, kept current. */
export function Until({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={now ? momentText(at) : at} className="tabular">
      {now ? untilText(at, now) : ""}
    </time>
  );
}

/** A clock that runs from `from`, and stands still once `to` is known. */
export function Elapsed({ from, to }: { readonly from: string; readonly to?: string | null }) {
  const now = useNow();
  const end = to ? Date.parse(to) : now;
  return <span className="tabular">{end ? clockText(end - Date.parse(from)) : ""}</span>;
}
