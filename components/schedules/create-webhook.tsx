"use client";

import { type FormEvent, useState } from "react";
import { useCreateWebhook } from "#components/lib/webhook-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import type { AlertFormat } from "#server/contracts/webhook.ts";
import { canSign, senderNames } from "./sender-words.ts";
import { WebhookSecret } from "./webhook-secret.tsx";

/** Makes a webhook: who calls, and what is asked for; then shows its secret, once. */
export function CreateWebhook({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateWebhook();
  const [format, setFormat] = useState<AlertFormat>("uptime_kuma");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const of = (name: string) => String(form.get(name) ?? "").trim();
    const auth = of("auth") === "signature" ? "signature" : "secret";
    create.mutate({ name: of("name"), template: of("template"), format, auth });
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size={create.data ? "wide" : "normal"}
      title={create.data ? "Connect the sender" : "New webhook"}
      description={
        create.data
          ? "The secret is shown only once."
          : "An alert makes a request whose plan waits for a decision, once per incident."
      }
    >
      {create.data ? (
        <WebhookSecret made={create.data} onClose={onClose} />
      ) : (
        <form onSubmit={submit} className="space-y-4 pt-2">
          <TextField label="Name" name="name" required maxLength={60} autoComplete="off" />
          <SelectField
            label="Sender"
            value={format}
            // The options are exactly the formats.
            onChange={({ target }) => setFormat(target.value as AlertFormat)}
          >
            {Object.entries(senderNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </SelectField>
          {canSign(format) ? (
            <SelectField label="How it proves who it is" name="auth" defaultValue="signature">
              <option value="signature">Signs each message</option>
              <option value="secret">Shows a secret</option>
            </SelectField>
          ) : null}
          <TextField
            label="What to ask for"
            name="template"
            required
            maxLength={500}
            autoComplete="off"
            placeholder="restart {service} on {host}"
            hint="{host}, {service} and {alert} stand for what the alert names."
          />
          <ErrorNotice error={create.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={create.isPending}>
              Make webhook
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
