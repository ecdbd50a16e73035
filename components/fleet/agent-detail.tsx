"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { agentQuery } from "#components/lib/fleet-queries.ts";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Link } from "#components/ui/link.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/states.tsx";
import type { Agent, AgentSample, AgentWork } from "#server/contracts/agent.ts";
import { gigabytes, Meter } from "./meter.tsx";
import { Sparkline } from "./sparkline.tsx";

/** What an agent has left, how busy it was and what it holds: asked for once somebody opens it. */
export function AgentDetail({ agent }: { readonly agent: Agent }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Disclosure summary="Last hour, disks and work" onToggle={setOpen}>
      {isOpen ? <Detail agent={agent} /> : null}
    </Disclosure>
  );
}

function Detail({ agent }: { readonly agent: Agent }) {
  const { data, error } = useQuery(agentQuery(agent.id));
  if (!data) return error ? <ErrorNotice error={error} /> : <Skeleton lines={3} />;
  const { capacity, samples, work } = data;
  return (
    <div className="space-y-3 pt-1 text-[0.8125rem]">
      <p className="text-ink-soft">
        {capacity.isFullBecause === null
          ? "It takes work."
          : `It gets no more work now: ${capacity.isFullBecause}.`}{" "}
        {capacity.memoryReservedMb > 0
          ? `${gigabytes(capacity.memoryReservedMb)} GB of memory are promised to its tasks.`
          : ""}
      </p>
      <History samples={samples} />
      <Disks agent={agent} />
      <Work work={work} />
    </div>
  );
}

function History({ samples }: { readonly samples: readonly AgentSample[] }) {
  if (samples.length < 2)
    return <p className="text-ink-soft">Its history begins after two minutes.</p>;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Sparkline
        label="Load"
        points={samples.map(({ at, loadShare }) => ({ at, share: loadShare }))}
      />
      <Sparkline
        label="Memory"
        points={samples.map(({ at, memoryShare }) => ({ at, share: memoryShare }))}
      />
    </div>
  );
}

function Disks({ agent: { metrics } }: { readonly agent: Agent }) {
  const disks = metrics?.disks ?? [];
  if (disks.length === 0) return null;
  return (
    <div className="grid gap-x-6 gap-y-3 sm:grid-cols-3">
      {disks.map(({ mount, totalMb, availableMb }) => (
        <Meter
          key={mount}
          label={mount}
          used={totalMb - availableMb}
          total={totalMb}
          text={`${gigabytes(availableMb)} of ${gigabytes(totalMb)} GB free`}
        />
      ))}
    </div>
  );
}

function Work({ work }: { readonly work: readonly AgentWork[] }) {
  if (work.length === 0) return <p className="text-ink-soft">It holds no work.</p>;
  return (
    <ul aria-label="Its work" className="divide-y divide-line border-y border-line">
      {work.map(({ taskId, requestId, name, status }) => (
        <li key={taskId} className="flex justify-between gap-3 py-1.5">
          <Link
            href={`/requests/${requestId}`}
            className="min-w-0 break-words text-accent underline underline-offset-4"
          >
            {name}
          </Link>
          <span className="text-ink-soft">{status === "pending" ? "given to it" : status}</span>
        </li>
      ))}
    </ul>
  );
}
