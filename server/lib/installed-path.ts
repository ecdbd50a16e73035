/**
 * Reserved first folder of paths that stand for installed roles and collections, as if they lay in the tree. Git holds
 * nothing of that name for Chiffon; a repository's own folder of that name is left out.
 */
export const installedFolder = ".chiffon-dependencies";

/** True for a path of an installed role or collection. */
export function isInstalledPath(path: string): boolean {
  return path.startsWith(`${installedFolder}/`);
}

/** Where an installed role or collection is seen from the tree. */
export function installedItemPath(item: {
  readonly kind: "role" | "collection";
  readonly name: string;
}): string {
  if (item.kind === "role") return `${installedFolder}/roles/${item.name}`;
  return `${installedFolder}/collections/${item.name.replace(".", "/")}`;
}

/** Where an installed role or collection lies below its folder: `collections/ansible_collections/NAMESPACE/NAME`. */
export function contentItemPath(item: {
  readonly kind: "role" | "collection";
  readonly name: string;
}): string {
  if (item.kind === "role") return `roles/${item.name}`;
  return `collections/ansible_collections/${item.name.replace(".", "/")}`;
}

/** The place below an installed folder that a path of {@link installedFolder} stands for. */
export function contentPathOf(path: string): string {
  return path
    .slice(installedFolder.length + 1)
    .replace(/^collections\//, "collections/ansible_collections/");
}
