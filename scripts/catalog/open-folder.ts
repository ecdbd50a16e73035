import { cp, lstat, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runGit } from "#server/catalog/git-process.ts";
import { GitRepository } from "#server/catalog/git-reader.ts";
import { currentBranch } from "#server/catalog/owner-git.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";

/** A folder opened for reading as the catalog would. */
export interface OpenedFolder {
  readonly repository: GitRepository;
  readonly name: string;
  readonly treeId: string;
  readonly warnings: readonly ScanWarning[];
  close(): Promise<void>;
}

/** The value behind a command-line option. @throws when it is missing */
export function readOption(name: string): string {
  const value = process.argv[process.argv.indexOf(name) + 1];
  if (!process.argv.includes(name) || value === undefined) throw new Error(`usage: ${name} DIR`);
  return path.resolve(value);
}

/**
 * Opens a git repository in place. A plain folder is copied into a temporary repository first, so that folders
 * without git can be tried too; nothing is written into the folder itself.
 */
export async function openFolder(folder: string): Promise<OpenedFolder> {
  const branch = await currentBranch(folder).catch(() => null);
  if (branch === null) return openPlainFolder(folder);
  const repository = new GitRepository(folder, branch);
  const hasCommit = await repository.resolveHead().then(
    () => true,
    () => false,
  );
  if (!hasCommit) {
    repository.close();
    return openPlainFolder(folder);
  }
  const [{ treeId }, uncommitted] = await Promise.all([
    repository.head(),
    repository.uncommitted(),
  ]);
  const warnings = uncommitted.paths.map((name) => ({
    path: name,
    line: null,
    message: "Not committed, so not used.",
  }));
  return {
    repository,
    name: path.basename(folder),
    treeId,
    warnings,
    close: async () => repository.close(),
  };
}

/** Git's own folder stays behind, and so does what git could not hold: pipes, sockets, devices. */
async function isCopied(name: string): Promise<boolean> {
  const found = await lstat(name);
  const plain = found.isFile() || found.isDirectory() || found.isSymbolicLink();
  return plain && path.basename(name) !== ".git";
}

async function openPlainFolder(folder: string): Promise<OpenedFolder> {
  const copy = await mkdtemp(path.join(tmpdir(), "chiffon-scan-"));
  const target = path.join(copy, path.basename(folder));
  await cp(folder, target, {
    recursive: true,
    verbatimSymlinks: true,
    filter: isCopied,
  });
  await runGit(target, ["init", "--quiet", "--initial-branch=main"]);
  await runGit(target, ["add", "--all", "--force"], { timeoutMs: 120_000 });
  await runGit(target, [
    "-c",
    "user.name=scan",
    "-c",
    "user.email=scan@localhost",
    "commit",
    "--quiet",
    "--allow-empty",
    "--no-verify",
    "--message=scan",
  ]);
  const repository = new GitRepository(target, "main");
  const { treeId } = await repository.head();
  return {
    repository,
    name: path.basename(folder),
    treeId,
    warnings: [{ path: ".", line: null, message: "No git repository: read as it lies there." }],
    async close() {
      repository.close();
      await rm(copy, { recursive: true, force: true });
    },
  };
}
