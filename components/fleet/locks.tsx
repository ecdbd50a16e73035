"use client";

import { useQuery } from "@tanstack/react-query";
import { LockKeyhole, LockKeyholeOpen } from "lucide-react";
import { useState } from "react";
import { locksQuery } from "#components/lib/fleet-queries.ts";
import { useReleaseLock } from "#components/lib/lock-mutations.ts";
import { whoMay } from "#components/lib/permissions.ts";
import { useMay, useSession } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago, Moment } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { HostLock } from "#server/contracts/lock.ts";
import { TakeLock } from "./take-lock.tsx";

/** Which hosts tasks and people keep others off, and a way to keep runs off one. */
export function Locks() {
  const { data, error, refetch } = useQuery(locksQuery());
  const canHold = useMay("lock.hold");
  const [isTaking, setTaking] = useState(false);
  return (
    <Panel
      title="Locks"
      isFlush
      actions={
        canHold ? (
          <Button size="small" icon={LockKeyhole} onClick={() => setTaking(true)}>
            Keep runs off a host
          </Button>
        ) : null
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={2} className="p-4" /> : null}
      {data?.locks.length === 0 ? (
        <EmptyState icon={LockKeyholeOpen} title="Nothing is locked">
          A run locks the service it works on, or the whole host.{" "}
          {canHold
            ? "Keep runs off a host while you work on it yourself."
            : `${sentenceStart(whoMay("lock.hold"))} can keep runs off a host.`}
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {data?.locks.map((lock) => (
          <LockRow key={lock.id} lock={lock} />
        ))}
      </ul>
      {isTaking ? <TakeLock onClose={() => setTaking(false)} /> : null}
    </Panel>
  );
}

function LockRow({ lock }: { readonly lock: HostLock }) {
  const { host, service, mode, holder, reason, since, until, waiting } = lock;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 px-4 py-3">
      <div className="min-w-0 space-y-1 text-sm">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-medium break-all">{host}</span>
          <span className="text-ink-soft">{service ?? "the whole host"}</span>
          {mode === "shared" ? <Badge tone="neutral">shared: only reads</Badge> : null}
          {waiting > 0 ? (
            <Badge tone="warn">{waiting === 1 ? "1 task waits" : `${waiting} tasks wait`}</Badge>
          ) : null}
        </p>
        <p className="text-ink-soft">
          <Holder holder={holder} />, since <Ago at={since} />
          {until === null ? null : (
            <>
              , until <Moment at={until} />
            </>
          )}
        </p>
        {reason === null ? null : <p className="break-words">{reason}</p>}
      </div>
      <Release lock={lock} />
    </li>
  );
}

function Holder({ holder }: { readonly holder: HostLock["holder"] }) {
  if (holder.kind === "person") return <>kept by {holder.name}</>;
  const run = holder.runId === null ? "" : `?run=${holder.runId}`;
  return (
    <Link
      href={`/requests/${holder.requestId}${run}`}
      className="text-accent underline underline-offset-4"
    >
      “{holder.name}”
    </Link>
  );
}

/** For a person's lock: its holder, or an admin. */
function Release({ lock: { id, host, holder } }: { readonly lock: HostLock }) {
  const { personId, role } = useSession();
  const canHold = useMay("lock.hold");
  const release = useReleaseLock();
  if (holder.kind !== "person" || !canHold) return null;
  if (holder.personId !== personId && role !== "admin") return null;
  return (
    <Button
      size="small"
      icon={LockKeyholeOpen}
      isBusy={release.isPending}
      aria-label={`Release ${host}`}
      onClick={() =>
        release.mutate(id, {
          onSuccess: () => toastDone(`Runs may use ${host} again.`),
          onError: toastError,
        })
      }
    >
      Release
    </Button>
  );
}

function sentenceStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
