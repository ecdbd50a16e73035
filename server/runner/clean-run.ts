import { rm } from "node:fs/promises";
import { basename } from "node:path";
import { findFamily } from "#server/platform/process.ts";
import { readSweepPatterns, runPaths } from "./run-directory.ts";

/**
 * Removes what a finished run needs no more: variables, keys, raw output, temporary files. The kept log, the events
 * and the exit record stay. Temporary files stay while a daemon that the run started is alive. Repeatable.
 */
export async function cleanRun(runDir: string): Promise<void> {
  const paths = runPaths(runDir);
  const remove = (path: string) => rm(path, { recursive: true, force: true });
  await Promise.all(
    [paths.input, paths.eventsKey, paths.commandScript, paths.rawOutput].map(remove),
  );
  if (findFamily(readSweepPatterns(runDir)).length > 0) return;
  await Promise.all([paths.home, paths.temporary, `/tmp/.chiffon-${basename(runDir)}`].map(remove));
}

/** Removes everything of a run, its kept log included. */
export async function deleteRun(runDir: string): Promise<void> {
  await cleanRun(runDir);
  await rm(runDir, { recursive: true, force: true });
}
