import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { runPaths } from "./run-directory.ts";
import { shimEnvironment, spawnRun } from "./run-process.ts";

/** A shell that answers no sooner is not waited for. */
const patienceMs = 2_000;

// Reads directory and shim by turns. `jobs` collects the shims that have ended.
const script = `while IFS= read -r dir && IFS= read -r shim; do
  if [ -f "$shim" ]; then
    (cd "$dir" && exec setsid /bin/sh "$shim") </dev/null >/dev/null 2>&1 &
    echo
  else
    echo no
  fi
  jobs >/dev/null
done`;

type Shell = ChildProcessByStdio<Writable, Readable, null>;

/**
 * Starts shims from a small shell that is there already: a fork of a process as large as an agent holds it up for several
 * milliseconds. Where the shell does not do it, the shim is started as if there were none: only the first shim of a run
 * executes anything.
 */
export class ShimStarter {
  private shell: Shell | null = null;
  private readonly waiting: ((isStarted: boolean) => void)[] = [];

  /** @throws run_failed when the system could not start a process */
  async start(runDir: string): Promise<void> {
    if (!(await this.hand(runDir))) await spawnRun(runDir);
  }

  /** The shims that run go on. */
  close(): void {
    this.giveUp();
  }

  private async hand(runDir: string): Promise<boolean> {
    const { shim } = runPaths(runDir);
    if (runDir.includes("\n")) return false;
    const shell = this.shell ?? this.open();
    const answered = new Promise<boolean>((resolve) => {
      this.waiting.push(resolve);
    });
    const late = setTimeout(() => this.giveUp(), patienceMs);
    shell.stdin.write(`${runDir}\n${shim}\n`);
    return answered.finally(() => clearTimeout(late));
  }

  private open(): Shell {
    const shell = spawn("/bin/sh", ["-c", script], {
      // What stops a terminal's programs stops neither shims nor who starts them.
      detached: true,
      stdio: ["pipe", "pipe", "ignore"],
      env: shimEnvironment,
    });
    const over = () => {
      if (this.shell === shell) this.giveUp();
    };
    shell.once("error", over);
    shell.once("exit", over);
    shell.stdin.once("error", over);
    shell.stdout.setEncoding("latin1");
    let unread = "";
    shell.stdout.on("data", (text: string) => {
      const answers = `${unread}${text}`.split("\n");
      unread = answers.pop() ?? "";
      for (const answer of answers) this.waiting.shift()?.(answer === "");
    });
    shell.unref();
    this.shell = shell;
    return shell;
  }

  /** Whoever waits is told to go without; the next start opens another shell. */
  private giveUp(): void {
    const { shell } = this;
    this.shell = null;
    shell?.stdin.destroy();
    shell?.stdout.destroy();
    shell?.kill();
    for (const tell of this.waiting.splice(0)) tell(false);
  }
}
