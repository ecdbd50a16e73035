import { spawn } from "node:child_process";
import { lstat, readdir } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

const watchMs = 500;
const keptOutput = 16 * 1024;
const memoryKib = 4 * 1024 * 1024;

/** What a program may do and for how long. */
export interface ProgramLimits {
  readonly stepSeconds: number;
  readonly maxMib: number;
}

/** How a program ended: well, by itself, at its time or at its size; with the end of what it said. */
export interface ProgramEnding {
  readonly cause: "exit" | "timeout" | "too_large" | null;
  readonly said: string;
}

/**
 * Runs one argv of the sandbox to its end, within time, memory and the size of its `box`, all of it ended together.
 *
 * @param signal ends it early
 */
export async function runFenced(
  argv: readonly string[],
  {
    env,
    cwd,
    box,
    limits,
    onOutput,
    signal,
  }: {
    readonly env: NodeJS.ProcessEnv;
    readonly cwd: string;
    readonly box: string;
    readonly limits: ProgramLimits;
    readonly onOutput?: (chunk: Buffer, stream: "stdout" | "stderr") => void;
    readonly signal: AbortSignal;
  },
): Promise<ProgramEnding> {
  const blocks = limits.maxMib * 2048;
  const script = `ulimit -c 0; ulimit -f ${blocks}; ulimit -v ${memoryKib}; exec "$@"`;
  // A group of its own, so that all of it can be ended; it dies with this process as well.
  const child = spawn("/bin/sh", ["-c", script, "sh", ...argv], {
    env,
    cwd,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  let cause: ProgramEnding["cause"] = null;
  const hear = (stream: "stdout" | "stderr") => (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-keptOutput);
    onOutput?.(chunk, stream);
  };
  child.stdout.on("data", hear("stdout"));
  child.stderr.on("data", hear("stderr"));
  const end = (why: ProgramEnding["cause"]) => {
    cause ??= why;
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      child.kill("SIGKILL");
    }
  };
  const timer = setTimeout(() => end("timeout"), limits.stepSeconds * 1000);
  const abort = () => end("exit");
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  const over = new AbortController();
  const watch = watchSize(box, limits.maxMib, over.signal).then((isTooLarge) => {
    if (isTooLarge) end("too_large");
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", (error) => {
      said += error.message;
      resolve(null);
    });
    child.on("close", (status) => resolve(status));
  });
  clearTimeout(timer);
  signal.removeEventListener("abort", abort);
  over.abort();
  await watch;
  return code === 0 && cause === null ? { cause: null, said } : { cause: cause ?? "exit", said };
}

/** True as soon as a folder holds more than is allowed; false when the signal ends the watch. */
async function watchSize(folder: string, maxMib: number, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    if ((await sizeOf(folder)) > maxMib * 1024 * 1024) return true;
    await delay(watchMs, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

/** Bytes of all files below a folder; what vanishes meanwhile counts nothing. */
export async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  const folders = [folder];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of await readdir(at, { withFileTypes: true }).catch(() => [])) {
      const full = path.join(at, entry.name);
      if (entry.isDirectory()) folders.push(full);
      else
        bytes += await lstat(full).then(
          ({ size }) => size,
          () => 0,
        );
    }
  }
  return bytes;
}
