"use client";

import { useQuery } from "@tanstack/react-query";
import { Download, RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { dependenciesQuery } from "#components/lib/catalog-queries.ts";
import { useInstallDependencies } from "#components/lib/repository-mutations.ts";
import { useMay, useSession } from "#components/shell/session.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { DependenciesView, RequirementView } from "#server/contracts/dependency.ts";
import { InstallState } from "./dependency-install.tsx";
import {
  isSayable,
  isUnderWay,
  isWanting,
  lookOf,
  originOf,
  summaryOf,
} from "./dependency-words.ts";
import { GivenSources } from "./given-sources.tsx";
import { SaySource } from "./say-source.tsx";

/**
 * What a repository needs from elsewhere: each with its state and source, and the two buttons that get it. `children`
 * say which of it is missed.
 */
export function Dependencies({
  repositoryId,
  children,
}: {
  readonly repositoryId: string;
  readonly children?: ReactNode;
}) {
  const { data, error, refetch } = useQuery(dependenciesQuery(repositoryId));
  if (!data)
    return error ? (
      <ErrorState error={error} onRetry={() => void refetch()} />
    ) : (
      <Skeleton lines={1} />
    );
  const { requirements, install, lock } = data;
  if (requirements.length === 0 && lock === null && install === null) return null;
  return (
    <section aria-label="Dependencies" className="space-y-2">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-52 space-y-1">
          <h4 className="text-sm font-medium">Dependencies: {summaryOf(requirements)}</h4>
          {children}
        </div>
        <Buttons view={data} />
      </div>
      {install === null ? null : <InstallState repositoryId={repositoryId} install={install} />}
      <Requirements repositoryId={repositoryId} requirements={requirements} />
      <GivenSources repositoryId={repositoryId} given={data.given} />
      <History history={data.history} />
    </section>
  );
}

function Buttons({ view }: { readonly view: DependenciesView }) {
  const canManage = useMay("repository.manage");
  const start = useInstallDependencies(view.repositoryId);
  if (!canManage) return null;
  const isBusy = isUnderWay(view.install) || start.isPending;
  const isMissing = view.requirements.some(isWanting);
  const press = (kind: "install" | "update") => start.mutate({ kind }, { onError: toastError });
  return (
    <div className="flex gap-2">
      {isMissing ? (
        <Button
          size="small"
          variant="primary"
          icon={Download}
          isBusy={isBusy}
          onClick={() => press("install")}
        >
          Install
        </Button>
      ) : null}
      {view.lock === null ? null : (
        <Button size="small" icon={RefreshCw} isBusy={isBusy} onClick={() => press("update")}>
          Update
        </Button>
      )}
    </div>
  );
}

function Requirements({
  repositoryId,
  requirements,
}: {
  readonly repositoryId: string;
  readonly requirements: readonly RequirementView[];
}) {
  if (requirements.length === 0) return null;
  return (
    <details>
      <summary className="inline-flex min-h-11 pointer-fine:min-h-8 items-center text-[0.8125rem] font-medium text-ink-soft">
        What is asked for
      </summary>
      <ul className="mt-1 max-h-96 divide-y divide-line overflow-y-auto has-[form]:max-h-none border-l border-line pl-3">
        {requirements.map((requirement) => (
          <RequirementRow
            key={`${requirement.kind} ${requirement.name}`}
            repositoryId={repositoryId}
            requirement={requirement}
          />
        ))}
      </ul>
    </details>
  );
}

function RequirementRow({
  repositoryId,
  requirement,
}: {
  readonly repositoryId: string;
  readonly requirement: RequirementView;
}) {
  const { kind, name, present, refusal } = requirement;
  const look = lookOf(requirement);
  const { name: reader } = useSession();
  return (
    <li className="lazy-paint space-y-0.5 py-2">
      <p className="flex flex-wrap items-center gap-2 text-[0.8125rem]">
        <span className="text-ink-soft">{kind}</span>
        <span className="font-medium break-all">{name}</span>
        <Badge tone={look.tone} icon={look.icon}>
          {look.text}
          {present === null ? "" : ` (${present})`}
        </Badge>
      </p>
      <p className="font-mono text-xs break-all text-ink-faint">{originOf(requirement, reader)}</p>
      {refusal === null ? null : <p className="text-xs text-bad">{refusal}</p>}
      {isSayable(requirement) ? (
        <SaySource repositoryId={repositoryId} wanted={requirement} written={requirement} />
      ) : null}
    </li>
  );
}

function History({ history }: { readonly history: DependenciesView["history"] }) {
  if (history.length === 0) return null;
  return (
    <details>
      <summary className="inline-flex min-h-11 pointer-fine:min-h-8 items-center text-[0.8125rem] font-medium text-ink-soft">
        What changed so far
      </summary>
      <ul className="mt-1 space-y-1.5 border-l border-line pl-3 text-[0.8125rem]">
        {history.map(({ hash, at, by, text }) => (
          <li key={`${hash} ${at}`}>
            {text}
            <span className="block text-xs text-ink-faint">
              {by}, <Ago at={at} /> · <code>{hash?.slice(0, 12)}</code>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
