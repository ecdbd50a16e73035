"use client";

import { useQuery } from "@tanstack/react-query";
import {
  CirclePause,
  CircleStop,
  ListChecks,
  type LucideIcon,
  MessageSquareText,
  Pause,
  Play,
  Square,
} from "lucide-react";
import { useState } from "react";
import { useSteerUnattended } from "#components/lib/rule-mutations.ts";
import { unattendedQuery } from "#components/lib/rule-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { UnattendedRun, UnattendedStatus } from "#server/contracts/unattended.ts";
import { progressLine } from "#server/unattended/domain/report.ts";
import { StartUnattended } from "./start-unattended.tsx";

/** Lists of requests that are worked through without anybody looking, newest first. */
export function UnattendedRuns() {
  const { data, error, refetch } = useQuery(unattendedQuery());
  const mayStart = useMay("request.submit");
  const [isStarting, setStarting] = useState(false);
  return (
    <Panel
      title="Unattended runs"
      description="A list of requests, one after another. Only rules approve; the rest waits for a person."
      isFlush
      actions={
        mayStart ? (
          <Button size="small" icon={Play} onClick={() => setStarting(true)}>
            Start one
          </Button>
        ) : null
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={2} className="p-4" /> : null}
      {data?.runs.length === 0 ? <p className="p-4 text-sm text-ink-soft">None yet.</p> : null}
      <ul className="divide-y divide-line">
        {data?.runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </ul>
      {isStarting ? <StartUnattended onClose={() => setStarting(false)} /> : null}
    </Panel>
  );
}

const looks: Readonly<
  Record<
    UnattendedStatus,
    { readonly label: string; readonly icon: LucideIcon; readonly tone: Tone }
  >
> = {
  running: { label: "Going on", icon: Play, tone: "busy" },
  paused: { label: "Paused", icon: CirclePause, tone: "warn" },
  stopped: { label: "Stopped", icon: CircleStop, tone: "neutral" },
  finished: { label: "Over", icon: ListChecks, tone: "neutral" },
};

function RunRow({ run }: { readonly run: UnattendedRun }) {
  const look = looks[run.status];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-56 space-y-1">
        <p className="flex flex-wrap items-center gap-2 text-sm">
          <Badge tone={look.tone} icon={look.icon} isLively={run.status === "running"}>
            {look.label}
          </Badge>
          <span>{progressLine(run)}</span>
        </p>
        <p className="text-xs break-words text-ink-faint">
          {run.startedBy}, <Ago at={run.startedAt} />
          {run.current ? ` · now: ${run.current.text}` : ""}
          {run.stopReason ? ` · ${run.stopReason}` : ""}
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <Steering run={run} />
        <Link href={`/c/${run.conversationId}`} className={buttonClass({ size: "small" })}>
          <MessageSquareText aria-hidden className="size-4" />
          Open
        </Link>
      </div>
    </li>
  );
}

function Steering({ run: { id, status } }: { readonly run: UnattendedRun }) {
  const steer = useSteerUnattended();
  const mayStart = useMay("request.submit");
  const mayStop = useMay("request.cancel");
  const send = (how: "pause" | "resume" | "stop") =>
    steer.mutate({ id, how }, { onError: toastError });
  const isBusy = steer.isPending;
  return (
    <>
      {status === "running" && mayStop ? (
        <Button size="small" icon={Pause} isBusy={isBusy} onClick={() => send("pause")}>
          Pause
        </Button>
      ) : null}
      {status === "paused" && mayStart ? (
        <Button size="small" icon={Play} isBusy={isBusy} onClick={() => send("resume")}>
          Resume
        </Button>
      ) : null}
      {(status === "running" || status === "paused") && mayStop ? (
        <Button
          size="small"
          variant="danger"
          icon={Square}
          isBusy={isBusy}
          onClick={() => send("stop")}
        >
          Stop
        </Button>
      ) : null}
    </>
  );
}
