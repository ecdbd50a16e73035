import { type AnsibleSettings, readAnsibleSettings } from "#server/lib/ansible-settings.ts";
import { isInstalledPath } from "#server/lib/installed-path.ts";
import { baseName, folderOf, foldersUp, joinPath, leftOutReason } from "./repository-paths.ts";
import type { Tree, TreeReader } from "./tree.ts";

/** What is taken over from an `ansible.cfg`, with the inventories that it names and the tree holds. */
export interface AnsibleConfig extends Omit<AnsibleSettings, "inventory"> {
  /** Folder of the file; "" is the root of the tree. */
  readonly folder: string;
  readonly inventories: readonly string[];
}

const maxProjects = 50;

/**
 * The projects of a tree: the repository itself, and every folder below it with its own `ansible.cfg`. The root comes
 * first.
 */
export function readProjects(tree: Tree): AnsibleConfig[] {
  const folders = tree.shape.paths
    .filter((path) => baseName(path) === "ansible.cfg")
    .filter((path) => leftOutReason(path) === null && !isInstalledPath(path))
    .map(folderOf)
    .filter((folder) => folder !== "" && !/(?:^|\/)roles\/[^/]+(?:\/|$)/.test(folder));
  return ["", ...folders.slice(0, maxProjects)].map((folder) => readAnsibleConfig(tree, folder));
}

/** Reads the `ansible.cfg` in a folder, as a run of a playbook beside it would use it. Paths outside are ignored. */
export function readAnsibleConfig(tree: TreeReader, folder: string): AnsibleConfig {
  const { inventory, ...settings } = readAnsibleSettings(
    tree.text(pathOfConfig(folder)) ?? "",
    (path) => joinPath(folder, path),
  );
  const inventories = inventoryPaths(tree, folder, inventory ?? "");
  if (inventory === null || inventories.length > 0) return { ...settings, folder, inventories };
  const missing = {
    name: "defaults.inventory",
    value: inventory.slice(0, 200),
    why: "The repository holds no such file.",
  };
  return { ...settings, folder, inventories, ignored: [...settings.ignored, missing] };
}

/** True where the nearest `ansible.cfg` of a playbook's folder lets every task become another user. */
export function becomesByConfig(tree: TreeReader, folder: string): boolean {
  const nearest = foldersUp(folder).find((at) => tree.has(pathOfConfig(at)));
  return nearest !== undefined && readAnsibleConfig(tree, nearest).become === true;
}

function pathOfConfig(folder: string): string {
  return folder === "" ? "ansible.cfg" : `${folder}/ansible.cfg`;
}

function inventoryPaths(tree: TreeReader, folder: string, value: string): string[] {
  return value.split(",").flatMap((part) => {
    const path = part.trim() === "" ? null : joinPath(folder, part.trim());
    if (path === null || path === "") return [];
    return tree.isFolder(path) || tree.resolve(path) !== null ? [path] : [];
  });
}
