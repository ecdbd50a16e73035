"use client";

import { ApiError } from "#components/lib/api-error.ts";
import { TextField } from "#components/ui/field.tsx";
import { fieldText } from "./use-submit.ts";

/** Shortest password accepted; the server has the last word. */
const passwordMinLength = 10;

/** Name, password and the password again. */
export function AccountFields() {
  return (
    <>
      <TextField
        label="Your name"
        name="name"
        autoComplete="username"
        autoCapitalize="none"
        maxLength={40}
        required
        autoFocus
        hint="Shown next to everything you approve."
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={passwordMinLength}
        required
        hint={`At least ${passwordMinLength} characters; pasting is fine.`}
      />
      <TextField
        label="Password again"
        name="again"
        type="password"
        autoComplete="new-password"
        required
      />
    </>
  );
}

/**
 * Name and password of the form.
 *
 * @throws ApiError invalid_input when the two passwords differ
 */
export function checkedAccount(form: FormData): {
  readonly name: string;
  readonly password: string;
} {
  const password = fieldText(form, "password");
  if (password !== fieldText(form, "again")) {
    throw new ApiError({
      code: "invalid_input",
      status: 0,
      message: "The two passwords differ.",
      fix: "Type the same password twice.",
    });
  }
  return { name: fieldText(form, "name").trim(), password };
}
