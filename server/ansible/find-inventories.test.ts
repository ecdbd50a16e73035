import { expect, it } from "vitest";
import { treeOf } from "#tests/support/tree-of.ts";
import { readProjects } from "./ansible-config.ts";
import { scanInventories } from "./inventory.ts";

const hosts = "[web]\nnas\n";

/** The inventories of a tree in their order, as `kind path (project)`. */
function found(files: Record<string, string>): string[] {
  const tree = treeOf(files);
  return scanInventories(tree, readProjects(tree)).inventories.map(
    ({ kind, path, project, isConfigured }) =>
      `${kind} ${path}${project === "" ? "" : ` of ${project}`}${isConfigured ? " configured" : ""}`,
  );
}

it.each([
  [
    "what ansible.cfg names",
    { "ansible.cfg": "[defaults]\ninventory = ./lab/fleet\n", "lab/fleet": hosts },
    ["static lab/fleet configured"],
  ],
  [
    "a folder that ansible.cfg names, as one",
    {
      "ansible.cfg": "[defaults]\ninventory = inventory/\n",
      "inventory/a": hosts,
      "inventory/b": "[db]\npi\n",
    },
    ["static inventory configured"],
  ],
  [
    "every source of an inventory folder",
    {
      "inventories/home.yml": "all:\n  hosts:\n    nas:\n",
      "inventories/away.ini": hosts,
      "inventories/group_vars/all.yml": "x: 1\n",
    },
    ["static inventories/away.ini", "static inventories/home.yml"],
  ],
  [
    "environments",
    { "environments/prod/hosts": hosts, "environments/stage/hosts": hosts },
    ["static environments/prod/hosts", "static environments/stage/hosts"],
  ],
  [
    "samples, behind what can be used",
    { "inventory-sample.yml": "all:\n  hosts:\n    nas:\n", "hosts.ini": hosts },
    ["static hosts.ini", "sample inventory-sample.yml"],
  ],
  ["a sample beside nothing", { "examples/hosts": hosts }, ["sample examples/hosts"]],
  [
    "a plugin",
    { "inventory/lab.yml": "plugin: community.general.proxmox\n" },
    ["dynamic inventory/lab.yml"],
  ],
  [
    "the inventories of projects below",
    {
      "metal/ansible.cfg": "[defaults]\ninventory = inventories/prod.yml\n",
      "metal/inventories/prod.yml": "all:\n  hosts:\n    nas:\n",
      hosts: hosts,
    },
    ["static metal/inventories/prod.yml of metal configured", "static hosts"],
  ],
  [
    "a file of another name that ansible.cfg does not name",
    { "lab-machines": "[web]\nnas ansible_host=192.0.2.4\n", "site.yml": "- hosts: all\n" },
    ["static lab-machines"],
  ],
  [
    "files that are called after a place, behind one of the usual name",
    { production: "[web]\nnas\n", "lab.ini": "[all:vars]\nx=1\n[web]\npi\n", hosts },
    ["static hosts", "static lab.ini", "static production"],
  ],
  [
    "YAML of any name that is nothing but groups",
    { "homelab.yml": "web:\n  children:\n    blogs:\n      hosts:\n        nas:\nempty:\n" },
    ["static homelab.yml"],
  ],
])("finds %s", (_name, files, expected) => {
  expect(found(files as Record<string, string>)).toEqual(expected);
});

it.each([
  ["a task file called hosts", { "roles/dns/tasks/hosts.yml": "- debug:\n" }],
  ["variables in an inventory folder", { "inventories/vars/mail.yml": "mail: x\n" }],
  ["the hosts file of a machine", { "etc/hosts": "127.0.0.1 localhost\n" }],
  [
    "settings with sections",
    { production: "[Interface]\nAddress = 192.0.2.1\n", wg0: "[Peer]\nx\n" },
  ],
  ["recipes of just", { justfile: "[private]\nlint:\n  ansible-lint\n" }],
  ["machines to try things on", { "tools/vagrant/lab.yml": "web:\n  hosts:\n    nas:\n" }],
  ["an ingress", { "ingress.yml": "kind: Ingress\nspec:\n  hosts:\n    nas:\n" }],
  ["a playbook", { "homelab.yml": "- hosts: all\n  vars:\n    hosts:\n      nas: 1\n" }],
  ["a page about inventories", { "docs/inventory.md": "# Inventory\n" }],
])("does not take %s for one", (_name, files) => {
  expect(found(files as Record<string, string>)).toEqual([]);
});

it("keeps an inventory that cannot be read, with its fault", () => {
  const tree = treeOf({ hosts: "[web]\n-oProxyCommand=x\n" });
  expect(scanInventories(tree, readProjects(tree)).inventories).toMatchObject([
    { path: "hosts", refusals: [expect.stringContaining("no line of a static inventory")] },
  ]);
});
