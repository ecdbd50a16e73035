"use client";

import { type FormEvent, useState } from "react";
import { useCreateChannel } from "#components/lib/notification-mutations.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeBlock } from "#components/ui/code-block.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import type { BodyInput } from "#server/contracts/api.ts";
import type { NotificationKind } from "#server/contracts/notification.ts";
import { KindChoice } from "./kind-choice.tsx";
import { shownKinds } from "./notification-labels.ts";

type Kind = "ntfy" | "mail" | "webhook";

/** Makes a channel; a webhook's secret is then shown, once. */
export function CreateChannel({ onClose }: { readonly onClose: () => void }) {
  const create = useCreateChannel();
  const canShare = useMay("settings.manage");
  const [kind, setKind] = useState<Kind>("ntfy");
  const [kinds, setKinds] = useState<NotificationKind[]>(shownKinds);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const of = (name: string) => String(form.get(name) ?? "").trim();
    const isShared = of("whose") === "everybody";
    const secret = of("secret");
    const body = { name: of("name"), isShared, kinds, target: targetOf(kind, of) };
    create.mutate(secret === "" ? body : { ...body, secret }, {
      onSuccess: (made) => made.secret === null && onClose(),
    });
  };
  const secret = create.data?.secret ?? null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={secret === null ? "New channel" : "Copy the secret"}
      description={
        secret === null
          ? "Messages say what waits or happened and link to it. Nothing is decided by them."
          : "It signs what the webhook is sent, and is shown only once."
      }
    >
      {secret === null ? (
        <form onSubmit={submit} className="space-y-4 pt-2">
          <TextField label="Name" name="name" required maxLength={60} autoComplete="off" />
          <SelectField
            label="Kind"
            value={kind}
            // The options are exactly the kinds.
            onChange={({ target }) => setKind(target.value as Kind)}
          >
            <option value="ntfy">ntfy</option>
            <option value="mail">Mail</option>
            <option value="webhook">Webhook</option>
          </SelectField>
          {canShare ? (
            <SelectField label="For" name="whose" defaultValue="everybody">
              <option value="everybody">Everybody here: all there is to tell</option>
              <option value="me">Me: what I chose to hear of</option>
            </SelectField>
          ) : null}
          <TargetFields key={kind} kind={kind} />
          <KindChoice legend="What it is sent" chosen={kinds} onChange={setKinds} />
          <ErrorNotice error={create.error} />
          <div className="flex justify-end gap-2">
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" isBusy={create.isPending}>
              Make channel
            </Button>
          </div>
        </form>
      ) : (
        <div className="space-y-4 pt-2">
          <CodeBlock label="The secret">{secret}</CodeBlock>
          <p className="text-[0.8125rem] text-ink-soft">
            Each call carries x-chiffon-signature: t=SECONDS,v1=HEX. HEX is the HMAC-SHA-256, by
            this secret, of SECONDS, a dot and the body.
          </p>
          <div className="flex justify-end">
            <Button variant="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

function TargetFields({ kind }: { readonly kind: Kind }) {
  if (kind === "mail") return <MailFields />;
  const url = { type: "url", name: "url", required: true, maxLength: 500 } as const;
  if (kind === "webhook")
    return <TextField label="Address" {...url} placeholder="http://192.168.1.20:8123/api/hook" />;
  return (
    <>
      <TextField label="Server" {...url} defaultValue="https://ntfy.sh" />
      <TextField
        label="Topic"
        name="topic"
        required
        pattern="[\-_A-Za-z0-9]{1,64}"
        autoComplete="off"
        hint="Whoever knows it can read it, unless the server asks for a token: pick one that nobody guesses."
      />
      <TextField label="Token, if it takes one" name="secret" type="password" autoComplete="off" />
    </>
  );
}

function MailFields() {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Mail server" name="host" required maxLength={253} autoComplete="off" />
        <TextField
          label="Port"
          name="port"
          type="number"
          required
          min={1}
          max={65535}
          defaultValue="587"
        />
      </div>
      <SelectField label="Encryption" name="security" defaultValue="starttls">
        <option value="starttls">STARTTLS (port 587)</option>
        <option value="tls">TLS (port 465)</option>
        <option value="none">None</option>
      </SelectField>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="User, if it takes one" name="user" autoComplete="off" />
        <TextField label="Password" name="secret" type="password" autoComplete="new-password" />
        <TextField label="From" name="from" type="email" required autoComplete="off" />
        <TextField label="To" name="to" type="email" required autoComplete="off" />
      </div>
    </>
  );
}

function targetOf(kind: Kind, of: (name: string) => string): BodyInput<"createChannel">["target"] {
  if (kind === "webhook") return { kind, url: of("url") };
  if (kind === "ntfy") return { kind, url: of("url"), topic: of("topic") };
  const security = of("security");
  return {
    ...{ kind, host: of("host"), port: Number(of("port")), from: of("from"), to: of("to") },
    security: security === "tls" || security === "none" ? security : "starttls",
    user: of("user") === "" ? null : of("user"),
  };
}
