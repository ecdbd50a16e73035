"use client";

import { Network, RefreshCw } from "lucide-react";
import { useRefreshInventory } from "#components/lib/repository-mutations.ts";
import { GiveSecret } from "#components/secret/give-secret.tsx";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import type { DynamicInventory } from "#server/contracts/doctor.ts";
import { DoctorRowFrame } from "./doctor-row.tsx";
import { countOf } from "./doctor-words.ts";

/** A script or plugin, which says which machines there are when somebody has it run. */
export function DynamicRow({
  repositoryId,
  inventory: { path, listed, asks },
  isNeeded,
}: {
  readonly repositoryId: string;
  readonly inventory: DynamicInventory;
  readonly isNeeded: boolean;
}) {
  const refresh = useRefreshInventory(repositoryId);
  const canManage = useMay("repository.manage");
  return (
    <DoctorRowFrame
      icon={Network}
      tone={isNeeded ? "warn" : "neutral"}
      title={isNeeded ? `${path} has to be run` : path}
      action={
        canManage ? (
          <Button
            size="small"
            icon={RefreshCw}
            isBusy={refresh.isPending}
            onClick={() => refresh.mutate({ path })}
          >
            Refresh
          </Button>
        ) : null
      }
    >
      {listed === null ? (
        `It is a program that says which machines there are. It runs confined, with network and ${asks.length === 0 ? "none of your secrets" : "those of your secrets that you store for it here"}.`
      ) : (
        <>
          {countOf(listed.hostCount, "host")}
          {listed.at === null ? null : (
            <>
              , listed <Ago at={listed.at} />
            </>
          )}
        </>
      )}
      {asks.length === 0 ? null : (
        <ul className="mt-1 space-y-1" aria-label={`What ${path} asks for`}>
          {asks.map(({ name, isStored }) => (
            <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <code className="text-xs break-all">{name}</code>
              {isStored ? (
                <span className="text-ink-soft">stored</span>
              ) : (
                <GiveSecret
                  label={`Store ${name}`}
                  preset={{ kind: "api_key", name, repositoryId }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      <ErrorNotice error={refresh.error} />
    </DoctorRowFrame>
  );
}
