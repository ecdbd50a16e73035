"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { runQuery } from "#components/lib/run-queries.ts";
import { useTopic } from "#components/shell/live.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { RunStatus } from "#server/contracts/run.ts";
import { runStatuses } from "#server/execution/domain/run-state.ts";
import { RunGridView } from "./run-grid.tsx";
import { runGrid } from "./run-grid-model.ts";

const RunLog = dynamic(() => import("./run-log.tsx").then((module) => module.RunLog), {
  ssr: false,
  loading: () => <Skeleton lines={4} />,
});

/** Whether a run may still write. */
export function isLiveRun(status: RunStatus): boolean {
  return runStatuses.attended.includes(status);
}

/** One run as it happens: the grid of results, and the raw output underneath. */
export function RunPanel({
  runId,
  requestId,
  isLogOpen,
}: {
  readonly runId: string;
  readonly requestId: string;
  readonly isLogOpen: boolean;
}) {
  const { data, error, refetch } = useQuery(runQuery(runId));
  useTopic(`run:${runId}`, data?.seq);
  const [isOpen, setOpen] = useState(isLogOpen);
  const grid = useMemo(() => runGrid(data?.events ?? []), [data?.events]);
  if (!data) {
    return error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton />;
  }
  const isLive = isLiveRun(data.run.status);
  return (
    <div className="space-y-2">
      <RunGridView grid={grid} isLive={isLive} />
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="inline-flex min-h-11 pointer-fine:min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium text-accent"
      >
        <ChevronDown
          aria-hidden
          className={`size-3.5 transition-transform ${isOpen ? "rotate-180" : ""}`}
        />
        {isOpen ? "Hide output" : "Show output"}
      </button>
      {isOpen ? (
        <RunLog
          runId={runId}
          requestId={requestId}
          isLive={isLive}
          hasWritten={data.lineCount > 0}
        />
      ) : null}
    </div>
  );
}
