import { type SimpleGitProgressEvent, simpleGit } from "simple-git";
import type { FetchProgress } from "#server/contracts/playbook.ts";
import { AppError } from "#server/lib/app-error.ts";
import { progressOf } from "./domain/fetch-progress.ts";
import { type CallLimits, CallWatch, tooQuiet } from "./git-call-watch.ts";
import {
  firstWords,
  type GitAccess,
  guardedEnvironment,
  guardedSettings,
  unreadable,
} from "./git-process.ts";

/** Hears how far a fetch is; called as often as git says so, and must not throw. */
export type ProgressListener = (progress: FetchProgress) => void;

/** How one command is run beyond what is always so. */
export interface OwnerGitCall {
  readonly reach?: GitAccess;
  readonly limits?: CallLimits;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ProgressListener | undefined;
  readonly settings?: readonly string[];
  /** Settings of the repository that are overruled by name, so simple-git must let any name pass. */
  readonly overruled?: Readonly<Record<string, string>>;
}

const localLimits: CallLimits = { silenceMs: 30_000, totalMs: 120_000 };

/**
 * What simple-git refuses unless told otherwise and Chiffon sets itself, to switch something off. All else it refuses
 * stays refused: other programs for a transport, aliases, included files, rewritten addresses.
 */
const setByChiffon = {
  allowUnsafeAskPass: true,
  allowUnsafeConfigPaths: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeHooksPath: true,
  allowUnsafePager: true,
  allowUnsafeSshCommand: true,
} as const;

/** simple-git finds its patterns anywhere in a name, and a repository may name a filter `core.editor`. */
const anyName = {
  ...setByChiffon,
  allowUnsafeAlias: true,
  allowUnsafeCommandBinaries: true,
  allowUnsafeConfigEnvCount: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeDiffTextConv: true,
  allowUnsafeEditor: true,
  allowUnsafeFilter: true,
  allowUnsafeGitProxy: true,
  allowUnsafeGpgProgram: true,
  allowUnsafeInclude: true,
  allowUnsafeMergeDriver: true,
  allowUnsafePack: true,
  allowUnsafeProtocolOverride: true,
  allowUnsafeSubmodule: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeUrlRewrite: true,
} as const;

/**
 * Runs one command through simple-git. `raw` is what it has without a parser: those of its own for fetch and push take
 * time that grows with the square of a line that the other side chose. What is wrapped in `pathspec` goes behind `--`.
 *
 * @throws repository_unreadable with git's words, or why it was ended
 */
export async function callOwnerGit(
  directory: string,
  command: string[],
  {
    reach = {},
    limits = localLimits,
    signal,
    onProgress,
    settings = [],
    overruled,
  }: OwnerGitCall = {},
): Promise<string> {
  const env = { ...guardedEnvironment(directory, reach), ...overruled };
  const watch = new CallWatch(limits, signal);
  const git = simpleGit({
    baseDir: directory,
    config: [...guardedSettings(directory), ...settings],
    allowEnvironment: Object.keys(env),
    unsafe: overruled === undefined ? setByChiffon : anyName,
    timeout: { block: limits.silenceMs },
    abort: watch.signal,
    errors: failureOf,
    ...(onProgress === undefined ? {} : { progress: tell(onProgress) }),
  });
  git.env(env).outputHandler((_command, stdout, stderr) => watch.follow([stdout, stderr]));
  try {
    return await Promise.race([git.raw(command), watch.givenUp]);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const said = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(watch.why ?? (isTimeout(cause) ? tooQuiet : firstWords(said)), cause);
  } finally {
    watch.close();
  }
}

/** simple-git takes a git that failed without a word, or was killed, for one that did its work. */
function failureOf(
  known: Buffer | Error | undefined,
  { exitCode, stdErr }: { readonly exitCode: number; readonly stdErr: readonly Buffer[] },
): Buffer | Error | undefined {
  if (known !== undefined || exitCode === 0) return known;
  const said = Buffer.concat(stdErr).toString("utf8");
  return Buffer.from(/^(?:fatal|error):/m.test(said) ? said : "it ended without a word of why");
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && "plugin" in cause && cause.plugin === "timeout";
}

function tell(listener: ProgressListener): (event: SimpleGitProgressEvent) => void {
  return ({ stage, progress }) => {
    const known = progressOf(stage, progress);
    if (known !== null) listener(known);
  };
}
