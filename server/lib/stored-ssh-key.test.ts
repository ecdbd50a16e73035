import { expect, it } from "vitest";
import { packSshKey, textsOf, unpackSshKey } from "./stored-ssh-key.ts";

it("keeps a key and what opens it as one value, and reads the bare text of earlier versions", () => {
  const key = { privateKey: "-----BEGIN…\n", passphrase: "opens" };
  expect(unpackSshKey(packSshKey(key))).toEqual(key);
  expect(unpackSshKey("-----BEGIN…\n")).toEqual({ ...key, passphrase: null });
  expect(unpackSshKey('{"a": 1}')).toEqual({ privateKey: '{"a": 1}', passphrase: null });
});

it("knows which texts must not be seen: of a key both, never the wrapping", () => {
  const key = { privateKey: "-----BEGIN…\n", passphrase: "opens" };
  expect(textsOf("ssh_key", packSshKey(key))).toEqual(["-----BEGIN…\n", "opens"]);
  expect(textsOf("ssh_key", packSshKey({ ...key, passphrase: null }))).toEqual(["-----BEGIN…\n"]);
  expect(textsOf("api_key", '{"privateKey": "x"}')).toEqual(['{"privateKey": "x"}']);
});
