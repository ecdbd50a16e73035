import { describe, expect, it } from "vitest";
import { findTargets, findUnknownPlace } from "./find-targets.ts";

const host = (name: string, groups: string[] = []) => ({
  name,
  groups,
  connection: "ssh" as const,
  address: null,
  port: null,
  user: null,
});

describe("findTargets", () => {
  const inventory = [host("homelab"), host("nas1", ["storage"]), host("nas2", ["storage"])];
  it.each([
    ["deploy kuma to homelab", ["homelab"]],
    ["update packages on storage", ["nas1", "nas2"]],
    ["report storage usage", []],
    ["restart jellyfin on nas2 and nas1", ["nas1", "nas2"]],
  ])("%j names %j", (text, hosts) => {
    expect(findTargets(text, inventory).hosts).toEqual(hosts);
  });

  it("reports a machine that the inventory lacks", () => {
    expect(findTargets("deploy kuma on nas7", inventory)).toEqual({ hosts: [], unknown: ["nas7"] });
  });
});

describe("findUnknownPlace", () => {
  const known = new Set(["dns", "kuma"]);
  it.each([
    ["Deploy kuma to mars", "mars"],
    ["install kuma onto the server web-9.", "web-9"],
    ["deploy kuma to all", null],
    ["deploy the new records to dns", null],
    ["deploy kuma", null],
    ["update kuma to latest", null],
    ["add the portals to config", null],
  ])("%j closes with %j", (text, place) => {
    expect(findUnknownPlace(text, known)).toBe(place);
  });
});
