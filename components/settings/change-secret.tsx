"use client";

import type { FormEvent } from "react";
import { useRemoveSecret, useRotateSecret } from "#components/lib/secret-mutations.ts";
import { PrivateKey, passphraseIn } from "#components/secret/private-key.tsx";
import { SecretValue } from "#components/secret/secret-value.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorNotice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { Secret } from "#server/contracts/secret.ts";
import { secretKinds } from "./secret-words.ts";

interface DialogProps {
  readonly secret: Secret;
  readonly onClose: () => void;
}

/** Gives a secret a new value. */
export function RotateSecret({ secret, onClose }: DialogProps) {
  const rotate = useRotateSecret();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = String(form.get("value") ?? "");
    rotate.mutate(
      { id: secret.id, value, ...passphraseIn(form) },
      {
        onSuccess: () => {
          toastDone(`${secret.name} has a new value.`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Change ${secret.name}`}
      description="It becomes the next version. Plans that wait with this one turn stale and are planned anew."
    >
      <form onSubmit={submit} className="space-y-4 pt-2">
        {secret.kind === "ssh_key" ? (
          <PrivateKey label="New private key" />
        ) : (
          <SecretValue label="New value" isLong={secretKinds[secret.kind].isLong === true} />
        )}
        <ErrorNotice error={rotate.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={rotate.isPending}>
            Save version {secret.version + 1}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Deletes a secret for good; refused while a live plan names it, which the dialog then says. */
export function DeleteSecret({ secret, onClose }: DialogProps) {
  const remove = useRemoveSecret();
  return (
    <ConfirmDialog
      title={`Delete ${secret.name}?`}
      description="Runs are not given it any more, and it cannot be brought back. The audit keeps its name and when it was used."
      action="Delete"
      isBusy={remove.isPending}
      error={remove.error}
      onConfirm={() =>
        remove.mutate(secret.id, { onSuccess: () => toastDone(`${secret.name} deleted.`) })
      }
      onClose={onClose}
    />
  );
}
