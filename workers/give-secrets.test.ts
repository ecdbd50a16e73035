import { expect, it } from "vitest";
import type { SecretUse } from "#server/contracts/secret.ts";
import { giveSshKeys } from "#server/execution/domain/give-ssh-keys.ts";
import { packSshKey } from "#server/lib/stored-ssh-key.ts";
import { makePlanTask } from "#tests/support/dom/requests.ts";
import { giveSecrets } from "./give-secrets.ts";

const use = (secretId: string, change: Partial<SecretUse>): SecretUse => ({
  ...{ secretId, name: secretId, version: 1, kind: "become_password", hosts: ["web1", "web2"] },
  vaultId: null,
  ...change,
});
const give = (...secrets: SecretUse[]) => {
  const values = new Map(secrets.map(({ secretId }) => [secretId, `value of ${secretId}`]));
  return giveSecrets(makePlanTask({ hosts: ["web1", "web2"], secrets }), values);
};

it("gives nothing where there is nothing", () => {
  expect(give()).toEqual({
    ...{ secrets: { vaultPasswords: [], hostVars: {} }, variables: {}, redactions: [] },
  });
});

it("gives a become password by file where it serves every host", () => {
  expect(give(use("sudo", {})).secrets).toEqual({
    ...{ becomePassword: "value of sudo", vaultPasswords: [], hostVars: {} },
  });
});

it("gives what differs host by host", () => {
  const { secrets } = give(
    use("one", { hosts: ["web1"] }),
    use("two", { hosts: ["web2"] }),
    use("ssh", { kind: "ssh_password", hosts: ["web1"] }),
    use("token", { kind: "variable_value", hosts: ["web2"] }),
  );
  expect(secrets).toEqual({
    vaultPasswords: [],
    hostVars: {
      web1: { ansible_become_password: "value of one", ansible_password: "value of ssh" },
      web2: { ansible_become_password: "value of two", token: "value of token" },
    },
  });
});

it("gives vault passwords by id and whole variables by name, and keeps all of it out of output", () => {
  const given = give(
    use("v1", { kind: "vault_password", hosts: [], vaultId: "prod" }),
    use("v2", { kind: "vault_password", hosts: [], vaultId: null }),
    use("db_password", { kind: "variable_value", hosts: [] }),
  );
  expect(given.secrets.vaultPasswords).toEqual([
    { id: "prod", password: "value of v1" },
    { id: "default", password: "value of v2" },
  ]);
  expect(given.variables).toEqual({ db_password: "value of db_password" });
  expect(given.redactions.sort()).toEqual([
    ...["value of db_password", "value of v1", "value of v2"],
  ]);
});

it("gives keys to the run's agent alone: they are in no file of the run", () => {
  const secrets = [
    use("mine", { kind: "ssh_key", hosts: ["web1"] }),
    use("old", { kind: "ssh_key", hosts: ["web2"] }),
  ];
  const task = makePlanTask({ hosts: ["web1", "web2"], secrets });
  const values = new Map([
    ["mine", packSshKey({ privateKey: "-----BEGIN…", passphrase: "opens" })],
    ["old", "stored before keys were checked"],
  ]);
  expect(giveSshKeys(task, values)).toEqual([
    { name: "mine", hosts: ["web1"], privateKey: "-----BEGIN…", passphrase: "opens" },
    { name: "old", hosts: ["web2"], privateKey: values.get("old"), passphrase: null },
  ]);
  expect(giveSecrets(task, values)).toEqual({
    ...{ secrets: { vaultPasswords: [], hostVars: {} }, variables: {}, redactions: [] },
  });
});
