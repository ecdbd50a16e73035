import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import type { Sealed } from "#server/contracts/link.ts";
import { sha256 } from "./sha256.ts";

/** A pair of keys; the private one as PEM, the public one as DER in base64url. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Keys for signing (Ed25519) or for being sealed to (X25519). */
export function newKeyPair(type: "ed25519" | "x25519"): KeyPair {
  const { privateKey, publicKey } =
    type === "ed25519" ? generateKeyPairSync("ed25519") : generateKeyPairSync("x25519");
  return {
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    publicKey: derOf(publicKey),
  };
}

/** The public half of a private key, as {@link KeyPair} has it. */
export function publicKeyOf(privateKey: string): string {
  return derOf(createPublicKey(createPrivateKey(privateKey)));
}

/** What a token names a public key by. */
export function fingerprintOf(publicKey: string): string {
  return sha256(Buffer.from(publicKey, "base64url")).slice(0, 32);
}

/** True for the public half of a pair of that type. */
export function isPublicKey(text: string, type: "ed25519" | "x25519"): boolean {
  try {
    return readPublic(text).asymmetricKeyType === type;
  } catch {
    return false;
  }
}

/** What a request's signature is over: nothing of it can be changed, moved to another path or sent twice. */
export function signedText(request: {
  readonly method: string;
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly timestamp: string;
  readonly sequence: number;
}): string {
  const { method, path, body, timestamp, sequence } = request;
  return ["chiffon-link-1", method, path, sha256(body), timestamp, sequence].join("\n");
}

/** What an answer's signature is over: it belongs to that one request. */
export function answeredText(requestSignature: string, status: number, body: string): string {
  return ["chiffon-link-answer-1", requestSignature, status, sha256(body)].join("\n");
}

/** The Ed25519 signature of a text, in base64url. */
export function signText(privateKey: string, text: string): string {
  return sign(null, Buffer.from(text), createPrivateKey(privateKey)).toString("base64url");
}

/** Whether a text was signed by the owner of a public key. Never throws. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const bytes = Buffer.from(signature, "base64url");
    return verify(null, Buffer.from(text), readPublic(publicKey), bytes);
  } catch {
    return false;
  }
}

/**
 * Encrypts a text to the owner of an X25519 key, with a key of its own each time.
 *
 * @param context what it is for: it opens for nothing else
 */
export function sealTo(boxKey: string, context: string, text: string): Sealed {
  const own = generateKeyPairSync("x25519");
  const key = sharedKey(own.privateKey, readPublic(boxKey), context);
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return {
    key: derOf(own.publicKey),
    nonce: nonce.toString("base64url"),
    text: body.toString("base64url"),
  };
}

/** What {@link sealTo} encrypted for that context. @throws Error when it was for another key or context, or was changed */
export function openSealed(privateBoxKey: string, context: string, sealed: Sealed): string {
  const key = sharedKey(createPrivateKey(privateBoxKey), readPublic(sealed.key), context);
  const body = Buffer.from(sealed.text, "base64url");
  const at = body.length - 16;
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(sealed.nonce, "base64url"));
  decipher.setAAD(Buffer.from(context)).setAuthTag(body.subarray(at));
  return Buffer.concat([decipher.update(body.subarray(0, at)), decipher.final()]).toString("utf8");
}

function sharedKey(privateKey: KeyObject, publicKey: KeyObject, context: string): Buffer {
  const secret = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync("sha256", secret, "chiffon-link-1", context, 32));
}

function derOf(publicKey: KeyObject): string {
  return publicKey.export({ type: "spki", format: "der" }).toString("base64url");
}

function readPublic(text: string): KeyObject {
  return createPublicKey({ key: Buffer.from(text, "base64url"), format: "der", type: "spki" });
}
