import { expect, it } from "vitest";
import { treeOf } from "#tests/support/tree-of.ts";
import { readProjects } from "./ansible-config.ts";
import { scanInventories } from "./inventory.ts";
import { environmentOf } from "./inventory-environment.ts";

const wanted = (files: Record<string, string>) => {
  const tree = treeOf(files);
  return scanInventories(tree, readProjects(tree)).inventories.map(
    ({ path, kind, environment }) => ({ path, kind, environment }),
  );
};

it.each([
  ["Python", `os.environ["LAB_TOKEN"] or os.environ.get('LAB_URL') or os.getenv("LAB_USER")`],
  ["a shell", 'curl -H "x: $LAB_TOKEN" "$LAB_URL/x?u=$LAB_USER"'],
  [
    "Jinja",
    `{{ lookup("env", "LAB_TOKEN") ~ query('ansible.builtin.env','LAB_URL') ~ q('env', 'LAB_USER') }}`,
  ],
  ["Ruby", `ENV["LAB_TOKEN"] + ENV.fetch('LAB_URL') + ENV['LAB_USER']`],
])("names what %s asks the environment for", (_name, text) => {
  expect(environmentOf(text, null)).toEqual(["LAB_TOKEN", "LAB_URL", "LAB_USER"]);
});

it("names nothing that steers the programs themselves", () => {
  const text =
    "$PATH $HOME $LD_PRELOAD $ANSIBLE_LIBRARY $PYTHONPATH $GIT_SSH_COMMAND $NODE_OPTIONS";
  expect(environmentOf(text, null)).toEqual([]);
});

it("names at most twenty", () => {
  const text = Array.from({ length: 90 }, (_, at) => `getenv("LAB_${at}")`).join(" ");
  expect(environmentOf(text, null)).toHaveLength(20);
});

it("finds a plugin's settings by what they say, with what the plugin reads unless they say it", () => {
  const files = {
    "lab.proxmox.yml":
      "plugin: community.proxmox.proxmox\nurl: https://x\nuser: a@pve\ntoken_id: t\n",
    "inventory/net.yaml": "plugin: netbox.netbox.nb_inventory\napi_endpoint: https://x\n",
    "cloud.hcloud.yml": "plugin: hetzner.hcloud.hcloud\napi_token: x\n",
    "values.yml": "plugin: jellyfin\n",
  };
  expect(wanted(files)).toEqual([
    { path: "inventory/net.yaml", kind: "dynamic", environment: ["NETBOX_TOKEN"] },
    {
      path: "lab.proxmox.yml",
      kind: "dynamic",
      environment: ["PROXMOX_PASSWORD", "PROXMOX_TOKEN_SECRET"],
    },
    { path: "cloud.hcloud.yml", kind: "dynamic", environment: [] },
  ]);
});

it("names what a script in an inventory folder asks for, and nothing for hosts that are written down", () => {
  const files = {
    "inventory/lab!": "#!/bin/sh\ncurl -u $LAB_TOKEN x\n",
    "inventory/plain": "[web]\nnas x=$LAB_TOKEN\n",
  };
  expect(wanted(files)).toEqual([
    { path: "inventory/lab", kind: "dynamic", environment: ["LAB_TOKEN"] },
    { path: "inventory/plain", kind: "static", environment: [] },
  ]);
});
