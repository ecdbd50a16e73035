import { resolveHosts } from "#server/ansible/host-pattern.ts";
import type { ScannedInventory } from "#server/ansible/inventory.ts";
import type { Tree } from "#server/ansible/tree.ts";
import { ownerOfVariables, vaultIdsIn } from "#server/ansible/vault-ids.ts";
import type { Need } from "#server/contracts/playbook.ts";
import type { ScannedEntry } from "./scan-types.ts";

const maxKnown = 100_000;
const noFiles: ScannedEntry["files"] = [];

/** Works something out once for each list: a playbook's thousand tags share its files. */
function oncePer<Key extends object, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const value = known.get(key) ?? work(key);
    known.set(key, value);
    return value;
  };
}

/** Which vault passwords entries need, told from the files that they and their inventories read. */
export class VaultPasswords {
  /** Vault ids by blob, kept between scans: a blob never changes. */
  private readonly known = new Map<string, readonly string[]>();

  /**
   * Says for an entry which passwords its runs will ask for. Files whose content was not read tell nothing; variables of
   * a group or host count where the entry's plays may reach it.
   */
  needsIn(
    tree: Tree,
    inventories: readonly ScannedInventory[],
    playbooks: readonly ScannedEntry[],
  ): (entry: ScannedEntry) => readonly Need[] {
    const encrypted = this.encryptedFiles(tree);
    if (encrypted.size === 0) return () => [];
    const filesOf = new Map(playbooks.map(({ path, files }) => [path, files]));
    const usable = inventories.filter(({ kind }) => kind !== "sample");
    const beside = usable.flatMap(({ files }) => files);
    const concerns = reachIn(usable);
    const readBy = oncePer((files: ScannedEntry["files"]) => {
      const read = new Set([...files, ...beside].map(({ path }) => path));
      return [...read].filter((path) => encrypted.has(path));
    });
    return (entry) => {
      if (entry.kind === "page") return [];
      // A tag or a task file has the files of its playbook and does not repeat them.
      const own = entry.files.length > 0 ? entry.files : filesOf.get(playbookOf(entry));
      const ids = readBy(own ?? noFiles)
        .filter((path) => concerns(entry.hostPatterns, path))
        .flatMap((path) => encrypted.get(path) ?? []);
      return [...new Set(ids)].sort().map(vaultNeed);
    };
  }

  private encryptedFiles(tree: Tree): ReadonlyMap<string, readonly string[]> {
    if (this.known.size > maxKnown) this.known.clear();
    const found = new Map<string, readonly string[]>();
    for (const [path, { blob, kind }] of tree.files) {
      if (kind !== "file" && kind !== "executable") continue;
      const ids = this.known.get(blob) ?? this.read(blob, tree.text(path));
      if (ids.length > 0) found.set(path, ids);
    }
    return found;
  }

  /** @param text null where it was not read: another path with the same blob may be */
  private read(blob: string, text: string | null): readonly string[] {
    if (text === null) return [];
    const ids = vaultIdsIn(text);
    this.known.set(blob, ids);
    return ids;
  }
}

function vaultNeed(id: string): Need {
  const name = id === "default" ? "vault password" : `vault password ${id}`;
  return { kind: "secret", name, vaultId: id };
}

function playbookOf({ path, runBy }: ScannedEntry): string {
  return runBy?.playbook ?? path;
}

/** Whether a file holds for a host that plays address; variables of a group or host hold for that alone. */
function reachIn(
  inventories: readonly ScannedInventory[],
): (hostPatterns: readonly string[], path: string) => boolean {
  const reaches = new Map<string, (path: string) => boolean>();
  const reachOf = (pattern: string) => {
    const known = reaches.get(pattern);
    if (known !== undefined) return known;
    const parts = inventories.map((inventory) => reachedBy(inventory, pattern));
    const reach = (path: string) => parts.some((part) => part(path));
    reaches.set(pattern, reach);
    return reach;
  };
  return (hostPatterns, path) =>
    ownerOfVariables(path) === null || hostPatterns.some((pattern) => reachOf(pattern)(path));
}

/** Where only Ansible could resolve the pattern, every host may be meant. */
function reachedBy(inventory: ScannedInventory, pattern: string): (path: string) => boolean {
  const { hosts: names, unresolved } = resolveHosts(inventory, pattern);
  if (unresolved !== null) return () => true;
  const reached = new Set(names);
  const hosts = inventory.hosts.filter(({ name }) => reached.has(name));
  const groups = new Set(hosts.flatMap((host) => host.groups));
  return (path) => {
    const owner = ownerOfVariables(path);
    return owner?.kind === "host" ? reached.has(owner.name) : groups.has(owner?.name ?? "");
  };
}
