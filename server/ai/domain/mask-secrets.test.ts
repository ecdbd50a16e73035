import { describe, expect, it } from "vitest";
import { cpuTimeOf } from "#tests/support/cpu-time.ts";
import { maskSecrets } from "./mask-secrets.ts";

describe("masking what looks like a secret", () => {
  it.each([
    ["deploy gitea with password hunter2!x", "hunter2!x"],
    ["set the admin password to 'correct horse battery'", "correct horse battery"],
    ['vault_password: "s3cr3t-value"', "s3cr3t-value"],
    ["API_KEY=abcdef0123456789", "abcdef0123456789"],
    ["Authorization: Bearer abc.def.ghi-jkl", "abc.def.ghi-jkl"],
    ["clone https://bot:tok3n@git.lan/x.git", "tok3n"],
    ["use ghp_0123456789abcdefghijABCDEFGHIJ012345", "ghp_0123456789abcdefghij"],
    ["sk-ant-api03-AAAABBBBCCCCDDDD", "sk-ant-api03"],
    ["key AKIAIOSFODNN7EXAMPLE here", "AKIAIOSFODNN7EXAMPLE"],
    ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3", "eyJzdWIiOiIxIn0"],
    [
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz\n-----END OPENSSH PRIVATE KEY-----",
      "b3BlbnNz",
    ],
    ["$ANSIBLE_VAULT;1.1;AES256\n6162636465\n3738393031", "3738393031"],
  ])("takes the secret out of %j", (text, secret) => {
    expect(maskSecrets(text)).not.toContain(secret);
    expect(maskSecrets(text)).toContain("[redacted]");
  });

  it.each([
    "deploy a password manager on nas1",
    "install vaultwarden, the password vault, on port 8443",
    "rotate the tokens of gitea",
    "what happened to kuma?",
    "open https://git.lan:3000/x",
  ])("leaves %j alone", (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it("takes its time in proportion to the text", () => {
    const parts = ["a-", "password", "token=", "-----BEGIN PRIVATE KEY-----", "://a:"];
    const usedMs = cpuTimeOf(() => {
      for (const part of parts) maskSecrets(part.repeat(24_000 / part.length));
    });
    expect(usedMs).toBeLessThan(2_000);
  });
});
