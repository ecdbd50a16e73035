import type { Dirent } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import type { NewFile } from "#server/platform/git/import-stream.ts";
import { commitFiles, makeOwnRepository, ownHead } from "#server/platform/git/own-git.ts";
import { isWithin } from "./init-repository.ts";

/** Where a copy holds the original, beside the `ansible.cfg` that names it. */
const folder = "inventory";
const variableFolders = ["group_vars", "host_vars"];
const maxFiles = 2_000;
const maxFileBytes = 1_000_000;
const maxBytes = 20_000_000;
const maxDepth = 10;

/**
 * Makes the copy of an inventory equal to its original, as a commit where something changed. A file brings the
 * `group_vars` and `host_vars` beside it; a folder is taken whole. Links, devices and git's own folder are left out.
 *
 * @param directory the copy's own repository; made when it is missing
 * @param ownPlaces where Chiffon keeps keys, settings and copies: nothing around or below them is ever copied
 * @throws repository_unreadable when the original is missing, unreadable, too large or not to be copied
 */
export async function syncCopy(
  original: string,
  directory: string,
  ownPlaces: readonly string[],
): Promise<void> {
  const { files, named } = await readOriginal(original, ownPlaces);
  const config = Buffer.from(`[defaults]\ninventory = ${named}\n`);
  await makeOwnRepository(directory);
  const from = await ownHead(directory);
  // Whoever was faster copied the same original.
  await commitFiles(directory, {
    files: [{ path: "ansible.cfg", content: config }, ...files],
    from,
    message: `Copy ${path.basename(original)}`,
  });
}

/** What the kernel makes up there: environments and memory of processes, devices. */
const madeUp = ["/proc", "/sys", "/dev", "/run"];

async function readOriginal(
  original: string,
  ownPlaces: readonly string[],
): Promise<{ files: readonly NewFile[]; named: string }> {
  try {
    // Where the path leads now: a link can be turned after the first copy.
    const place = await realpath(original);
    refuseOwn(place, ownPlaces);
    const found = await stat(place);
    const bounds = { files: 0, bytes: 0 };
    if (found.isDirectory())
      return { files: await readFolder(place, "", bounds), named: `${folder}/` };
    if (!found.isFile()) throw unreadable(`${original} is neither a file nor a folder.`);
    const name = path.basename(original);
    const files = [await readOne(place, name, bounds)];
    for (const beside of variableFolders)
      files.push(...(await readFolder(path.join(path.dirname(place), beside), beside, bounds)));
    return { files, named: `${folder}/${name}` };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    throw unreadable(
      code === "ENOENT"
        ? `${original} is not there any more. The last copy stays in use.`
        : `${original} cannot be read by Chiffon: give its user the right to read it.`,
      cause,
    );
  }
}

function refuseOwn(place: string, ownPlaces: readonly string[]): void {
  if (ownPlaces.some((own) => isWithin(own, place) || isWithin(place, own)))
    throw unreadable("Chiffon keeps its own files there.");
  if (madeUp.some((root) => isWithin(place, root)))
    throw unreadable(`${place} is no file of yours. Name the inventory itself.`);
}

interface Bounds {
  files: number;
  bytes: number;
}

async function readFolder(place: string, as: string, bounds: Bounds): Promise<NewFile[]> {
  const found: NewFile[] = [];
  for (const entry of await list(place, as === "")) {
    const name = as === "" ? entry.name : `${as}/${entry.name}`;
    const full = path.join(place, entry.name);
    if (entry.isFile()) found.push(await readOne(full, name, bounds));
    else if (entry.isDirectory() && entry.name !== ".git" && name.split("/").length < maxDepth)
      found.push(...(await readFolder(full, name, bounds)));
  }
  return found;
}

/** Folders of variables need not be there. */
async function list(place: string, mustBeThere: boolean): Promise<Dirent[]> {
  return readdir(place, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (!mustBeThere && (error.code === "ENOENT" || error.code === "ENOTDIR")) return [];
    throw error;
  });
}

async function readOne(place: string, as: string, bounds: Bounds): Promise<NewFile> {
  const { size, mode } = await stat(place);
  bounds.files += 1;
  bounds.bytes += size;
  if (size > maxFileBytes) throw unreadable(`${place} is larger than a megabyte.`);
  if (bounds.files > maxFiles || bounds.bytes > maxBytes) {
    throw unreadable(
      `That holds more than ${maxFiles} files or ${maxBytes / 1_000_000} MB. Name the inventory itself.`,
    );
  }
  return {
    path: `${folder}/${as}`,
    content: await readFile(place),
    isExecutable: (mode & 0o111) !== 0,
  };
}

function unreadable(message: string, cause?: unknown): AppError {
  return new AppError("repository_unreadable", { message, ...(cause ? { cause } : {}) });
}
