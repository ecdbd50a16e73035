import { pathspec } from "simple-git";
import { AppError } from "#server/lib/app-error.ts";
import type { CallLimits } from "./git-call-watch.ts";
import { type GitAccess, withoutFilters } from "./git-process.ts";
import { callOwnerGit, type OwnerGitCall } from "./owner-git-call.ts";

/** A call that reaches another machine. */
export type RemoteCall = OwnerGitCall & Required<Pick<OwnerGitCall, "reach" | "limits">>;

const askLimits: CallLimits = { silenceMs: 20_000, totalMs: 20_000 };

/** Makes an empty bare repository for one branch of a remote. @throws repository_unreadable */
export async function initBare(directory: string, branch: string): Promise<void> {
  await callOwnerGit(directory, ["init", "--quiet", "--bare", `--initial-branch=${branch}`]);
  await callOwnerGit(directory, ["config", "gc.auto", "0"]);
}

/** Makes a plain folder a repository with a first branch. @throws repository_unreadable */
export async function initWorkTree(directory: string, branch: string): Promise<void> {
  await callOwnerGit(directory, ["init", "--quiet", `--initial-branch=${branch}`]);
}

/** Commits all files of a work tree in Chiffon's name. @throws repository_unreadable */
export async function commitEverything(directory: string, message: string): Promise<void> {
  await callOwnerGit(directory, ["add", "--all"]);
  const settings = ["user.name=Chiffon", "user.email=chiffon@localhost", "commit.gpgSign=false"];
  const options = ["--quiet", "--allow-empty", "--no-verify", `--message=${message}`];
  await callOwnerGit(directory, ["commit", ...options], { settings });
}

/**
 * Brings one branch of an address into a bare repository, forced where the remote rewrote it.
 *
 * @throws repository_unreadable with git's words, or that it took too long
 */
export async function fetchBranch(
  directory: string,
  { url, branch }: { readonly url: string; readonly branch: string },
  call: RemoteCall,
): Promise<void> {
  const ref = `refs/heads/${branch}`;
  // With --quiet git would not say how much it has received.
  const options = ["--progress", "--no-tags", "--no-auto-gc", "--no-write-fetch-head"];
  await callOwnerGit(directory, ["fetch", ...options, pathspec(url, `+${ref}:${ref}`)], call);
}

/** Pushes one refspec to an address; never forces, runs no hook. @throws repository_unreadable */
export async function pushRef(
  directory: string,
  { url, refspec }: { readonly url: string; readonly refspec: string },
  call: RemoteCall,
): Promise<void> {
  await callOwnerGit(directory, ["push", "--quiet", "--no-verify", pathspec(url, refspec)], call);
}

/** What an address says of its refs that match, as `git ls-remote` prints it. @throws repository_unreadable */
export function listRemote(url: string, pattern: string, reach: GitAccess): Promise<string> {
  const symbolic = pattern === "HEAD" ? ["--symref"] : [];
  const command = ["ls-remote", "--quiet", ...symbolic, pathspec(url, pattern)];
  return callOwnerGit("/", command, { reach, limits: askLimits });
}

/** The branch that a repository has checked out. @throws repository_unreadable where there is none */
export async function currentBranch(directory: string): Promise<string> {
  try {
    return (await callOwnerGit(directory, ["symbolic-ref", "--quiet", "--short", "HEAD"])).trim();
  } catch (cause) {
    throw new AppError("repository_unreadable", {
      message: `${directory} is no git repository with a branch checked out.`,
      cause,
    });
  }
}

/** Files of a work tree that differ from what is committed, by name as git knows it. @throws repository_unreadable */
export async function changedFiles(directory: string): Promise<string[]> {
  const options = ["--porcelain=v1", "-z", "--no-renames", "--untracked-files=normal"];
  const said = await callOwnerGit(directory, ["status", ...options, "--ignore-submodules=all"], {
    overruled: await withoutFilters(directory),
  });
  return said
    .split("\0")
    .filter(Boolean)
    .map((line) => line.slice(3));
}
