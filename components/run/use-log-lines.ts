"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { LineRange } from "#components/lib/log-buffer.ts";
import { keys, loadLogLines, type RunLog } from "#components/lib/queries.ts";

const settleMs = 60;
const maxRange = 1000;
const maxPage = 5000;
/** Lines fetched at most for search and download. */
const maxWhole = 200_000;

/** Fetches the lines in view that are not held, once scrolling has settled for a moment. */
export function useLinesInView(runId: string, log: RunLog, view: LineRange): void {
  const client = useQueryClient();
  const { from, to } = view;
  useEffect(() => {
    const missing = log.buffer.missing({ from: from - 100, to: to + 100 }, maxRange);
    if (missing.length === 0) return undefined;
    const timer = setTimeout(() => {
      for (const range of missing) void loadLogLines(client, runId, range).catch(() => undefined);
    }, settleMs);
    return () => clearTimeout(timer);
  }, [client, runId, log, from, to]);
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
