import type { ScannedInventory } from "#server/ansible/inventory.ts";
import type { SampleHost } from "#server/contracts/doctor.ts";
import { type InventoryHost, keptHostSchema } from "#server/contracts/host.ts";

const maxHosts = 30;

/**
 * Machines that the sample inventories of a repository name, to begin one's own with: without their addresses, which
 * are made up. None where the repository has an inventory to use.
 *
 * @param kept names of the hosts that are kept in Chiffon already
 */
export function sampleHosts(
  inventories: readonly (Pick<ScannedInventory, "path" | "kind"> & {
    readonly hosts: readonly InventoryHost[];
  })[],
  kept: ReadonlySet<string>,
): SampleHost[] {
  if (inventories.some(({ kind }) => kind !== "sample")) return [];
  const found = new Map<string, SampleHost>();
  for (const { path, hosts } of inventories)
    for (const { name, groups, user, port, connection } of hosts) {
      const host = keptHostSchema.safeParse({
        ...{ name, address: null, user, port, groups: groups.filter(isGivable).slice(0, 20) },
        connection: connection === "local" ? "local" : "ssh",
      });
      if (host.success && !found.has(name))
        found.set(name, { ...host.data, path, isKept: kept.has(name) });
    }
  return [...found.values()].slice(0, maxHosts);
}

/** Groups that Ansible makes itself are nobody's to give; names with dashes are none that a form takes. */
function isGivable(group: string): boolean {
  return /^(?!(?:all|ungrouped)$)[A-Za-z_]\w{0,62}$/.test(group);
}
