import { spawn } from "node:child_process";

/** Most that a probe may print. */
const maxOutputBytes = 1_000_000;

/**
 * Asks a program and gives what it printed; null when it is missing, fails, prints too much or is not done within
 * `timeoutMs`, after which it is ended with everything that it started. Never throws.
 */
export function probe(
  program: string,
  args: readonly string[],
  { searchPath, timeoutMs }: { readonly searchPath: string; readonly timeoutMs: number },
): Promise<string | null> {
  return new Promise((resolve) => {
    // A group of its own, so that its children end with it.
    const child = spawn(program, args, {
      detached: true,
      cwd: "/",
      env: { NODE_ENV: "production", PATH: searchPath, LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
    });
    let printed = "";
    let isOver = false;
    const end = (answer: string | null): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      killGroup(child.pid);
      child.stdout.destroy();
      resolve(answer);
    };
    const timer = setTimeout(end, timeoutMs, null);
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
      if (printed.length > maxOutputBytes) end(null);
    });
    child.on("error", () => end(null));
    child.on("close", (code) => end(code === 0 ? printed : null));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
