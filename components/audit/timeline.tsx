"use client";

import { useMemo } from "react";
import { localDay } from "#components/lib/time-text.ts";
import { useIsAlive } from "#components/lib/use-is-alive.ts";
import { Day } from "#components/ui/moment.tsx";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import { Entry } from "./entry.tsx";
import { lanesOf } from "./lanes.ts";
import { groupByDay, type TimelineRow, timelineRows } from "./timeline-rows.ts";
import { VirtualTimeline } from "./virtual-timeline.tsx";

/** More entries than this are drawn only where they are in view. */
const maxDrawn = 200;

/** Entries under the day they happened on, newest first; a line joins those of one run. */
export function Timeline({ entries }: { readonly entries: readonly AuditEntryView[] }) {
  const isAlive = useIsAlive();
  // Days are those of the reader's clock, which the server does not know.
  const dayOf = isAlive ? localDay : utcDay;
  const rows = useMemo(() => timelineRows(entries, lanesOf(entries), dayOf), [entries, dayOf]);
  return isAlive && entries.length > maxDrawn ? (
    <VirtualTimeline rows={rows} />
  ) : (
    <Days rows={rows} />
  );
}

const utcDay = (instant: string): string => instant.slice(0, 10);

function Days({ rows }: { readonly rows: readonly TimelineRow[] }) {
  return (
    <div className="space-y-6">
      {groupByDay(rows).map(({ day, at, entries }) => (
        <section key={day} aria-labelledby={`day-${day}`}>
          <h2
            id={`day-${day}`}
            className="sticky top-0 z-10 -mx-2 bg-ground/95 px-2 py-1.5 text-[0.8125rem] font-semibold text-ink-soft"
          >
            <Day at={at} />
          </h2>
          <ul className="divide-y divide-line rounded-xl border border-line bg-surface shadow-card">
            {entries.map(({ entry, lanes }) => (
              <li key={entry.id} className="lazy-paint">
                <Entry entry={entry} lanes={lanes} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
