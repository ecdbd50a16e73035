import { existsSync, readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { findFamily } from "#server/platform/process.ts";
import { agentDirectory, draftEnding, readSweepPatterns, runPaths } from "./run-directory.ts";

const remove = (path: string) => rm(path, { recursive: true, force: true });

/** What of a run may hold a secret: its variables and passwords, its keys, its output before redaction. */
function secretPlaces(runDir: string): string[] {
  const { input, eventsKey, commandScript, rawOutput, redactions, events } = runPaths(runDir);
  const agent = agentDirectory(runDir);
  return [input, eventsKey, commandScript, rawOutput, redactions, events, agent];
}

/** Removes a finished run's variables, keys and raw output: to be done at once. The kept log stays. Repeatable. */
export async function forgetInput(runDir: string): Promise<void> {
  await Promise.all(secretPlaces(runDir).map(remove));
}

/**
 * Ids of runs below `runsDir` that still have what {@link forgetInput} removes: they are under way, or whoever followed
 * them died before it had removed it.
 */
export function findRemembered(runsDir: string): string[] {
  if (!existsSync(runsDir)) return [];
  return readdirSync(runsDir).filter(
    (name) => !name.endsWith(draftEnding) && secretPlaces(join(runsDir, name)).some(existsSync),
  );
}

const abandonedAfterMs = 60_000;

/** Removes half-written run directories that their process left when it was killed: they may hold secrets already. */
export async function removeAbandonedDrafts(runsDir: string): Promise<void> {
  if (!existsSync(runsDir)) return;
  const drafts = readdirSync(runsDir).filter((name) => name.endsWith(draftEnding));
  await Promise.all(
    drafts.map(async (name) => {
      const draft = join(runsDir, name);
      const stat = statSync(draft, { throwIfNoEntry: false });
      if (stat !== undefined && Date.now() - stat.mtimeMs > abandonedAfterMs) await remove(draft);
    }),
  );
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
