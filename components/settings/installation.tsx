"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { settingsQuery } from "#components/lib/settings-queries.ts";
import { durationText } from "#components/lib/time-text.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { SettingsView } from "#server/contracts/api.ts";

/** Facts about this installation; nothing secret. */
export function Installation() {
  const { data, error, refetch } = useQuery(settingsQuery());
  return (
    <Panel title="This installation">
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={4} /> : null}
      {data ? <Facts settings={data} /> : null}
    </Panel>
  );
}

function Facts({ settings }: { readonly settings: SettingsView }) {
  const { auditHead } = settings;
  return (
    <div className="space-y-4">
      {settings.notices.map((notice) => (
        <Notice key={notice} tone="warn" title={notice} />
      ))}
      <dl className="grid gap-x-6 gap-y-2 text-sm sm:grid-cols-[10rem_1fr]">
        <Fact label="Version">Chiffon {settings.version}</Fact>
        <Fact label="Data">
          <code className="break-all">{settings.dataDir}</code>
        </Fact>
        <Fact label="Database">{settings.embeddedDatabase ? "Built in" : "External"}</Fact>
        <Fact label="Plans expire after">{durationText(settings.planExpiryMinutes * 60_000)}</Fact>
        <Fact label="Newest audit entry">
          {auditHead.hash ? (
            <span className="flex items-center gap-2">
              <span className="min-w-0">
                Entry {auditHead.seq}: <code className="break-all">{auditHead.hash}</code>
              </span>
              <CopyButton text={auditHead.hash} label="Copy its hash" />
            </span>
          ) : (
            "No entry sealed yet"
          )}
        </Fact>
      </dl>
    </div>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
