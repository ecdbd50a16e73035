"use client";

import { TextField } from "#components/ui/field.tsx";
import { SecretValue } from "./secret-value.tsx";

/** The fields that a private key is given in: its text, and what opens it where it is locked. */
export function PrivateKey({ label = "Private key" }: { readonly label?: string }) {
  return (
    <>
      <SecretValue
        label={label}
        isLong
        hint="The whole file, as ssh-keygen wrote it: not the one that ends in .pub."
      />
      <TextField
        label="Passphrase"
        name="passphrase"
        type="password"
        maxLength={1_000}
        // Not "off": browsers would offer the password of this very page.
        autoComplete="new-password"
        autoCapitalize="none"
        spellCheck={false}
        hint="Leave empty if the key has none. Whether it opens the key is checked when you store it."
      />
    </>
  );
}

/** What the passphrase's field holds, as typed; nothing where it is empty or not there. */
export function passphraseIn(form: FormData): { passphrase?: string } {
  const passphrase = String(form.get("passphrase") ?? "");
  return passphrase === "" ? {} : { passphrase };
}
