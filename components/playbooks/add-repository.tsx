"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { useAddRepository } from "#components/lib/repository-mutations.ts";
import { settingsQuery } from "#components/lib/settings-queries.ts";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { Body } from "#server/contracts/api.ts";

/** Adds a repository by path or address and scans it. */
export function AddRepository({ onClose }: { readonly onClose: () => void }) {
  const add = useAddRepository();
  const form = useRef<HTMLFormElement>(null);
  const send = (also: { initGit?: true }) => {
    if (form.current === null) return;
    add.mutate(
      { ...readForm(new FormData(form.current)), ...also },
      {
        onSuccess: ({ name }) => {
          toastDone(`${name} added. Scanning it now.`);
          onClose();
        },
      },
    );
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    send({});
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a repository"
      description="Chiffon reads it and never writes to your branches."
    >
      <form ref={form} onSubmit={submit} className="space-y-4 pt-2">
        <WhereItIs />
        <label className="flex min-h-11 items-center gap-3 text-sm">
          <input type="checkbox" name="neverSend" className="size-5 accent-(--accent)" />
          Private: never sent to an external model
        </label>
        <Problem
          error={add.error}
          isBusy={add.isPending}
          onMakeGit={() => send({ initGit: true })}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={add.isPending}>
            Add and scan
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function readForm(form: FormData): Body<"addRepository"> {
  const text = (name: string): string => String(form.get(name) ?? "").trim();
  return {
    name: text("name"),
    location: text("location"),
    ...(text("branch") ? { branch: text("branch") } : {}),
    ...(text("token") ? { token: text("token") } : {}),
    neverSend: form.get("neverSend") === "on",
  };
}

/** Name, address and branch, and what the kind of address needs to be let in. */
function WhereItIs() {
  const [location, setLocation] = useState("");
  return (
    <>
      <TextField label="Name" name="name" required maxLength={80} placeholder="homelab" />
      <TextField
        label="Path or address"
        name="location"
        required
        maxLength={500}
        autoCapitalize="none"
        spellCheck={false}
        placeholder="/srv/git/homelab or https://…"
        value={location}
        onChange={(event) => setLocation(event.target.value)}
        hint="A folder on this machine is read in place; only committed files count."
      />
      <TextField
        label="Branch"
        name="branch"
        maxLength={200}
        autoCapitalize="none"
        spellCheck={false}
        hint="Leave empty for the branch that is checked out."
      />
      {/^https:/i.test(location.trim()) ? (
        <TextField
          label="Access token"
          name="token"
          type="password"
          maxLength={500}
          autoComplete="off"
          hint="Only for a private repository. Read access is enough."
        />
      ) : null}
      {isSshAddress(location.trim()) ? <DeployKey /> : null}
    </>
  );
}

/** Why it could not be added; a folder that is no git repository can be made one. */
function Problem({
  error,
  isBusy,
  onMakeGit,
}: {
  readonly error: unknown;
  readonly isBusy: boolean;
  readonly onMakeGit: () => void;
}) {
  if (!error) return null;
  const { message, fix, details } = toApiError(error);
  return (
    <Notice
      tone="bad"
      title={message}
      actions={
        details["offer"] === "git_init" ? (
          <Button size="small" isBusy={isBusy} onClick={onMakeGit}>
            Make it a git repository
          </Button>
        ) : null
      }
    >
      {fix}
    </Notice>
  );
}

function isSshAddress(location: string): boolean {
  return /^ssh:/i.test(location) || /^[\w.-]+@[\w.-]+:/.test(location);
}

/** The key that the other side must accept for an ssh address. */
function DeployKey() {
  const { data } = useQuery(settingsQuery());
  const key = data?.sshPublicKey;
  if (!key) return null;
  return (
    <div className="space-y-2">
      <p className="text-[0.8125rem] text-ink-soft">
        Add Chiffon's key to the repository as a read-only deploy key:
      </p>
      <pre className="rounded-lg bg-sunken p-3 text-xs whitespace-pre-wrap break-all">{key}</pre>
      <CopyButton text={key} label="Copy the key">
        Copy key
      </CopyButton>
    </div>
  );
}
