import { randomBytes } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { copyFile, mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RunSpec } from "#server/contracts/runner.ts";
import { AppError } from "#server/lib/app-error.ts";
import { writeSignInPrograms } from "#server/platform/ssh-password.ts";
import { plainPath, prepareAnsible, refuse } from "./ansible-command.ts";
import { findChangedContent } from "./content-lock.ts";
import type { RunLinks } from "./own-collections.ts";
import { agentDirectory, draftEnding, runPaths } from "./run-directory.ts";
import { tombstoneRun } from "./run-process.ts";
import { renderRedactions } from "./run-secrets.ts";
import {
  buildSandboxArgv,
  chooseIsolation,
  detectSandbox,
  type Isolation,
  type SandboxSupport,
} from "./sandbox.ts";
import { shellCommand, shellQuote } from "./shell-words.ts";
import { readVaultValues } from "./vault-values.ts";
import { findChangedFiles } from "./verify-files.ts";

/** Where runs are made, and from what. */
export interface PrepareOptions {
  /** Holds one directory per run; hidden from every sandbox. */
  readonly runsDir: string;
  /** Holds the callback plugin. */
  readonly callbackDir: string;
  /** Defaults to the script beside this file; a bundle names its own copy. */
  readonly shimFile?: string;
  /** PATH of the run; the system's usual directories if absent. */
  readonly searchPath?: string;
  /** Measured once per process if absent. */
  readonly sandbox?: SandboxSupport;
}

/** A run that can be started, or the files that are not what was approved. */
export type PreparedRun =
  | {
      readonly ok: true;
      readonly runDir: string;
      readonly isolation: Isolation;
      /** Why the run is less fenced in than its profile asks; null when it is not. */
      readonly warning: string | null;
      /** Settings of the repository's ansible.cfg that have no effect here. */
      readonly ignoredSettings: string[];
    }
  | { readonly ok: false; readonly reason: "changed"; readonly paths: string[] };

const defaultSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/**
 * Compares the files with the plan's and writes the run's directory; no process of the run exists yet.
 * May be repeated until the run has started.
 * @throws run_refused, variable_invalid
 * @throws invalid_state when this run was started or tombstoned before
 */
export async function prepareRun(spec: RunSpec, options: PrepareOptions): Promise<PreparedRun> {
  const { command } = spec;
  if (spec.writableDirs.includes("/")) refuse("A run may not write everywhere.");
  if (command.kind === "ansible") {
    const changed = [
      ...(await findChangedFiles(command.treePath, spec.files, {
        contentDir: command.contentDirs?.[0],
        inventoryTree: command.inventoryTreePath,
      })),
      ...(await Promise.all((command.contentDirs ?? []).map(findChangedContent))).flat(),
    ];
    if (changed.length > 0) return { ok: false, reason: "changed", paths: changed };
  }
  const support = options.sandbox ?? (await detectSandbox());
  await mkdir(options.runsDir, { recursive: true, mode: 0o700 });
  const runsDir = plainPath(realpathSync(options.runsDir), "runs");
  const runDir = join(runsDir, spec.runId);
  const isolation = chooseIsolation(spec.profile, support);
  const { argv, environment, inputs, links, readOnlyPaths, ignoredSettings } = describeCommand(
    spec,
    {
      ...options,
      runDir,
      isolation,
    },
  );
  const script = commandScript(spec, {
    runDir,
    environment: { ...baseEnvironment(spec, runDir, options), ...environment },
    argv: buildSandboxArgv({
      profile: spec.profile,
      command: argv,
      support,
      isRoot: process.getuid?.() === 0,
      workDir: runPaths(runDir).work,
      temporaryDir: runPaths(runDir).temporary,
      inputDir: runPaths(runDir).input,
      agentDir: hasAgent(spec) ? agentDirectory(runDir) : null,
      readOnlyPaths,
      writableDirs: spec.writableDirs,
      hiddenPaths: [...spec.hiddenDirs, runsDir],
    }),
  });
  const warning = warningFor(spec, isolation, support);
  const { shimFile } = options;
  const redactions = [...(spec.redactions ?? []), ...(await readVaultValues(spec))];
  await writeRunDirectory(runDir, spec, { script, inputs, links, warning, shimFile, redactions });
  return {
    ok: true,
    runDir,
    isolation,
    warning,
    ignoredSettings,
  };
}

function hasAgent({ command }: RunSpec): boolean {
  return command.kind === "ansible" && command.sshAgent === true;
}

function describeCommand(
  { command, runId, profile, files }: RunSpec,
  context: PrepareOptions & { runDir: string; isolation: Isolation },
) {
  if (command.kind === "ansible") {
    const { runDir, callbackDir, isolation } = context;
    return prepareAnsible(command, { runDir, callbackDir, isolation, runId, profile, files });
  }
  return {
    argv: command.argv,
    environment: {},
    inputs: {},
    links: {},
    readOnlyPaths: [],
    ignoredSettings: [],
  };
}

function baseEnvironment(spec: RunSpec, runDir: string, options: PrepareOptions) {
  const paths = runPaths(runDir);
  const searchPath = options.searchPath ?? defaultSearchPath;
  return {
    PATH: spec.command.kind === "ansible" ? `${paths.programs}:${searchPath}` : searchPath,
    LANG: "C.UTF-8",
    HOME: paths.home,
    TMPDIR: paths.temporary,
    PYTHONDONTWRITEBYTECODE: "1",
    CHIFFON_RUN_ID: spec.runId,
  };
}

/** The script the shim sources in a subshell: limits, environment, and the command in its own session. */
function commandScript(
  { profile }: RunSpec,
  {
    runDir,
    environment,
    argv,
  }: { runDir: string; environment: Record<string, string>; argv: string[] },
): string {
  const limits = ["ulimit -c 0"];
  // Of this machine's own services a limit would outlive the run, so only runs against others get these:
  // 4 GiB a file (in 512-byte blocks), 16 GiB of address space a process.
  if (profile === "isolated") {
    limits.push("ulimit -f 8388608", "ulimit -n 4096", "ulimit -v 16777216");
  }
  return [
    ...limits.map((limit) => `${limit} 2>/dev/null || :`),
    ...Object.entries(environment).map(([name, value]) => `export ${name}=${shellQuote(value)}`),
    `cd ${shellQuote(runPaths(runDir).work)} || exit 126`,
    `exec setsid ${shellCommand(argv)}`,
    "",
  ].join("\n");
}

/** Tenths of a second between asking the command to stop and insisting, when its time is up. */
const graceTenths = 6;

async function writeRunDirectory(
  runDir: string,
  spec: RunSpec,
  {
    script,
    inputs,
    links,
    warning,
    shimFile,
    redactions,
  }: {
    script: string;
    inputs: Record<string, string>;
    links: RunLinks;
    warning: string | null;
    redactions: readonly string[];
    shimFile?: string | undefined;
  },
): Promise<void> {
  const draft = `${runDir}.${randomBytes(4).toString("hex")}${draftEnding}`;
  const paths = runPaths(draft);
  const inDraft = (path: string) => draft + path.slice(runDir.length);
  const settings = [
    `run_id='${spec.runId}'`,
    `nonce='${spec.nonce}'`,
    `timeout_seconds=${spec.timeoutSeconds}`,
    `grace_tenths=${graceTenths}`,
  ];
  const patterns = [
    `CHIFFON_RUN_ID=${spec.runId}`,
    ...["work", "agent"].map((part) => `${runDir}/${part}/`),
    `/.chiffon-${spec.runId}`,
  ];
  const put = (path: string, text: string) => writeFile(path, text, { mode: 0o600, flag: "wx" });
  const putInput = async (path: string, text: string) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await put(path, text);
  };
  const putLink = async (path: string, target: string) => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await symlink(target, path);
  };
  await mkdir(draft, { mode: 0o700 });
  try {
    await Promise.all([paths.work, paths.input].map((path) => mkdir(path, { mode: 0o700 })));
    await Promise.all([
      mkdir(paths.home, { mode: 0o700 }),
      mkdir(paths.temporary, { mode: 0o700 }),
      put(paths.settings, `${settings.join("\n")}\n`),
      put(paths.sweepPatterns, `${patterns.join("\n")}\n`),
      put(paths.commandScript, script),
      put(paths.eventsKey, spec.nonce),
      put(paths.events, ""),
      // Less of a fence than the plan promised: whoever reads the output is told before anything else.
      put(paths.rawOutput, warning !== null && spec.profile !== "unconfined" ? `${warning}\n` : ""),
      put(paths.redactions, renderRedactions(redactions)),
      copyFile(shimFile ?? fileURLToPath(new URL("./shim.sh", import.meta.url)), paths.shim),
      ...Object.entries(inputs).map(([path, text]) => putInput(inDraft(path), text)),
      ...Object.entries(links).map(([path, target]) => putLink(inDraft(path), target)),
      ...(spec.command.kind === "ansible" ? [writeSignInPrograms(paths.programs)] : []),
    ]);
    await discardUnstarted(runDir);
    await rename(draft, runDir).catch(refuseStarted);
    if (hasAgent(spec)) await mkdir(agentDirectory(runDir), { mode: 0o700 });
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

function refuseStarted(cause?: unknown): never {
  const message = "This run was started or given up before.";
  throw new AppError("invalid_state", { message, cause });
}

/** Makes room for a second preparation; whoever still holds the old directory can no longer start it. */
async function discardUnstarted(runDir: string): Promise<void> {
  if (!existsSync(runDir)) return;
  if (!tombstoneRun(runDir)) refuseStarted();
  await rm(runDir, { recursive: true, force: true });
  await rm(agentDirectory(runDir), { recursive: true, force: true });
}

function warningFor(spec: RunSpec, isolation: Isolation, support: SandboxSupport): string | null {
  if (spec.profile === "unconfined") return "This run acts on this machine and is not isolated.";
  if (isolation === "bubblewrap") return null;
  if (isolation === "namespaces")
    return `This run sees no keys and none of Chiffon's data, but may write wherever Chiffon can: ${support.reason ?? ""}`;
  const kept = isolation === "setpriv" ? "It can gain no new privileges, but" : "It";
  return `This run is not isolated: ${support.reason ?? ""} ${kept} can read what Chiffon can.`;
}
