"use client";

import { callApi } from "#components/lib/api-client.ts";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { FormError } from "./form-error.tsx";
import { fieldText, useSubmit } from "./use-submit.ts";

/** Name and password; afterwards back to where one came from. */
export function SignInForm() {
  const { onSubmit, isBusy, error } = useSubmit(async (form) => {
    await callApi("signIn", {
      body: { name: fieldText(form, "name").trim(), password: fieldText(form, "password") },
    });
    window.location.assign(returnPath(window.location.search));
  });
  return (
    <EntryFrame title="Sign in" lead="Your homelab, with a record of every change.">
      <form onSubmit={onSubmit} className="space-y-4">
        <TextField
          label="Name"
          name="name"
          autoComplete="username"
          autoCapitalize="none"
          required
          autoFocus
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <FormError error={error} />
        <Button type="submit" variant="primary" className="w-full" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
      <p className="mt-6 text-[0.8125rem] text-ink-soft">
        Forgotten? On the machine that runs Chiffon:{" "}
        <code className="whitespace-nowrap">npm run admin -- reset-password NAME</code>
      </p>
    </EntryFrame>
  );
}

/** Where `?next=` leads, if it stays on this site. */
export function returnPath(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "/";
  return /^\/(?![/\\])/.test(next) ? next : "/";
}
