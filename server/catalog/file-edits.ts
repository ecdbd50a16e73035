import { randomUUID } from "node:crypto";
import { AppError } from "#server/lib/app-error.ts";
import { importArguments, importStream } from "#server/platform/git/import-stream.ts";
import type { StoredRepository } from "./catalog-repository.ts";
import { runGit, withoutFilters } from "./git-process.ts";
import { currentBranch, type GitRepository, parseLocation } from "./git-reader.ts";
import type { RepositoryAccess } from "./repository-access.ts";

/** One file of a repository as it was and as it shall be. */
export interface FileEdit {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** Of the commit. */
  readonly message: string;
}

type Writable = Pick<
  StoredRepository,
  "id" | "name" | "location" | "branch" | "credential" | "requirementsLock" | "kind" | "copiedFrom"
>;

/**
 * Commits that people asked Chiffon to make in their repositories, one file each. A repository on this machine is
 * written in place, one that lies elsewhere is pushed to. Nothing of it is executed: no hooks, no filters.
 */
export class FileEdits {
  private readonly access: RepositoryAccess;

  constructor(access: RepositoryAccess) {
    this.access = access;
  }

  /** The text of a file at a commit; null where there is none. @throws repository_unreadable */
  async read(repository: Writable, commit: string, path: string): Promise<string | null> {
    const git = await this.access.open(repository);
    const blob = (await git.blobsAt(commit, [path])).get(path) ?? null;
    return blob === null ? null : ((await git.readBlob(blob))?.toString("utf8") ?? null);
  }

  /**
   * Puts an edit on a branch of its own, on top of a commit that holds the file as it was. Asking again changes nothing.
   *
   * @returns the new commit
   * @throws repository_unwritable with what git said, invalid_state when the branch holds something else
   */
  async putOnBranch(
    repository: Writable,
    branch: string,
    base: string,
    edit: FileEdit,
  ): Promise<string> {
    const git = await this.access.open(repository);
    const ref = `refs/heads/${branch}`;
    const commit = (await refAt(git, ref)) ?? (await makeCommit(git, ref, base, edit));
    if ((await this.read(repository, commit, edit.path)) !== edit.after)
      throw new AppError("invalid_state", {
        message: `There is a branch ${branch} already, with something else. Delete it, then try again.`,
      });
    if (isRemote(repository)) await this.push(repository, git, `${commit}:${ref}`);
    return commit;
  }

  /**
   * Commits an edit onto the branch that Chiffon reads, as it is now. A work tree that has the branch checked out gets
   * the file as well. Where the file is what it shall be, nothing is changed.
   *
   * @returns the commit that holds it
   * @throws invalid_state when the file has changed since, in a commit or only in the work tree
   * @throws repository_unwritable with what git said
   */
  async commit(repository: Writable, edit: FileEdit): Promise<string> {
    const git = await this.access.open(repository);
    await this.access.refresh(repository, { evenIfRecent: true });
    const head = await git.resolveHead();
    const held = await this.read(repository, head, edit.path);
    if (held === edit.after) return head;
    if (held !== edit.before)
      throw new AppError("invalid_state", {
        message: `${edit.path} has changed since. Ask for suggestions again.`,
      });
    const ref = `refs/chiffon/${randomUUID()}`;
    try {
      const commit = await makeCommit(git, ref, head, edit);
      if (isRemote(repository)) {
        await this.push(repository, git, `${commit}:refs/heads/${repository.branch}`);
        await this.access.refresh(repository, { evenIfRecent: true });
      } else await advance(git, { from: head, to: commit, path: edit.path });
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

async function makeCommit(
  git: GitRepository,
  ref: string,
  from: string,
  { path, after, message }: FileEdit,
): Promise<string> {
  const listed = await runGit(git.directory, ["ls-tree", "-z", from, "--", path]);
  const isExecutable = listed.toString("utf8").startsWith("100755");
  const file = { path, content: Buffer.from(after), isExecutable };
  try {
    await runGit(git.directory, importArguments, {
      input: importStream([file], { ref, from, message, keepsOthers: true }),
    });
  } catch (cause) {
    throw unwritable({ name: git.directory }, cause);
  }
  const commit = await refAt(git, ref);
  if (commit === null) throw new Error(`git made no ${ref}`);
  return commit;
}

/** Moves the branch on, and the file of a work tree that has it checked out, or neither. */
async function advance(
  git: GitRepository,
  { from, to, path }: { readonly from: string; readonly to: string; readonly path: string },
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
        message: `${path} has changes that are not committed, or git is busy there. Commit or stash them, then try again.`,
        cause,
      });
    });
  try {
    await runGit(git.directory, [
      ...["update-ref", "-m", "chiffon: suggestions"],
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
