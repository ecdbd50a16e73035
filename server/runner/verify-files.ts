import { createHash } from "node:crypto";
import { lstat, readFile, readlink } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { RunFile } from "#server/contracts/runner.ts";
import { fromElsewherePath, isElsewherePath } from "#server/lib/elsewhere-path.ts";
import { contentPathOf, isInstalledPath } from "#server/lib/installed-path.ts";

const parallelReads = 16;

/** Folders outside the tree; without one of them none of its files is what it should be. */
export interface FilesBeside {
  /** Of installed roles and collections. */
  readonly contentDir?: string | undefined;
  /** Of an inventory from another repository. */
  readonly inventoryTree?: string | undefined;
}

/** The id git gives to this content. */
export function gitBlobId(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

/**
 * The paths whose content in the tree is not what the plan was approved with, in the plan's order.
 *
 * @param beside where the files lie that the plan names as if they lay in the tree
 */
export async function findChangedFiles(
  treePath: string,
  files: readonly RunFile[],
  beside: FilesBeside = {},
): Promise<string[]> {
  const changed = new Array<boolean>(files.length).fill(false);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < files.length; index = next++) {
      const file = files[index];
      if (file) changed[index] = (await blobOf(treePath, file.path, beside)) !== file.blob;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelReads, files.length) }, worker));
  return files.filter((_, index) => changed[index]).map(({ path }) => path);
}

function blobOf(tree: string, path: string, beside: FilesBeside): Promise<string | null> {
  const place = placeOfRunFile(tree, path, beside);
  return place === null ? Promise.resolve(null) : blobAt(...place);
}

/** The folder that a file of a plan lies in and its path there; null where that folder was not given. */
export function placeOfRunFile(
  treePath: string,
  path: string,
  { contentDir, inventoryTree }: FilesBeside,
): [folder: string, path: string] | null {
  if (isInstalledPath(path))
    return contentDir === undefined ? null : [contentDir, contentPathOf(path)];
  if (isElsewherePath(path))
    return inventoryTree === undefined ? null : [inventoryTree, fromElsewherePath(path)];
  return [treePath, path];
}

/** Null for anything that cannot be compared: missing, outside the tree, or no file. */
async function blobAt(treePath: string, path: string): Promise<string | null> {
  if (isAbsolute(path) || path.includes("\0") || path.split("/").includes("..")) return null;
  const full = join(treePath, path);
  try {
    const kind = await lstat(full);
    if (kind.isSymbolicLink()) return gitBlobId(await readlink(full, { encoding: "buffer" }));
    return kind.isFile() ? gitBlobId(await readFile(full)) : null;
  } catch {
    return null;
  }
}
