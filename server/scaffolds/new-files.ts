import { mkdir, open, realpath } from "node:fs/promises";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import type { ScaffoldFile } from "./domain/templates/role-part.ts";

/**
 * Writes files below a folder, none of which may be there: all names are looked at before the first is written, and
 * each is created by the system's own exclusive call. Links that lead out of the folder are not followed.
 *
 * @throws invalid_input naming the file that exists or would lie elsewhere
 */
export async function writeNewFiles(folder: string, files: readonly ScaffoldFile[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  const places = files.map((file) => ({ ...file, target: path.resolve(root, file.path) }));
  for (const { path: name, target } of places) {
    if (!isBelow(root, target)) throw refused(`${name} would lie outside ${folder}.`);
    if (await isThere(target)) throw refused(`${folder} has ${name} already. Nothing was written.`);
  }
  for (const { path: name, target, content } of places) {
    await mkdir(path.dirname(target), { recursive: true });
    const parent = await realpath(path.dirname(target));
    if (parent !== root && !isBelow(root, parent))
      throw refused(`${name} would lie outside ${folder}, where a link leads.`);
    const handle = await open(target, "wx", 0o644);
    try {
      await handle.writeFile(content);
    } finally {
      await handle.close();
    }
  }
}

function isBelow(root: string, target: string): boolean {
  const inside = path.relative(root, target);
  return inside !== "" && inside !== ".." && !inside.startsWith("../") && !path.isAbsolute(inside);
}

function isThere(target: string): Promise<boolean> {
  return realpath(target).then(
    () => true,
    () => false,
  );
}

function refused(message: string): AppError {
  return new AppError("invalid_input", { message });
}
