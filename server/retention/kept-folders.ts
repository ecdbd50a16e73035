import { opendir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { runProgram } from "#server/platform/run-program.ts";

const idPattern = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names of folders that belong to a run; none where the place is not there. */
export async function listIds(place: string): Promise<string[]> {
  const names = await readdir(place).catch(() => []);
  return names.filter((name) => idPattern.test(name));
}

/** What all of a place takes on disk, in bytes; read at the machine's leisure. */
export async function sizeOf(place: string): Promise<number> {
  const printed = await runProgram("nice", ["-n", "19", "du", "-sk", "--", place], {
    env: { NODE_ENV: "production", PATH: "/usr/bin:/bin:/usr/sbin:/sbin" },
    timeoutMs: 600_000,
  });
  return Number.parseInt(printed.toString("utf8"), 10) * 1024;
}

/** Removes a folder and returns how many bytes of files it held. */
export async function removeFolder(place: string, name: string): Promise<number> {
  const folder = path.join(place, name);
  const bytes = await filesIn(folder);
  await rm(folder, { recursive: true, force: true });
  return bytes;
}

async function filesIn(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await opendir(folder).catch(() => null);
  if (entries === null) return 0;
  for await (const entry of entries) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await filesIn(inside);
    else bytes += (await stat(inside).catch(() => null))?.size ?? 0;
  }
  return bytes;
}
