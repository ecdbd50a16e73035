import { hash, randomBytes } from "node:crypto";
import { canonicalJson } from "#server/lib/canonical-json.ts";

/** SHA-256 of text or bytes, in lower-case hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}

/** SHA-256 over the canonical JSON of `value`: equal values give equal digests. */
export function sha256OfJson(value: unknown): string {
  return sha256(canonicalJson(value));
}

/** An unguessable token of `bytes` random bytes in URL-safe characters. */
export function randomToken(bytes = 24): string {
  return randomBytes(bytes).toString("base64url");
}
