"use client";

import { type ReactNode, useRef } from "react";
import { toApiError } from "#components/lib/api-error.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { SecretValue } from "./secret-value.tsx";

/** Whether a secret ends with the plan it was given for, or is stored. */
export type Keep = "once" | "save";

/** A secret typed on a card: given once, or stored by those who may. What is typed is kept by nobody but the form. */
export function GiveSecretForm({
  label = "Password",
  isLong = false,
  hint,
  error,
  pending,
  onGive,
  children,
}: {
  readonly label?: string;
  readonly isLong?: boolean;
  readonly hint?: string | undefined;
  readonly error: unknown;
  /** Which of the two is on its way; null while none is. */
  readonly pending: Keep | null;
  readonly onGive: (value: string, keep: Keep) => void;
  /** Further buttons, before the two. */
  readonly children?: ReactNode;
}) {
  const maySave = useMay("secret.manage");
  const form = useRef<HTMLFormElement>(null);
  const send = (keep: Keep) => {
    const value = String(new FormData(form.current ?? undefined).get("value") ?? "");
    if (value === "") form.current?.reportValidity();
    else onGive(value, keep);
  };
  const problem = error ? toApiError(error) : null;
  return (
    <form
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        send("once");
      }}
      className="mt-2 space-y-2"
    >
      <SecretValue label={label} isLong={isLong} {...(hint ? { hint } : {})} />
      {problem ? (
        <p role="alert" className="text-[0.8125rem] text-bad">
          {problem.message} {problem.fix}
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {children}
        <Button type="submit" isBusy={pending === "once"} disabled={pending !== null}>
          Give once
        </Button>
        {maySave ? (
          <Button
            isBusy={pending === "save"}
            disabled={pending !== null}
            onClick={() => send("save")}
          >
            Save
          </Button>
        ) : null}
      </div>
    </form>
  );
}
