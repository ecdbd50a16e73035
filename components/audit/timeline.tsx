"use client";

import { Link as LinkIcon } from "lucide-react";
import Link from "next/link";
import { localDay, momentText, timeOfDayText } from "#components/lib/time-text.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { toneText } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Day } from "#components/ui/moment.tsx";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import { entryFacts, entryReason, entrySentence, wordsOf } from "./audit-words.ts";

/** Entries under the day they happened on, newest first. */
export function Timeline({ entries }: { readonly entries: readonly AuditEntryView[] }) {
  const isAlive = useIsAlive();
  // Days are those of the reader's clock, which the server does not know.
  const days = groupByDay(entries, isAlive ? localDay : utcDay);
  return (
    <div className="space-y-6">
      {[...days].map(([day, ofDay]) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2
            id={`day-${day}`}
            className="sticky top-0 z-10 -mx-2 bg-ground/95 px-2 py-1.5 text-[0.8125rem] font-semibold text-ink-soft"
          >
            <Day at={ofDay[0]?.at ?? day} />
          </h2>
          <ul className="divide-y divide-line rounded-xl border border-line bg-surface shadow-card">
            {ofDay.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

const utcDay = (instant: string): string => instant.slice(0, 10);

function groupByDay(
  entries: readonly AuditEntryView[],
  dayOf: (instant: string) => string,
): Map<string, AuditEntryView[]> {
  const days = new Map<string, AuditEntryView[]>();
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const ofDay = days.get(day);
    if (ofDay) ofDay.push(entry);
    else days.set(day, [entry]);
  }
  return days;
}

/** Where an entry leads: to the request that it is about, or to what went wrong in it. */
function hrefOf(type: AuditEntryView["type"], requestId: string): string {
  const request = `/requests/${requestId}`;
  return type === "post_mortem.recorded" ? `${request}/post-mortem` : request;
}

function Entry({ entry }: { readonly entry: AuditEntryView }) {
  const { icon: Icon, tone } = wordsOf(entry.type);
  const reason = entryReason(entry);
  const facts = entryFacts(entry);
  const isAlive = useIsAlive();
  return (
    <li className="lazy-paint flex gap-3 px-3 py-2 sm:px-4">
      <time
        dateTime={entry.at}
        title={isAlive ? momentText(entry.at) : entry.at}
        className="tabular w-[3.75rem] shrink-0 pt-px text-xs leading-5 text-ink-faint"
      >
        {isAlive ? timeOfDayText(entry.at) : ""}
      </time>
      <Icon aria-hidden className={classNames("mt-0.5 size-4 shrink-0", toneText[tone])} />
      <div className="min-w-0 flex-1 text-sm">
        <p className="font-medium break-words">{entrySentence(entry)}</p>
        {reason ? <p className="text-[0.8125rem] break-words text-ink-soft">{reason}</p> : null}
        {facts ? (
          <details className="text-[0.8125rem] text-ink-soft">
            <summary className="inline-flex min-h-6 cursor-pointer items-center text-xs text-ink-faint pointer-coarse:min-h-11">
              Details
            </summary>
            <p className="break-words">{facts}</p>
          </details>
        ) : null}
      </div>
      <div className="flex shrink-0 items-start gap-2">
        {entry.requestId ? (
          <Link
            href={hrefOf(entry.type, entry.requestId)}
            className="-my-1 inline-flex min-h-11 min-w-11 items-center justify-center text-[0.8125rem] font-medium text-accent underline-offset-4 hover:underline pointer-fine:min-h-7"
          >
            Open
          </Link>
        ) : null}
        <span
          title={
            entry.hash
              ? `Sealed with hash ${entry.hash}`
              : "Not sealed yet; it takes about two seconds"
          }
          className="tabular hidden w-16 items-center justify-end gap-1 pt-0.5 text-xs text-ink-faint sm:inline-flex"
        >
          {entry.seq === null ? (
            "sealing…"
          ) : (
            <>
              <LinkIcon aria-hidden className="size-3" />
              {entry.seq}
            </>
          )}
        </span>
      </div>
    </li>
  );
}
