import { expect, it } from "vitest";
import { treeOf } from "#tests/support/tree-of.ts";
import { buildCatalog } from "./catalog-builder.ts";

const encrypted = (id?: string) =>
  id === undefined ? "$ANSIBLE_VAULT;1.1;AES256\n6162\n" : `$ANSIBLE_VAULT;1.2;AES256;${id}\n61\n`;
const play = (hosts: string, more = "") =>
  `- hosts: ${hosts}\n${more}  tasks: [{ ansible.builtin.ping: }]\n`;

function vaultNeeds(files: Record<string, string>): Record<string, (string | undefined)[]> {
  const { entries } = buildCatalog(treeOf(files), "homelab");
  return Object.fromEntries(
    entries.map(({ path, needs }) => [
      path,
      needs.filter(({ kind }) => kind === "secret").map(({ vaultId }) => vaultId),
    ]),
  );
}

it("needs the password of the encrypted files that a run reads, by their ids", () => {
  const needs = vaultNeeds({
    "hosts.yml": "all:\n  children:\n    web: { hosts: { www: } }\n    db: { hosts: { sql: } }\n",
    "group_vars/db/vault.yml": encrypted(),
    "host_vars/www.yml": encrypted("web"),
    "secret.yml": encrypted("extra"),
    "web.yml": play("web"),
    "db.yml": play("db"),
    "both.yml": play("all"),
    "here.yml": play("localhost"),
    "extra.yml": play("db", "  vars_files: [secret.yml]\n"),
  });
  expect(needs).toEqual({
    "web.yml": ["web"],
    "db.yml": ["default"],
    "both.yml": ["default", "web"],
    "here.yml": [],
    "extra.yml": ["default", "extra"],
  });
});

it("needs it where single values are encrypted, and where variables hold for every host", () => {
  const value = "key: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  6162\n";
  const needs = vaultNeeds({
    "hosts.yml": "all: { hosts: { www: } }\n",
    "group_vars/all.yml": value,
    "web.yml": play("www"),
  });
  expect(needs).toEqual({ "web.yml": ["default"] });
});
