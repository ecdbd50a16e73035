import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { SecretKind } from "#server/contracts/secret.ts";

const algorithm = "aes-256-gcm";
const nonceBytes = 12;

/** What binds a ciphertext to its row: moved to another secret, version or kind, it does not open. */
export interface SealContext {
  readonly secretId: string;
  readonly version: number;
  readonly kind: SecretKind;
}

/** A value as the database holds it. */
export interface SealedValue {
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly tag: Uint8Array<ArrayBuffer>;
}

/** Encrypts a value under a key of 32 bytes, with a nonce of its own. */
export function sealValue(key: Uint8Array, context: SealContext, value: string): SealedValue {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(contextBytes(context));
  const ciphertext = Buffer.concat([cipher.update(value, "utf8"), cipher.final()]);
  return {
    ciphertext: Uint8Array.from(ciphertext),
    nonce: Uint8Array.from(nonce),
    tag: Uint8Array.from(cipher.getAuthTag()),
  };
}

/** The value, or null when key, context or content are not those it was sealed with. */
export function openValue(
  key: Uint8Array,
  context: SealContext,
  sealed: SealedValue,
): string | null {
  try {
    const decipher = createDecipheriv(algorithm, key, sealed.nonce, { authTagLength: 16 });
    decipher.setAAD(contextBytes(context)).setAuthTag(sealed.tag);
    return Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

function contextBytes({ secretId, version, kind }: SealContext): Buffer {
  return Buffer.from(`${secretId}\0${version}\0${kind}`, "utf8");
}
