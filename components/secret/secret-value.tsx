"use client";

import { TextAreaField, TextField } from "#components/ui/field.tsx";

/** The field that a secret is typed into. It is empty at first, always: nothing that is stored is shown. */
export function SecretValue({
  label = "Value",
  isLong,
  hint,
}: {
  readonly label?: string;
  readonly isLong: boolean;
  readonly hint?: string;
}) {
  const shared = {
    ...{ label, name: "value", required: true, maxLength: 16_000, spellCheck: false },
    ...{ autoComplete: "off", autoCapitalize: "none" },
    ...(hint ? { hint } : {}),
  } as const;
  return isLong ? (
    <TextAreaField {...shared} rows={5} />
  ) : (
    // Not "off": browsers would offer the password of this very page.
    <TextField {...shared} type="password" autoComplete="new-password" />
  );
}
