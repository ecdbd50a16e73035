import { createHash } from "node:crypto";
import { lstat, readFile, readlink } from "node:fs/promises";
import { isAbsolute, join } from "node:path";
import type { RunFile } from "#server/contracts/runner.ts";

const parallelReads = 16;

/** The id git gives to this content. */
export function gitBlobId(content: Uint8Array): string {
  return createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

/** The paths whose content in the tree is not what the plan was approved with, in the plan's order. */
export async function findChangedFiles(
  treePath: string,
  files: readonly RunFile[],
): Promise<string[]> {
  const changed = new Array<boolean>(files.length).fill(false);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < files.length; index = next++) {
      const file = files[index];
      if (file) changed[index] = (await blobAt(treePath, file.path)) !== file.blob;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelReads, files.length) }, worker));
  return files.filter((_, index) => changed[index]).map(({ path }) => path);
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
