import { spawn } from "node:child_process";

/** A program that ended badly, took too long or could not be started, with the last of what it said. */
export class ProgramError extends Error {
  /** Null when a signal ended it or it never started. */
  readonly exitCode: number | null;
  /** The end of its standard error. */
  readonly said: string;

  constructor(command: string, exitCode: number | null, said: string) {
    super(`${command} failed: ${said.trim().slice(-500) || `exit code ${exitCode}`}`);
    this.name = "ProgramError";
    this.exitCode = exitCode;
    this.said = said;
  }
}

const defaultTimeoutMs = 60_000;
const defaultMaxOutputBytes = 256 * 1024 * 1024;
const keptOfErrors = 64 * 1024;

/**
 * Runs a program to its end and returns what it printed. Nothing of the caller's environment reaches it.
 *
 * @throws ProgramError when it fails, prints more than `maxOutputBytes` or takes longer than `timeoutMs`
 */
export function runProgram(
  program: string,
  args: readonly string[],
  options: {
    env: NodeJS.ProcessEnv;
    input?: string | Uint8Array;
    timeoutMs?: number;
    maxOutputBytes?: number;
  },
): Promise<Buffer> {
  const { timeoutMs = defaultTimeoutMs, maxOutputBytes = defaultMaxOutputBytes } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: options.env,
      cwd: "/",
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
    const printed: Buffer[] = [];
    let printedBytes = 0;
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed.push(chunk);
      printedBytes += chunk.length;
      if (printedBytes > maxOutputBytes) child.kill("SIGKILL");
    });
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-keptOfErrors);
    });
    // A child that ends before it has read everything reports through its exit code.
    child.stdin.on("error", () => undefined);
    child.on("error", (cause) => reject(new ProgramError(program, null, cause.message)));
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(printed));
      else reject(new ProgramError(`${program} ${firstWord(args)}`, code, said));
    });
    child.stdin.end(options.input ?? "");
  });
}

/** The subcommand: the first word that is no option and no option's value. */
function firstWord(args: readonly string[]): string {
  return args.find((arg, at) => !arg.startsWith("-") && !isOptionValue(args[at - 1])) ?? "";
}

function isOptionValue(before: string | undefined): boolean {
  return before === "-c" || before === "-C";
}
