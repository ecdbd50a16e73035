import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findPlaces, findUnknownPlace } from "./find-targets.ts";
import { appearance, imitationOf, nearestNames } from "./near-names.ts";

const host = (name: string, groups: string[] = []) => ({
  name,
  groups,
  connection: "ssh" as const,
  address: null,
  port: null,
  user: null,
});

const inventory = [
  host("homelab", ["servers"]),
  host("nas1", ["storage", "servers"]),
  host("nas2", ["storage"]),
  host("pi", ["small"]),
];

describe("findPlaces", () => {
  it.each([
    ["deploy kuma to homelab", ["homelab"]],
    ["update packages on storage", ["nas1", "nas2"]],
    ["update packages on all storage servers", ["nas1", "nas2"]],
    ["update packages on pi and storage", ["nas1", "nas2", "pi"]],
    ["report storage usage", []],
    ["deploy grafana and small", []],
    ["restart jellyfin on nas2 and nas1", ["nas1", "nas2"]],
    ["update everything on all servers", ["homelab", "nas1"]],
    ["update everything on all servers except nas1", ["homelab"]],
    ["deploy kuma without the portals on nas1", ["nas1"]],
    ["for NAS1", ["nas1"]],
  ])("%j names %j", (text, hosts) => {
    expect(findPlaces(text, inventory)).toMatchObject({ hosts, unknown: [] });
  });

  it.each([
    ["update everything except pi", ["pi"]],
    ["update everything but not on pi or nas1, please", ["pi", "nas1"]],
    ["restart kuma everywhere except storage", ["nas1", "nas2"]],
    ["deploy kuma without the portals", []],
  ])("%j leaves out %j", (text, excluded) => {
    expect(new Set(findPlaces(text, inventory).excluded)).toEqual(new Set(excluded));
  });

  it.each(["update packages on all hosts", "restart kuma everywhere", "update for every machine"])(
    "takes %j as everywhere",
    (text) => {
      expect(findPlaces(text, inventory)).toMatchObject({ hosts: [], all: true });
    },
  );

  it.each([
    ["deploy kuma on nas7", "nas7"],
    ["deploy kuma on the host web", "web"],
    ["restart kuma on status.home", "status.home"],
    ["deploy kuma on nаs1", "nаs1"],
    ["same on nаs1", "nаs1"],
    ["everywhere except nas9", "nas9"],
  ])("%j names %j, which the inventory lacks", (text, unknown) => {
    expect(findPlaces(text, inventory)).toMatchObject({ hosts: [], unknown: [unknown] });
  });

  it.each([
    "deploy kuma on port 8443",
    "deploy grafana for server monitoring",
    "turn the lights on",
    "run the report on demand",
  ])("finds no place in %j", (text) => {
    expect(findPlaces(text, inventory)).toEqual({
      hosts: [],
      excluded: [],
      all: false,
      unknown: [],
    });
  });

  it("never names a host that the inventory lacks, whatever is said", () => {
    const words = fc.constantFrom(
      ...[
        "on",
        "to",
        "except",
        "nas1",
        "nas9",
        "storage",
        "all",
        "and",
        "the",
        "host",
        "pi",
        ",",
        "nаs1",
      ],
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string({ maxLength: 12 }))), (said) => {
        const { hosts, excluded } = findPlaces(said.join(" "), inventory);
        const known = inventory.map(({ name }) => name);
        expect(known).toEqual(expect.arrayContaining([...hosts, ...excluded]));
        expect(hosts.filter((name) => excluded.includes(name))).toEqual([]);
      }),
    );
  });
});

describe("names", () => {
  it("that look alike are told apart and shown", () => {
    expect(appearance("nаs1")).toBe("nas1");
    expect(imitationOf("nаs1", ["nas1"])).toContain('looks like "nas1"');
    expect(imitationOf("pі", [])).toContain("mixes alphabets");
    expect(imitationOf("сервер", ["nas1"])).toBeNull();
    expect(imitationOf("nas1", ["nas2", "pi"])).toBeNull();
  });

  it("are offered nearest first", () => {
    expect(nearestNames("nas3", ["pi", "nas1", "homelab", "nas2"], 2)).toEqual(["nas1", "nas2"]);
    expect(nearestNames("nаs1", ["nas2", "nas1"], 1)).toEqual(["nas1"]);
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
    ["restart kuma on mars", "mars"],
    ["run it on demand", null],
  ])("%j closes with %j", (text, place) => {
    expect(findUnknownPlace(text, known)).toBe(place);
  });
});
