import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { homedir } from "node:os";
import path from "node:path";

/** Where the audit's repository and its signing key are. */
export interface LedgerPlaces {
  readonly gitDir: string;
  /** Private ssh key; `.pub` and `allowed_signers` (every key ever used) lie beside it. */
  readonly keyFile: string;
}

/** The one branch of the audit's repository. */
export const ledgerRef = "refs/heads/main";

/** Who signs, as ssh names it in `allowed_signers`. */
export const ledgerSigner = "audit@chiffon";

/** Nothing of the caller's own environment reaches a child. */
const plainEnvironment: NodeJS.ProcessEnv = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  NODE_ENV: "production",
};
const commandTimeoutMs = 60_000;

/** A git or ssh command that failed, with the last of what it said. */
export class CommandError extends Error {
  readonly exitCode: number | null;

  constructor(command: string, exitCode: number | null, said: string) {
    super(`${command} failed: ${said.trim().slice(-500) || `exit code ${exitCode}`}`);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

/** The public keys that may have signed a commit of the ledger. */
export function allowedSignersFile(places: LedgerPlaces): string {
  return path.join(path.dirname(places.keyFile), "allowed_signers");
}

/** What every git command on the ledger gets: nothing from the user's or the machine's own configuration. */
export function ledgerGit(places: LedgerPlaces): { args: string[]; env: NodeJS.ProcessEnv } {
  const settings = [
    `safe.directory=${places.gitDir}`,
    "core.hooksPath=/dev/null",
    "core.fsync=all",
    "gc.auto=0",
    "gpg.format=ssh",
    `user.signingKey=${places.keyFile}`,
    `gpg.ssh.allowedSignersFile=${allowedSignersFile(places)}`,
  ];
  return {
    args: [`--git-dir=${places.gitDir}`, ...settings.flatMap((setting) => ["-c", setting])],
    env: {
      ...plainEnvironment,
      HOME: homedir(),
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_TERMINAL_PROMPT: "0",
      GIT_NO_REPLACE_OBJECTS: "1",
      GIT_SSH_COMMAND: "ssh -o BatchMode=yes",
    },
  };
}

/** Runs git on the ledger and returns its output. @throws CommandError */
export function runLedgerGit(
  places: LedgerPlaces,
  args: readonly string[],
  options: { input?: string | Uint8Array; env?: Record<string, string>; timeoutMs?: number } = {},
): Promise<string> {
  const git = ledgerGit(places);
  return runCommand("git", [...git.args, ...args], {
    ...options,
    env: { ...git.env, ...options.env },
  });
}

/** Runs a program to its end and returns what it printed. @throws CommandError */
export function runCommand(
  program: string,
  args: readonly string[],
  options: {
    input?: string | Uint8Array;
    env?: NodeJS.ProcessEnv;
    timeoutMs?: number;
  } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: options.env ?? plainEnvironment,
      cwd: "/",
      timeout: options.timeoutMs ?? commandTimeoutMs,
      killSignal: "SIGKILL",
    });
    const printed: Buffer[] = [];
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => printed.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      said = (said + chunk.toString("utf8")).slice(-4_000);
    });
    // A child that ends before it has read everything reports through its exit code.
    child.stdin.on("error", () => undefined);
    child.on("error", (cause) => reject(new CommandError(program, null, cause.message)));
    child.on("close", (code) => {
      if (code === 0) resolve(Buffer.concat(printed).toString("utf8"));
      else reject(new CommandError(`${program} ${firstWord(args)}`, code, said));
    });
    child.stdin.end(options.input ?? "");
  });
}

/** Git's id of an object: SHA-1 over its header and content. */
export function objectId(type: string, content: Uint8Array): string {
  return createHash("sha1").update(`${type} ${content.byteLength}\0`).update(content).digest("hex");
}

function firstWord(args: readonly string[]): string {
  return args.find((arg, at) => !arg.startsWith("-") && args[at - 1] !== "-c") ?? "";
}
