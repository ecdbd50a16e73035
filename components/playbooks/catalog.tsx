"use client";

import { useQuery } from "@tanstack/react-query";
import {
  ArrowUpRight,
  BookOpen,
  CircleDashed,
  CircleSlash,
  FilePlus2,
  SearchX,
} from "lucide-react";
import { useDeferredValue, useState } from "react";
import { playbooksQuery } from "#components/lib/catalog-queries.ts";
import { riskLooks } from "#components/plan/status-look.ts";
import { SuggestButton } from "#components/reviews/suggest-button.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Link } from "#components/ui/link.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { doctorAnchor, isReady, needText } from "#server/contracts/entry-readiness.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";

const maxNeeds = 5;

/** Everything that can be asked for, searchable the way the planner searches. */
export function Catalog() {
  const [text, setText] = useState("");
  const search = useDeferredValue(text.trim());
  const { data, error, refetch } = useQuery(playbooksQuery(search));
  return (
    <Panel
      title="Catalog"
      description="Search works the same way as in the chat."
      actions={<NewPlaybook service="" />}
      isFlush
    >
      <div className="border-b border-line p-4">
        <TextField
          label="Search"
          type="search"
          value={text}
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
          placeholder="uptime kuma, backup, dns…"
        />
      </div>
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={6} className="p-4" /> : null}
      {data?.entries.length === 0 ? <NothingFound search={search} /> : null}
      <ul className="divide-y divide-line">
        {data?.entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
    </Panel>
  );
}

function NothingFound({ search }: { readonly search: string }) {
  return search ? (
    <EmptyState
      icon={SearchX}
      title={`Nothing matches “${search}”`}
      action={<NewPlaybook service={search} />}
    >
      Try the name of a service, or what should be done with it.
    </EmptyState>
  ) : (
    <EmptyState icon={BookOpen} title="The catalog is empty">
      Playbooks and roles from your repositories appear here after a scan.
    </EmptyState>
  );
}

/** Leads to where a playbook is written for a service that none installs yet. */
function NewPlaybook({ service }: { readonly service: string }) {
  const canManage = useMay("repository.manage");
  if (!canManage) return null;
  const query = service === "" ? "" : `?service=${encodeURIComponent(service)}`;
  return (
    <Link href={`/scaffolds${query}`} className={buttonClass({ size: "small" })}>
      <FilePlus2 aria-hidden className="size-4" />
      {service === "" ? "New playbook" : "Write a playbook for it"}
    </Link>
  );
}

function Entry({ entry }: { readonly entry: CatalogEntry }) {
  const risk = riskLooks[entry.risk];
  const isUsable = isReady(entry);
  // Whether a collection is there already is told with the repository's dependencies.
  const needs = entry.needs.filter(({ kind }) => kind !== "collection");
  return (
    <li className="lazy-paint flex flex-wrap items-start gap-x-4 gap-y-2 p-4">
      <div className="min-w-0 flex-1 basis-64">
        <h3 className="flex flex-wrap items-center gap-2 text-[0.9375rem] font-semibold">
          {entry.name}
          <Badge>{entry.kind === "task_file" ? "task file" : entry.kind}</Badge>
          {entry.risk === "low" ? null : (
            <Badge tone={risk.tone} icon={risk.icon}>
              {risk.label}
            </Badge>
          )}
        </h3>
        {entry.description ? <p className="text-sm text-ink-soft">{entry.description}</p> : null}
        <p className="mt-0.5 font-mono text-xs break-all text-ink-faint">
          {entry.path}
          {entry.hostPatterns.length > 0 ? ` · ${entry.hostPatterns.join(", ")}` : ""}
        </p>
        {entry.note ? <p className="mt-1 text-[0.8125rem] text-warn">{entry.note}</p> : null}
        {needs.length > 0 ? (
          <p className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-ink-soft">
            <CircleDashed aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span>
              Needs {needs.slice(0, maxNeeds).map(needText).join(", ")}
              {needs.length > maxNeeds ? ` and ${needs.length - maxNeeds} more` : ""}
              {isUsable ? null : (
                <>
                  {" · "}
                  <a
                    href={`#${doctorAnchor(entry.repositoryId)}`}
                    className="text-accent underline underline-offset-4"
                  >
                    See what is missing
                  </a>
                </>
              )}
            </span>
          </p>
        ) : null}
        {entry.refusals.map((refusal) => (
          <p key={refusal} className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-bad">
            <CircleSlash aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {refusal}
          </p>
        ))}
        {entry.variables.length > 0 ? <EntryVariables entry={entry} /> : null}
      </div>
      <SuggestButton repositoryId={entry.repositoryId} path={entry.path} variant="quiet" />
      {isUsable ? (
        <Link
          href={`/?prompt=${encodeURIComponent(samplePrompt(entry))}`}
          className={buttonClass({ size: "small" })}
        >
          Use this
          <ArrowUpRight aria-hidden className="size-4" />
        </Link>
      ) : null}
    </li>
  );
}

function EntryVariables({ entry }: { readonly entry: CatalogEntry }) {
  return (
    <details>
      <summary className="inline-flex min-h-11 pointer-fine:min-h-8 items-center text-[0.8125rem] text-accent">
        {entry.variables.length === 1 ? "1 variable" : `${entry.variables.length} variables`}
      </summary>
      <dl className="grid gap-x-4 gap-y-1 text-[0.8125rem] sm:grid-cols-[minmax(8rem,14rem)_1fr]">
        {entry.variables.map((variable) => (
          <div key={variable.name} className="contents">
            <dt className="font-mono text-xs">{variable.name}</dt>
            <dd className="text-ink-soft">
              {variable.description ?? variable.type}
              {variable.required ? ", required" : ""}
              {variable.defaultValue === null || variable.secret
                ? ""
                : `, default ${String(variable.defaultValue)}`}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** A sentence that leads the planner to this entry. */
function samplePrompt(entry: CatalogEntry): string {
  const verb = entry.verbs[0] ?? "run";
  const what = entry.service ?? entry.name;
  const where = entry.hostPatterns[0];
  const isPlace = where !== undefined && /^[\w.-]+$/.test(where) && where !== "all";
  return `${verb} ${what}${isPlace ? ` on ${where}` : ""}`;
}
