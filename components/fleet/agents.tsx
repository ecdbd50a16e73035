"use client";

import { useQuery } from "@tanstack/react-query";
import {
  CircleDot,
  CirclePower,
  CircleSlash2,
  CloudOff,
  type LucideIcon,
  Server,
} from "lucide-react";
import { useState } from "react";
import { agentsQuery } from "#components/lib/fleet-queries.ts";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Agent, AgentStatus, AnsibleProgram, Gpu } from "#server/contracts/agent.ts";
import { plural } from "#server/lib/units.ts";
import { AddMachine } from "./add-machine.tsx";
import { AgentActions } from "./agent-actions.tsx";
import { AgentDetail } from "./agent-detail.tsx";
import { gigabytes, Meter } from "./meter.tsx";

const looks: Readonly<Record<AgentStatus, { label: string; icon: LucideIcon; tone: Tone }>> = {
  online: { label: "Online", icon: CirclePower, tone: "ok" },
  busy: { label: "Busy", icon: CircleDot, tone: "busy" },
  offline: { label: "Offline", icon: CloudOff, tone: "bad" },
  disabled: { label: "Disabled", icon: CircleSlash2, tone: "neutral" },
};

const revoked = { label: "Revoked", icon: CircleSlash2, tone: "bad" } as const;
const draining = { label: "Draining", icon: CircleDot, tone: "warn" } as const;

/** Every agent with its free slots, its machine and its tools. */
export function Agents() {
  const { data, error, refetch } = useQuery(agentsQuery());
  return (
    <Panel title="Agents" actions={<AddMachine />} isFlush>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={3} className="p-4" /> : null}
      {data?.agents.length === 0 ? (
        <EmptyState icon={Server} title="No agent has reported yet">
          The one on this machine starts with Chiffon and should appear within half a minute.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {data?.agents
          .filter(({ isRevoked }) => !isRevoked)
          .map((agent) => (
            <AgentRow key={agent.id} agent={agent} />
          ))}
      </ul>
      <Revoked agents={data?.agents.filter(({ isRevoked }) => isRevoked) ?? []} />
    </Panel>
  );
}

/** Machines that are agents no more: kept for what they still hold, and until somebody removes them. */
function Revoked({ agents }: { readonly agents: readonly Agent[] }) {
  const [isOpen, setOpen] = useState(false);
  if (agents.length === 0) return null;
  return (
    <div className="border-t border-line px-4 py-2">
      <Disclosure summary={plural(agents.length, "revoked machine")} onToggle={setOpen}>
        {isOpen ? (
          <ul aria-label="Revoked machines" className="-mx-4 divide-y divide-line">
            {agents.map((agent) => (
              <AgentRow key={agent.id} agent={agent} />
            ))}
          </ul>
        ) : null}
      </Disclosure>
    </div>
  );
}

function AgentRow({ agent }: { readonly agent: Agent }) {
  const look = agent.isRevoked ? revoked : agent.isDraining ? draining : looks[agent.status];
  const { metrics } = agent;
  return (
    <li className="p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="text-[0.9375rem] font-semibold">{agent.name}</h3>
        <Badge tone={look.tone} icon={look.icon}>
          {look.label}
        </Badge>
        <span className="text-xs text-ink-faint">
          {agent.kind === "remote" ? "On another machine" : "Built in"}, {agent.agentType} agent{" "}
          {agent.version}, heartbeat{" "}
          {agent.lastHeartbeatAt ? <Ago at={agent.lastHeartbeatAt} /> : "never"}
        </span>
        <AgentActions agent={agent} />
      </div>
      <div className="mt-3 grid gap-x-6 gap-y-3 sm:grid-cols-3">
        <Meter
          label="Slots"
          used={agent.slotsUsed}
          total={agent.slots}
          text={`${agent.slotsUsed} of ${agent.slots} in use`}
        />
        {metrics ? (
          <>
            <Meter
              label="Memory"
              used={metrics.memoryTotalMb - metrics.memoryAvailableMb}
              total={metrics.memoryTotalMb}
              text={`${gigabytes(metrics.memoryAvailableMb)} of ${gigabytes(metrics.memoryTotalMb)} GB free`}
            />
            <Meter
              label="Load"
              used={metrics.load[0]}
              total={metrics.cpuCores}
              text={`${metrics.load.map((load) => load.toFixed(2)).join("  ")} on ${metrics.cpuCores} cores`}
            />
            {numbered(metrics.gpus ?? []).map(({ gpu, number }) => (
              <GpuMeter key={number} gpu={gpu} />
            ))}
          </>
        ) : null}
      </div>
      <AnsibleList programs={agent.tools?.ansibles ?? []} />
      <p className="mt-3 text-[0.8125rem] text-ink-soft">
        {toolsText(agent)}
        {agent.reaches.length > 0 ? ` · reaches ${reachText(agent.reaches)}` : ""}
        {agent.domains.length > 0 ? ` · acts only on ${agent.domains.join(", ")}` : ""}
        {agent.tags.length > 0 ? ` · ${agent.tags.join(", ")}` : ""}
        {agent.ownHosts.length > 0
          ? ` · is the host ${agent.ownHosts.map(({ host }) => host).join(", ")}, without ssh`
          : ""}
      </p>
      <AgentDetail agent={agent} />
    </li>
  );
}

/** Cards by their place in the machine: two may have one name. */
function numbered(gpus: readonly Gpu[]): { readonly gpu: Gpu; readonly number: number }[] {
  return gpus.map((gpu, at) => ({ gpu, number: at + 1 }));
}

function GpuMeter({ gpu }: { readonly gpu: Gpu }) {
  const { name, vendor, vramTotalMb, vramAvailableMb } = gpu;
  return (
    <Meter
      label={name || `${vendor} GPU`}
      used={vramTotalMb - vramAvailableMb}
      total={vramTotalMb}
      text={
        vramTotalMb === 0
          ? "memory unknown"
          : `${gigabytes(vramAvailableMb)} of ${gigabytes(vramTotalMb)} GB free`
      }
    />
  );
}

/** Worth a list only where there is a choice, which each repository makes under Playbooks. */
function AnsibleList({ programs }: { readonly programs: readonly AnsibleProgram[] }) {
  if (programs.length < 2) return null;
  return (
    <ul className="mt-3 text-[0.8125rem] text-ink-soft" aria-label="Ansible found">
      {programs.map(({ path, version }) => (
        <li key={path}>
          Ansible {version} <code className="text-xs break-all">{path}</code>
        </li>
      ))}
    </ul>
  );
}

const reachText = (groups: readonly string[]): string =>
  groups.includes("*") || groups.includes("all") ? "every host" : groups.join(", ");

function toolsText({ tools }: Agent): string {
  if (!tools) return "Tools not reported yet";
  const named = [
    ["Ansible", tools.ansible],
    ["ansible-lint", tools.ansibleLint],
    ["bubblewrap", tools.bubblewrap],
    ["ssh", tools.ssh],
    ["git", tools.git],
  ] as const;
  const found = named
    .filter(([, version]) => version)
    .map(([name, version]) => `${name} ${version}`);
  const missing = named.filter(([, version]) => !version).map(([name]) => name);
  return `${found.join(", ")}${missing.length > 0 ? ` · missing: ${missing.join(", ")}` : ""}`;
}
