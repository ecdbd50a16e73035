import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readFile, readlink } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type LockItem, lockItemSchema } from "#server/contracts/dependency.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";
import { contentItemPath, installedItemPath } from "#server/lib/installed-path.ts";

/** One file of an installed role or collection, by its path below it. */
export interface ContentFile {
  readonly path: string;
  readonly kind: "file" | "executable" | "symlink";
  /** Bytes; of a link the length of its target. */
  readonly size: number;
}

const parallelReads = 16;
const maxFiles = 200_000;

/** Where a folder of installed content says what is in it. */
export const lockFileName = "lock.json";

const lockFileSchema = z.object({ items: z.array(lockItemSchema) });

/** SHA-256 of a lock: equal locks have equal hashes, whatever order their items came in. */
export function lockHash(items: readonly LockItem[]): string {
  return sha256(canonicalJson(sortItems(items)));
}

/** Items by kind and name, as they are kept and hashed. */
export function sortItems(items: readonly LockItem[]): LockItem[] {
  const key = ({ kind, name }: LockItem) => `${kind} ${name}`;
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** What the lock of a folder says, or null when there is none that can be read. */
export async function readLock(folder: string): Promise<LockItem[] | null> {
  try {
    const text = await readFile(join(folder, lockFileName), "utf8");
    return lockFileSchema.parse(JSON.parse(text)).items;
  } catch {
    return null;
  }
}

/**
 * Every file below a folder in byte order of its path, links not followed.
 *
 * @throws Error when something is neither a file, a folder nor a link, or there are more than 200,000
 */
export async function listContent(folder: string): Promise<ContentFile[]> {
  const found: ContentFile[] = [];
  const folders = [""];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      const path = at === "" ? entry.name : `${at}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else found.push(await describe(folder, path));
    }
    if (found.length > maxFiles) throw new Error("it holds more than 200,000 files");
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function describe(folder: string, path: string): Promise<ContentFile> {
  const facts = await lstat(join(folder, path));
  if (facts.isSymbolicLink()) return { path, kind: "symlink", size: facts.size };
  if (!facts.isFile()) throw new Error(`${path} is neither a file, a folder nor a link`);
  return { path, kind: (facts.mode & 0o100) === 0 ? "file" : "executable", size: facts.size };
}

/** SHA-256 over the names, kinds and contents of everything below a folder; times and owners do not count. */
export async function treeHashOf(folder: string): Promise<string> {
  const files = await listContent(folder);
  const hashes = new Array<string>(files.length);
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < files.length; index = next++) {
      const file = files[index];
      if (file !== undefined) hashes[index] = await hashOf(join(folder, file.path), file.kind);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallelReads, files.length) }, worker));
  return sha256(canonicalJson(files.map(({ path, kind }, at) => [path, kind, hashes[at]])));
}

async function hashOf(path: string, kind: ContentFile["kind"]): Promise<string> {
  if (kind === "symlink") return sha256(await readlink(path, { encoding: "buffer" }));
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/**
 * What in a folder of installed content is not what the folder's name promises, as paths seen from the tree; empty
 * when all of it is. The name is the hash of the lock, and the lock holds the hash of each item: both are computed anew.
 */
export async function findChangedContent(folder: string): Promise<string[]> {
  const items = await readLock(folder);
  if (items === null || lockHash(items) !== basename(folder)) return [join(folder, lockFileName)];
  const changed: string[] = [];
  for (const item of items) {
    const found = await treeHashOf(join(folder, contentItemPath(item))).catch(() => null);
    if (found !== item.treeHash) changed.push(installedItemPath(item));
  }
  return changed;
}

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
