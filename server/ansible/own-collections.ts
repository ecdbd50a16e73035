import { isInstalledPath } from "#server/lib/installed-path.ts";
import { baseName, folderOf, leftOutReason } from "./repository-paths.ts";
import type { TreeReader } from "./tree.ts";
import { asText, isMapping } from "./values.ts";

const plainName = /^[a-z_][a-z0-9_]*$/;
const maxCollections = 50;

/**
 * Collections whose source a tree holds, by full name, with their folder; "" is the repository itself. They are known
 * by their `galaxy.yml`, wherever that lies; the first of a name counts. Those below `ansible_collections` are found by
 * Ansible itself and left out.
 */
export function collectionSources(
  tree: TreeReader,
  galaxyFiles: readonly string[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const path of galaxyFiles.slice(0, maxCollections)) {
    const name = collectionName(tree.yaml(path)?.documents[0]);
    if (name !== null && !found.has(name)) found.set(name, folderOf(path));
  }
  return found;
}

/** True for a file that says which collection its folder is. */
export function isGalaxyFile(path: string): boolean {
  return (
    /^galaxy\.ya?ml$/.test(baseName(path)) && !isInstalledPath(path) && leftOutReason(path) === null
  );
}

function collectionName(document: unknown): string | null {
  if (!isMapping(document)) return null;
  const namespace = asText(document["namespace"]) ?? "";
  const name = asText(document["name"]) ?? "";
  return plainName.test(namespace) && plainName.test(name) ? `${namespace}.${name}` : null;
}

/** Of a collection's folder, what a run that uses it may read beside the roles and playbooks that it names. */
export function collectionPaths(tree: TreeReader, folder: string): string[] {
  const at = (path: string) => (folder === "" ? path : `${folder}/${path}`);
  const files = ["galaxy.yml", "galaxy.yaml", "meta/runtime.yml"].map(at).filter(tree.has);
  return [...files, ...tree.below(at("plugins"))];
}
