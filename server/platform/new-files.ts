import { lstat, mkdir, open, realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";

/** A file that is to be made. */
export interface NewTextFile {
  /** Relative, without leading dots. */
  readonly path: string;
  readonly content: string;
}

/**
 * Writes files below a folder, none of which may be there: all names are looked at before the first is written, and
 * each is created by the system's own exclusive call. Links in the folder are not followed.
 *
 * @throws invalid_input naming the file that exists or would lie elsewhere
 */
export async function writeNewFiles(folder: string, files: readonly NewTextFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  const places = files.map((file) => ({ ...file, target: path.resolve(root, file.path) }));
  for (const { path: name, target } of places) {
    if (!isBelow(root, target)) throw refused(`${name} would lie outside its folder.`);
    if (await isThere(target)) throw refused(`There is ${name} already. Nothing was written.`);
    if (await passesLink(root, path.dirname(target)))
      throw refused(`${name} would lie behind a link, which is not followed. Nothing was written.`);
  }
  for (const { target, content } of places) {
    await mkdir(path.dirname(target), { recursive: true });
    const handle = await open(target, "wx", 0o644);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
  }
}

/** Whether anything between a folder and one below it, as far as it exists, is no plain folder. */
async function passesLink(root: string, folder: string): Promise<boolean> {
  for (let place = folder; place !== root; place = path.dirname(place)) {
    const found = await lstat(place).catch(() => null);
    if (found !== null && !found.isDirectory()) return true;
  }
  return false;
}

function isBelow(root: string, target: string): boolean {
  const inside = path.relative(root, target);
  return inside !== "" && inside !== ".." && !inside.startsWith("../") && !path.isAbsolute(inside);
}

function isThere(target: string): Promise<boolean> {
  return lstat(target).then(
    () => true,
    () => false,
  );
}

function refused(message: string): AppError {
  return new AppError("invalid_input", { message });
}
