import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import {
  access,
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import { staysInside } from "#server/catalog/domain/special-files.ts";
import { type FolderFile, maxFolderBytes, maxFolderFiles } from "#server/contracts/link.ts";
import { AppError } from "#server/lib/app-error.ts";
import { gitBlobId } from "#server/runner/verify-files.ts";

/** How a folder's list and contents are had. */
export interface FolderSource {
  list(): Promise<readonly FolderFile[]>;
  /** Contents of the first of these blobs, in order; at least one. */
  contents(blobs: readonly string[]): Promise<readonly Buffer[]>;
}

const blobsAtOnce = 500;
const keptDays = 30;

/**
 * Folders that runs are made of, put together from files that are kept by their git blob id: what is here already is not
 * asked for again. A folder appears whole or not at all. Whether it holds what was approved is for the runner to say.
 */
export class FolderStore {
  readonly #blobs: string;
  readonly #underWay = new Map<string, Promise<void>>();

  /** @param blobs the directory of kept files */
  constructor(blobs: string) {
    this.#blobs = blobs;
  }

  /** Makes a folder unless it is there. @throws run_refused when what comes is not what was listed */
  async make(folder: string, source: FolderSource): Promise<void> {
    const underWay = this.#underWay.get(folder) ?? this.#make(folder, source);
    this.#underWay.set(folder, underWay);
    try {
      await underWay;
    } finally {
      this.#underWay.delete(folder);
    }
  }

  async #make(folder: string, source: FolderSource): Promise<void> {
    if (await isThere(folder)) {
      await utimes(folder, new Date(), new Date());
      return;
    }
    const files = await source.list();
    checkSize(files);
    await this.#fetchMissing(files, source);
    await mkdir(path.dirname(folder), { recursive: true, mode: 0o755 });
    const work = await mkdtemp(path.join(path.dirname(folder), ".making-"));
    try {
      for (const file of files.filter(({ kind }) => kind !== "symlink"))
        await this.#put(work, file);
      // Last, so that nothing is written through one.
      for (const file of files.filter(({ kind }) => kind === "symlink"))
        await this.#link(work, file);
      await chmod(work, 0o755);
      await rename(work, folder);
    } catch (error) {
      await rm(work, { recursive: true, force: true });
      throw error;
    }
  }

  async #fetchMissing(files: readonly FolderFile[], source: FolderSource): Promise<void> {
    const wanted = new Set<string>();
    for (const { blob } of files) if (!(await isThere(this.#blobPath(blob)))) wanted.add(blob);
    const missing = [...wanted];
    for (let at = 0; at < missing.length; ) {
      const asked = missing.slice(at, at + blobsAtOnce);
      const contents = await source.contents(asked);
      if (contents.length === 0 || contents.length > asked.length) refuse("no files came");
      for (const [index, content] of contents.entries())
        await this.#keep(asked[index] ?? "", content);
      at += contents.length;
    }
  }

  async #keep(blob: string, content: Buffer): Promise<void> {
    if (gitBlobId(content) !== blob) refuse("a file that came is another one than was asked for");
    const file = this.#blobPath(blob);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${randomUUID()}`;
    await writeFile(draft, content, { mode: 0o600, flag: "wx" });
    await rename(draft, file);
  }

  async #put(work: string, { path: name, kind, blob }: FolderFile): Promise<void> {
    const target = path.join(work, name);
    const kept = this.#blobPath(blob);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
    await copyFile(kept, target, constants.COPYFILE_EXCL);
    await chmod(target, kind === "executable" ? 0o555 : 0o444);
    await utimes(kept, new Date(), new Date());
  }

  async #link(work: string, { path: name, blob }: FolderFile): Promise<void> {
    const target = await readFile(this.#blobPath(blob), "utf8");
    if (!staysInside(name, target)) refuse(`the link ${name} leads out of its folder`);
    const link = path.join(work, name);
    await mkdir(path.dirname(link), { recursive: true, mode: 0o755 });
    await symlink(target, link);
  }

  #blobPath(blob: string): string {
    return path.join(this.#blobs, blob.slice(0, 2), blob.slice(2));
  }
}

/** Removes what was not used for 30 days from directories of folders or files. */
export async function removeUnused(...directories: readonly string[]): Promise<void> {
  for (const directory of directories) {
    for (const name of await readdir(directory).catch(() => [])) {
      const entry = path.join(directory, name);
      const found = await stat(entry).catch(() => null);
      if (found === null || Date.now() - found.mtimeMs < keptDays * 86_400_000) continue;
      await rm(entry, { recursive: true, force: true });
    }
  }
}

function checkSize(files: readonly FolderFile[]): void {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (files.length > maxFolderFiles || bytes > maxFolderBytes) refuse("it is too large");
}

function refuse(why: string): never {
  const message = `What the run is made of could not be fetched: ${why}.`;
  throw new AppError("run_refused", { message });
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
