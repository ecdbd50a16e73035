"use client";

import { useQuery } from "@tanstack/react-query";
import { RefreshCw, Settings2, Trash2 } from "lucide-react";
import { useState } from "react";
import { dependenciesQuery, doctorQuery } from "#components/lib/catalog-queries.ts";
import {
  useChangeRepository,
  useRemoveRepository,
  useScanRepository,
} from "#components/lib/repository-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Link } from "#components/ui/link.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import { doctorAnchor } from "#server/contracts/entry-readiness.ts";
import type { Repository } from "#server/contracts/playbook.ts";
import { AnsibleChoice } from "./ansible-choice.tsx";
import { Dependencies } from "./dependencies.tsx";
import { callsForAction } from "./dependency-words.ts";
import { Doctor } from "./doctor.tsx";
import { countOf } from "./doctor-words.ts";
import { InventoryChoice } from "./inventory-choice.tsx";
import { PreviewRule } from "./preview-rule.tsx";
import { LeftOutNotes, ScanNotes } from "./scan-notes.tsx";
import { ScanState } from "./scan-state.tsx";

function RepositoryTitle({ repository }: { readonly repository: Repository }) {
  return (
    <h3 className="flex flex-wrap items-center gap-2 text-[0.9375rem] font-semibold">
      {repository.name}
      {repository.builtin ? <Badge>Example</Badge> : null}
      {repository.kind === "git" ? null : <Badge>Inventory</Badge>}
      {repository.neverSend ? <Badge>Private</Badge> : null}
      {repository.hasToken ? <Badge>Uses an access token</Badge> : null}
    </h3>
  );
}

/** Whether an external model may be told of it. */
function PrivateSwitch({ repository }: { readonly repository: Repository }) {
  const change = useChangeRepository();
  return (
    <label className="flex min-h-11 items-center gap-3 text-[0.8125rem] text-ink-soft pointer-fine:min-h-8">
      <input
        type="checkbox"
        className="size-5 accent-(--accent)"
        checked={repository.neverSend}
        disabled={change.isPending}
        onChange={({ target }) =>
          change.mutate({ id: repository.id, neverSend: target.checked }, { onError: toastError })
        }
      />
      Private: never sent to an external model
    </label>
  );
}

/** Where it lies; of an inventory that Chiffon keeps, where its hosts come from. */
function RepositoryPlace({ repository }: { readonly repository: Repository }) {
  const { kind, copiedFrom, listedFrom, location, branch, commit } = repository;
  if (kind === "hosts") {
    return (
      <p className="text-[0.8125rem] text-ink-soft">
        The hosts that were added in Chiffon. Change them under{" "}
        <Link href="/fleet" className="text-accent underline underline-offset-2">
          Fleet
        </Link>
        .
      </p>
    );
  }
  if (listedFrom !== null) {
    return (
      <p className="text-[0.8125rem] text-ink-soft">
        What {listedFrom.path} named when it was last run. Run it again with Refresh, beside what
        its repository needs.
      </p>
    );
  }
  const place = copiedFrom === null ? `${location} · ${branch}` : `Copy of ${copiedFrom}`;
  return (
    <p className="font-mono text-xs break-all text-ink-faint">
      {place}
      {commit ? ` · ${commit.slice(0, 10)}` : ""}
    </p>
  );
}

/** One repository: what it needs, what its last scan said, and what can be done with it. */
export function RepositoryRow({ repository }: { readonly repository: Repository }) {
  const canManage = useMay("repository.manage");
  const scan = useScanRepository();
  return (
    <li
      id={doctorAnchor(repository.id)}
      className="scroll-mt-4 space-y-2 p-4 target:bg-accent-soft/40"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <RepositoryTitle repository={repository} />
          <RepositoryPlace repository={repository} />
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
      {repository.error ? <Notice tone="bad" title={repository.error} /> : null}
      <ScanState repository={repository} />
      {repository.kind === "git" ? <Doctor repository={repository} /> : null}
      <ScanNotes repository={repository} />
      {repository.kind === "git" ? <RepositoryDetails repository={repository} /> : null}
    </li>
  );
}

/** What is fine and can be changed: folded, because nobody has to do anything about it. */
function RepositoryDetails({ repository }: { readonly repository: Repository }) {
  const canManage = useMay("repository.manage");
  const { id, entryCount, scannedAt } = repository;
  return (
    <details>
      <summary className="inline-flex min-h-11 pointer-fine:min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium text-ink-soft">
        <Settings2 aria-hidden className="size-4" />
        Settings and details
      </summary>
      <div className="mt-1 space-y-4 border-l border-line pl-3">
        <p className="text-[0.8125rem] text-ink-soft">
          {countOf(entryCount, "entry", "entries")}
          {scannedAt ? (
            <>
              {" "}
              · scanned <Ago at={scannedAt} />
            </>
          ) : null}
        </p>
        {canManage ? <PrivateSwitch repository={repository} /> : null}
        {canManage ? <PreviewRule repository={repository} /> : null}
        {canManage ? <AnsibleChoice repository={repository} /> : null}
        <InventoriesInUse repositoryId={id} />
        <SettledDependencies repositoryId={id} />
        <LeftOutNotes repository={repository} />
      </div>
    </details>
  );
}

/** The inventory that each project uses, and where there are others the choice of another. */
function InventoriesInUse({ repositoryId }: { readonly repositoryId: string }) {
  const { data } = useQuery(doctorQuery());
  const doctor = data?.doctors.find((one) => one.repositoryId === repositoryId);
  const inUse = doctor?.inventories.filter(({ path }) => path !== null) ?? [];
  return inUse.map((inventory) =>
    inventory.choices.length > 1 ? (
      <InventoryChoice key={inventory.project} repositoryId={repositoryId} inventory={inventory} />
    ) : (
      <p key={inventory.project} className="text-[0.8125rem] text-ink-soft">
        {inventory.project === "" ? "Inventory" : `Inventory of ${inventory.project}`}:{" "}
        <code className="text-xs break-all">
          {inventory.choices.find(({ path }) => path === inventory.path)?.label}
        </code>
      </p>
    ),
  );
}

/** Dependencies that call for nothing; those that do stand with what the repository needs. */
function SettledDependencies({ repositoryId }: { readonly repositoryId: string }) {
  const { data } = useQuery(dependenciesQuery(repositoryId));
  return data !== undefined && callsForAction(data) ? null : (
    <Dependencies repositoryId={repositoryId} />
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
      <ConfirmDialog
        isOpen={isAsking}
        title={`Remove ${repository.name}?`}
        description="Chiffon forgets its playbooks and hosts. Nothing of yours is deleted on disk, and the audit keeps what ran."
        action="Remove"
        isBusy={remove.isPending}
        error={remove.error}
        onConfirm={() => remove.mutate(repository.id)}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
