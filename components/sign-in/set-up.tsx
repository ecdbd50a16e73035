"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { callApi } from "#components/lib/api-client.ts";
import { Button } from "#components/ui/button.tsx";
import { TextField } from "#components/ui/field.tsx";
import { AccountFields, checkedAccount } from "./account-fields.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { FormError } from "./form-error.tsx";
import { StepDots } from "./step-dots.tsx";
import { fieldText, useSubmit } from "./use-submit.ts";

const Tour = dynamic(() => import("./set-up-tour.tsx").then((module) => module.SetUpTour), {
  ssr: false,
});

/** First run in at most five steps; everything after the admin can be skipped. */
export function SetUp({ token }: { readonly token: string }) {
  const [isAdminMade, setAdminMade] = useState(false);
  return isAdminMade ? <Tour /> : <AdminStep token={token} onDone={() => setAdminMade(true)} />;
}

function AdminStep({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const { onSubmit, isBusy, error } = useSubmit(async (form) => {
    const account = checkedAccount(form);
    const given = token || fieldText(form, "token").trim();
    await callApi<"setUp">("POST", "/api/setup", { body: { token: given, ...account } });
    onDone();
  });
  return (
    <EntryFrame
      title="Welcome to Chiffon"
      lead="Say what your homelab should do, read the plan, approve it, watch it run. First, who is in charge here?"
    >
      <StepDots step={1} of={5} />
      <form onSubmit={onSubmit} className="mt-5 space-y-4">
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
        Everything stays on this machine: no account elsewhere, no cloud.
      </p>
    </EntryFrame>
  );
}
