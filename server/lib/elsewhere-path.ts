/**
 * Reserved first folder of paths that stand for the files of an inventory that lies in another repository, as if they
 * lay in the tree. Git holds nothing of that name for Chiffon; a repository's own folder of that name is left out.
 */
export const elsewhereFolder = ".chiffon-inventory";

/** True for a path of an inventory that lies in another repository. */
export function isElsewherePath(path: string): boolean {
  return path.startsWith(`${elsewhereFolder}/`);
}

/** How a file of another repository is named beside those of the tree. */
export function toElsewherePath(path: string): string {
  return `${elsewhereFolder}/${path}`;
}

/** Where it lies in its own repository. */
export function fromElsewherePath(path: string): string {
  return path.slice(elsewhereFolder.length + 1);
}
