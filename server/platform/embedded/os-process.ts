import { readFileSync } from "node:fs";
import { waitUntil } from "./wait-until.ts";

/** Whether a process with this id exists and has not merely left a zombie behind. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
  return processState(pid) !== "Z";
}

/** The arguments of a running process, empty when it is gone or not ours to look at. */
export function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").filter(Boolean);
  } catch {
    return [];
  }
}

/** Sends each signal in turn and waits for the process to go; returns the signal that did it, or null if it was gone. */
export async function stopProcess(
  pid: number,
  steps: { signal: NodeJS.Signals; waitMs: number }[],
): Promise<NodeJS.Signals | null> {
  for (const { signal, waitMs } of steps) {
    if (!isAlive(pid)) return null;
    try {
      process.kill(pid, signal);
      await waitUntil(() => !isAlive(pid), { what: `process ${pid} stops`, timeoutMs: waitMs });
      return signal;
    } catch {
      // Still there after this signal: the next one is stronger.
    }
  }
  if (isAlive(pid)) throw new Error(`process ${pid} can't be stopped`);
  return null;
}

function processState(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
  } catch {
    return null;
  }
}
