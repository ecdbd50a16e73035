import { setTimeout as delay } from "node:timers/promises";
import { findFamily, signalGroup, signalProcess } from "#server/platform/process.ts";
import { readIdentity, readSweepPatterns, runPaths } from "./run-directory.ts";
import { probeRun, tombstoneRun } from "./run-process.ts";

/** What was left to do, and whether it was done. */
export interface InterruptResult {
  /** True when the run had not begun; it never will. */
  readonly neverStarted: boolean;
  /** Processes of the run still alive after the last sweep; 0 unless they belong to another user. */
  readonly survivors: number;
}

const pollMs = 25;

/**
 * Ends a run and everything it started: asks, insists after `graceMs`, then sweeps by the run's marker until nothing
 * is left, at most 2 s. The shim stays to write its exit record. Repeatable; also cleans up after a killed shim.
 */
export async function interruptRun(
  runDir: string,
  { graceMs = 800, signal }: { graceMs?: number; signal?: AbortSignal } = {},
): Promise<InterruptResult> {
  if (tombstoneRun(runDir)) return { neverStarted: true, survivors: 0 };
  const patterns = readSweepPatterns(runDir);
  const asked = signalFamily(runDir, patterns, "SIGTERM");
  const graceEnd = Date.now() + graceMs;
  while (Date.now() < graceEnd && !signal?.aborted && isAnyLeft(runDir, patterns)) {
    await delay(pollMs);
  }
  const insistEnd = Date.now() + 2000;
  let left = signalFamily(runDir, patterns, "SIGKILL", asked);
  while (left.length > 0 && Date.now() < insistEnd) {
    await delay(pollMs);
    left = signalFamily(runDir, patterns, "SIGKILL");
  }
  await settleShim(runDir);
  return { neverStarted: false, survivors: findFamily(patterns).length };
}

function isAnyLeft(runDir: string, patterns: readonly string[]): boolean {
  return findFamily(patterns).length > 0 && probeRun(runDir).state !== "exited";
}

/** Signals the command's group, the marked processes with their descendants, and those named; returns the marked. */
function signalFamily(
  runDir: string,
  patterns: readonly string[],
  signal: NodeJS.Signals,
  others: readonly number[] = [],
): number[] {
  const family = findFamily(patterns);
  const command = readIdentity(runPaths(runDir).startedCommand);
  if (command) signalGroup(command, signal);
  for (const pid of new Set([...family, ...others])) signalProcess(pid, signal);
  return family;
}

/** Gives the shim a moment to write its record; one that cannot is ended with its timer. */
async function settleShim(runDir: string): Promise<void> {
  const deadline = Date.now() + 1000;
  while (probeRun(runDir).state === "running" && Date.now() < deadline) await delay(pollMs);
  if (probeRun(runDir).state === "exited") return;
  const shim = readIdentity(runPaths(runDir).startedPid);
  if (shim) signalGroup(shim, "SIGKILL");
}
