import { createHmac, timingSafeEqual } from "node:crypto";
import type { WebhookAuth } from "#server/contracts/webhook.ts";
import { AppError } from "#server/lib/app-error.ts";
import { randomToken, sha256 } from "#server/platform/sha256.ts";
import type { OwnedSeal, SecretsService } from "#server/secrets/secrets-service.ts";
import { isFresh, type SignatureHeaders, shownSignature } from "./domain/signature-header.ts";

/** A webhook's secret as the database holds it: its hash where it is shown, encrypted where it signs. */
export type KeptSecret =
  | { readonly kind: "hash"; readonly secretHash: string }
  | { readonly kind: "sealed"; readonly sealed: OwnedSeal };

/** What a call shows. */
export interface Shown {
  readonly authorization: string | null;
  readonly signatures: SignatureHeaders;
  /** Exactly as it came. */
  readonly body: Uint8Array;
}

/** Makes a secret, and what is kept of it. @throws secret_unreadable when the key file is none */
export async function makeSecret(
  secrets: Pick<SecretsService, "sealFor">,
  webhookId: string,
  auth: WebhookAuth,
): Promise<{ readonly secret: string; readonly kept: KeptSecret }> {
  const secret = `chw_${randomToken(32)}`;
  if (auth === "secret") return { secret, kept: { kind: "hash", secretHash: sha256(secret) } };
  return { secret, kept: { kind: "sealed", sealed: await secrets.sealFor(webhookId, secret) } };
}

/**
 * Checks what a call shows, in a time that says nothing of how near it was.
 *
 * @returns the hash of its signature, which must count once; null for a secret that is shown
 * @throws webhook_refused, secret_unreadable
 */
export async function checkShown(
  secrets: Pick<SecretsService, "openFor">,
  { webhookId, kept }: { readonly webhookId: string; readonly kept: KeptSecret },
  shown: Shown,
  now: Date,
): Promise<string | null> {
  if (kept.kind === "hash") {
    const secret = shownSecret(shown.authorization);
    if (!isSame(sha256(secret), kept.secretHash)) throw new AppError("webhook_refused");
    return null;
  }
  const signed = shownSignature(shown.signatures);
  if (signed === null || !isFresh(signed, now)) throw new AppError("webhook_refused");
  const secret = await secrets.openFor(webhookId, kept.sealed);
  const expected = createHmac("sha256", secret).update(signed.prefix).update(shown.body);
  if (!isSame(signed.signature, expected.digest("hex"))) throw new AppError("webhook_refused");
  return sha256(`${signed.prefix}${signed.signature}`);
}

/** A bearer token, or the password of basic authentication, whoever it names. */
function shownSecret(authorization: string | null): string {
  const [, scheme = "", value = ""] = /^(\w+) +(\S{1,1000})$/.exec(authorization ?? "") ?? [];
  if (scheme.toLowerCase() === "bearer") return value;
  if (scheme.toLowerCase() !== "basic") return "";
  return Buffer.from(value, "base64")
    .toString("utf8")
    .replace(/^[^:]*:/, "");
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
