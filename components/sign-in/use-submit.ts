"use client";

import { type FormEvent, useState } from "react";
import { type ApiError, toApiError } from "#components/lib/api-error.ts";

/** Sends a form once at a time and keeps what went wrong. Used before the query cache exists. */
export function useSubmit(send: (form: FormData) => Promise<void>): {
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly isBusy: boolean;
  readonly error: ApiError | null;
} {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(null);
    send(new FormData(event.currentTarget)).catch((cause: unknown) => {
      setError(toApiError(cause));
      setBusy(false);
    });
  };
  return { onSubmit, isBusy, error };
}

/** A text field of a form, trimmed unless it is a password. */
export function fieldText(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
