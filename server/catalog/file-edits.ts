import { randomUUID } from "node:crypto";
import { AppError } from "#server/lib/app-error.ts";
import { importArguments, importStream } from "#server/platform/git/import-stream.ts";
import type { StoredRepository } from "./catalog-repository.ts";
import { runGit, withoutFilters } from "./git-process.ts";
import { type GitRepository, parseLocation } from "./git-reader.ts";
import { currentBranch } from "./owner-git.ts";
import type { RepositoryAccess } from "./repository-access.ts";

/** One file of a repository as it was and as it shall be; null for not there. */
export interface FileEdit {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Files that change together. */
export interface RepositoryEdit {
  readonly files: readonly FileEdit[];
  /** Of the commit. */
  readonly message: string;
}

type Writable = Pick<
  StoredRepository,
  "id" | "name" | "location" | "branch" | "credential" | "requirementsLock" | "kind" | "copiedFrom"
>;

/**
 * Commits that people asked Chiffon to make in their repositories. A repository on this machine is written in place,
 * one that lies elsewhere is pushed to. Nothing of it is executed: no hooks, no filters.
 */
export class FileEdits {
  private readonly access: RepositoryAccess;

  constructor(access: RepositoryAccess) {
    this.access = access;
  }

  /** The text of a file at a commit; null where there is none. @throws repository_unreadable */
  async read(repository: Writable, commit: string, path: string): Promise<string | null> {
    return textAt(await this.access.open(repository), commit, path);
  }

  /**
   * Puts an edit on a branch of its own, on top of a commit that holds the files as they were. Asking again changes
   * nothing.
   *
   * @returns the new commit
   * @throws repository_unwritable with what git said, invalid_state when the branch holds something else
   */
  async putOnBranch(
    repository: Writable,
    branch: string,
    base: string,
    edit: RepositoryEdit,
  ): Promise<string> {
    const git = await this.access.open(repository);
    const ref = `refs/heads/${branch}`;
    const made = await refAt(git, ref);
    if (made === null) await assertAsBefore(git, base, edit);
    const commit = made ?? (await makeCommit(git, ref, base, edit));
    if ((await firstOther(git, commit, edit, "after")) !== null)
      throw new AppError("invalid_state", {
        message: `There is a branch ${branch} already, with something else. Delete it, then try again.`,
      });
    if (isRemote(repository)) await this.push(repository, git, `${commit}:${ref}`);
    return commit;
  }

  /**
   * Commits an edit onto the branch that Chiffon reads, as it is now. A work tree that has the branch checked out gets
   * the files as well. Where they are what they shall be, nothing is changed.
   *
   * @returns the commit that holds them
   * @throws invalid_state when one has changed since, in a commit or only in the work tree
   * @throws repository_unwritable with what git said
   */
  async commit(repository: Writable, edit: RepositoryEdit): Promise<string> {
    const git = await this.access.open(repository);
    await this.access.refresh(repository, { evenIfRecent: true });
    const head = await git.resolveHead();
    if ((await firstOther(git, head, edit, "after")) === null) return head;
    await assertAsBefore(git, head, edit);
    const ref = `refs/chiffon/${randomUUID()}`;
    try {
      const commit = await makeCommit(git, ref, head, edit);
      if (isRemote(repository)) {
        await this.push(repository, git, `${commit}:refs/heads/${repository.branch}`);
        await this.access.refresh(repository, { evenIfRecent: true });
      } else await advance(git, { from: head, to: commit });
      return commit;
    } finally {
      await dropRef(git, ref);
    }
  }

  private async push(repository: Writable, git: GitRepository, what: string): Promise<void> {
    try {
      await this.access.push(repository, git, what);
    } catch (cause) {
      throw unwritable(repository, cause);
    }
  }
}

/** True where a repository's location is an address. */
export function isRemote({ location }: Pick<StoredRepository, "location">): boolean {
  return parseLocation(location).kind === "url";
}

async function textAt(git: GitRepository, commit: string, path: string): Promise<string | null> {
  const blob = (await git.blobsAt(commit, [path])).get(path) ?? null;
  return blob === null ? null : ((await git.readBlob(blob))?.toString("utf8") ?? null);
}

/** The first file that is not at a commit what it was, or what it shall be; null where all are. */
async function firstOther(
  git: GitRepository,
  commit: string,
  { files }: RepositoryEdit,
  side: "before" | "after",
): Promise<string | null> {
  for (const file of files)
    if ((await textAt(git, commit, file.path)) !== file[side]) return file.path;
  return null;
}

/** @throws invalid_state naming the first file that is not what it was */
async function assertAsBefore(
  git: GitRepository,
  commit: string,
  edit: RepositoryEdit,
): Promise<void> {
  const other =
    (await firstOther(git, commit, edit, "before")) ?? (await inTheWay(git, commit, edit));
  if (other === null) return;
  const isOld = edit.files.some(({ path, before }) => path === other && before !== null);
  throw new AppError("invalid_state", {
    message: !isOld
      ? `There is ${other} already, which Chiffon does not write over.`
      : `${other} has changed since. Have it made again from what is there now.`,
  });
}

/**
 * What stands where a new file shall, or where a folder of its shall: git would put the file in the place of a link, a
 * submodule or a folder. Null where nothing does.
 */
async function inTheWay(
  git: GitRepository,
  commit: string,
  { files }: RepositoryEdit,
): Promise<string | null> {
  const made = files.filter(({ before }) => before === null).map(({ path }) => path);
  if (made.length === 0) return null;
  const folders = made.flatMap((path) =>
    [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index)),
  );
  const places = [...new Set([...made, ...folders])];
  const listed = await runGit(git.directory, ["ls-tree", "-z", commit, "--", ...places]);
  const found = [...listed.toString("utf8").matchAll(/\d+ (\w+) \w+\t([^\0]+)/g)];
  const isFree = (type = "", path = "") => type === "tree" && !made.includes(path);
  return found.find(([, type, path]) => !isFree(type, path))?.[2] ?? null;
}

async function makeCommit(
  git: GitRepository,
  ref: string,
  from: string,
  { files, message }: RepositoryEdit,
): Promise<string> {
  const listed = await runGit(git.directory, [
    ...["ls-tree", "-z", from, "--"],
    ...files.map(({ path }) => path),
  ]);
  const executable = new Set(
    [...listed.toString("utf8").matchAll(/100755 blob \w+\t([^\0]+)/g)].map(([, path]) => path),
  );
  const made = files.map(({ path, after }) =>
    after === null
      ? { path, content: null }
      : { path, content: Buffer.from(after), isExecutable: executable.has(path) },
  );
  try {
    await runGit(git.directory, importArguments, {
      input: importStream(made, { ref, from, message, keepsOthers: true }),
    });
  } catch (cause) {
    throw unwritable({ name: git.directory }, cause);
  }
  const commit = await refAt(git, ref);
  if (commit === null) throw new Error(`git made no ${ref}`);
  return commit;
}

/** Moves the branch on, and the files of a work tree that has it checked out, or neither. */
async function advance(
  git: GitRepository,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const isOut = !(await isBare(git)) && (await checkedOut(git)) === git.branch;
  const env = isOut ? await withoutFilters(git.directory) : {};
  const moveFiles = async (before: string, after: string) => {
    await runGit(git.directory, ["update-index", "-q", "--refresh"], { env }).catch(
      () => undefined,
    );
    await runGit(git.directory, ["read-tree", "-m", "-u", before, after], { env });
  };
  if (isOut)
    await moveFiles(from, to).catch((cause: unknown) => {
      throw new AppError("invalid_state", {
        message:
          "Files that it touches have changes that are not committed, or git is busy there. Commit or stash them, then try again.",
        cause,
      });
    });
  try {
    await runGit(git.directory, [
      ...["update-ref", "-m", "chiffon: a change that was asked for"],
      ...[`refs/heads/${git.branch}`, to, from],
    ]);
  } catch (cause) {
    if (isOut) await moveFiles(to, from);
    throw unwritable({ name: git.directory }, cause);
  }
}

async function refAt(git: GitRepository, ref: string): Promise<string | null> {
  const said = await runGit(git.directory, ["for-each-ref", "--format=%(objectname)", ref]);
  return said.toString("utf8").trim() || null;
}

async function dropRef(git: GitRepository, ref: string): Promise<void> {
  await runGit(git.directory, ["update-ref", "-d", ref]).catch(() => undefined);
}

async function isBare(git: GitRepository): Promise<boolean> {
  const said = await runGit(git.directory, ["rev-parse", "--is-bare-repository"]);
  return said.toString("utf8").trim() === "true";
}

/** The branch of the work tree; null where no branch is checked out. */
async function checkedOut(git: GitRepository): Promise<string | null> {
  return currentBranch(git.directory).catch(() => null);
}

function unwritable({ name }: { readonly name: string }, cause: unknown): AppError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new AppError("repository_unwritable", {
    message: `Chiffon may not write to ${name}. ${said}`,
    cause,
  });
}
