import { mkdtemp, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { type LedgerPlaces, objectId, runLedgerGit } from "./ledger-git.ts";
import {
  fileMode,
  type LedgerObjects,
  serialiseTree,
  type TreeEntry,
  treeMode,
} from "./ledger-objects.ts";

/**
 * Writes `files` (path → content) over the tree of `parent` and returns the new tree's id. Uses no index, so its cost
 * follows the folders touched and not the length of the history, and there is no index lock to be left behind.
 */
export async function writeTree(
  places: LedgerPlaces,
  objects: LedgerObjects,
  parent: string | null,
  files: ReadonlyMap<string, string>,
): Promise<string> {
  await writeBlobs(places, [...files.values()]);
  const changes = new Map<string, TreeEntry[]>();
  for (const [file, content] of files) {
    add(changes, file, { mode: fileMode, id: objectId("blob", Buffer.from(content)) });
  }
  const trees: TreeEntry[][] = [];
  let root = "";
  // Deepest first: a folder's id must be known before its parent is written.
  for (const folder of foldersOf([...files.keys()])) {
    const before = parent === null ? [] : await objects.readTree(`${parent}:${folder}`);
    const entries = merge(before, changes.get(folder) ?? []);
    const id = objectId("tree", serialiseTree(entries));
    trees.push(entries);
    if (folder === "") root = id;
    else add(changes, folder, { mode: treeMode, id });
  }
  const written = await runLedgerGit(places, ["mktree", "--batch"], { input: treeInput(trees) });
  if (written.trim().split("\n").at(-1) !== root)
    throw new Error("git wrote another tree than meant");
  return root;
}

/** Every folder above the files, the deepest first, the root ("") last. */
function foldersOf(files: readonly string[]): string[] {
  const folders = new Set<string>([""]);
  for (const file of files) {
    for (let at = path.posix.dirname(file); at !== "."; at = path.posix.dirname(at))
      folders.add(at);
  }
  const depth = (folder: string) => (folder === "" ? 0 : folder.split("/").length);
  return [...folders].sort((a, b) => depth(b) - depth(a));
}

function add(
  changes: Map<string, TreeEntry[]>,
  file: string,
  entry: Omit<TreeEntry, "name">,
): void {
  const folder = path.posix.dirname(file) === "." ? "" : path.posix.dirname(file);
  const list = changes.get(folder) ?? [];
  list.push({ ...entry, name: path.posix.basename(file) });
  changes.set(folder, list);
}

function merge(before: readonly TreeEntry[], changed: readonly TreeEntry[]): TreeEntry[] {
  const byName = new Map(before.map((entry) => [entry.name, entry]));
  for (const entry of changed) byName.set(entry.name, entry);
  return [...byName.values()];
}

function treeInput(trees: readonly TreeEntry[][]): string {
  const line = ({ mode, name, id }: TreeEntry) =>
    `${mode} ${mode === treeMode ? "tree" : "blob"} ${id}\t${name}\n`;
  return trees.map((entries) => `${entries.map(line).join("")}\n`).join("");
}

/** One git process for all blobs: it reads them from files, because standard input takes only one. */
async function writeBlobs(places: LedgerPlaces, contents: readonly string[]): Promise<void> {
  const [only] = contents;
  if (only !== undefined && contents.length === 1) {
    await runLedgerGit(places, ["hash-object", "-w", "--stdin"], { input: only });
    return;
  }
  const folder = await mkdtemp(path.join(places.gitDir, "chiffon-"));
  try {
    const names = contents.map((_, at) => path.join(folder, String(at)));
    for (const [at, content] of contents.entries()) await writeFile(names[at] ?? folder, content);
    await runLedgerGit(places, ["hash-object", "-w", "--no-filters", "--stdin-paths"], {
      input: `${names.join("\n")}\n`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
