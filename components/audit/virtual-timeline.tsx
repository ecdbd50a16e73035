"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import { classNames } from "#components/ui/class-names.ts";
import { Day } from "#components/ui/moment.tsx";
import { Entry } from "./entry.tsx";
import type { TimelineRow } from "./timeline-rows.ts";

const dayPx = 40;
const entryPx = 60;

/** A long timeline: only the rows in view are in the page, and the day of the topmost stays in sight. */
export function VirtualTimeline({ rows }: { readonly rows: readonly TimelineRow[] }) {
  const list = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ box: HTMLElement; top: number } | null>(null);
  useLayoutEffect(() => {
    const box = list.current?.closest<HTMLElement>("[data-scroller]");
    if (!box || !list.current) return;
    const top = list.current.getBoundingClientRect().top - box.getBoundingClientRect().top;
    setPlace({ box, top: top + box.scrollTop });
  }, []);
  // The same function as long as the rows are: another one has all rows measured anew.
  const keyAt = useCallback((index: number) => keyOf(rows[index]), [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => place?.box ?? null,
    estimateSize: (index) => (rows[index]?.kind === "day" ? dayPx : entryPx),
    getItemKey: keyAt,
    scrollMargin: place?.top ?? 0,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const margin = virtual.options.scrollMargin;
  const top = rows[items.find(({ end }) => end > (virtual.scrollOffset ?? 0))?.index ?? 0];
  return (
    <div ref={list}>
      <div className="sticky top-0 z-10 h-0">
        {top ? (
          <p
            aria-hidden
            className="-mx-2 bg-ground/95 px-2 py-1.5 text-[0.8125rem] font-semibold text-ink-soft"
          >
            <Day at={top.kind === "day" ? top.at : top.entry.at} />
          </p>
        ) : null}
      </div>
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        <div
          className="absolute inset-x-0"
          style={{ transform: `translateY(${(items[0]?.start ?? margin) - margin}px)` }}
        >
          {items.map(({ key, index }) => (
            <div key={key} data-index={index} ref={virtual.measureElement}>
              <Row row={rows[index]} />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

function Row({ row }: { readonly row: TimelineRow | undefined }) {
  if (row === undefined) return null;
  if (row.kind === "day")
    return (
      <h2 className="pt-5 pb-1.5 text-[0.8125rem] font-semibold text-ink-soft">
        <Day at={row.at} />
      </h2>
    );
  return (
    <div
      className={classNames(
        "border-x border-b border-line bg-surface",
        row.isFirst && "rounded-t-xl border-t",
        row.isLast && "rounded-b-xl",
      )}
    >
      <Entry entry={row.entry} lanes={row.lanes} />
    </div>
  );
}

function keyOf(row: TimelineRow | undefined): string {
  if (row === undefined) return "";
  return row.kind === "day" ? row.day : row.entry.id;
}
