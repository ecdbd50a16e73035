"use client";

import { type FormEvent, useState } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { useChangePassword } from "#components/lib/people-mutations.ts";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { toastDone } from "#components/ui/toast.tsx";

/** Changes one's own password. */
export function PasswordForm() {
  const [isOpen, setOpen] = useState(false);
  const change = useChangePassword();
  if (!isOpen) return <Button onClick={() => setOpen(true)}>Change password</Button>;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    change.mutate(
      {
        currentPassword: String(form.get("current") ?? ""),
        newPassword: String(form.get("new") ?? ""),
      },
      {
        onSuccess: () => {
          setOpen(false);
          toastDone("Password changed. Your other sessions were signed out.");
        },
      },
    );
  };
  const problem = change.error ? toApiError(change.error) : null;
  return (
    <form onSubmit={submit} className="max-w-sm space-y-4">
      <TextField
        label="Current password"
        name="current"
        type="password"
        autoComplete="current-password"
        required
      />
      <TextField
        label="New password"
        name="new"
        type="password"
        autoComplete="new-password"
        minLength={10}
        required
        hint="At least 10 characters."
      />
      {problem ? (
        <Notice tone="bad" title={problem.message}>
          {problem.fix}
        </Notice>
      ) : null}
      <div className="flex gap-2">
        <Button onClick={() => setOpen(false)}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
