import { expect, it } from "vitest";
import { findNamedInventory, namesOfInventory } from "./named-inventory.ts";

const inventory = (ref: string, ...hosts: string[]) => ({
  ref,
  hosts: hosts.map((name) => ({ name })),
});
const dev = inventory("inventories/development/hosts", "vm1", "192.168.0.80");
const live = inventory("inventories/production/hosts", "gateway", "192.168.0.1", "nas");
const both = [dev, live];
const named = (text: string, inventories = both, inUse: string | null = dev.ref) =>
  findNamedInventory(text, inventories, inUse);

it("knows what an inventory is called by its path", () => {
  expect(namesOfInventory("inventories/production/hosts")).toEqual(["production", "prod", "prd"]);
  expect(namesOfInventory("hosts-staging.yml")).toContain("staging");
  expect(namesOfInventory("inventory/hosts.ini")).toEqual([]);
});

it.each([
  "deploy the containers to production",
  "run site.yml against prod",
  "ansible-playbook -i inventories/production site.yml -K",
  "use the production inventory for caddy",
  "dns with unbound on 192.168.0.1",
  "set up caddy on gateway",
])("finds the one that is meant: %s", (text) => {
  expect(named(text)).toBe(live.ref);
});

it.each([
  ["what says nothing of a place", "set up caddy"],
  ["the one in use", "deploy the containers to the development environment"],
  ["a host of the one in use", "dns with unbound on 192.168.0.80"],
  ["a word that only looks like a host", "install nas tools"],
  ["the production of something", "start the production of thumbnails"],
  ["hosts of both", "set up caddy on vm1 and gateway"],
])("leaves the one in use for %s: %s", (_what, text) => {
  expect(named(text)).toBeNull();
});

it("answers the question which one, and only where it can tell", () => {
  expect(named("deploy caddy to development", both, null)).toBe(dev.ref);
  expect(named("deploy caddy", both, null)).toBeNull();
  const twins = [inventory("a/production/hosts", "x"), inventory("b/production/hosts", "y")];
  expect(named("deploy caddy to production", twins, null)).toBeNull();
  expect(named("deploy caddy on gateway", [live], null)).toBeNull();
});
