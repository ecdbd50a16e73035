import { describe, expect, it } from "vitest";
import { treeOf } from "#tests/support/tree-of.ts";
import { readProjects } from "./ansible-config.ts";
import { resolveHosts } from "./host-pattern.ts";
import { expandHostRange } from "./host-range.ts";
import { scanInventories } from "./inventory.ts";

describe("host ranges", () => {
  it.each([
    ["web[01:03]", ["web01", "web02", "web03"]],
    ["db-[a:c].lan", ["db-a.lan", "db-b.lan", "db-c.lan"]],
    ["n[0:4:2]", ["n0", "n2", "n4"]],
    ["r[1:2]s[1:2]", ["r1s1", "r1s2", "r2s1", "r2s2"]],
    ["odd[5:1]", ["odd[5:1]"]],
    ["plain", ["plain"]],
  ])("expands %s", (pattern, names) => {
    expect(expandHostRange(pattern)).toEqual(names);
  });

  it("ends at 5,000 names", () => {
    expect(expandHostRange("x[0:99999999]").length).toBeLessThanOrEqual(5_000);
    expect(expandHostRange("x[0:999][0:999]").length).toBeLessThanOrEqual(5_000);
  });
});

const ini = `
[web]
web[1:2] ansible_user=deploy
[db]
db1 ansible_host=10.0.0.9 ansible_port=2222
[prod:children]
web
db
[prod:vars]
ansible_user=admin
[mine]
here ansible_connection=local
`;

/** The one inventory of a tree. */
function onlyOne(files: Parameters<typeof treeOf>[0]) {
  const owner = { folder: "", inventories: [] };
  const { inventories, warnings } = scanInventories(treeOf(files), [owner]);
  const [inventory] = inventories;
  if (inventory === undefined || inventories.length > 1) throw new Error("not just one inventory");
  return { inventory, warnings };
}

describe("inventories", () => {
  it("reads INI with groups, children and variables, the nearest winning", () => {
    const { inventory } = onlyOne({ "hosts.ini": ini });
    expect(inventory.path).toBe("hosts.ini");
    expect(inventory.groups["prod"]).toEqual(["web1", "web2", "db1"]);
    const host = (name: string) => inventory.hosts.find((each) => each.name === name);
    expect(host("web1")).toMatchObject({
      user: "deploy",
      connection: "ssh",
      groups: ["prod", "web"],
    });
    expect(host("db1")).toMatchObject({ user: "admin", address: "10.0.0.9", port: 2222 });
    expect(host("here")).toMatchObject({ connection: "local" });
  });

  it("reads YAML with group_vars and host_vars beside it", () => {
    const { inventory } = onlyOne({
      "inventory/hosts.yml":
        "all:\n  children:\n    servers:\n      hosts:\n        nas:\n        pi:\n",
      "inventory/group_vars/servers.yml": "ansible_user: ops\n",
      "inventory/host_vars/pi/main.yml": "ansible_host: 192.168.1.4\nansible_user: pi\n",
    });
    expect(inventory?.hosts).toMatchObject([
      { name: "nas", user: "ops" },
      { name: "pi", user: "pi", address: "192.168.1.4" },
    ]);
    expect(inventory.files.map((file) => file.path)).toEqual([
      "inventory/group_vars/servers.yml",
      "inventory/host_vars/pi/main.yml",
      "inventory/hosts.yml",
    ]);
  });

  it.each([
    ["an executable one", { "hosts!": "#!/bin/sh\necho {}\n" }],
    ["a script", { hosts: "#!/usr/bin/env python3\nprint(1)\n" }],
    ["a plugin", { "inventory/hosts.yml": "plugin: amazon.aws.aws_ec2\nregions: [x]\n" }],
  ])("refuses %s with words", (_name, files) => {
    const { inventory } = onlyOne(files);
    expect(inventory?.hosts).toEqual([]);
    expect(inventory.refusals).toHaveLength(1);
  });

  it("leaves out names that a command could take for an option, and ends circles of groups", () => {
    const { inventory, warnings } = onlyOne({
      hosts: "[a]\n-oProxyCommand=x\nok\n[a:children]\nb\n[b:children]\na\n",
    });
    expect(inventory.hosts.map((host) => host.name)).not.toContain("-oProxyCommand=x");
    expect([...warnings, ...inventory.refusals].length).toBeGreaterThan(0);
  });
});

const fleet = {
  hosts: ["web1", "web2", "db1", "old"].map((name) => ({ name })),
  groups: { all: [], web: ["web1", "web2"], db: ["db1"], prod: ["web1", "db1"] },
};

describe("host patterns", () => {
  it.each([
    ["all", ["web1", "web2", "db1", "old"]],
    ["web", ["web1", "web2"]],
    ["web:db", ["web1", "web2", "db1"]],
    ["web,db1", ["web1", "web2", "db1"]],
    ["web:!web2", ["web1"]],
    ["web:&prod", ["web1"]],
    ["all:!web:!db", ["old"]],
    ["!old", ["web1", "web2", "db1"]],
    ["w*", ["web1", "web2"]],
    ["localhost", ["localhost"]],
    ["nobody", []],
    ["{{ target | default('db') }}", ["db1"]],
  ])("resolves %s", (pattern, hosts) => {
    expect(resolveHosts(fleet, pattern)).toEqual({ hosts, unresolved: null });
  });

  it("says so where only Ansible could tell", () => {
    for (const pattern of ["{{ target }}", "~web.*", "web[0]", "a*b*c*d*e"]) {
      expect(resolveHosts(fleet, pattern).unresolved).not.toBeNull();
    }
  });

  it("narrows down to wanted hosts and groups, never beyond the play", () => {
    expect(resolveHosts(fleet, "web", ["prod", "old"]).hosts).toEqual(["web1"]);
  });
});

describe("options for ssh", () => {
  const scan = (text: string) => {
    const tree = treeOf({ "hosts.ini": text });
    const { inventories, warnings } = scanInventories(tree, readProjects(tree));
    return { inventory: inventories[0], warnings };
  };

  it("give the way over jump hosts, to the group that says so", () => {
    const { inventory, warnings } = scan(
      "[inner]\nnas ansible_host=fd00::7 ansible_port=2222\n[outer]\npi\n[inner:vars]\nansible_ssh_common_args='-J me@gate:2200'\n",
    );
    expect(inventory?.hosts).toMatchObject([
      {
        name: "nas",
        address: "fd00::7",
        port: 2222,
        jumps: [{ address: "gate", port: 2200, user: "me" }],
      },
      { name: "pi" },
    ]);
    expect(inventory?.hosts[1]?.jumps).toBeUndefined();
    expect(warnings).toEqual([]);
  });

  it.each([
    ["ansible_ssh_common_args", "-o ProxyCommand='touch x'", "Only -J and ProxyJump"],
    ["ansible_ssh_extra_args", "-o StrictHostKeyChecking=no", "own options for ssh"],
    ["ansible_ssh_executable", "/tmp/ssh", "own options for ssh"],
    ["ansible_ssh_private_key_file", "~/.ssh/id", "Store the key as a secret"],
  ])("name %s where it has no effect, and why", (name, value, why) => {
    const { inventory, warnings } = scan(`[all]\nnas\n[all:vars]\n${name}=${value}\n`);
    expect(inventory?.hosts[0]?.jumps).toBeUndefined();
    expect(warnings.map(({ message }) => message).join()).toContain(why);
  });
});

it("of 10,000 hosts takes the first 5,000 and says so, with what to do", () => {
  const names = Array.from({ length: 10_000 }, (_, at) => `n${at}`).join("\n");
  const startedAt = performance.now();
  const { inventory, warnings } = onlyOne({ hosts: `[all]\n${names}\n` });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(inventory.hosts).toHaveLength(5_000);
  expect(warnings).toEqual([
    { path: "hosts", line: null, message: expect.stringMatching(/10000 hosts.*Split it/) },
  ]);
});
