import { isInstalledPath } from "#server/lib/installed-path.ts";
import { looksLikeInventory } from "./inventory-look.ts";
import { baseName, folderOf, leftOutReason, pathKind } from "./repository-paths.ts";
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

/** Files that are read for their content, whatever they are called, up to so many bytes. */
const maxUnnamedBytes = 256_000;

/**
 * Finds what looks like an inventory: what `ansible.cfg` names, files of the usual names, every source of an inventory
 * folder, and what is called otherwise (`production`, `prod-inventory`, `homelab.yml`) and written like one. Whoever
 * reads them drops those that hold no host. Configured ones come first, then usual ones, then those found by their
 * content, then samples.
 */
export function findInventories(tree: Tree, owners: readonly InventoryOwner[]): InventoryPlace[] {
  const found = new Map<string, InventoryPlace>();
  for (const { folder, inventories } of owners) {
    for (const path of inventories)
      found.set(path, { path, project: folder, isConfigured: true, isSample: isSample(path) });
  }
  const configured = [...found.keys()];
  const isCovered = (path: string) => configured.some((place) => path.startsWith(`${place}/`));
  const byContent = new Set<string>();
  for (const path of tree.shape.paths) {
    if (found.has(path) || !isPossible(path) || isCovered(path)) continue;
    if (!isCandidate(path)) {
      if (!isWrittenAsOne(tree, path)) continue;
      byContent.add(path);
    }
    const project = ownerOf(path, owners);
    found.set(path, { path, project, isConfigured: false, isSample: isSample(path) });
  }
  const rankOf = (place: InventoryPlace) => rank(place, byContent.has(place.path));
  return [...found.values()]
    .sort(
      (a, b) =>
        rankOf(a) - rankOf(b) || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
    )
    .slice(0, maxPlaces);
}

/** True for a file whose content is wanted because it may be an inventory: `production`, `hosts.example`. */
export function mayBeInventory(path: string, bytes: number): boolean {
  const name = baseName(path);
  const isNamed = !name.includes(".") || fileName.test(name);
  return isNamed && bytes <= maxUnnamedBytes && isPossible(path);
}

/** Folders of machines that are made up to try things on. */
const playground = /(?:^|\/)(?:\.?vagrant|tools?|ci|demos?|\w*test\w*)\//i;

function isWrittenAsOne(tree: Tree, path: string): boolean {
  if (playground.test(path)) return false;
  const kind = pathKind(path);
  const isPlain = kind === "yaml" || /\.ini$/i.test(path) || !baseName(path).includes(".");
  const file = isPlain ? tree.files.get(path) : undefined;
  return file?.kind === "file" && file.size <= maxUnnamedBytes && looksLikeInventory(tree, path);
}

/** True for a file that only an inventory is called: `hosts`, `inventory.ini`. */
export function hasUsualName(path: string): boolean {
  return /^(?:hosts|inventory)(?:\.(?:ya?ml|ini))?$/i.test(baseName(path));
}

function isSample(path: string): boolean {
  return samplePattern.test(path);
}

function rank({ isConfigured, isSample: isPattern }: InventoryPlace, byContent: boolean): number {
  if (isConfigured) return 0;
  if (isPattern) return 3;
  return byContent ? 2 : 1;
}

function isPossible(path: string): boolean {
  return !isInstalledPath(path) && !otherFolder.test(path) && leftOutReason(path) === null;
}

function isCandidate(path: string): boolean {
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
