"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus, Send } from "lucide-react";
import { useState } from "react";
import { useChooseNotifications } from "#components/lib/notification-mutations.ts";
import { notificationSettingsQuery } from "#components/lib/notification-queries.ts";
import { Button } from "#components/ui/button.tsx";
import { controlClass } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EmptyState, ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastError } from "#components/ui/toast.tsx";
import type { NotificationScope, NotificationSettings } from "#server/contracts/notification.ts";
import { scopesOf } from "#server/notifications/domain/audience.ts";
import { BrowserPush } from "./browser-push.tsx";
import { ChannelRow } from "./channel-row.tsx";
import { CreateChannel } from "./create-channel.tsx";
import { kindLabels, scopeLabels, shownKinds } from "./notification-labels.ts";

/** What one is told of, and where besides the bell. */
export function Notifications() {
  const { data, error, refetch } = useQuery(notificationSettingsQuery());
  return (
    <div id="notifications" className="scroll-mt-4">
      <Panel
        title="Notifications"
        description="What stands in your bell, and where it is sent besides."
        isFlush
      >
        {error && !data ? (
          <ErrorState error={error} onRetry={() => void refetch()} className="m-4" />
        ) : null}
        {!data && !error ? <Skeleton lines={4} className="p-4" /> : null}
        {data ? (
          <div className="divide-y divide-line">
            <Scopes settings={data} />
            <Channels settings={data} />
            <BrowserPush settings={data} />
          </div>
        ) : null}
      </Panel>
    </div>
  );
}

function Scopes({ settings }: { readonly settings: NotificationSettings }) {
  const choose = useChooseNotifications();
  const scopes = new Map(settings.scopes.map(({ kind, scope }) => [kind, scope]));
  return (
    <fieldset className="p-4" disabled={choose.isPending}>
      <legend className="float-left mb-2 w-full text-sm font-medium">I want to hear when</legend>
      <ul className="clear-both space-y-2">
        {shownKinds.map((kind) => (
          <li key={kind} className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <label htmlFor={`scope-${kind}`} className="min-w-0 flex-1 basis-56 text-sm">
              {kindLabels[kind]}
            </label>
            <select
              id={`scope-${kind}`}
              className={`${controlClass} max-w-80 basis-72`}
              value={scopes.get(kind)}
              onChange={({ target }) => {
                // The options are exactly the scopes.
                const scope = target.value as NotificationScope;
                choose.mutate({ scopes: [{ kind, scope }] }, { onError: toastError });
              }}
            >
              {scopesOf(kind).map((scope) => (
                <option key={scope} value={scope}>
                  {scopeLabels[scope]}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

function Channels({ settings }: { readonly settings: NotificationSettings }) {
  const [isCreating, setCreating] = useState(false);
  const { channels, address } = settings;
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-2 px-4 pt-3">
        <h3 className="text-sm font-medium">Channels</h3>
        <Button size="small" icon={Plus} onClick={() => setCreating(true)}>
          New channel
        </Button>
      </div>
      {address === null && channels.length > 0 ? (
        <Notice tone="warn" className="mx-4 mt-2" title="Messages carry no link yet">
          Chiffon does not know its own address: have an admin send a test from where people open
          it, or set PUBLIC_URL.
        </Notice>
      ) : null}
      {channels.length === 0 ? (
        <EmptyState icon={Send} title="No channel yet">
          Messages can go to ntfy, to a mail address, to a webhook of your own or to this browser.
        </EmptyState>
      ) : null}
      <ul className="divide-y divide-line">
        {channels.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} />
        ))}
      </ul>
      {isCreating ? <CreateChannel onClose={() => setCreating(false)} /> : null}
    </div>
  );
}
