"use client";

import { useQuery } from "@tanstack/react-query";
import {
  CircleCheck,
  CircleHelp,
  CircleX,
  FileInput,
  KeyRound,
  LockKeyhole,
  type LucideIcon,
  Network,
  PlugZap,
  Plus,
  ShieldAlert,
  TriangleAlert,
} from "lucide-react";
import { useState } from "react";
import { hostsQuery } from "#components/lib/fleet-queries.ts";
import { useTestHost } from "#components/lib/host-mutations.ts";
import { settingsQuery } from "#components/lib/settings-queries.ts";
import { useTestAllHosts } from "#components/lib/test-all-hosts.ts";
import { GiveSecret } from "#components/secret/give-secret.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Host, HostState, HostTest } from "#server/contracts/host.ts";
import { AddInventory } from "./add-inventory.tsx";
import { HostForm } from "./host-form.tsx";
import { KeptHostActions } from "./kept-host-actions.tsx";

/** Every host of every inventory, with ways to try its connection, and the key hosts must accept. */
export function Hosts() {
  const { data, error, refetch } = useQuery(hostsQuery());
  const hosts = data?.hosts ?? [];
  return (
    <>
      <Panel title="Hosts" isFlush actions={<HostsActions hosts={hosts} />}>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
        ) : null}
        {!data && !error ? <Skeleton lines={4} className="p-4" /> : null}
        {data?.hosts.length === 0 ? (
          <EmptyState icon={Network} title="No hosts yet">
            Add one here, name an inventory of this machine, or add a repository with an inventory
            under Playbooks.
          </EmptyState>
        ) : null}
        <ul className="divide-y divide-line">
          {hosts.map((host) => (
            <HostRow key={`${host.repositoryId}/${host.name}`} host={host} />
          ))}
        </ul>
      </Panel>
      <PublicKey />
    </>
  );
}

/** What can be done with hosts as a whole, for those who may. */
function HostsActions({ hosts }: { readonly hosts: readonly Host[] }) {
  const canManage = useMay("host.manage");
  const [open, setOpen] = useState<"host" | "inventory" | null>(null);
  if (!canManage) return null;
  return (
    <div className="flex flex-wrap justify-end gap-2">
      {hosts.length > 1 ? <TestAll hosts={hosts} /> : null}
      <Button size="small" icon={FileInput} onClick={() => setOpen("inventory")}>
        Use a file
      </Button>
      <Button size="small" icon={Plus} onClick={() => setOpen("host")}>
        Add host
      </Button>
      {open === "host" ? <HostForm host={null} onClose={() => setOpen(null)} /> : null}
      {open === "inventory" ? <AddInventory onClose={() => setOpen(null)} /> : null}
    </div>
  );
}

/** Tests one host after the other, a few at a time, and says how far it is. */
function TestAll({ hosts }: { readonly hosts: readonly Host[] }) {
  const { testAll, progress } = useTestAllHosts();
  return (
    <Button
      size="small"
      icon={PlugZap}
      isBusy={progress !== null}
      onClick={() =>
        void testAll(hosts.map(({ repositoryId, name }) => ({ repositoryId, host: name })))
      }
    >
      {progress === null ? "Test all" : `${progress.done} of ${progress.total} tested`}
    </Button>
  );
}

const looks: Readonly<Record<HostState, { label: string; icon: LucideIcon; tone: Tone }>> = {
  reachable: { label: "Reachable", icon: CircleCheck, tone: "ok" },
  unreachable: { label: "Not reachable", icon: CircleX, tone: "bad" },
  key_changed: { label: "Key changed", icon: ShieldAlert, tone: "bad" },
  no_python: { label: "No Python", icon: TriangleAlert, tone: "warn" },
  needs_password: { label: "Needs a password", icon: LockKeyhole, tone: "warn" },
};
const untested = { label: "Not tested yet", icon: CircleHelp, tone: "neutral" } as const;
/** Nobody tested it, but a run was there. */
const reachedByRun = { label: "Reached by a run", icon: CircleCheck, tone: "ok" } as const;

/** sudo asks for a password there, and runs have one to give. */
const isServed = ({ state, sudoSecret }: Host) => state === "needs_password" && sudoSecret !== null;

function lookOf(host: Host) {
  if (host.state === null) return host.lastSeenAt === null ? untested : reachedByRun;
  return isServed(host) ? looks.reachable : looks[host.state];
}

/** Where sudo asks: what runs give it, or a button to store that. */
function SudoPassword({ host }: { readonly host: Host }) {
  const { name, repositoryId, state, sudoSecret } = host;
  if (state !== "needs_password") return null;
  if (sudoSecret !== null)
    return (
      <p className="text-[0.8125rem] text-ink-soft">
        sudo asks for a password there; runs give it “{sudoSecret}”.
      </p>
    );
  const preset = {
    ...({ kind: "become_password", name: `sudo of ${name}` } as const),
    ...{ repositoryId, host: name },
  };
  return <GiveSecret label="Store sudo's password" preset={preset} />;
}

function HostRow({ host }: { readonly host: Host }) {
  const canManage = useMay("host.manage");
  const { mutate, isPending, data, error } = useTestHost();
  const look = lookOf(host);
  const target = { repositoryId: host.repositoryId, host: host.name };
  const repin = () => mutate({ ...target, repin: true });
  return (
    <li className="space-y-2 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="text-[0.9375rem] font-semibold">{host.name}</h3>
        <Badge tone={look.tone} icon={look.icon}>
          {look.label}
        </Badge>
        <HostPlace host={host} />
        {canManage ? (
          <div className="ml-auto flex items-center gap-1">
            <Button size="small" icon={PlugZap} isBusy={isPending} onClick={() => mutate(target)}>
              Test connection
            </Button>
            {host.isKept ? <KeptHostActions host={host} /> : null}
          </div>
        ) : null}
      </div>
      <HostFactsLine host={host} />
      {host.problem && !data && !isServed(host) ? (
        <HostProblem host={host} onRepin={canManage ? repin : null} isBusy={isPending} />
      ) : null}
      {data ? <TestResult result={data} onRepin={repin} /> : null}
      <SudoPassword host={host} />
      <ErrorNotice error={error} />
      {host.keyFingerprints.length > 0 ? (
        <p className="flex items-start gap-1.5 font-mono text-xs break-all text-ink-faint">
          <KeyRound aria-label="Pinned host key" className="mt-0.5 size-3.5 shrink-0" />
          {host.keyFingerprints.join(" ")}
        </p>
      ) : null}
    </li>
  );
}

function HostPlace({ host }: { readonly host: Host }) {
  const user = host.user ? `${host.user}@` : "";
  const address =
    host.address?.includes(":") && host.port ? `[${host.address}]` : (host.address ?? "");
  const port = host.port ? `:${host.port}` : "";
  const place = host.connection === "local" ? "this machine" : `${user}${address}${port}`;
  const way = (host.jumps ?? []).map((jump) => jump.address).join(", ");
  return (
    <span className="min-w-0 text-xs text-ink-faint">
      {[place, way && `by way of ${way}`, host.repositoryName, ...host.groups]
        .filter(Boolean)
        .join(" · ")}
      {host.checkedAt ? (
        <>
          {" "}
          · tested <Ago at={host.checkedAt} />
        </>
      ) : null}
      {host.lastSeenAt && host.lastSeenAt !== host.checkedAt ? (
        <>
          {" "}
          · last seen <Ago at={host.lastSeenAt} />
        </>
      ) : null}
    </span>
  );
}

/** What the host said of itself when somebody last signed in. */
function HostFactsLine({ host: { facts } }: { readonly host: Host }) {
  if (facts === null) return null;
  const parts = [
    facts.os,
    shareText("disk", facts.diskFreeMb, facts.diskTotalMb),
    shareText("memory", facts.memoryAvailableMb, facts.memoryTotalMb),
  ].filter((text) => text !== null);
  return parts.length === 0 ? null : (
    <p className="text-[0.8125rem] text-ink-soft">{parts.join(" · ")}</p>
  );
}

function shareText(what: string, free: number | null, total: number | null): string | null {
  if (free === null || total === null) return null;
  return `${what} ${gigabytes(free)} of ${gigabytes(total)} GB free`;
}

const gigabytes = (mebibytes: number): string => {
  const size = mebibytes / 1024;
  return size < 10 ? size.toFixed(1) : String(Math.round(size));
};

function HostProblem({
  host,
  onRepin,
  isBusy,
}: {
  readonly host: Host;
  /** Null: this person may not pin keys. */
  readonly onRepin: (() => void) | null;
  readonly isBusy: boolean;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <p className="text-[0.8125rem] text-bad">{host.problem}</p>
      {host.state === "key_changed" && onRepin !== null ? (
        <Button size="small" variant="danger" isBusy={isBusy} onClick={onRepin}>
          {pinLabel}
        </Button>
      ) : null}
    </div>
  );
}

const pinLabel = "This is my machine: pin the new key";

function TestResult({
  result,
  onRepin,
}: {
  readonly result: HostTest;
  readonly onRepin: () => void;
}) {
  const tone = result.state === "reachable" ? "ok" : result.ok ? "warn" : "bad";
  return (
    <Notice
      tone={tone}
      icon={looks[result.state].icon}
      title={result.message}
      actions={
        result.isKeyChanged ? (
          <Button size="small" variant="danger" onClick={onRepin}>
            {pinLabel}
          </Button>
        ) : null
      }
    >
      {result.fix}
      {result.newlyPinned ? " Its key is pinned from now on." : ""}
    </Notice>
  );
}

function PublicKey() {
  const { data } = useQuery(settingsQuery());
  const key = data?.sshPublicKey;
  if (!key) return null;
  const command = `echo '${key}' >> ~/.ssh/authorized_keys`;
  return (
    <Panel
      title="Chiffon's SSH key"
      description="Every host must accept this key. Run this on the host, as the user Chiffon signs in as:"
      actions={
        <CopyButton text={command} label="Copy the command">
          Copy command
        </CopyButton>
      }
    >
      <pre className="overflow-x-auto rounded-lg bg-sunken p-3 text-xs whitespace-pre-wrap break-all">
        {command}
      </pre>
    </Panel>
  );
}
