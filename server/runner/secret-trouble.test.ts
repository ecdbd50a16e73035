import { describe, expect, it } from "vitest";
import { findSecretTrouble } from "./secret-trouble.ts";

const said = (message: string, host = "nas") => [{ host, message }];

describe("a run that failed for want of a password", () => {
  it.each([
    ["Incorrect sudo password", "become_password", "wrong"],
    ["Task failed: Incorrect sudo password", "become_password", "wrong"],
    [
      "MODULE FAILURE\nSorry, try again.\nsudo: 1 incorrect password attempt",
      "become_password",
      "wrong",
    ],
    [
      "Task failed: Duplicate become password prompt encountered waiting for become success.",
      "become_password",
      "wrong",
    ],
    ["Incorrect su password", "become_password", "wrong"],
    ["su: Authentication failure", "become_password", "wrong"],
    ["Missing sudo password", "become_password", "missing"],
    ["sudo: a password is required", "become_password", "missing"],
    [
      "Decryption failed (no vault secrets were found that could decrypt)",
      "vault_password",
      "wrong",
    ],
    ["Attempting to decrypt but no vault secrets found", "vault_password", "missing"],
    [
      "Failed to connect to the host via ssh: anna@nas: Permission denied (publickey,password).",
      "ssh_password",
      "missing",
    ],
    [
      "Failed to connect to the host via ssh: anna@nas: Permission denied (publickey).",
      "ssh_password",
      "unusable",
    ],
    [
      "Invalid/incorrect password: anna@nas: Permission denied (publickey,password).",
      "ssh_password",
      "wrong",
    ],
    [
      "Invalid/incorrect username/password. Skipping remaining 2 retries to prevent account lockout",
      "ssh_password",
      "wrong",
    ],
    [
      "to use the 'ssh' connection type with passwords or pkcs11_provider, you must install the sshpass program",
      "ssh_password",
      "unusable",
    ],
  ])("%s", (message, kind, problem) => {
    expect(findSecretTrouble(said(message), [])).toMatchObject({ kind, problem, hosts: ["nas"] });
  });

  it("names each host once, and not more than five", () => {
    const failures = ["f", "a", "b", "c", "d", "e", "a"].flatMap((host) =>
      said("Incorrect sudo password", host),
    );
    expect(findSecretTrouble(failures, [])?.message).toBe(
      "The sudo password is not the right one on a, b, c, d, e and 1 more.",
    );
  });

  it("is told by Ansible's own words where no host had a result, colours aside", () => {
    const line = "\u001b[0;31mERROR! Decryption failed (no vault secrets were found)\u001b[0m";
    expect(findSecretTrouble([], ["PLAY [all]", line])).toMatchObject({
      ...{ kind: "vault_password", problem: "wrong", hosts: [] },
    });
  });

  it("is not told by what else is printed", () => {
    expect(findSecretTrouble([], ['ok: [nas] => msg: "Decryption failed"'])).toBeNull();
    expect(findSecretTrouble(said("No space left on device"), ["ERROR! no such file"])).toBeNull();
    expect(findSecretTrouble(said("Permission denied: '/etc/shadow'"), [])).toBeNull();
  });
});
