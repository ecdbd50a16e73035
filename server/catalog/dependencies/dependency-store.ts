import { createHash, randomUUID } from "node:crypto";
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import type { TreeFile } from "#server/ansible/tree.ts";
import type { LockItem } from "#server/contracts/dependency.ts";
import { elsewhereFolder } from "#server/lib/elsewhere-path.ts";
import {
  contentItemPath,
  contentPathOf,
  installedFolder,
  installedItemPath,
} from "#server/lib/installed-path.ts";
import {
  type ContentFile,
  listContent,
  lockFileName,
  lockHash,
  readLock,
  sortItems,
  treeHashOf,
} from "#server/runner/content-lock.ts";
import { staysInside } from "../domain/special-files.ts";

/** What is known of fetched content before its hash: everything of a lock item but the tree. */
export type UnhashedItem = Omit<LockItem, "treeHash">;

/** Installed content as the scan sees it, with where each blob's bytes lie. */
export interface InstalledFiles {
  readonly files: readonly TreeFile[];
  readonly places: ReadonlyMap<string, string>;
}

const workPrefix = ".installing-";
const keptListings = 12;
/** Of a collection the scan sees what plays can name, and that it is there; all of it is in the lock. */
const scannedOfCollection = /^(?:roles\/|playbooks\/|meta\/|MANIFEST\.json$|galaxy\.yml$)/;

/**
 * Folders of installed roles and collections, each named by the hash of its lock. A folder appears whole or not at
 * all, is never changed afterwards, and holds regular files, folders and links that stay inside their item.
 */
export class DependencyStore {
  readonly directory: string;
  private readonly listings = new Map<string, Promise<InstalledFiles>>();

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Where the content of a lock lies. */
  pathOf(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error("expected the hash of a lock");
    return path.join(this.directory, hash);
  }

  /** True when the content of a lock is there. */
  async has(hash: string): Promise<boolean> {
    return stat(path.join(this.pathOf(hash), lockFileName)).then(
      (found) => found.isFile(),
      () => false,
    );
  }

  /** Makes a folder for one attempt at an install; what earlier attempts at it left is removed. */
  async openWork(installId: string): Promise<string> {
    await this.clearWork(installId);
    const folder = path.join(
      this.directory,
      `${workPrefix}${installId}-${randomUUID().slice(0, 8)}`,
    );
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  /** Removes what attempts at an install left behind. */
  async clearWork(installId: string): Promise<void> {
    for (const name of await readdir(this.directory).catch(() => []))
      if (name.startsWith(`${workPrefix}${installId}-`)) await this.remove(name);
  }

  /**
   * Makes content immutable: takes the items out of it and nothing else, hashes them, and moves them to the name of
   * their lock. Two at once with equal content give one folder.
   *
   * @param content folder with `roles/` and `collections/` in a folder of {@link openWork}
   * @throws Error when an item holds what is neither a file, a folder nor a link
   */
  async seal(content: string, items: readonly UnhashedItem[]): Promise<LockItem[]> {
    const sealed = path.join(path.dirname(content), "sealed");
    const locked: LockItem[] = [];
    for (const item of items) {
      const folder = path.join(sealed, contentItemPath(item));
      await mkdir(path.dirname(folder), { recursive: true, mode: 0o755 });
      await rename(path.join(content, contentItemPath(item)), folder);
      await settleModes(folder);
      locked.push({ ...item, treeHash: await treeHashOf(folder) });
    }
    const sorted = sortItems(locked);
    const target = this.pathOf(lockHash(sorted));
    const text = `${JSON.stringify({ items: sorted }, null, 2)}\n`;
    await writeFile(path.join(sealed, lockFileName), text, { mode: 0o444 });
    await chmod(sealed, 0o755);
    await rename(sealed, target).catch(async (error: unknown) => {
      // Another install was first: its folder holds the same bytes.
      if (!(await this.has(path.basename(target)))) throw error;
    });
    await utimes(target, new Date(), new Date());
    return sorted;
  }

  /** What a lock holds, or null when its content is gone. */
  async items(hash: string): Promise<LockItem[] | null> {
    return readLock(this.pathOf(hash));
  }

  /** The files of a lock under the reserved folder of the tree, as git would list them. */
  files(hash: string): Promise<InstalledFiles> {
    const known = this.listings.get(hash);
    if (known !== undefined) return known;
    const listing = this.list(hash);
    this.listings.set(hash, listing);
    listing.catch(() => this.listings.delete(hash));
    const [oldest] = this.listings.keys();
    if (this.listings.size > keptListings && oldest !== undefined) this.listings.delete(oldest);
    return listing;
  }

  private async list(hash: string): Promise<InstalledFiles> {
    const folder = this.pathOf(hash);
    const files: TreeFile[] = [];
    const places = new Map<string, string>();
    for (const item of (await readLock(folder)) ?? []) {
      const base = installedItemPath(item);
      for (const file of await listContent(path.join(folder, contentItemPath(item)))) {
        if (item.kind === "collection" && !scannedOfCollection.test(file.path)) continue;
        const seen = `${base}/${file.path}`;
        const place = path.join(folder, contentPathOf(seen));
        const blob = await blobOf(place, file);
        files.push({ path: seen, kind: file.kind, blob, size: file.size });
        places.set(blob, place);
      }
    }
    return { files, places };
  }

  /** Reads one file of a listing as git would give its blob. */
  async read(place: string): Promise<Buffer> {
    return readlink(place, { encoding: "buffer" }).catch(() => readFile(place));
  }

  /** Removes content unused for `days`, and what killed installs left; `keep` names locks that stay. */
  async prune(keep: ReadonlySet<string>, days: number, now: Date): Promise<number> {
    let removed = 0;
    for (const name of await readdir(this.directory).catch(() => [])) {
      if (keep.has(name)) continue;
      const found = await stat(path.join(this.directory, name)).catch(() => null);
      const ageDays = found === null ? 0 : (now.getTime() - found.mtimeMs) / 86_400_000;
      if (ageDays < (name.startsWith(workPrefix) ? 1 : days)) continue;
      await this.remove(name);
      removed += 1;
    }
    return removed;
  }

  private async remove(name: string): Promise<void> {
    await rm(path.join(this.directory, name), { recursive: true, force: true });
  }
}

async function blobOf(place: string, file: ContentFile): Promise<string> {
  const content =
    file.kind === "symlink" ? await readlink(place, { encoding: "buffer" }) : await readFile(place);
  return createHash("sha1").update(`blob ${content.byteLength}\0`).update(content).digest("hex");
}

/**
 * Gives files the modes of the trees that runs use, and takes links away that lead out of their item.
 *
 * @throws Error when something is neither a file, a folder nor a link
 */
async function settleModes(folder: string): Promise<void> {
  for (const at of await foldersBelow(folder)) await chmod(at, 0o755);
  for (const file of await listContent(folder)) {
    const full = path.join(folder, file.path);
    if (file.kind !== "symlink") await chmod(full, file.kind === "executable" ? 0o555 : 0o444);
    else if (!staysInside(file.path, await readlink(full))) await rm(full);
  }
}

async function foldersBelow(folder: string): Promise<string[]> {
  const found = [folder];
  for (const at of found) {
    for (const entry of await readdir(at, { withFileTypes: true }))
      if (entry.isDirectory()) found.push(path.join(at, entry.name));
  }
  return found;
}

/** True for a reserved folder, which a repository may not hold. */
export function isReserved({ path: at }: Pick<TreeFile, "path">): boolean {
  return [installedFolder, elsewhereFolder].some(
    (name) => at === name || at.startsWith(`${name}/`),
  );
}
