import { ownerOf } from "#server/ansible/find-inventories.ts";
import type { ScannedInventory } from "#server/ansible/inventory.ts";

type Candidate = Pick<ScannedInventory, "path" | "project" | "kind" | "isConfigured"> & {
  readonly hosts: readonly unknown[];
};

/** The inventory that an entry's plays use, or the ones that a person must choose from. */
export type PickedInventory<T> =
  | { readonly kind: "picked"; readonly inventory: T }
  | { readonly kind: "choose"; readonly paths: readonly string[] }
  | { readonly kind: "none" };

/**
 * Picks the inventory for an entry: the one that was chosen, else the one that its project's ansible.cfg names, else
 * the only one of its project, else the only one of the repository. Samples and dynamic ones are never picked by
 * themselves, nor are those that list no host.
 *
 * @param chosen path that a person chose for the project, or null
 */
export function pickInventory<T extends Candidate>(
  inventories: readonly T[],
  project: string,
  chosen: string | null,
): PickedInventory<T> {
  const known = inventories.find(({ path }) => path === chosen);
  if (known !== undefined) return { kind: "picked", inventory: known };
  const usable = inventories.filter(({ kind, hosts }) => kind === "static" && hosts.length > 0);
  const own = usable.filter((inventory) => inventory.project === project);
  const candidates = own.length > 0 ? own : usable;
  const configured = inventories.find(
    ({ isConfigured, kind, hosts, ...inventory }) =>
      isConfigured && inventory.project === project && (kind !== "static" || hosts.length > 0),
  );
  const [only] = candidates;
  if (configured !== undefined) return { kind: "picked", inventory: configured };
  if (only === undefined) return { kind: "none" };
  return candidates.length === 1
    ? { kind: "picked", inventory: only }
    : { kind: "choose", paths: candidates.map(({ path }) => path) };
}

/** The project that an entry belongs to: the deepest folder with its own ansible.cfg above it. */
export function projectOf(path: string, projects: readonly { readonly folder: string }[]): string {
  return ownerOf(path, projects);
}
