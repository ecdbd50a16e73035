"use client";

import { Pause, Play, RotateCw, Send, Trash2 } from "lucide-react";
import { useState } from "react";
import {
  useChangeChannel,
  useDeleteChannel,
  useSendAgain,
  useTestChannel,
} from "#components/lib/notification-mutations.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Ago } from "#components/ui/moment.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { Channel, ChannelTest, Delivery } from "#server/contracts/notification.ts";
import { KindChoice } from "./kind-choice.tsx";
import { channelLabels, targetText } from "./notification-labels.ts";

/** A channel: where it sends to, what it sends, what could not be sent. */
export function ChannelRow({ channel }: { readonly channel: Channel }) {
  const change = useChangeChannel();
  const test = useTestChannel();
  const { id: channelId, name, target, enabled, kinds, failed } = channel;
  return (
    <li className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <ChannelTitle channel={channel} />
          <p className="text-[0.8125rem] break-all text-ink-soft">{targetText(target)}</p>
          <p className="text-xs text-ink-soft">
            <LastSent channel={channel} />
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            icon={Send}
            isBusy={test.isPending}
            aria-label={`Send a test to ${name}`}
            onClick={() => test.mutate(channelId)}
          >
            Send a test
          </Button>
          <Button
            size="small"
            icon={enabled ? Pause : Play}
            isBusy={change.isPending}
            aria-label={`${enabled ? "Pause" : "Resume"} ${name}`}
            onClick={() => change.mutate({ channelId, enabled: !enabled }, { onError: toastError })}
          >
            {enabled ? "Pause" : "Resume"}
          </Button>
          <DeleteChannel channel={channel} />
        </div>
      </div>
      <TestResult result={test.data} error={test.error} />
      <KindChoice
        legend={`What ${name} is sent`}
        chosen={kinds}
        isBusy={change.isPending}
        onChange={(next) => change.mutate({ channelId, kinds: next }, { onError: toastError })}
      />
      {failed.length > 0 ? (
        <ul className="space-y-2 border-l-2 border-bad-line pl-3">
          {failed.map((delivery) => (
            <FailedDelivery key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      ) : null}
    </li>
  );
}

function ChannelTitle({
  channel: { name, target, isShared, enabled, failed },
}: {
  readonly channel: Channel;
}) {
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm font-medium break-words">
      {name}
      <Badge>{channelLabels[target.kind]}</Badge>
      <Badge tone={isShared ? "accent" : "neutral"}>{isShared ? "Everybody" : "Yours"}</Badge>
      {enabled ? null : <Badge tone="warn">Paused</Badge>}
      {failed.length > 0 ? <Badge tone="bad">{failed.length} not sent</Badge> : null}
    </p>
  );
}

function TestResult({
  result,
  error,
}: {
  readonly result: ChannelTest | undefined;
  readonly error: unknown;
}) {
  return (
    <div role="status">
      <ErrorNotice error={error} />
      {result ? (
        <Notice
          tone={result.ok ? "ok" : "bad"}
          title={result.ok ? "The test was sent." : "The test could not be sent."}
        >
          {result.problem}
        </Notice>
      ) : null}
    </div>
  );
}

function LastSent({ channel: { lastSentAt, waiting } }: { readonly channel: Channel }) {
  return (
    <>
      {lastSentAt ? (
        <>
          last sent <Ago at={lastSentAt} />
        </>
      ) : (
        "nothing sent yet"
      )}
      {waiting > 0 ? `, ${waiting} waiting for another try` : null}
    </>
  );
}

function FailedDelivery({ delivery }: { readonly delivery: Delivery }) {
  const again = useSendAgain();
  const { id, title, error, attempts, isMaybeTwice, at } = delivery;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 text-[0.8125rem]">
      <div className="min-w-0 flex-1 basis-56">
        <p className="font-medium break-words">{title}</p>
        <p className="break-words text-bad">{error}</p>
        <p className="text-xs text-ink-soft">
          {attempts === 1 ? "tried once" : `tried ${attempts} times`}, <Ago at={at} />
          {isMaybeTwice ? "; one attempt was cut off, so it may have arrived" : null}
        </p>
      </div>
      <Button
        size="small"
        icon={RotateCw}
        isBusy={again.isPending}
        aria-label={`Send again: ${title}`}
        onClick={() => again.mutate(id, { onError: toastError })}
      >
        Send again
      </Button>
    </li>
  );
}

function DeleteChannel({ channel: { id, name } }: { readonly channel: Channel }) {
  const [isAsking, setAsking] = useState(false);
  const remove = useDeleteChannel();
  const onSuccess = () => toastDone(`${name} deleted.`);
  return (
    <>
      <Button
        size="small"
        variant="danger"
        icon={Trash2}
        aria-label={`Delete ${name}`}
        onClick={() => setAsking(true)}
      >
        Delete
      </Button>
      {isAsking ? (
        <ConfirmDialog
          title={`Delete ${name}?`}
          description="What waits to be sent through it is dropped."
          action="Delete"
          isBusy={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate(id, { onSuccess })}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </>
  );
}
