import path from "node:path";
import { expect, it } from "vitest";
import type { KeptHost } from "#server/contracts/host.ts";
import { actorOf } from "#server/contracts/people.ts";
import { owner, useHomelabCatalog } from "#tests/support/homelab-catalog.ts";
import { KeptHosts } from "./kept-hosts.ts";

const lab = useHomelabCatalog();
const nas: KeptHost = {
  ...({ name: "nas", connection: "ssh", address: "192.0.2.7" } as const),
  ...{ user: null, port: null, groups: [] },
};
const actor = actorOf(owner);
const kept = () => ({ ...lab().keptHosts, directory: path.join(lab().root, "hosts") });
const names = async () =>
  (await lab().inventory.listHosts()).filter(({ isKept }) => isKept).map(({ name }) => name);

it("shows a host whose process died before its file was read again", async () => {
  const { catalog } = lab();
  const dies = new KeptHosts({
    ...kept(),
    catalog: {
      keptHosts: (by) => catalog.keptHosts(by),
      readKeptHosts: () => Promise.reject(new Error("killed")),
    },
  });
  await expect(dies.add(actor, nas)).rejects.toThrow("killed");
  expect(await names()).toEqual([]);
  await catalog.scan((await catalog.keptHosts(actor)).id); // as the orchestrator does all the time
  expect(await names()).toEqual(["nas"]);
});

it("takes many at once, from several processes, and loses none", async () => {
  const hosts = Array.from({ length: 8 }, (_, at) => `pi${at}`);
  const services = [new KeptHosts(kept()), new KeptHosts(kept())] as const;
  await Promise.all(
    hosts.map((name, at) => services[at % 2 === 0 ? 0 : 1].add(actor, { ...nas, name })),
  );
  expect((await names()).sort()).toEqual(["nas", ...hosts]);
});
