"use client";

import { callApi } from "#components/lib/api-client.ts";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { AccountFields, checkedAccount } from "./account-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { FormError } from "./form-error.tsx";
import { fieldText, useSubmit } from "./use-submit.ts";

/** The first start: makes the admin, then leads to the first steps. */
export function SetUp({ token }: { readonly token: string }) {
  const { onSubmit, isBusy, error } = useSubmit(async (form) => {
    const account = checkedAccount(form);
    const given = token || fieldText(form, "token").trim();
    await callApi("setUp", { body: { token: given, ...account } });
    window.location.assign("/first-steps");
  });
  return (
    <EntryFrame
      title="Welcome to Chiffon"
      lead="Say what your homelab should do, read the plan, approve it, watch it run. First, create the admin account."
    >
      <form onSubmit={onSubmit} className="space-y-4">
        {token === "" ? (
          <TextField
            label="Set-up token"
            name="token"
            required
            autoComplete="off"
            hint="npm start printed an address with it. It keeps others on your network out."
          />
        ) : null}
        <AccountFields />
        <FormError error={error} />
        <Button type="submit" variant="primary" className="w-full" isBusy={isBusy}>
          Create admin
        </Button>
      </form>
      <p className="mt-5 text-[0.8125rem] text-ink-soft">
        Your data stays on this machine unless you connect an external model. Next come four first
        steps; each can be skipped.
      </p>
    </EntryFrame>
  );
}
