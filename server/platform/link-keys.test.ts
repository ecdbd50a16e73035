import { describe, expect, it } from "vitest";
import {
  isPublicKey,
  isSignedBy,
  newKeyPair,
  openSealed,
  publicKeyOf,
  sealTo,
  signedText,
  signText,
} from "./link-keys.ts";

describe("a sealed text", () => {
  const { privateKey, publicKey } = newKeyPair("x25519");
  const sealed = sealTo(publicKey, "run 1", "the secret ünïcode");

  const changed = `${sealed.text.startsWith("A") ? "B" : "A"}${sealed.text.slice(1)}`;

  it("opens with its key and for its purpose", () => {
    expect(openSealed(privateKey, "run 1", sealed)).toBe("the secret ünïcode");
    expect(JSON.stringify(sealed)).not.toContain("secret");
    expect(sealTo(publicKey, "run 1", "the secret")).not.toEqual(sealed);
  });

  it.each([
    ["for another purpose", privateKey, "run 2", sealed],
    ["with another key", newKeyPair("x25519").privateKey, "run 1", sealed],
    ["once it was changed", privateKey, "run 1", { ...sealed, text: changed }],
    ["cut short", privateKey, "run 1", { ...sealed, text: sealed.text.slice(0, 10) }],
  ])("does not open %s", (_how, key, context, given) => {
    expect(() => openSealed(key, context, given)).toThrow();
  });
});

describe("a signature", () => {
  const pair = newKeyPair("ed25519");
  const request = { method: "POST", path: "/a", body: "{}", timestamp: "now", sequence: 1 };
  const signature = signText(pair.privateKey, signedText(request));

  it("is by one key over all of a request", () => {
    expect(publicKeyOf(pair.privateKey)).toBe(pair.publicKey);
    expect(isSignedBy(pair.publicKey, signedText(request), signature)).toBe(true);
  });

  it.each([
    { ...request, method: "GET" },
    { ...request, path: "/b" },
    { ...request, body: "{ }" },
    { ...request, timestamp: "then" },
    { ...request, sequence: 2 },
  ])("fits nothing else: %j", (other) => {
    expect(isSignedBy(pair.publicKey, signedText(other), signature)).toBe(false);
  });

  it("that is none, or of a key that is none, fits nothing", () => {
    expect(isSignedBy(pair.publicKey, signedText(request), "")).toBe(false);
    expect(isSignedBy("AAAA", signedText(request), signature)).toBe(false);
    expect(isSignedBy(newKeyPair("x25519").publicKey, signedText(request), signature)).toBe(false);
    expect(isPublicKey(pair.publicKey, "ed25519")).toBe(true);
    expect(isPublicKey(pair.publicKey, "x25519")).toBe(false);
    expect(isPublicKey("nothing", "ed25519")).toBe(false);
  });
});
