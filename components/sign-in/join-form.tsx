"use client";

import { callApi } from "#components/lib/api-client.ts";
import { Button } from "#components/ui/button.tsx";
import { AccountFields, checkedAccount } from "./account-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { FormError } from "./form-error.tsx";
import { useSubmit } from "./use-submit.ts";

/** Accepts an invite: name and password, then straight in. */
export function JoinForm({ token }: { readonly token: string }) {
  const { onSubmit, isBusy, error } = useSubmit(async (form) => {
    const account = checkedAccount(form);
    await callApi("acceptInvite", { body: { token, ...account } });
    window.location.assign("/");
  });
  return (
    <EntryFrame title="Join Chiffon" lead="Choose how you will sign in.">
      <form onSubmit={onSubmit} className="space-y-4">
        <AccountFields />
        <FormError error={error} />
        <Button type="submit" variant="primary" className="w-full" isBusy={isBusy}>
          Join
        </Button>
      </form>
    </EntryFrame>
  );
}
