"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import type { LineRange, LogBuffer } from "#components/lib/log-buffer.ts";
import { keys } from "#components/lib/query-keys.ts";
import { loadLogLines, type RunLog } from "#components/lib/run-queries.ts";

const settleMs = 60;
const overscan = 100;
const maxRange = 1000;
/** A page is read, stored and searched between two frames. */
const maxPage = 1500;
/** Lines fetched at most for search and download. */
const maxWhole = 200_000;

/**
 * Fetches the lines in view that are not held: a moment after they came into view, one fetch at a time, also while new
 * lines keep arriving.
 */
export function useLinesInView(runId: string, log: RunLog, view: LineRange): void {
  const client = useQueryClient();
  const wanted = useRef({ buffer: log.buffer, view });
  const isBusy = useRef(false);
  const { from, to } = view;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the buffer is mutable, its version says when it changed
  useEffect(() => {
    wanted.current = { buffer: log.buffer, view: { from, to } };
    if (isBusy.current || missingIn(wanted.current).length === 0) return;
    isBusy.current = true;
    setTimeout(() => {
      const loads = missingIn(wanted.current).map((range) => loadLogLines(client, runId, range));
      // A failed fetch leaves its lines missing: the next scroll or line tries again.
      void Promise.allSettled(loads).then(() => {
        isBusy.current = false;
      });
    }, settleMs);
  }, [client, runId, log.buffer, log.version, from, to]);
}

function missingIn(wanted: { readonly buffer: LogBuffer; readonly view: LineRange }): LineRange[] {
  const { from, to } = wanted.view;
  return wanted.buffer.missing({ from: from - overscan, to: to + overscan }, maxRange);
}

/** Fetches every line of a log that is not held, page by page. */
export async function loadWholeLog(client: QueryClient, runId: string): Promise<void> {
  const buffer = client.getQueryData<RunLog>(keys.runLog(runId))?.buffer;
  if (!buffer) return;
  const whole = { from: 1, to: Math.min(buffer.lineCount, maxWhole) };
  for (const range of buffer.missing(whole, maxPage)) {
    await loadLogLines(client, runId, range);
  }
}
