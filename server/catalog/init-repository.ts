import { mkdir, realpath, rm, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import { parseLocation } from "./git-reader.ts";
import { commitEverything, initWorkTree } from "./owner-git.ts";

const firstBranch = "main";
/** Folders of the system, where a mistyped path must not start a repository. */
const systemFolders =
  /^\/(?:$|(?:bin|boot|dev|etc|home|lib|lib32|lib64|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|var)(?:\/?$)|(?:boot|dev|etc|proc|run|sys|usr)\/)/;

/**
 * Makes a plain folder a git repository with everything in it committed, because a person asked for it. A folder that
 * is one already is left as it is.
 *
 * @param ownPlaces where Chiffon keeps keys, tokens and copies: nothing around or below them is ever committed
 * @throws repository_unreadable when it is no folder or git cannot write there
 */
export async function initRepository(
  locationText: string,
  ownPlaces: readonly string[],
): Promise<void> {
  const location = parseLocation(locationText);
  // Where the path leads, past links and "..", is what counts.
  const folder = location.kind === "path" ? await realpath(location.path).catch(() => null) : null;
  const found = folder === null ? null : await stat(folder);
  const isPlain =
    folder !== null &&
    found?.isDirectory() === true &&
    !systemFolders.test(folder) &&
    !ownPlaces.some((own) => isWithin(own, folder) || isWithin(folder, own));
  if (!isPlain) {
    throw new AppError("repository_unreadable", {
      message: "Only a folder of yours on this machine can be made a git repository.",
    });
  }
  const gitFolder = path.join(folder, ".git");
  // Whoever makes the folder fills it, and only they clear it away when that fails.
  if (!(await isMade(gitFolder))) return;
  try {
    await initWorkTree(folder, firstBranch);
    await commitEverything(folder, "Start");
  } catch (error) {
    await rm(gitFolder, { recursive: true, force: true });
    throw error;
  }
}

/** True for a folder itself and for everything below it, by name alone. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/** Makes a folder; false where something of that name is there already. @throws repository_unreadable */
async function isMade(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "EEXIST") return false;
    throw new AppError("repository_unreadable", {
      message: "Chiffon may not write into that folder.",
      cause,
    });
  }
}
