import { lstat, readFile, readlink, stat } from "node:fs/promises";
import path from "node:path";
import {
  type FolderFile,
  type FolderName,
  maxFileBytes,
  maxFilesBytes,
  maxFolderBytes,
  maxFolderFiles,
} from "#server/contracts/link.ts";
import type { HeldRun } from "#server/execution/run-service.ts";
import { listContent } from "#server/runner/content-lock.ts";
import { gitBlobId } from "#server/runner/verify-files.ts";
import { LinkError } from "./link-error.ts";

type RunBody = Pick<HeldRun["body"], "treeId" | "inventorySource" | "requirementsLock">;

/** Listed folders that are remembered: each is what its name says for ever. */
const mostRemembered = 16;

/** The folders that a run is made of: its tree, its inventory's, and what is installed for it. */
export class RunFolders {
  readonly #places: { readonly trees: string; readonly dependencies: string };
  readonly #listed = new Map<string, Promise<FolderFile[]>>();

  constructor(places: { readonly trees: string; readonly dependencies: string }) {
    this.#places = places;
  }

  /**
   * What is in a folder of a run, by git blob id.
   *
   * @throws LinkError content_missing, content_too_large
   */
  async list(body: RunBody, name: FolderName): Promise<FolderFile[]> {
    const folder = this.#folderOf(body, name);
    const known = this.#listed.get(folder) ?? listFolder(folder);
    this.#listed.delete(folder);
    this.#listed.set(folder, known);
    for (const oldest of this.#listed.keys()) {
      if (this.#listed.size <= mostRemembered) break;
      this.#listed.delete(oldest);
    }
    try {
      return await known;
    } catch (error) {
      this.#listed.delete(folder);
      throw error;
    }
  }

  /**
   * The contents of files of a folder, in base64: as many of those asked for as one answer holds.
   *
   * @throws LinkError content_missing when one is not in the folder
   */
  async contents(body: RunBody, name: FolderName, blobs: readonly string[]): Promise<string[]> {
    const folder = this.#folderOf(body, name);
    const byBlob = new Map((await this.list(body, name)).map((file) => [file.blob, file]));
    const contents: string[] = [];
    let bytes = 0;
    for (const blob of blobs) {
      const file = byBlob.get(blob);
      if (file === undefined) throw new LinkError("content_missing");
      bytes += file.size;
      if (contents.length > 0 && bytes > maxFilesBytes) break;
      contents.push((await contentOf(path.join(folder, file.path))).toString("base64"));
    }
    return contents;
  }

  #folderOf({ treeId, inventorySource, requirementsLock }: RunBody, name: FolderName): string {
    const { trees, dependencies } = this.#places;
    const id = { tree: treeId, inventory: inventorySource?.treeId, content: requirementsLock }[
      name
    ];
    // Ids come from the plan. They are hashes; nothing else may become a path.
    if (id == null || !/^[0-9a-f]{40,64}$/.test(id)) throw new LinkError("content_missing");
    return path.join(name === "content" ? dependencies : trees, id);
  }
}

async function listFolder(folder: string): Promise<FolderFile[]> {
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isThere) throw new LinkError("content_missing");
  const found = await listContent(folder).catch(() => {
    throw new LinkError("content_too_large");
  });
  const total = found.reduce((sum, { size }) => sum + size, 0);
  const isTooLarge = found.some(({ size }) => size > maxFileBytes);
  if (isTooLarge || found.length > maxFolderFiles || total > maxFolderBytes)
    throw new LinkError("content_too_large");
  const files: FolderFile[] = [];
  for (const { path: name, kind, size } of found) {
    const content = await contentOf(path.join(folder, name));
    files.push({ path: name, kind, size, blob: gitBlobId(content) });
  }
  return files;
}

async function contentOf(file: string): Promise<Buffer> {
  const kind = await lstat(file);
  return kind.isSymbolicLink() ? readlink(file, { encoding: "buffer" }) : readFile(file);
}
