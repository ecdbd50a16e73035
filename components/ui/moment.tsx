"use client";

import { agoText, clockText, momentText, untilText } from "#components/lib/time-text.ts";
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
