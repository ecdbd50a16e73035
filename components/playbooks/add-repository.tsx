"use client";

import type { FormEvent } from "react";
import { toApiError } from "#components/lib/api-client.ts";
import { useAddRepository } from "#components/lib/mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";

/** Adds a repository by path or address and scans it. */
export function AddRepository({ onClose }: { readonly onClose: () => void }) {
  const add = useAddRepository();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? "").trim();
    add.mutate(
      {
        name: text("name"),
        location: text("location"),
        ...(text("branch") ? { branch: text("branch") } : {}),
        neverSend: form.get("neverSend") === "on",
      },
      {
        onSuccess: ({ name, entryCount }) => {
          toastDone(`${name} added: ${entryCount} entries found.`);
          onClose();
        },
      },
    );
  };
  const problem = add.error ? toApiError(add.error) : null;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a repository"
      description="Chiffon reads it and never writes to your branches."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextField label="Name" name="name" required maxLength={80} placeholder="homelab" />
        <TextField
          label="Path or address"
          name="location"
          required
          maxLength={500}
          autoCapitalize="none"
          spellCheck={false}
          placeholder="/srv/git/homelab or https://…"
          hint="A folder on this machine is read in place; only committed files count."
        />
        <TextField
          label="Branch"
          name="branch"
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          hint="Empty: the one that is checked out."
        />
        <label className="flex min-h-11 items-center gap-3 text-sm">
          <input type="checkbox" name="neverSend" className="size-4.5 accent-(--accent)" />
          Never send anything of it to a model
        </label>
        {problem ? (
          <Notice tone="bad" title={problem.message}>
            {problem.fix}
          </Notice>
        ) : null}
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
