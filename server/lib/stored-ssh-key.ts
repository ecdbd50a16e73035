import type { SecretKind } from "#server/contracts/secret.ts";

/** A private key and what opens it, as the store holds them: one value, because neither is of use alone. */
export interface StoredSshKey {
  readonly privateKey: string;
  readonly passphrase: string | null;
}

/** The value of a secret of kind *ssh key*. */
export function packSshKey({ privateKey, passphrase }: StoredSshKey): string {
  return JSON.stringify({ privateKey, passphrase });
}

/** The key in a secret's value. One that was stored before keys were checked is the bare text. */
export function unpackSshKey(value: string): StoredSshKey {
  try {
    const { privateKey, passphrase } = JSON.parse(value) as Record<string, unknown>;
    if (typeof privateKey === "string")
      return { privateKey, passphrase: typeof passphrase === "string" ? passphrase : null };
  } catch {
    // No JSON.
  }
  return { privateKey: value, passphrase: null };
}

/** The texts of a secret that must not be seen. */
export function textsOf(kind: SecretKind, value: string): string[] {
  if (kind !== "ssh_key") return [value];
  const { privateKey, passphrase } = unpackSshKey(value);
  return passphrase === null ? [privateKey] : [privateKey, passphrase];
}
