"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { RunLog } from "#components/lib/run-queries.ts";
import { areSingleLettersOn } from "#components/shell/shortcut-state.ts";
import { LogLine } from "./log-line.tsx";
import { useLinesInView } from "./use-log-lines.ts";

const rowPx = 20;

/** What of a log is looked at, and how. */
export interface LogSight {
  readonly isWrapped: boolean;
  /** Each line says when it was written down. */
  readonly hasTimes: boolean;
  /** New lines keep the end in view. */
  readonly isFollowing: boolean;
  /** The line that stands out, or null. */
  readonly marked: number | null;
  /** Lines in which the search was found. */
  readonly matches: readonly number[];
}

/** The lines of a log in a box that scrolls: real rows, only those in view. */
export function LogRows({
  runId,
  requestId,
  log,
  sight,
  onMark,
  onScrollAway,
  onKey,
}: {
  readonly runId: string;
  readonly requestId: string;
  readonly log: RunLog;
  readonly sight: LogSight;
  readonly onMark: (line: number) => void;
  readonly onScrollAway: () => void;
  /** A key of the log itself: "/" searches, n and N step through what was found. */
  readonly onKey: (key: "/" | "n" | "N") => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const { isWrapped, hasTimes, marked, matches } = sight;
  const rows = useLogRows(runId, { log, sight, box });
  const items = rows.getVirtualItems();
  const handleKey = (event: KeyboardEvent) => {
    if (event.target !== box.current || !areSingleLettersOn()) return;
    if (event.key !== "/" && event.key !== "n" && event.key !== "N") return;
    event.preventDefault();
    onKey(event.key);
  };
  return (
    <div
      ref={box}
      role="log"
      aria-label="Output"
      aria-live="off"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      onKeyDown={handleKey}
      onWheel={(event) => event.deltaY < 0 && onScrollAway()}
      onTouchMove={onScrollAway}
      className="h-[min(55dvh,26rem)] overflow-auto overscroll-contain py-1 font-mono text-xs leading-5 text-term-ink -outline-offset-2"
    >
      <div className="relative min-w-full" style={{ height: rows.getTotalSize() }}>
        <div
          className={isWrapped ? "absolute inset-x-0" : "absolute left-0 min-w-full"}
          style={{ transform: `translateY(${items[0]?.start ?? 0}px)` }}
        >
          {items.map(({ key, index }) => (
            <div key={key} data-index={index} ref={isWrapped ? rows.measureElement : null}>
              <LogLine
                number={index + 1}
                text={log.buffer.line(index + 1)}
                href={`/requests/${requestId}?run=${runId}#L${index + 1}`}
                time={hasTimes ? (log.buffer.timeOf(index + 1) ?? "") : null}
                isWrapped={isWrapped}
                isMarked={marked === index + 1}
                isMatch={isAmong(matches, index + 1)}
                onMark={onMark}
              />
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** Whether a number is among others that go up: a hundred thousand are found, a few dozen are asked about. */
function isAmong(sorted: readonly number[], sought: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? sought) < sought) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === sought;
}

/** The rows in view, fetched where they are missing; follows the end and goes to the marked line. */
function useLogRows(
  runId: string,
  {
    log,
    sight: { isFollowing, marked },
    box,
  }: {
    readonly log: RunLog;
    readonly sight: LogSight;
    readonly box: { readonly current: HTMLDivElement | null };
  },
) {
  const rows = useVirtualizer({
    count: log.lineCount,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  useLinesInView(runId, log, {
    from: (items[0]?.index ?? 0) + 1,
    to: (items.at(-1)?.index ?? 0) + 1,
  });
  useEffect(() => {
    if (isFollowing && log.lineCount > 0) rows.scrollToIndex(log.lineCount - 1, { align: "end" });
  }, [rows, isFollowing, log.lineCount]);
  useEffect(() => {
    if (marked !== null) rows.scrollToIndex(marked - 1, { align: "center" });
  }, [rows, marked]);
  return rows;
}
