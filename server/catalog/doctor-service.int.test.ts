import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { Doctor } from "#server/contracts/doctor.ts";
import { required } from "#server/lib/assert.ts";
import { commitAll, owner, useHomelabCatalog } from "#tests/support/homelab-catalog.ts";
import { runGit } from "./git-process.ts";

const lab = useHomelabCatalog();
const vault = "$ANSIBLE_VAULT;1.1;AES256\n6162\n";
const files: Readonly<Record<string, string>> = {
  "inventories/home.yml": "all: { hosts: { www: }, vars: {} }\n",
  "inventories/lab.yml": "all: { hosts: { a: , b: } }\n",
  "requirements.yml": "roles: [{ name: acme.web, version: '1.0' }]\n",
  "web.yml": "- hosts: www\n  roles: [acme.web]\n",
  "lost.yml": "- hosts: www\n  roles: [docker]\n",
  "secret.yml": "- hosts: www\n  vars_files: [vault.yml]\n  tasks: [{ ansible.builtin.ping: }]\n",
  "vault.yml": vault,
  "fine.yml": "- hosts: www\n  tasks: [{ ansible.builtin.ping: }]\n",
  "asks.yml": "- hosts: '{{ target }}'\n  tasks: [{ ansible.builtin.ping: }]\n",
  "broken.yml": "- hosts: www\n  connection: winrm\n  tasks: [{ ansible.builtin.ping: }]\n",
};

async function addRepository(name: string): Promise<string> {
  const folder = path.join(lab().root, name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  await runGit(folder, ["init", "--quiet", "--initial-branch=main"]);
  await commitAll(folder, "first");
  const { id } = await lab().catalog.addRepository(owner, { name, location: folder });
  await lab().catalog.scan(id);
  return id;
}

async function doctorOf(repositoryId: string): Promise<Doctor> {
  const { doctors } = await lab().doctor.view();
  return required(
    doctors.find((doctor) => doctor.repositoryId === repositoryId),
    "its doctor",
  );
}

it("says of a repository what is missing, refused and asked for, and follows what is given (INFRA-07)", async () => {
  const id = await addRepository("mine");
  const first = await doctorOf(id);
  expect(first).toMatchObject({ entryCount: 6, readyCount: 2, refusedCount: 1 });
  expect(
    first.missing.map(({ kind, canGet, entryCount, needs }) => [
      ...[kind, canGet, entryCount],
      needs.map(({ name }) => name),
    ]),
  ).toEqual([
    ["role", true, 1, ["acme.web"]],
    ["role", false, 1, ["docker"]],
    ["secret", true, 1, ["vault password"]],
  ]);
  expect(first.asked.map(({ kind, needs }) => [kind, needs[0]?.name])).toEqual([
    ["target", "target"],
  ]);
  expect(first.refused).toEqual([
    {
      ...{ kind: "playbook", path: "broken.yml", name: "Broken" },
      refusals: ['It connects with "winrm"; only ssh and local are supported.'],
    },
  ]);
  expect(first.inventories).toEqual([
    {
      ...{ project: "", path: null, hasOwn: true },
      choices: [
        { path: "inventories/lab.yml", label: "inventories/lab.yml", hostCount: 2 },
        { path: "inventories/home.yml", label: "inventories/home.yml", hostCount: 1 },
      ],
    },
  ]);

  const value = { name: "vault", kind: "vault_password", value: "opens" } as const;
  await lab().secrets.add(owner, { ...value, scope: "repository", repositoryId: id });
  const choice = { project: "", path: "inventories/home.yml" };
  const { doctors } = await lab().doctor.chooseInventory(owner, id, choice);
  const second = required(
    doctors.find(({ repositoryId }) => repositoryId === id),
    "its doctor",
  );
  expect(second.readyCount).toBe(3);
  expect(second.missing.map(({ kind }) => kind)).toEqual(["role", "role"]);
  expect(second.inventories[0]?.path).toBe("inventories/home.yml");
});

it("keeps a secret of one repository from meeting the need of another", async () => {
  const other = await addRepository("other");
  expect((await doctorOf(other)).missing.map(({ kind }) => kind)).toEqual([
    ...["role", "role", "secret"],
  ]);
});

it("takes only inventories and projects that the scan knows", async () => {
  const { id } = await lab().repository();
  const choose = (project: string, at: string) =>
    lab().doctor.chooseInventory(owner, id, { project, path: at });
  await expect(choose("", "/etc/passwd")).rejects.toMatchObject({ code: "invalid_input" });
  await expect(choose("nowhere", "inventory/hosts.yml")).rejects.toMatchObject({
    code: "invalid_input",
  });
  const unknown = "00000000-0000-4000-8000-00000000dead";
  await expect(
    lab().doctor.chooseInventory(owner, unknown, { project: "", path: "x" }),
  ).rejects.toMatchObject({ code: "not_found" });
});

it("calls the example homelab ready", async () => {
  const { id } = await lab().repository();
  const { entryCount, readyCount, missing } = await doctorOf(id);
  expect([readyCount, missing]).toEqual([entryCount, []]);
  expect(entryCount).toBeGreaterThan(10);
});
