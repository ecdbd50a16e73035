import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Reply } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { type LineRange, LogBuffer } from "./log-buffer.ts";
import { keys } from "./query-keys.ts";

/** A run with its structured events. */
export function runQuery(runId: string) {
  return queryOptions({
    queryKey: keys.run(runId),
    queryFn: ({ signal }) => callApi("readRun", { params: { id: runId }, signal }),
    structuralSharing: false,
  });
}

/** What the log viewer reads: the buffer and the version it was last drawn from. */
export interface RunLog {
  readonly buffer: LogBuffer;
  readonly version: number;
  readonly lineCount: number;
  readonly cutLines: number;
}

/** A snapshot of a buffer as the cache holds it. */
export function runLogOf(buffer: LogBuffer, cutLines: number): RunLog {
  return { buffer, version: buffer.version, lineCount: buffer.lineCount, cutLines };
}

const firstPage = 500;

/** Output of a run: begins with its first lines; live events and `loadLogLines` bring the others. */
export function runLogQuery(runId: string) {
  return queryOptions({
    queryKey: keys.runLog(runId),
    queryFn: async ({ client, signal }): Promise<RunLog> => {
      const page = await readLogRange(runId, { from: 1, to: firstPage }, signal);
      return mergeLog(client, runId, page);
    },
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** Fetches a range of output lines into the run's buffer. Asking twice for the same range at once asks once. */
export async function loadLogLines(
  client: QueryClient,
  runId: string,
  range: LineRange,
): Promise<void> {
  const page = await client.fetchQuery({
    queryKey: ["run-log-range", runId, range.from, range.to],
    queryFn: ({ signal }) => readLogRange(runId, range, signal),
    staleTime: 0,
    gcTime: 0,
  });
  client.setQueryData(keys.runLog(runId), mergeLog(client, runId, page));
}

function readLogRange(runId: string, { from, to }: LineRange, signal: AbortSignal) {
  const query = { fromLine: from, count: to - from + 1 };
  return callApi("readRunLog", { params: { id: runId }, query, signal });
}

function mergeLog(client: QueryClient, runId: string, page: Reply<"readRunLog">): RunLog {
  const log = client.getQueryData<RunLog>(keys.runLog(runId));
  const buffer = log?.buffer ?? new LogBuffer();
  buffer.put(page.lines);
  buffer.putTimes(page.times);
  buffer.announce(page.lineCount);
  return runLogOf(buffer, log?.cutLines ?? 0);
}
