"use client";

import { useQuery } from "@tanstack/react-query";
import {
  CircleCheck,
  CircleSlash,
  KeyRound,
  Network,
  Package,
  Plus,
  Stethoscope,
} from "lucide-react";
import { dependenciesQuery, doctorQuery } from "#components/lib/catalog-queries.ts";
import { GiveSecret } from "#components/secret/give-secret.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { DoctorRow, Doctor as Findings } from "#server/contracts/doctor.ts";
import type { NeedKind, Repository } from "#server/contracts/playbook.ts";
import { AskedOnCard } from "./asked-on-card.tsx";
import { Dependencies } from "./dependencies.tsx";
import { callsForAction } from "./dependency-words.ts";
import { DoctorRowFrame } from "./doctor-row.tsx";
import { countOf, isContent, isWell, sentenceOf, toRun, waitingText } from "./doctor-words.ts";
import { DynamicRow } from "./dynamic-row.tsx";
import { InventoryChoice } from "./inventory-choice.tsx";
import { NameList } from "./name-list.tsx";
import { SampleHosts } from "./sample-hosts.tsx";
import { UnknownContent } from "./unknown-content.tsx";

/** What a repository needs before all of it can run: one sentence, then a row with its button for each kind of need. */
export function Doctor({ repository }: { readonly repository: Repository }) {
  const { data, error, refetch } = useQuery(doctorQuery());
  if (!data)
    return error ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton lines={2} />
    );
  const findings = data.doctors.find(({ repositoryId }) => repositoryId === repository.id);
  if (findings === undefined || repository.scannedAt === null) return null;
  const isDone = isWell(findings);
  const Icon = isDone ? CircleCheck : Stethoscope;
  return (
    <section aria-label={`What ${repository.name} needs`} className="space-y-2">
      <p className="flex items-start gap-2 text-sm font-medium">
        <Icon
          aria-hidden
          className={`mt-0.5 size-4 shrink-0 ${isDone ? "text-ok" : "text-warn"}`}
        />
        {sentenceOf(findings)}
      </p>
      <DoctorRows findings={findings} />
      <AskedOnCard repositoryId={repository.id} rows={findings.asked} />
      <Refused findings={findings} />
    </section>
  );
}

/** A row with its button for each kind of thing that a repository lacks. */
export function DoctorRows({ findings }: { readonly findings: Findings }) {
  const { repositoryId, missing, inventories, dynamic, samples } = findings;
  const { data: dependencies } = useQuery(dependenciesQuery(repositoryId));
  const row = (kind: NeedKind) => missing.find((one) => one.kind === kind);
  const contents = missing.filter(isContent);
  const installable = contents.filter(({ canGet }) => canGet);
  const isInstalling = dependencies !== undefined && callsForAction(dependencies);
  const unchosen = inventories.filter(({ path }) => path === null);
  const vault = row("secret");
  const hosts = row("inventory");
  const newHosts = samples.filter(({ isKept }) => !isKept);
  const rowCount = missing.length + unchosen.length + dynamic.length + newHosts.length;
  if (rowCount === 0 && !isInstalling) return null;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {installable.length > 0 || isInstalling ? (
        <ContentRow repositoryId={repositoryId} rows={installable} />
      ) : null}
      <UnknownContent
        repositoryId={repositoryId}
        rows={contents.filter(({ canGet }) => !canGet)}
        requirements={dependencies?.requirements ?? []}
      />
      {vault === undefined ? null : <VaultRow repositoryId={repositoryId} row={vault} />}
      {hosts === undefined ? null : <HostsRow row={hosts} />}
      <SampleHosts hosts={samples} />
      {dynamic.map((inventory) => (
        <DynamicRow
          key={inventory.path}
          repositoryId={repositoryId}
          inventory={inventory}
          isNeeded={toRun(findings).includes(inventory)}
        />
      ))}
      {unchosen.map((inventory) => (
        <DoctorRowFrame
          key={inventory.project}
          icon={Network}
          title={
            inventory.hasOwn ? "Several inventories were found" : "It has no inventory of its own"
          }
          action={<InventoryChoice repositoryId={repositoryId} inventory={inventory} />}
        >
          {inventory.hasOwn
            ? "Say which one is meant. "
            : "Say whose machines are meant, or add its own on the Fleet page first. "}
          It is remembered; Settings and details has it then.
        </DoctorRowFrame>
      ))}
    </ul>
  );
}

/** Roles and collections to install; their button, its progress and its output are those of the dependencies. */
function ContentRow({
  repositoryId,
  rows,
}: {
  readonly repositoryId: string;
  readonly rows: readonly DoctorRow[];
}) {
  return (
    <li className="flex gap-3 p-3">
      <Package aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
      <div className="min-w-0 flex-1">
        <Dependencies repositoryId={repositoryId}>
          {rows.map((row) => (
            <p key={row.kind} className="text-[0.8125rem] text-ink-soft">
              {countOf(row.needCount, row.kind)}:{" "}
              <NameList names={row.needs.map(({ name }) => name)} count={row.needCount} />
              {" · "}
              {waitingText(row)}
            </p>
          ))}
        </Dependencies>
      </div>
    </li>
  );
}

function VaultRow({
  repositoryId,
  row,
}: {
  readonly repositoryId: string;
  readonly row: DoctorRow;
}) {
  return row.needs.map((need) => (
    <DoctorRowFrame
      key={need.name}
      icon={KeyRound}
      title={need.name.charAt(0).toUpperCase() + need.name.slice(1)}
      action={
        <GiveSecret
          label="Give it"
          preset={{
            kind: "vault_password",
            name: need.name.replace(" password", ""),
            repositoryId,
            ...(need.vaultId === undefined ? {} : { vaultId: need.vaultId }),
          }}
        />
      }
    >
      Opens the files that ansible-vault encrypted ·{" "}
      {waitingText({ ...row, needCount: 1, entryCount: need.entryCount })}
    </DoctorRowFrame>
  ));
}

function HostsRow({ row }: { readonly row: DoctorRow }) {
  return (
    <DoctorRowFrame
      icon={Network}
      title="No inventory"
      action={
        <Link href="/fleet" className={buttonClass({ size: "small" })}>
          <Plus aria-hidden className="size-4" />
          Add hosts
        </Link>
      }
    >
      It does not say which machines there are · {waitingText(row)}
    </DoctorRowFrame>
  );
}

function Refused({ findings: { refused, refusedCount } }: { readonly findings: Findings }) {
  if (refusedCount === 0) return null;
  const more = refusedCount - refused.length;
  return (
    <details>
      <summary className="inline-flex min-h-11 pointer-fine:min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium text-ink-soft">
        <CircleSlash aria-hidden className="size-4" />
        {countOf(refusedCount, "entry", "entries")} can't be run, and why
      </summary>
      <ul className="mt-1 max-h-80 space-y-1.5 overflow-y-auto border-l border-line pl-3">
        {refused.map(({ kind, path, name, refusals }) => (
          <li key={`${kind} ${path} ${name}`} className="lazy-paint text-[0.8125rem]">
            <code className="text-xs break-all text-ink-soft">{path}</code>
            {refusals.map((refusal) => (
              <span key={refusal} className="block">
                {refusal}
              </span>
            ))}
          </li>
        ))}
        {more > 0 ? <li className="text-[0.8125rem] text-ink-soft">and {more} more</li> : null}
      </ul>
    </details>
  );
}
