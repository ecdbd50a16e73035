"use client";

import { useQuery } from "@tanstack/react-query";
import { FolderGit2, Plus, RefreshCw, Trash2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import {
  useChangeRepository,
  useRemoveRepository,
  useScanRepository,
} from "#components/lib/mutations.ts";
import { repositoriesQuery } from "#components/lib/queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { Repository } from "#server/contracts/playbook.ts";
import { AddRepository } from "./add-repository.tsx";

/** Every repository with what its last scan said. */
export function Repositories() {
  const { data, error, refetch } = useQuery(repositoriesQuery());
  const canManage = useMay("repository.manage");
  const [isAdding, setAdding] = useState(false);
  return (
    <Panel
      title="Repositories"
      isFlush
      actions={
        canManage ? (
          <Button size="small" icon={Plus} onClick={() => setAdding(true)}>
            Add
          </Button>
        ) : null
      }
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={3} className="p-4" /> : null}
      {data?.repositories.length === 0 ? (
        <EmptyState icon={FolderGit2} title="No repository yet">
          Add a git repository of playbooks: a folder on this machine, or an https or ssh address.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {data?.repositories.map((repository) => (
          <RepositoryRow key={repository.id} repository={repository} />
        ))}
      </ul>
      {isAdding ? <AddRepository onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function RepositoryTitle({ repository }: { readonly repository: Repository }) {
  return (
    <h3 className="flex flex-wrap items-center gap-2 text-[0.9375rem] font-semibold">
      {repository.name}
      {repository.builtin ? <Badge>Example</Badge> : null}
      {repository.neverSend ? <Badge>Stays in the house</Badge> : null}
      {repository.hasToken ? <Badge>Opened with a token</Badge> : null}
    </h3>
  );
}

/** Whether an external model may be told of it. */
function KeepInHouse({ repository }: { readonly repository: Repository }) {
  const change = useChangeRepository();
  return (
    <label className="flex min-h-11 items-center gap-3 text-[0.8125rem] text-ink-soft pointer-fine:min-h-8">
      <input
        type="checkbox"
        className="size-4.5 accent-(--accent)"
        checked={repository.neverSend}
        disabled={change.isPending}
        onChange={({ target }) =>
          change.mutate({ id: repository.id, neverSend: target.checked }, { onError: toastError })
        }
      />
      Keep it in the house: nothing of it goes to an external model
    </label>
  );
}

function RepositoryRow({ repository }: { readonly repository: Repository }) {
  const canManage = useMay("repository.manage");
  const scan = useScanRepository();
  return (
    <li className="space-y-2 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <RepositoryTitle repository={repository} />
          <p className="font-mono text-xs break-all text-ink-faint">
            {repository.location} · {repository.branch}
            {repository.commit ? ` · ${repository.commit.slice(0, 10)}` : ""}
          </p>
        </div>
        {canManage ? (
          <div className="flex gap-2">
            <Button
              size="small"
              icon={RefreshCw}
              isBusy={scan.isPending}
              onClick={() =>
                scan.mutate(repository.id, {
                  onError: toastError,
                  onSuccess: (scanned) => toastDone(`${scanned.entryCount} entries found.`),
                })
              }
            >
              Scan
            </Button>
            {repository.builtin ? null : <RemoveRepository repository={repository} />}
          </div>
        ) : null}
      </div>
      <p className="text-[0.8125rem] text-ink-soft">
        {repository.entryCount} entries
        {repository.inventoryPath ? ` · inventory ${repository.inventoryPath}` : " · no inventory"}
        {repository.scannedAt ? (
          <>
            {" "}
            · read <Ago at={repository.scannedAt} />
          </>
        ) : repository.error ? null : (
          " · being read now"
        )}
      </p>
      {canManage ? <KeepInHouse repository={repository} /> : null}
      {repository.error ? <Notice tone="bad" title={repository.error} /> : null}
      <ScanNotes repository={repository} />
    </li>
  );
}

interface Note {
  readonly key: string;
  readonly place: string;
  readonly text: string;
}

/** What the last scan found odd, left out or does not honour; each file with its line and the reason. */
function ScanNotes({ repository }: { readonly repository: Repository }) {
  const { warnings, skipped, skippedCount, ignoredSettings } = repository;
  const odd = warnings.map(({ path, line, message }) => ({
    key: `${path}:${line}:${message}`,
    place: line ? `${path}:${line}` : path,
    text: message,
  }));
  const leftOut = skipped.map(({ path, reason }) => ({ key: path, place: path, text: reason }));
  const ignored = ignoredSettings.map((setting) => ({
    key: setting,
    place: `ansible.cfg: ${setting}`,
    text: "Chiffon sets this itself.",
  }));
  return (
    <div className="flex flex-col">
      <NoteList title={countOf(odd.length, "warning")} isTelling notes={odd} />
      <NoteList title={`${countOf(skippedCount, "file")} left out, and why`} notes={leftOut} />
      <NoteList title={`${countOf(ignored.length, "setting")} not honoured`} notes={ignored} />
    </div>
  );
}

function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function NoteList({
  title,
  notes,
  isTelling = false,
}: {
  readonly title: string;
  readonly notes: readonly Note[];
  readonly isTelling?: boolean;
}) {
  if (notes.length === 0) return null;
  const tone = isTelling ? "text-warn" : "text-ink-soft";
  return (
    <details>
      <summary
        className={`inline-flex min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium ${tone}`}
      >
        {isTelling ? <TriangleAlert aria-hidden className="size-4" /> : null}
        {title}
      </summary>
      <ul className="mt-1 max-h-80 space-y-1.5 overflow-y-auto border-l border-line pl-3">
        {notes.map(({ key, place, text }) => (
          <li key={key} className="lazy-paint text-[0.8125rem]">
            <code className="text-xs break-all text-ink-soft">{place}</code>
            <span className="block">{text}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function RemoveRepository({ repository }: { readonly repository: Repository }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useRemoveRepository();
  return (
    <>
      <Button size="small" icon={Trash2} onClick={() => setAsking(true)}>
        Remove
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={`Remove ${repository.name}?`}
        description="Chiffon forgets its playbooks and hosts. Nothing is deleted on disk, and the audit keeps what ran."
      >
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button
            variant="danger"
            isBusy={remove.isPending}
            onClick={() => remove.mutate(repository.id, { onError: toastError })}
          >
            Remove
          </Button>
        </div>
      </Dialog>
    </>
  );
}
