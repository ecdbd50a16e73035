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
import type { ScanWarning } from "#server/contracts/playbook.ts";
import { joinPath } from "./domain/repository-paths.ts";
import type { TreeFile } from "./domain/scan-types.ts";
import type { GitRepository } from "./git-reader.ts";

const maxFileBytes = 200 * 1024 * 1024;

/**
 * Read-only copies of git trees that runs use, one folder per tree id. A copy appears whole or not at all, holds
 * exactly git's bytes (no filters, no line-end conversion, no export attributes) and nothing that is not a regular
 * file, a folder or a link that stays inside.
 */
export class TreeStore {
  readonly #directory: string;

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
   * Extracts a tree unless it is there already. Safe to call from several processes at once.
   *
   * @returns what was left out and why
   */
  async extract(repository: GitRepository, treeId: string): Promise<ScanWarning[]> {
    const target = this.pathOf(treeId);
    const files = await repository.listTree(treeId);
    const { plain, links, warnings } = sortOut(files);
    if (await this.has(treeId)) {
      await utimes(target, new Date(), new Date());
      return warnings;
    }
    await mkdir(this.#directory, { recursive: true, mode: 0o755 });
    const work = await mkdtemp(path.join(this.#directory, ".extracting-"));
    try {
      await this.#write(repository, work, plain, links, warnings);
      await chmod(work, 0o755);
      await rename(work, target);
    } catch (error) {
      await rm(work, { recursive: true, force: true });
      // Another process was first: its copy holds the same bytes.
      if (!(await this.has(treeId))) throw error;
    }
    return warnings;
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
    plain: readonly TreeFile[],
    links: readonly TreeFile[],
    warnings: ScanWarning[],
  ): Promise<void> {
    const folders = new Set([...plain, ...links].map((file) => path.dirname(file.path)));
    for (const folder of folders)
      await mkdir(path.join(work, folder), { recursive: true, mode: 0o755 });
    let at = 0;
    for await (const [blob, content] of repository.readBlobs(plain.map((file) => file.blob))) {
      const file = plain[at++];
      if (file === undefined || content === null) throw new Error(`blob ${blob} is not there`);
      const mode = file.kind === "executable" ? 0o555 : 0o444;
      await writeFile(path.join(work, file.path), content, { mode, flag: "wx" });
    }
    for (const link of links) {
      const target = (await repository.readBlob(link.blob))?.toString("utf8") ?? "";
      if (staysInside(link.path, target)) await symlink(target, path.join(work, link.path));
      else warnings.push({ path: link.path, line: null, message: outsideLink });
    }
  }
}

const outsideLink = "A link that leads out of the repository: left out.";

/**
 * Links are written only in the form `../../folder/file`: their upward steps start from a real folder, so text alone
 * proves that they stay inside, and what follows can only pass links of the same kind.
 */
function staysInside(linkPath: string, target: string): boolean {
  if (
    target === "" ||
    target.includes("\0") ||
    /[^/.]\/+\.\.(?:\/|$)|\.\.[^/.]|[^/]\.\.\//.test(target)
  )
    return false;
  return (
    joinPath(path.posix.dirname(linkPath) === "." ? "" : path.posix.dirname(linkPath), target) !==
    null
  );
}

function sortOut(files: readonly TreeFile[]): {
  plain: TreeFile[];
  links: TreeFile[];
  warnings: ScanWarning[];
} {
  const plain: TreeFile[] = [];
  const links: TreeFile[] = [];
  const warnings: ScanWarning[] = [];
  for (const file of files) {
    const fault = faultOf(file);
    if (fault !== null)
      warnings.push({ path: file.path.slice(0, 300), line: null, message: fault });
    else if (file.kind === "symlink") links.push(file);
    else plain.push(file);
  }
  return { plain, links, warnings };
}

function faultOf(file: TreeFile): string | null {
  const parts = file.path.split("/");
  if (
    parts.some(
      (part) => part === "" || part === "." || part === ".." || part.toLowerCase() === ".git",
    )
  ) {
    return "A name that no honest repository holds: left out.";
  }
  if (file.path.length > 1_000 || parts.some((part) => Buffer.byteLength(part) > 255)) {
    return "A name that is too long: left out.";
  }
  if (file.kind === "submodule") return "A git submodule: its content is not used.";
  if (file.kind === "other") return "Not a regular file: left out.";
  return file.size > maxFileBytes ? "Larger than 200 MB: left out." : null;
}
