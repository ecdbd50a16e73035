"use client";

import { type FormEvent, useState } from "react";
import { useSaveHost } from "#components/lib/host-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { SelectField, TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { Host, KeptHost } from "#server/contracts/host.ts";

/** Adds a host to Chiffon's own inventory, or changes one that is there. */
export function HostForm({
  host,
  start,
  onClose,
}: {
  /** Null: a new one. */
  readonly host: Host | null;
  /** What a new one begins with; all of it can be changed. */
  readonly start?: KeptHost;
  readonly onClose: () => void;
}) {
  const save = useSaveHost();
  const known = host ?? start ?? null;
  const [connection, setConnection] = useState(known?.connection === "local" ? "local" : "ssh");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = readForm(new FormData(event.currentTarget), host?.name ?? null);
    save.mutate(
      { isNew: host === null, body },
      {
        onSuccess: () => {
          toastDone(host === null ? `${body.name} added. Test its connection next.` : "Saved.");
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={host === null ? "Add a host" : `Change ${host.name}`}
      description="Playbooks of any repository without an inventory of its own can use it."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        {host === null ? (
          <TextField
            label="Name"
            name="name"
            required
            maxLength={63}
            defaultValue={start?.name}
            placeholder="nas"
            autoCapitalize="none"
            spellCheck={false}
            hint="As you will call it: “Update nas”."
          />
        ) : null}
        <SelectField
          label="Reached by"
          name="connection"
          value={connection}
          onChange={(event) => setConnection(event.target.value)}
        >
          <option value="ssh">SSH</option>
          <option value="local">It is this machine</option>
        </SelectField>
        {connection === "ssh" ? <Address host={known} /> : null}
        <TextField
          label="Groups"
          name="groups"
          defaultValue={known?.groups.join(", ") ?? ""}
          placeholder="webservers, debian"
          autoCapitalize="none"
          spellCheck={false}
          hint="Playbooks name groups of hosts. Separate them by commas; empty for none."
        />
        <ErrorNotice error={save.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={save.isPending}>
            {host === null ? "Add host" : "Save"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Address({ host }: { readonly host: Pick<KeptHost, "address" | "user" | "port"> | null }) {
  return (
    <>
      <TextField
        label="Address"
        name="address"
        defaultValue={host?.address ?? ""}
        maxLength={253}
        placeholder="192.168.1.20"
        autoCapitalize="none"
        spellCheck={false}
        hint="Empty: its name is its address."
      />
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label="User"
          name="user"
          defaultValue={host?.user ?? ""}
          maxLength={64}
          autoCapitalize="none"
          spellCheck={false}
          placeholder="pi"
        />
        <TextField
          label="Port"
          name="port"
          type="number"
          min={1}
          max={65_535}
          defaultValue={host?.port ?? ""}
          placeholder="22"
        />
      </div>
    </>
  );
}

function readForm(form: FormData, name: string | null): KeptHost {
  const text = (field: string): string | null => String(form.get(field) ?? "").trim() || null;
  const port = text("port");
  return {
    name: name ?? text("name") ?? "",
    connection: text("connection") === "local" ? "local" : "ssh",
    address: text("address"),
    user: text("user"),
    port: port === null ? null : Number(port),
    groups: (text("groups") ?? "").split(/[\s,]+/).filter(Boolean),
  };
}
