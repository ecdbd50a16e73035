import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { isAlive } from "#server/platform/process.ts";
import { readIdentity, runPaths } from "#server/runner/run-directory.ts";

/** What effects say about the tasks that left them. */
export interface Effects {
  /** Run ids by label, one per start. */
  readonly starts: ReadonlyMap<string, readonly string[]>;
  readonly ends: ReadonlyMap<string, readonly string[]>;
  /** Runs that met a living process of another run of their task, as `label runId`. */
  readonly overlaps: readonly string[];
}

/** Reads every effect that was left. */
export function readEffects(effectsDir: string): Effects {
  const starts = new Map<string, string[]>();
  const ends = new Map<string, string[]>();
  const overlaps: string[] = [];
  for (const file of readdirSync(effectsDir)) {
    const found = /^(start|end|overlap)\.(p\d+\.t\d+\.\w+)\.(.+)$/.exec(file);
    const [, kind, label = "", rest = ""] = found ?? [];
    if (kind === "overlap") overlaps.push(`${label} ${rest}`);
    if (kind !== "start" && kind !== "end") continue;
    const map = kind === "start" ? starts : ends;
    const runId = readFileSync(path.join(effectsDir, file), "utf8").trim();
    map.set(label, [...(map.get(label) ?? []), runId]);
  }
  return { starts, ends, overlaps };
}

/** A run whose shim lives and has not written its exit record. */
export interface LiveRun {
  readonly runId: string;
  readonly runDir: string;
  readonly shimPid: number;
}

/** The runs that are active now, by their directories alone. */
export function findLiveRuns(runsDir: string): LiveRun[] {
  if (!existsSync(runsDir)) return [];
  return readdirSync(runsDir).flatMap((runId) => {
    const runDir = path.join(runsDir, runId);
    const shim = readIdentity(runPaths(runDir).startedPid);
    if (shim === null || existsSync(runPaths(runDir).exit) || !isAlive(shim)) return [];
    return [{ runId, runDir, shimPid: shim.pid }];
  });
}

/** The label of a run's task, as its approved command has it; null when the directory does not say. */
export function labelOfRun(runDir: string): string | null {
  const { commandScript, extraVars } = runPaths(runDir);
  for (const file of [extraVars, commandScript]) {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const found = /p\d+\.t\d+\.(?:once|again)/.exec(text);
    if (found !== null) return found[0];
  }
  return null;
}

/** True when the run began and left no exit record. Final once its shim is dead. */
export function endedWithoutRecord(runDir: string): boolean {
  const paths = runPaths(runDir);
  return existsSync(paths.started) && !existsSync(paths.tombstone) && !existsSync(paths.exit);
}
