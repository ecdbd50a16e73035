"use client";

import { useQuery } from "@tanstack/react-query";
import {
  CircleCheck,
  CircleHelp,
  CircleX,
  KeyRound,
  type LucideIcon,
  Network,
  PlugZap,
} from "lucide-react";
import { toApiError } from "#components/lib/api-client.ts";
import { useTestHost } from "#components/lib/mutations.ts";
import { hostsQuery, settingsQuery } from "#components/lib/queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Badge, type Tone } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Host, HostTest } from "#server/contracts/host.ts";

/** Every host of every inventory, with a way to try its connection, and the key hosts must accept. */
export function Hosts() {
  const { data, error, refetch } = useQuery(hostsQuery());
  return (
    <>
      <Panel title="Hosts" isFlush>
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
        ) : null}
        {!data && !error ? <Skeleton lines={4} className="p-4" /> : null}
        {data?.hosts.length === 0 ? (
          <EmptyState icon={Network} title="No hosts yet">
            Hosts come from the inventory of a repository. Add one under Playbooks.
          </EmptyState>
        ) : null}
        <ul className="divide-y divide-line">
          {data?.hosts.map((host) => (
            <HostRow key={`${host.repositoryId}/${host.name}`} host={host} />
          ))}
        </ul>
      </Panel>
      <PublicKey />
    </>
  );
}

function hostLook({ reachable }: Host): { label: string; icon: LucideIcon; tone: Tone } {
  if (reachable === null) return { label: "Not tried yet", icon: CircleHelp, tone: "neutral" };
  return reachable
    ? { label: "Reachable", icon: CircleCheck, tone: "ok" }
    : { label: "Not reachable", icon: CircleX, tone: "bad" };
}

function HostRow({ host }: { readonly host: Host }) {
  const canManage = useMay("host.manage");
  const { mutate, isPending, data, error } = useTestHost();
  const look = hostLook(host);
  const target = { repositoryId: host.repositoryId, host: host.name };
  return (
    <li className="space-y-2 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="text-[0.9375rem] font-semibold">{host.name}</h3>
        <Badge tone={look.tone} icon={look.icon}>
          {look.label}
        </Badge>
        <HostFacts host={host} />
        {canManage ? (
          <Button
            size="small"
            icon={PlugZap}
            className="ml-auto"
            isBusy={isPending}
            onClick={() => mutate(target)}
          >
            Test connection
          </Button>
        ) : null}
      </div>
      {host.problem && !data ? <p className="text-[0.8125rem] text-bad">{host.problem}</p> : null}
      {data ? <TestResult result={data} /> : null}
      {error ? (
        <TestProblem error={error} onRepin={() => mutate({ ...target, repin: true })} />
      ) : null}
      {host.keyFingerprints.length > 0 ? (
        <p className="flex items-start gap-1.5 font-mono text-xs break-all text-ink-faint">
          <KeyRound aria-label="Pinned host key" className="mt-0.5 size-3.5 shrink-0" />
          {host.keyFingerprints.join(" ")}
        </p>
      ) : null}
    </li>
  );
}

function HostFacts({ host }: { readonly host: Host }) {
  const user = host.user ? `${host.user}@` : "";
  const port = host.port ? `:${host.port}` : "";
  const address =
    host.connection === "local" ? "this machine" : `${user}${host.address ?? ""}${port}`;
  return (
    <span className="min-w-0 text-xs text-ink-faint">
      {[address, host.repositoryName, ...host.groups].join(" · ")}
      {host.checkedAt ? (
        <>
          {" "}
          · tried <Ago at={host.checkedAt} />
        </>
      ) : null}
    </span>
  );
}

function TestResult({ result }: { readonly result: HostTest }) {
  return (
    <Notice
      tone={result.ok ? "ok" : "bad"}
      icon={result.ok ? CircleCheck : CircleX}
      title={result.message}
    >
      {result.fix}
      {result.newlyPinned ? " Its key is pinned from now on." : ""}
    </Notice>
  );
}

function TestProblem({
  error,
  onRepin,
}: {
  readonly error: unknown;
  readonly onRepin: () => void;
}) {
  const { code, message, fix } = toApiError(error);
  return (
    <Notice
      tone="bad"
      title={message}
      actions={
        code === "host_key_changed" ? (
          <Button size="small" variant="danger" onClick={onRepin}>
            It is my machine: pin the new key
          </Button>
        ) : null
      }
    >
      {fix}
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
      description="Each host's user must accept it. Run this on the host:"
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
