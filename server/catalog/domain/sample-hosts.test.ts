import { expect, it } from "vitest";
import { scanInventories } from "#server/ansible/inventory.ts";
import { treeOf } from "#tests/support/tree-of.ts";
import { sampleHosts } from "./sample-hosts.ts";

const of = (files: Record<string, string>, kept: string[] = []) =>
  sampleHosts(
    scanInventories(treeOf(files), [{ folder: "", inventories: [] }]).inventories,
    new Set(kept),
  );
const sample = `[web]
nas ansible_host=192.0.2.4 ansible_user=pi ansible_port=2222
[lan-things]
nas
here ansible_connection=local
`;

it("begins with names, groups, users and ports of a sample, without its made-up addresses", () => {
  const path = "hosts.example";
  const nothing = { address: null, user: null, port: null };
  expect(of({ [path]: sample }, ["here"])).toEqual([
    {
      ...{ name: "nas", connection: "ssh", address: null, user: "pi", port: 2222 },
      ...{ groups: ["web"], path, isKept: false },
    },
    { name: "here", connection: "local", ...nothing, groups: [], path, isKept: true },
  ]);
});

it("names a machine once, and no more than thirty", () => {
  const many = `[web]\nn[1:90]\n`;
  const found = of({ "a/inventory.sample.ini": many, "b/inventory.sample.ini": many });
  expect(found).toHaveLength(30);
  expect(new Set(found.map(({ name }) => name)).size).toBe(30);
});

it("offers nothing where there is an inventory to use", () => {
  expect(of({ "hosts.example": sample, hosts: "[web]\nnas\n" })).toEqual([]);
  expect(of({ "hosts.example": sample, "inventory/lab!": "#!/bin/sh\n" })).toEqual([]);
});
