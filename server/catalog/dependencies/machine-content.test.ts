import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { MachineContent } from "./machine-content.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-machine-"));
const put = (file: string, text = "") => {
  const full = path.join(root, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
};
let now = 0;
const content = new MachineContent({
  home: path.join(root, "home/ada"),
  root,
  searchPath: `${path.join(root, "bin")}:${path.join(root, "nowhere")}`,
  now: () => now,
});
const names = async () =>
  (await content.list()).map(
    ({ kind, name, version, where }) => `${kind} ${name} ${version} ${where}`,
  );

beforeAll(() => {
  put(
    "home/ada/.ansible/roles/acme.web/meta/.galaxy_install_info",
    "install_date: x\nversion: 1.2.0\n",
  );
  put("home/ada/.ansible/roles/acme.web/tasks/main.yml");
  put("home/ada/.ansible/roles/notes/README.md");
  put("etc/ansible/roles/acme.base/tasks/main.yml");
  put(
    "home/ada/.ansible/collections/ansible_collections/acme/kit/MANIFEST.json",
    '{"collection_info": {"version": "3.1.0"}}',
  );
  put("usr/share/ansible/collections/ansible_collections/acme/own/galaxy.yml", "version: 0.1.0\n");
  put(
    "usr/lib/python3/dist-packages/ansible_collections/community/docker/MANIFEST.json",
    '{"collection_info": {"version": "2.7.3"}}',
  );
  put("usr/lib/python3/dist-packages/ansible_collections/ansible_release.py");
  // As pipx installs it: a link to a program in an environment of its own.
  put("venv/bin/ansible-playbook");
  put(
    "venv/lib/python3.12/site-packages/ansible_collections/community/general/MANIFEST.json",
    '{"collection_info": {"version": "9.0.0"}}',
  );
  mkdirSync(path.join(root, "bin"));
  symlinkSync("../venv/bin/ansible-playbook", path.join(root, "bin/ansible-playbook"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it("lists what Ansible finds on this machine, by folder names alone (INFRA-07)", async () => {
  expect(await names()).toEqual([
    "role acme.web 1.2.0 machine",
    "role acme.base null machine",
    "collection acme.kit 3.1.0 machine",
    "collection acme.own 0.1.0 ansible",
    "collection community.docker 2.7.3 ansible",
    "collection community.general 9.0.0 ansible",
  ]);
});

it("looks again after a minute, not before", async () => {
  put("etc/ansible/roles/acme.late/tasks/main.yml");
  now = 59_000;
  expect(await names()).toHaveLength(6);
  now = 61_000;
  expect(await names()).toHaveLength(7);
});
