"use client";

import { KeyRound, Pause, Pencil, Play, Send, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  useChangeWebhook,
  useDeleteWebhook,
  useRenewWebhookSecret,
  useTestWebhook,
} from "#components/lib/webhook-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { toastDone, toastError } from "#components/ui/toast.tsx";
import type { AlertOutcome, Webhook } from "#server/contracts/webhook.ts";
import { RequestLink } from "./request-link.tsx";
import { WebhookSecret } from "./webhook-secret.tsx";

type Asked = "test" | "edit" | "secret" | "delete";

/** What can be done with a webhook. */
export function WebhookActions({ webhook }: { readonly webhook: Webhook }) {
  const change = useChangeWebhook();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { id: webhookId, name, enabled } = webhook;
  const close = () => setAsked(null);
  return (
    <div className="flex flex-wrap gap-2">
      <Button size="small" icon={Send} aria-label={`Try ${name}`} onClick={() => setAsked("test")}>
        Try
      </Button>
      <Button
        size="small"
        icon={enabled ? Pause : Play}
        isBusy={change.isPending}
        aria-label={`${enabled ? "Pause" : "Resume"} ${name}`}
        onClick={() => change.mutate({ webhookId, enabled: !enabled }, { onError: toastError })}
      >
        {enabled ? "Pause" : "Resume"}
      </Button>
      <Button
        size="small"
        icon={Pencil}
        aria-label={`Edit ${name}`}
        onClick={() => setAsked("edit")}
      >
        Edit
      </Button>
      <Button
        size="small"
        icon={KeyRound}
        aria-label={`New secret for ${name}`}
        onClick={() => setAsked("secret")}
      >
        New secret
      </Button>
      <Button
        size="small"
        variant="danger"
        icon={Trash2}
        aria-label={`Delete ${name}`}
        onClick={() => setAsked("delete")}
      >
        Delete
      </Button>
      {asked === "test" ? <TryWebhook webhook={webhook} onClose={close} /> : null}
      {asked === "edit" ? <EditWebhook webhook={webhook} onClose={close} /> : null}
      {asked === "secret" ? <RenewSecret webhook={webhook} onClose={close} /> : null}
      {asked === "delete" ? <DeleteWebhook webhook={webhook} onClose={close} /> : null}
    </div>
  );
}

interface AskedOf {
  readonly webhook: Webhook;
  readonly onClose: () => void;
}

/** A made-up alert: what comes of it is real. */
function TryWebhook({ webhook, onClose }: AskedOf) {
  const test = useTestWebhook();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = ["host", "service", "alert"].flatMap((name) => {
      const value = String(form.get(name) ?? "").trim();
      return value === "" ? [] : [[name, value]];
    });
    test.mutate({ webhookId: webhook.id, ...Object.fromEntries(given) });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Try ${webhook.name}`}
      description="Sends a made-up alert. The request that it makes is real, and its plan waits for a decision."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextField label="Host" name="host" maxLength={100} autoComplete="off" />
        <TextField label="Service" name="service" maxLength={100} autoComplete="off" />
        <TextField label="Alert" name="alert" maxLength={100} autoComplete="off" />
        <ErrorNotice error={test.error} />
        {test.data ? <Tried outcome={test.data} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" variant="primary" isBusy={test.isPending}>
            Send alert
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Tried({ outcome }: { readonly outcome: AlertOutcome }) {
  const isAsked = outcome.outcome === "opened";
  return (
    <Notice
      tone={isAsked ? "ok" : "warn"}
      title={isAsked ? "A request was made." : "Nothing was asked for."}
    >
      {outcome.reason} <RequestLink requestId={outcome.requestId} />
    </Notice>
  );
}

function EditWebhook({ webhook, onClose }: AskedOf) {
  const change = useChangeWebhook();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, template] = ["name", "template"].map((field) => String(form.get(field) ?? ""));
    change.mutate({ webhookId: webhook.id, name, template }, { onSuccess: onClose });
  };
  return (
    <Dialog isOpen onClose={onClose} title={`Edit ${webhook.name}`}>
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextField label="Name" name="name" required maxLength={60} defaultValue={webhook.name} />
        <TextField
          label="What to ask for"
          name="template"
          required
          maxLength={500}
          defaultValue={webhook.template}
          hint="{host}, {service} and {alert} stand for what the alert names."
        />
        <ErrorNotice error={change.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={change.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function RenewSecret({ webhook, onClose }: AskedOf) {
  const renew = useRenewWebhookSecret();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size={renew.data ? "wide" : "normal"}
      title={renew.data ? "Connect the sender" : `New secret for ${webhook.name}?`}
      description={
        renew.data
          ? "The secret is shown only once."
          : "The one before is refused from now on: the sender needs the new one."
      }
    >
      {renew.data ? (
        <WebhookSecret made={renew.data} onClose={onClose} />
      ) : (
        <div className="space-y-4 pt-2">
          <ErrorNotice error={renew.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Keep it</Button>
            <Button
              variant="primary"
              isBusy={renew.isPending}
              onClick={() => renew.mutate(webhook.id)}
            >
              Make a new secret
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function DeleteWebhook({ webhook, onClose }: AskedOf) {
  const remove = useDeleteWebhook();
  const onSuccess = () => toastDone(`${webhook.name} deleted.`);
  return (
    <ConfirmDialog
      title={`Delete ${webhook.name}?`}
      description="Its sender is refused from now on. The requests that it made stay."
      action="Delete"
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(webhook.id, { onSuccess })}
      onClose={onClose}
    />
  );
}
