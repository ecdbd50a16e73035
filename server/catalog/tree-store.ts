import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises";
import path from "node:path";
import type { TreeFile } from "#server/ansible/tree.ts";
import { fileFault, staysInside } from "./domain/special-files.ts";
import type { GitRepository } from "./git-reader.ts";

/**
 * Read-only copies of git trees that runs use, one folder per tree id. A copy appears whole or not at all, holds
 * exactly git's bytes (no filters, no line-end conversion, no export attributes) and nothing that is not a regular
 * file, a folder or a link that stays inside.
 */
export class TreeStore {
  readonly #directory: string;
  readonly #underWay = new Map<string, Promise<void>>();

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Where the tree lies once extracted. */
  pathOf(treeId: string): string {
    if (!/^[0-9a-f]{40,64}$/.test(treeId)) throw new Error("expected a tree id");
    return path.join(this.#directory, treeId);
  }

  /** True when the tree is there. */
  async has(treeId: string): Promise<boolean> {
    return stat(this.pathOf(treeId)).then(
      (found) => found.isDirectory(),
      () => false,
    );
  }

  /**
   * Extracts a tree unless it is there already. Safe to call from several processes at once; calls of one process for
   * the same tree share the work.
   *
   * @throws when `signal` ends it or git cannot give the contents
   */
  async extract(repository: GitRepository, treeId: string, signal?: AbortSignal): Promise<void> {
    const known = this.#underWay.get(treeId);
    if (known !== undefined) {
      await known.catch(() => undefined);
      if (await this.has(treeId)) return;
    }
    const started = this.#extract(repository, treeId, signal).finally(() => {
      if (this.#underWay.get(treeId) === started) this.#underWay.delete(treeId);
    });
    this.#underWay.set(treeId, started);
    return started;
  }

  async #extract(repository: GitRepository, treeId: string, signal?: AbortSignal): Promise<void> {
    const target = this.pathOf(treeId);
    if (await this.has(treeId)) {
      await utimes(target, new Date(), new Date());
      return;
    }
    const files = (await repository.listTree(treeId)).filter((file) => fileFault(file) === null);
    await mkdir(this.#directory, { recursive: true, mode: 0o755 });
    const work = await mkdtemp(path.join(this.#directory, ".extracting-"));
    try {
      await this.#write(repository, work, files, signal);
      await chmod(work, 0o755);
      await rename(work, target);
    } catch (error) {
      await rm(work, { recursive: true, force: true });
      // Another process was first: its copy holds the same bytes.
      if (!(await this.has(treeId))) throw error;
    }
  }

  /** Removes copies unused for `days`, and what a crash left behind; `keep` names trees that stay. */
  async prune(keep: ReadonlySet<string>, days: number, now: Date): Promise<number> {
    const names = await readdir(this.#directory).catch(() => []);
    let removed = 0;
    for (const name of names) {
      if (keep.has(name)) continue;
      const found = await stat(path.join(this.#directory, name)).catch(() => null);
      if (found === null || now.getTime() - found.mtimeMs < days * 86_400_000) continue;
      await rm(path.join(this.#directory, name), { recursive: true, force: true });
      removed += 1;
    }
    return removed;
  }

  async #write(
    repository: GitRepository,
    work: string,
    files: readonly TreeFile[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const folders = new Set(files.map((file) => path.dirname(file.path)));
    for (const folder of folders)
      await mkdir(path.join(work, folder), { recursive: true, mode: 0o755 });
    const plain = files.filter((file) => file.kind !== "symlink");
    let at = 0;
    for await (const [blob, content] of repository.readBlobs(plain.map((file) => file.blob))) {
      signal?.throwIfAborted();
      const file = plain[at++];
      if (file === undefined || content === null) throw new Error(`blob ${blob} is not there`);
      const mode = file.kind === "executable" ? 0o555 : 0o444;
      await writeFile(path.join(work, file.path), content, { mode, flag: "wx" });
    }
    for (const link of files.filter((file) => file.kind === "symlink")) {
      const target = (await repository.readBlob(link.blob))?.toString("utf8") ?? "";
      if (staysInside(link.path, target)) await symlink(target, path.join(work, link.path));
    }
  }
}
