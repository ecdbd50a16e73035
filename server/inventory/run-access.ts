import { readFile } from "node:fs/promises";
import type { InventoryHost } from "#server/contracts/host.ts";
import { type JumpRoute, jumpRouteSchema } from "#server/contracts/ssh.ts";
import type { StoredSshKey } from "#server/lib/stored-ssh-key.ts";
import type { StoredHost } from "./host-repository.ts";
import { knownHostName } from "./ssh-access.ts";

/** A private key that is stored for some of a run's hosts. */
export interface HostKey extends StoredSshKey {
  readonly name: string;
  /** By their names in the inventory. */
  readonly hosts: readonly string[];
}

/** A private key for a run's ssh-agent: the run uses it and cannot read it. */
export interface RunKey extends StoredSshKey {
  readonly name: string;
  /** The machines it is for, by their names in the lines of trusted host keys; null for all of those. */
  readonly machines: ReadonlySet<string> | null;
}

/** How a run reaches its hosts: which keys its agent answers with, and which host keys it trusts. */
export interface RunAccess {
  /** None for a run without ssh hosts. */
  readonly keys: readonly RunKey[];
  /**
   * Lines of a known_hosts file, to whose machines the keys are bound: all of the repository, because a play may
   * delegate to any, or the run's own where those are too many to be bound to.
   */
  readonly knownHosts: string;
  /** The way to hosts that are not reached directly. */
  readonly routes: readonly JumpRoute[];
}

/** What a run has that reaches nobody. */
export const noAccess: RunAccess = { keys: [], knownHosts: "", routes: [] };

/** As many as OpenSSH's agent binds a key to without trouble. */
const maxBoundHosts = 200;

/** @param hosts the targets of the run; `inventory` is every host that a play may delegate to */
export async function readRunAccess({
  hosts,
  inventory,
  pinned,
  keyFile,
  stored = [],
}: {
  readonly hosts: readonly InventoryHost[];
  readonly inventory: readonly InventoryHost[];
  readonly pinned: readonly StoredHost[];
  readonly keyFile: string;
  /** Each in place of Chiffon's own key on its hosts, beside it on the way to them. */
  readonly stored?: readonly HostKey[];
}): Promise<RunAccess> {
  if (hosts.every(({ connection }) => connection !== "ssh")) return noAccess;
  const targets = new Set(hosts.map(({ name }) => name));
  const bound =
    pinned.length <= maxBoundHosts ? pinned : pinned.filter(({ name }) => targets.has(name));
  const lines = new Set(bound.flatMap((host) => host.knownHosts.split("\n")).filter(Boolean));
  const privateKey = await readFile(keyFile, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  return {
    keys: [
      ...stored.map(({ hosts: names, ...key }) => ({
        ...key,
        machines: machinesOf(bound.filter(({ name }) => names.includes(name))),
      })),
      ...(privateKey === null
        ? []
        : [{ ...own, privateKey, machines: machinesOfOwn(bound, inventory, stored) }]),
    ],
    routes: routesOf(inventory),
    knownHosts: [...lines]
      .sort()
      .map((line) => `${line}\n`)
      .join(""),
  };
}

const own = { name: "Chiffon's own", passphrase: null };

/** Names in the pinned lines of these hosts: the hosts themselves and the machines on the way to them. */
function machinesOf(pinned: readonly StoredHost[]): Set<string> {
  const lines = pinned.flatMap((host) => host.knownHosts.split("\n"));
  return new Set(lines.flatMap((line) => line.split(" ")[0]?.split(",") ?? []).filter(Boolean));
}

/** Every machine but those that have a key of their own; null where none has. */
function machinesOfOwn(
  pinned: readonly StoredHost[],
  inventory: readonly InventoryHost[],
  stored: readonly HostKey[],
): Set<string> | null {
  if (stored.length === 0) return null;
  const served = new Set(stored.flatMap(({ hosts }) => hosts));
  const end = new Map(
    inventory.map(({ name, address, port }) => [
      name,
      knownHostName({ address: address ?? name, port: port ?? 22 }),
    ]),
  );
  const names = pinned.flatMap((host) => {
    const all = [...machinesOf([host])];
    return served.has(host.name) ? all.filter((name) => name !== end.get(host.name)) : all;
  });
  return new Set(names);
}

/** One way for each address: ssh knows no names of an inventory. */
function routesOf(hosts: readonly InventoryHost[]): JumpRoute[] {
  const routes = new Map<string, JumpRoute>();
  for (const { name, address, jumps = [] } of hosts) {
    const route = jumpRouteSchema.safeParse({ address: address ?? name, jumps });
    if (route.success) routes.set(route.data.address, route.data);
  }
  return [...routes.values()];
}
