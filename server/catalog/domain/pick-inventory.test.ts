import { expect, it } from "vitest";
import { pickInventory, projectOf } from "./pick-inventory.ts";

const inventory = (
  path: string,
  change: Partial<Parameters<typeof pickInventory>[0][number]> = {},
) => ({
  path,
  project: "",
  kind: "static" as const,
  isConfigured: false,
  hosts: ["one"],
  ...change,
});

it("takes the only one there is", () => {
  expect(
    pickInventory([inventory("hosts"), inventory("x", { kind: "sample" })], "", null),
  ).toMatchObject({
    kind: "picked",
    inventory: { path: "hosts" },
  });
});

it("takes the one that ansible.cfg names before others", () => {
  const both = [inventory("hosts"), inventory("lab", { isConfigured: true })];
  expect(pickInventory(both, "", null)).toMatchObject({ inventory: { path: "lab" } });
});

it("passes over one that lists no host, also where ansible.cfg names it", () => {
  const empty = inventory("hosts", { isConfigured: true, hosts: [] });
  expect(pickInventory([empty, inventory("lab")], "", null)).toMatchObject({
    inventory: { path: "lab" },
  });
  expect(pickInventory([empty], "", null)).toEqual({ kind: "none" });
});

it("lets a person's choice go before everything, while it is there", () => {
  const both = [inventory("lab", { isConfigured: true }), inventory("x", { kind: "sample" })];
  expect(pickInventory(both, "", "x")).toMatchObject({ inventory: { path: "x" } });
  expect(pickInventory(both, "", "no longer there")).toMatchObject({ inventory: { path: "lab" } });
});

it("asks between several", () => {
  expect(pickInventory([inventory("a"), inventory("b")], "", null)).toEqual({
    kind: "choose",
    paths: ["a", "b"],
  });
});

it("prefers the project's own, and falls back on the repository's", () => {
  const all = [inventory("hosts"), inventory("metal/hosts", { project: "metal" })];
  expect(pickInventory(all, "metal", null)).toMatchObject({ inventory: { path: "metal/hosts" } });
  expect(pickInventory(all, "", null)).toMatchObject({ inventory: { path: "hosts" } });
  expect(pickInventory([inventory("hosts")], "metal", null)).toMatchObject({
    inventory: { path: "hosts" },
  });
});

it("never picks a sample or a dynamic one by itself", () => {
  const others = [inventory("x", { kind: "sample" }), inventory("y", { kind: "dynamic" })];
  expect(pickInventory(others, "", null)).toEqual({ kind: "none" });
});

it("finds an entry's project", () => {
  const projects = [{ folder: "" }, { folder: "metal" }, { folder: "metal/k3s" }];
  expect(projectOf("metal/k3s/site.yml", projects)).toBe("metal/k3s");
  expect(projectOf("metal/cluster.yml", projects)).toBe("metal");
  expect(projectOf("metalwork/a.yml", projects)).toBe("");
});
