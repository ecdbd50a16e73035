import { isInstalledPath } from "#server/lib/installed-path.ts";
import { baseName, folderOf, leftOutReason } from "./repository-paths.ts";
import type { Tree } from "./tree.ts";

/** A file or folder that looks like an inventory, and whose. */
export interface InventoryPlace {
  readonly path: string;
  /** Folder of the project that it belongs to; "" is the repository itself. */
  readonly project: string;
  /** The project's ansible.cfg names it. */
  readonly isConfigured: boolean;
  /** Written as a pattern to copy, not to be used. */
  readonly isSample: boolean;
}

/** A project as far as finding its inventories goes. */
export interface InventoryOwner {
  readonly folder: string;
  /** Inventories that its ansible.cfg names and the tree holds. */
  readonly inventories: readonly string[];
}

const maxPlaces = 30;
const fileName =
  /^(?:hosts|inventory)(?:[-_.]?[\w-]+)*?(?:\.(?:ya?ml|ini|toml))?(?:[._-](?:example|sample|dist|template|tmpl))?$/i;
const inventoryFolder = /(?:^|\/)(?:inventory|inventories|environments)(?:[-_][\w-]+)?\//i;
const sourceName = /^[\w-]+(?:\.(?:ya?ml|ini))?(?:[._-](?:example|sample|dist))?$/i;
/** Folders whose files are something else, whatever their names. */
const otherFolder =
  /(?:^|\/)(?:group_vars|host_vars|roles|tasks|handlers|vars|defaults|templates|files|playbooks?|docs?|etc|library|scripts?|contrib|packer|terraform|\w*plugins)\//i;
const samplePattern = /(?:^|[^a-z])(?:sample|example|dist|template|tmpl)s?(?:[^a-z]|$)/i;

/**
 * Finds what looks like an inventory: what `ansible.cfg` names, files of the usual names, and every source of an
 * inventory folder. By name alone; whoever reads them drops those that hold no host. Configured ones come first, then
 * usual ones, then samples.
 */
export function findInventories(tree: Tree, owners: readonly InventoryOwner[]): InventoryPlace[] {
  const found = new Map<string, InventoryPlace>();
  for (const { folder, inventories } of owners) {
    for (const path of inventories)
      found.set(path, { path, project: folder, isConfigured: true, isSample: isSample(path) });
  }
  const configured = [...found.keys()];
  const isCovered = (path: string) => configured.some((place) => path.startsWith(`${place}/`));
  for (const path of tree.shape.paths) {
    if (found.has(path) || !isCandidate(path) || isCovered(path)) continue;
    const project = ownerOf(path, owners);
    found.set(path, { path, project, isConfigured: false, isSample: isSample(path) });
  }
  return [...found.values()]
    .sort(
      (a, b) => rank(a) - rank(b) || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
    )
    .slice(0, maxPlaces);
}

/** True for a file that only an inventory is called: `hosts`, `inventory.ini`. */
export function hasUsualName(path: string): boolean {
  return /^(?:hosts|inventory)(?:\.(?:ya?ml|ini))?$/i.test(baseName(path));
}

function isSample(path: string): boolean {
  return samplePattern.test(path);
}

function rank({ isConfigured, isSample: isPattern }: InventoryPlace): number {
  if (isConfigured) return 0;
  return isPattern ? 2 : 1;
}

function isCandidate(path: string): boolean {
  if (isInstalledPath(path) || otherFolder.test(path) || leftOutReason(path) !== null) return false;
  const name = baseName(path);
  if (/\.(?:md|txt|py|sh|j2|cfg|json|license|backup|bak|tf)$/i.test(name)) return false;
  return fileName.test(name) || (inventoryFolder.test(path) && sourceName.test(name));
}

/** The deepest project that holds a path. */
export function ownerOf(path: string, owners: readonly { readonly folder: string }[]): string {
  const folder = folderOf(path);
  return owners
    .map((owner) => owner.folder)
    .filter((owner) => owner === "" || folder === owner || folder.startsWith(`${owner}/`))
    .reduce((deepest, owner) => (owner.length > deepest.length ? owner : deepest), "");
}
