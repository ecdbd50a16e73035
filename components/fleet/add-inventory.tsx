"use client";

import type { FormEvent } from "react";
import { useAddInventory } from "#components/lib/repository-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";

/** Copies an inventory that lies on this machine outside git, and keeps the copy equal to it. */
export function AddInventory({ onClose }: { readonly onClose: () => void }) {
  const add = useAddInventory();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    add.mutate(
      { name: text("name"), path: text("path") },
      {
        onSuccess: ({ name }) => {
          toastDone(`${name} added.`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Use an inventory of this machine"
      description="For one that is not in git. Chiffon copies it, with the group_vars and host_vars beside it, and copies it again when it changes."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        <TextField label="Name" name="name" required maxLength={80} placeholder="My hosts" />
        <TextField
          label="File or folder"
          name="path"
          required
          maxLength={500}
          placeholder="/etc/ansible/hosts"
          autoCapitalize="none"
          spellCheck={false}
          hint="On the machine that Chiffon runs on."
        />
        <ErrorNotice error={add.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={add.isPending}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
