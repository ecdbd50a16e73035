"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing, ChevronDown, Plus } from "lucide-react";
import { useState } from "react";
import { incidentsQuery, webhooksQuery } from "#components/lib/schedule-queries.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import type { Incident, Webhook } from "#server/contracts/webhook.ts";
import { CreateWebhook } from "./create-webhook.tsx";
import { RequestLink } from "./request-link.tsx";
import { senderNames } from "./sender-words.ts";
import { WebhookActions } from "./webhook-actions.tsx";
import { Setup } from "./webhook-secret.tsx";

/** Where monitoring tells of alerts. Admins only. */
export function Webhooks() {
  const { data, error, refetch } = useQuery(webhooksQuery());
  const [isCreating, setCreating] = useState(false);
  const create = (
    <Button size="small" icon={Plus} onClick={() => setCreating(true)}>
      New webhook
    </Button>
  );
  return (
    <Panel
      title="Webhooks"
      description="Uptime Kuma, Alertmanager or Grafana tell of an alert; Chiffon asks for what you wrote."
      isFlush
      actions={create}
    >
      {error && !data ? (
        <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
      ) : null}
      {!data && !error ? <Skeleton lines={2} className="p-4" /> : null}
      {data?.webhooks.length === 0 ? (
        <EmptyState icon={BellRing} title="No webhook yet" action={create}>
          When a service goes down, a plan to bring it back can be waiting for you already.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {data?.webhooks.map((webhook) => (
          <WebhookRow key={webhook.id} webhook={webhook} />
        ))}
      </ul>
      {isCreating ? <CreateWebhook onClose={() => setCreating(false)} /> : null}
    </Panel>
  );
}

function WebhookRow({ webhook }: { readonly webhook: Webhook }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <p className="flex flex-wrap items-center gap-2 text-sm font-medium break-words">
            {webhook.name}
            <Badge>{senderNames[webhook.format]}</Badge>
            <Standing webhook={webhook} />
          </p>
          <p className="text-[0.8125rem] break-words text-ink-soft">{webhook.template}</p>
          <p className="text-xs text-ink-faint">
            {webhook.lastCalledAt ? (
              <>
                last called <Ago at={webhook.lastCalledAt} />
              </>
            ) : (
              "never called"
            )}
            , for {webhook.personName}
          </p>
          {webhook.problem ? <p className="text-[0.8125rem] text-bad">{webhook.problem}</p> : null}
        </div>
        <WebhookActions webhook={webhook} />
      </div>
      <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary className="flex min-h-11 pointer-fine:min-h-8 items-center gap-1.5 text-[0.8125rem] font-medium text-accent">
          <ChevronDown
            aria-hidden
            className="size-3.5 shrink-0 transition-transform group-open:rotate-180"
          />
          Alerts, and how to connect the sender
        </summary>
        {isOpen ? (
          <div className="space-y-4 pt-1">
            <Incidents webhookId={webhook.id} />
            <Setup webhook={webhook} secret="THE-SECRET-SHOWN-WHEN-IT-WAS-MADE" />
          </div>
        ) : null}
      </details>
    </li>
  );
}

function Standing({ webhook }: { readonly webhook: Webhook }) {
  if (webhook.problem) return <Badge tone="bad">Stopped</Badge>;
  if (!webhook.enabled) return <Badge tone="warn">Paused</Badge>;
  return webhook.openIncidents > 0 ? <Badge tone="warn">{webhook.openIncidents} open</Badge> : null;
}

function Incidents({ webhookId }: { readonly webhookId: string }) {
  const { data, error, refetch } = useQuery(incidentsQuery(webhookId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton lines={2} />;
  if (data.incidents.length === 0)
    return <p className="text-[0.8125rem] text-ink-soft">No alert came yet.</p>;
  return (
    <ul className="space-y-1 border-l-2 border-line pl-3 text-[0.8125rem]">
      {data.incidents.map((incident) => (
        <IncidentLine key={incident.id} incident={incident} />
      ))}
    </ul>
  );
}

function IncidentLine({ incident }: { readonly incident: Incident }) {
  return (
    <li className="flex flex-wrap items-center gap-x-2">
      <Badge tone={incident.resolvedAt ? "ok" : "warn"}>
        {incident.resolvedAt ? "Resolved" : "Open"}
      </Badge>
      <span className="font-medium break-all">{incident.title}</span>
      {incident.count > 1 ? <span>told of {incident.count} times</span> : null}
      <Ago at={incident.lastAt} />
      {incident.reason ? <span className="text-ink-soft">{incident.reason}</span> : null}
      <RequestLink requestId={incident.requestId} />
    </li>
  );
}
