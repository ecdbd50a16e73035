import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeHost } from "#tests/support/planning-parts.ts";
import type { StoredHost } from "./host-repository.ts";
import { noAccess, readRunAccess } from "./run-access.ts";

const root = mkdtempSync(path.join(tmpdir(), "chiffon-access-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const keyFile = path.join(root, "key");
writeFileSync(keyFile, "the key\n");

const pinned = (...names: string[]): StoredHost[] =>
  names.map((name) => ({
    repositoryId: "r",
    name,
    state: "reachable",
    problem: null,
    facts: null,
    lastSeenAt: null,
    knownHosts: `${name} ssh-ed25519 AAAA`,
    fingerprints: [],
    checkedAt: null,
  }));
const hosts = (...names: string[]) =>
  names.map((name) => ({ ...makeHost(name), connection: "ssh" as const }));
const local = { ...makeHost("here"), connection: "local" as const };

it("gives a run without ssh hosts no key", async () => {
  const access = await readRunAccess({
    hosts: [local],
    inventory: [local],
    pinned: pinned("nas"),
    keyFile,
  });
  expect(access).toEqual(noAccess);
});

it("gives a run with an ssh host the key, bound to the hosts of its repository", async () => {
  const access = await readRunAccess({
    hosts: [local, ...hosts("nas")],
    inventory: [],
    pinned: pinned("pi", "nas"),
    keyFile,
  });
  expect(access.keys).toEqual([
    { name: "Chiffon's own", privateKey: "the key\n", passphrase: null, machines: null },
  ]);
  expect(access.knownHosts).toBe("nas ssh-ed25519 AAAA\npi ssh-ed25519 AAAA\n");
});

it("binds it to the run's own hosts where the repository has very many", async () => {
  const many = Array.from({ length: 300 }, (_, at) => `h${at}`);
  const access = await readRunAccess({
    hosts: hosts("h7"),
    inventory: [],
    pinned: pinned(...many),
    keyFile,
  });
  expect(access.knownHosts).toBe("h7 ssh-ed25519 AAAA\n");
});

it("does without a key that was never made", async () => {
  const access = await readRunAccess({
    hosts: hosts("nas"),
    inventory: [],
    pinned: [],
    keyFile: "/no/such/key",
  });
  expect(access).toEqual(noAccess);
});

it("knows the way to every host of the inventory that is not reached directly", async () => {
  const jumps = [{ address: "gate", port: 22, user: null }];
  const [nas, pi, odd] = hosts("nas", "pi", "odd");
  const inventory = [{ ...nas, address: "10.0.0.5", jumps }, pi, { ...odd, address: "a b", jumps }];
  const access = await readRunAccess({
    hosts: hosts("nas"),
    inventory: inventory.flatMap((host) =>
      host?.name === undefined ? [] : [{ ...makeHost(host.name), ...host }],
    ),
    pinned: pinned("nas"),
    keyFile,
  });
  expect(access.routes).toEqual([{ address: "10.0.0.5", jumps }]);
});

it("gives a stored key to its hosts and the way to them; Chiffon's own to all others and that way", async () => {
  const [nas, pi] = hosts("nas", "pi");
  const inventory = [{ ...makeHost("nas"), ...nas, address: "10.0.0.5", port: 2222 }, pi].flatMap(
    (host) => host ?? [],
  );
  const knownHosts = "gate ssh-ed25519 GGGG\n[10.0.0.5]:2222 ssh-ed25519 NNNN";
  const access = await readRunAccess({
    hosts: inventory,
    inventory,
    pinned: pinned("nas", "pi").map((host) =>
      host.name === "nas" ? { ...host, knownHosts } : host,
    ),
    keyFile,
    stored: [{ name: "nas key", hosts: ["nas"], privateKey: "its key", passphrase: "opens" }],
  });
  expect(access.keys.map(({ name, machines }) => [name, [...(machines ?? [])]])).toEqual([
    ["nas key", ["gate", "[10.0.0.5]:2222"]],
    ["Chiffon's own", ["gate", "pi"]],
  ]);
});

it("gives a stored key to no machine where its host was never pinned", async () => {
  const stored = [{ name: "k", hosts: ["nas"], privateKey: "its key", passphrase: null }];
  const access = await readRunAccess({
    ...{ hosts: hosts("nas"), inventory: hosts("nas"), pinned: pinned("pi"), keyFile, stored },
  });
  expect(access.keys.map(({ machines }) => [...(machines ?? [])])).toEqual([[], ["pi"]]);
});
