import type { BlobRef, ScanWarning } from "#server/contracts/playbook.ts";
import { folderOf, foldersUp, joinPath } from "./repository-paths.ts";
import type { TreeFile } from "./scan-types.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

const maxLinkHops = 10;

/** A git tree as the scan sees it: names, contents and links, all in memory. */
export interface Tree {
  readonly files: ReadonlyMap<string, TreeFile>;
  /** Paths below a folder, links to folders not followed. "" is the whole tree. */
  below(folder: string): readonly string[];
  isFolder(path: string): boolean;
  /** Follows links to the file a path means; null when there is none, with loops ended after ten hops. */
  resolve(path: string): string | null;
  /** Where a link points, one hop; null for anything else and for targets outside the tree. */
  linkTarget(path: string): string | null;
  text(path: string): string | null;
  yaml(path: string): YamlFile | null;
  /** Blob references for paths, with the links on the way to them. */
  refs(paths: Iterable<string>): BlobRef[];
}

/**
 * Builds a tree from a listing and the contents that were read.
 *
 * @param readText content of a path, or undefined when it was not read (too large, binary)
 * @param parse YAML reader, replaced where parsed files are kept between scans
 */
export function buildTree(
  listing: readonly TreeFile[],
  readText: (file: TreeFile) => string | undefined,
  parse: (file: TreeFile, text: string) => YamlFile = (file, text) => readYaml(file.path, text),
): Tree {
  const files = new Map(listing.map((file) => [file.path, file]));
  const sorted = [...files.keys()].sort();
  const folders = new Set(sorted.flatMap((path) => foldersUp(folderOf(path))));
  const resolve = (path: string): string | null => resolveLink(path, files, folders, readText);
  const parsed = new Map<string, YamlFile | null>();
  const text = (path: string): string | null => {
    const file = files.get(resolve(path) ?? "");
    return file === undefined ? null : (readText(file) ?? null);
  };
  return {
    files,
    below: (folder) => (folder === "" ? sorted : rangeBelow(sorted, `${folder}/`)),
    isFolder: (path) => folders.has(path),
    resolve,
    linkTarget: (path) => {
      const file = files.get(path);
      return file?.kind === "symlink" ? follow(path, file, readText) : null;
    },
    text,
    yaml(path) {
      const target = resolve(path);
      if (target === null) return null;
      const known = parsed.get(target);
      if (known !== undefined) return known;
      const file = files.get(target);
      const content = file === undefined ? undefined : readText(file);
      const result = file === undefined || content === undefined ? null : parse(file, content);
      parsed.set(target, result);
      return result;
    },
    refs: (paths) => refsOf(paths, files, resolve),
  };
}

function rangeBelow(sorted: readonly string[], prefix: string): string[] {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  const found: string[] = [];
  for (let index = low; index < sorted.length; index++) {
    const path = sorted[index] ?? "";
    if (!path.startsWith(prefix)) break;
    found.push(path);
  }
  return found;
}

function resolveLink(
  path: string,
  files: ReadonlyMap<string, TreeFile>,
  folders: ReadonlySet<string>,
  readText: (file: TreeFile) => string | undefined,
): string | null {
  let at = path;
  for (let hop = 0; hop <= maxLinkHops; hop++) {
    const file = files.get(at);
    if (file?.kind === "file" || file?.kind === "executable") return at;
    const next =
      file === undefined ? throughLinkedFolder(at, files, readText) : follow(at, file, readText);
    if (next === null || (file !== undefined && folders.has(next))) return null;
    at = next;
  }
  return null;
}

function follow(
  path: string,
  link: TreeFile,
  readText: (file: TreeFile) => string | undefined,
): string | null {
  const target = link.kind === "symlink" ? readText(link) : undefined;
  return target === undefined ? null : joinPath(folderOf(path), target);
}

/** A path below a linked folder: the first link on the way replaced by its target. */
function throughLinkedFolder(
  path: string,
  files: ReadonlyMap<string, TreeFile>,
  readText: (file: TreeFile) => string | undefined,
): string | null {
  for (const folder of foldersUp(folderOf(path))) {
    const link = files.get(folder);
    if (link?.kind !== "symlink") continue;
    const target = follow(folder, link, readText);
    return target === null ? null : joinPath(target, path.slice(folder.length + 1));
  }
  return null;
}

function refsOf(
  paths: Iterable<string>,
  files: ReadonlyMap<string, TreeFile>,
  resolve: (path: string) => string | null,
): BlobRef[] {
  const wanted = new Set<string>();
  for (const path of paths) {
    wanted.add(path);
    const target = resolve(path);
    if (target !== null) wanted.add(target);
  }
  return [...wanted].sort().flatMap((path) => {
    const file = files.get(path);
    return file === undefined || file.kind === "submodule" || file.kind === "other"
      ? []
      : [{ path, blob: file.blob }];
  });
}

/** Warnings of special files: what the tree holds that Chiffon never writes out or follows. */
export function specialFileWarnings(tree: Tree): ScanWarning[] {
  const warnings: ScanWarning[] = [];
  for (const file of tree.files.values()) {
    if (file.kind === "submodule") {
      warnings.push({
        path: file.path,
        line: null,
        message: "A git submodule: its content is not used.",
      });
    } else if (file.kind === "other") {
      warnings.push({ path: file.path, line: null, message: "Not a regular file: left out." });
    } else if (file.kind === "symlink") {
      const message = linkFault(tree, file.path);
      if (message !== null) warnings.push({ path: file.path, line: null, message });
    }
  }
  return warnings;
}

function linkFault(tree: Tree, path: string): string | null {
  let at: string | null = path;
  for (let hop = 0; hop <= maxLinkHops && at !== null; hop++) {
    if (tree.isFolder(at) || tree.resolve(at) !== null) return null;
    at = tree.linkTarget(at);
  }
  return "A link that leads to nothing in this repository, or in a circle.";
}
