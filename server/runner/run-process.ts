import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import type { ExitRecord } from "#server/contracts/runner.ts";
import { AppError } from "#server/lib/app-error.ts";
import { findLeadersIn, isAlive } from "#server/platform/process.ts";
import { readExitRecord, readIdentity, readNonce, runPaths } from "./run-directory.ts";

/** What can be said about a run from its directory alone, by any process at any time. */
export type RunProbe =
  | { readonly state: "not_started" }
  | { readonly state: "running"; readonly pid: number }
  | { readonly state: "exited"; readonly exit: ExitRecord }
  /** Started, gone, and no trustworthy exit record. */
  | { readonly state: "vanished"; readonly tampered: boolean }
  /** Can never begin: an adopter took its place. */
  | { readonly state: "tombstoned" };

// Typings of the web framework demand NODE_ENV, which a shell has no use for.
export const shimEnvironment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", LANG: "C" } as Record<
  string,
  string
> as NodeJS.ProcessEnv;

/**
 * Starts the prepared run's shim, detached: it outlives this process. Safe to repeat, since only the first shim
 * executes the command; whether this one did is what `probeRun` tells.
 * @throws run_failed when the system could not start a process
 */
export async function spawnRun(runDir: string): Promise<{ pid: number }> {
  const shim = spawn("/bin/sh", [runPaths(runDir).shim], {
    cwd: runDir,
    detached: true,
    stdio: "ignore",
    // The marker of the run is not in the shim's own environment, so that a sweep spares it.
    env: shimEnvironment,
  });
  await new Promise<void>((resolve, reject) => {
    shim.once("spawn", resolve);
    shim.once("error", (cause) => {
      reject(new AppError("run_failed", { message: "The run could not be started.", cause }));
    });
  });
  shim.unref();
  return { pid: shim.pid ?? 0 };
}

/** Where the run stands. Only the shim's own record, with this attempt's nonce, counts as an exit. */
export function probeRun(runDir: string): RunProbe {
  const paths = runPaths(runDir);
  if (!existsSync(paths.started)) return { state: "not_started" };
  if (existsSync(paths.tombstone)) return { state: "tombstoned" };
  const ended = probeExit(runDir);
  if (ended) return ended;
  const shim = readIdentity(paths.startedPid);
  const pid = shim ? (isAlive(shim) ? shim.pid : null) : (findLeadersIn(runDir)[0] ?? null);
  if (pid !== null) return { state: "running", pid };
  // The record may have appeared between the two looks.
  return probeExit(runDir) ?? { state: "vanished", tampered: false };
}

function probeExit(runDir: string): RunProbe | null {
  if (!existsSync(runPaths(runDir).exit)) return null;
  const exit = readExitRecord(runDir);
  return exit !== null && exit.nonce === readNonce(runDir)
    ? { state: "exited", exit }
    : { state: "vanished", tampered: true };
}

/** Takes the run's place: true when it had not begun, and then it never can; false when its shim was first. */
export function tombstoneRun(runDir: string): boolean {
  const paths = runPaths(runDir);
  // Also before its preparation: a directory with a tombstone is never replaced by a prepared one.
  mkdirSync(runDir, { recursive: true, mode: 0o700 });
  try {
    mkdirSync(paths.started, { mode: 0o700 });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(paths.tombstone, "", { mode: 0o600 });
  return true;
}
