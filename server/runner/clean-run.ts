import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { findFamily } from "#server/platform/process.ts";
import { readSweepPatterns, runPaths } from "./run-directory.ts";

const remove = (path: string) => rm(path, { recursive: true, force: true });

/** Removes a finished run's variables, keys and raw output: to be done at once. The kept log stays. Repeatable. */
export async function forgetInput(runDir: string): Promise<void> {
  const { input, eventsKey, commandScript, rawOutput } = runPaths(runDir);
  await Promise.all([input, eventsKey, commandScript, rawOutput].map(remove));
}

/** Directories below `runsDir` of runs that have ended and still have temporary files: an agent died before it cleared them. */
export function findUncleared(runsDir: string): string[] {
  if (!existsSync(runsDir)) return [];
  return readdirSync(runsDir)
    .map((name) => join(runsDir, name))
    .filter((runDir) => existsSync(runPaths(runDir).home) && existsSync(runPaths(runDir).exit));
}

/**
 * Removes the temporary files of finished runs, but of those of which a daemon is still alive. Asks the process table
 * once for all of them, which is why it is worth waiting until there are several. Repeatable.
 */
export async function clearTemporary(runDirs: readonly string[]): Promise<void> {
  const patterns = runDirs.map(readSweepPatterns);
  const anyLives = findFamily(patterns.flat()).length > 0;
  const over = runDirs.filter((_, at) => !anyLives || findFamily(patterns[at] ?? []).length === 0);
  await Promise.all(
    over.flatMap((runDir) => {
      const { home, temporary } = runPaths(runDir);
      return [home, temporary, `/tmp/.chiffon-${basename(runDir)}`].map(remove);
    }),
  );
}

/** Removes everything of a run, its kept log included. */
export async function deleteRun(runDir: string): Promise<void> {
  await clearTemporary([runDir]);
  await rm(runDir, { recursive: true, force: true });
}
