import {
  createDecipheriv,
  createECDH,
  createHmac,
  createPublicKey,
  randomBytes,
  verify,
} from "node:crypto";

/** What a push service is told of who sends: the claims, if their signature is by `key`. */
export interface Voucher {
  readonly key: string;
  readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
}

/** A browser that was subscribed: reads what is encrypted for it, as RFC 8291 has it. Made apart from what encrypts. */
export function makePushBrowser() {
  const pair = createECDH("prime256v1");
  const publicKey = pair.generateKeys();
  const auth = randomBytes(16);
  return {
    keys: { p256dh: publicKey.toString("base64url"), auth: auth.toString("base64url") },
    /** @throws where the message is not for this browser, or was changed */
    read(body: Buffer): string {
      const salt = body.subarray(0, 16);
      const senderLength = body.readUInt8(20);
      const sender = body.subarray(21, 21 + senderLength);
      const sealed = body.subarray(21 + senderLength);
      const shared = pair.computeSecret(sender);
      const info = Buffer.concat([Buffer.from("WebPush: info\0"), publicKey, sender]);
      const secret = derive(auth, shared, info, 32);
      const key = derive(salt, secret, Buffer.from("Content-Encoding: aes128gcm\0"), 16);
      const nonce = derive(salt, secret, Buffer.from("Content-Encoding: nonce\0"), 12);
      const decipher = createDecipheriv("aes-128-gcm", key, nonce);
      decipher.setAuthTag(sealed.subarray(-16));
      const clear = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
      return clear.subarray(0, clear.lastIndexOf(2)).toString("utf8");
    },
  };
}

/** Reads and checks an `authorization: vapid t=…, k=…` (RFC 8292). @throws where its signature is not by that key */
export function readVoucher(authorization: string): Voucher {
  const [, token = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(authorization) ?? [];
  const [header = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) =>
    half.toString("base64url"),
  );
  const jwk = { kty: "EC", crv: "P-256", x, y } as const;
  const isSigned = verify(
    "sha256",
    Buffer.from(`${header}.${claims}`),
    { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isSigned) throw new Error("the voucher is not signed by its key");
  return { key, claims: JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) };
}

/** HKDF with one block, which is all that is needed here. */
function derive(salt: Buffer, secret: Buffer, info: Buffer, length: number): Buffer {
  const extracted = createHmac("sha256", salt).update(secret).digest();
  return createHmac("sha256", extracted)
    .update(Buffer.concat([info, Buffer.from([1])]))
    .digest()
    .subarray(0, length);
}
