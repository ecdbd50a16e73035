import type { BlobRef } from "#server/contracts/playbook.ts";
import { folderOf, foldersUp, joinPath } from "./repository-paths.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

/** A file as git lists it. `blob` is git's object id, `size` is in bytes. */
export interface TreeFile {
  readonly path: string;
  readonly kind: "file" | "executable" | "symlink" | "submodule" | "other";
  readonly blob: string;
  readonly size: number;
}

const maxLinkHops = 10;

/** What can be asked about a tree, path by path: enough to read playbooks and roles. */
export interface TreeReader {
  /** True for a file or link of exactly that path. */
  has(path: string): boolean;
  /** Paths below a folder, links to folders not followed. "" is the whole tree. */
  below(folder: string): readonly string[];
  isFolder(path: string): boolean;
  /** Follows links to the file a path means; null when there is none, with loops ended after ten hops. */
  resolve(path: string): string | null;
  text(path: string): string | null;
  yaml(path: string): YamlFile | null;
  /** Blob references for paths, with the links on the way to them. */
  refs(paths: Iterable<string>): BlobRef[];
}

/** A git tree as the scan sees it: names, contents and links, all in memory. */
export interface Tree extends TreeReader {
  readonly files: ReadonlyMap<string, TreeFile>;
  readonly shape: TreeShape;
  /** Where a link points, one hop; null for anything else and for targets outside the tree. */
  linkTarget(path: string): string | null;
  /** What a link says, as it is written; null for anything else. */
  linkText(path: string): string | null;
}

/** The names of a tree without its contents. */
export interface TreeShape {
  readonly paths: readonly string[];
  readonly folders: ReadonlySet<string>;
}

/** The sorted paths and the folders of a set of files. */
export function shapeOf(files: ReadonlyMap<string, TreeFile>): TreeShape {
  const paths = [...files.keys()].sort();
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = folderOf(path); !folders.has(at); at = folderOf(at)) folders.add(at);
  }
  return { paths, folders };
}

/** How a tree gets at contents. */
export interface TreeContents {
  /** Content of a file, or undefined when it was not read (too large, binary). */
  text(file: TreeFile): string | undefined;
  /** Replaced where parsed files are kept between scans. */
  parse?(file: TreeFile, text: string): YamlFile;
}

/**
 * Builds a tree from its files.
 *
 * @param shape of the same files, where it is known already
 */
export function buildTree(
  files: ReadonlyMap<string, TreeFile>,
  contents: TreeContents,
  shape: TreeShape = shapeOf(files),
): Tree {
  const readText = (file: TreeFile) => contents.text(file);
  const resolve = (path: string): string | null =>
    resolveLink(path, files, shape.folders, readText);
  const parsed = new Map<string, YamlFile | null>();
  const parse = (file: TreeFile): YamlFile | null => {
    const content = readText(file);
    if (content === undefined) return null;
    return contents.parse?.(file, content) ?? readYaml(file.path, content);
  };
  return {
    files,
    shape,
    has: (path) => files.has(path),
    below: (folder) => (folder === "" ? shape.paths : rangeBelow(shape.paths, `${folder}/`)),
    isFolder: (path) => shape.folders.has(path),
    resolve,
    linkTarget: (path) => {
      const file = files.get(path);
      return file?.kind === "symlink" ? follow(path, file, readText) : null;
    },
    linkText: (path) => {
      const file = files.get(path);
      return file?.kind === "symlink" ? (readText(file) ?? null) : null;
    },
    text(path) {
      const file = files.get(resolve(path) ?? "");
      return file === undefined ? null : (readText(file) ?? null);
    },
    yaml(path) {
      const file = files.get(resolve(path) ?? "");
      if (file === undefined) return null;
      const known = parsed.get(file.path);
      if (known !== undefined) return known;
      const made = parse(file);
      parsed.set(file.path, made);
      return made;
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
