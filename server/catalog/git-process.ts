import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import { CatFile, type GitObject } from "#server/platform/git/cat-file.ts";
import { type GitCall, gitEnvironment } from "#server/platform/git/git-environment.ts";
import { ProgramError, runProgram } from "#server/platform/run-program.ts";

/** What a git command may do beyond reading the repository at hand. */
export interface GitAccess {
  readonly sshCommand?: string;
  /** Answers git's question for a password; see `askpass.ts`. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Settings that switch off everything a repository's own configuration could make git execute. */
export function guardedSettings(directory: string): string[] {
  return [
    `safe.directory=${directory}`,
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "core.pager=cat",
    "diff.external=",
  ];
}

/** The whole environment of a git that works on one repository. */
export function guardedEnvironment(directory: string, reach: GitAccess = {}): NodeJS.ProcessEnv {
  return {
    ...gitEnvironment,
    // No search upwards: the repository is the folder that was named, nothing around it.
    GIT_CEILING_DIRECTORIES: path.dirname(directory),
    ...transports(reach),
    ...reach.env,
  };
}

function guardedCall(directory: string, reach: GitAccess = {}): GitCall {
  const settings = guardedSettings(directory).flatMap((setting) => ["-c", setting]);
  return { args: [...settings, "-C", directory], env: guardedEnvironment(directory, reach) };
}

/** Reading needs no network: a repository that says its objects are elsewhere must not make git start anything. */
function transports(reach: GitAccess): Record<string, string> {
  const ssh = { GIT_SSH_COMMAND: reach.sshCommand ?? "/bin/false" };
  return { ...ssh, GIT_ALLOW_PROTOCOL: reach.sshCommand === undefined ? "none" : "https:ssh" };
}

/**
 * Runs one git command to its end and returns what it printed.
 *
 * @throws repository_unreadable with git's own first line when it fails or takes longer than `timeoutMs`
 */
export async function runGit(
  directory: string,
  args: readonly string[],
  options: GitAccess & { timeoutMs?: number; input?: Uint8Array } = {},
): Promise<Buffer> {
  const call = guardedCall(directory, options);
  try {
    return await runProgram("git", [...call.args, ...args], {
      env: call.env,
      timeoutMs: options.timeoutMs ?? 30_000,
      ...(options.input === undefined ? {} : { input: options.input }),
    });
  } catch (cause) {
    if (!(cause instanceof ProgramError)) throw cause;
    throw unreadable(firstWords(cause.said) || cause.message, cause);
  }
}

/**
 * Environment of a git that compares or writes files without the filters that the repository's settings name: they are
 * overruled one by one, for there is no option to switch them off.
 */
export async function withoutFilters(directory: string): Promise<Record<string, string>> {
  const names = ["config", "--null", "--name-only", "--get-regexp", "^filter\\."];
  const listed = await runGit(directory, names).catch(() => Buffer.alloc(0));
  const keys = listed.toString("utf8").split("\0").filter(Boolean);
  const pairs = keys.map((key) => [key, key.endsWith(".required") ? "false" : ""] as const);
  return Object.fromEntries([
    ["GIT_CONFIG_COUNT", String(pairs.length)],
    ...pairs.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]);
}

/** A fault of a repository in git's words. */
export function unreadable(message: string, cause: unknown): AppError {
  return new AppError("repository_unreadable", { message: `Git says: ${message}`, cause });
}

/** The line of what git said that tells most, at most 300 characters of it. */
export function firstWords(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const telling = lines.find((line) => /^(fatal|error):/.test(line)) ?? lines.find(Boolean) ?? "";
  return telling.replace(/^(fatal|error):\s*/, "").slice(0, 300);
}

/** A standing reader of a repository's objects that says `repository_unreadable` when git stops answering. */
export class ObjectReader {
  readonly #catFile: CatFile;

  constructor(directory: string, mode: "--batch" | "--batch-check") {
    this.#catFile = new CatFile(guardedCall(directory), mode);
  }

  /**
   * Asks for one object by id or expression.
   *
   * @returns null when git has no such object
   * @throws repository_unreadable when the expression holds a line break or the process died
   */
  ask(expression: string): Promise<GitObject | null> {
    return this.#catFile.ask(expression).catch((cause: unknown) => {
      throw unreadable("the repository stopped answering", cause);
    });
  }

  /** Ends the process once it has answered. */
  finish(): void {
    this.#catFile.finish();
  }

  /** Ends the process; later asks start a new one. */
  close(): void {
    this.#catFile.close();
  }
}
