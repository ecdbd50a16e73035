import { execFile } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { promisify } from "node:util";
import type { RunProfile } from "#server/contracts/runner.ts";
import { AppError } from "#server/lib/app-error.ts";
import { buildFenceArgv, type FencedPath } from "./fence.ts";
import { hiddenPlaces } from "./hidden-places.ts";

/** What this machine offers to fence a run in. */
export interface SandboxSupport {
  readonly bubblewrap: boolean;
  /** A mount namespace of one's own, in which at least what is secret can be hidden. */
  readonly namespaces: boolean;
  readonly setpriv: boolean;
  /** Why bubblewrap cannot be used, for a person; null when it can. */
  readonly reason: string | null;
}

/** How a run is really fenced in, after the profile met the machine. */
export type Isolation = "bubblewrap" | "namespaces" | "setpriv" | "none";

/** One sandboxed command. Later paths win over earlier ones that contain them. */
export interface SandboxRequest {
  readonly profile: RunProfile;
  readonly command: readonly string[];
  readonly support: SandboxSupport;
  readonly isRoot: boolean;
  /** "none": not even this machine's own addresses can be reached. Left out: that of this machine. */
  readonly network?: "none";
  readonly workDir: string;
  readonly inputDir: string;
  /** Holds the socket of the run's ssh-agent; null for a run without one. */
  readonly agentDir: string | null;
  readonly temporaryDir: string;
  readonly readOnlyPaths: readonly string[];
  readonly writableDirs: readonly string[];
  readonly hiddenPaths: readonly string[];
}

/** With these, root inside could remount, reach other processes' files, or touch devices. */
const droppedForLocalRoot = [
  "CAP_SYS_ADMIN",
  "CAP_SYS_PTRACE",
  "CAP_PERFMON",
  "CAP_BPF",
  "CAP_CHECKPOINT_RESTORE",
  "CAP_SYS_MODULE",
  "CAP_SYS_RAWIO",
  "CAP_SYS_BOOT",
  "CAP_MKNOD",
  "CAP_DAC_READ_SEARCH",
];

/** How a run with this profile is fenced in on this machine. */
export function chooseIsolation(profile: RunProfile, support: SandboxSupport): Isolation {
  if (profile !== "unconfined" && support.bubblewrap) return "bubblewrap";
  if (profile !== "unconfined" && support.namespaces) return "namespaces";
  return support.setpriv ? "setpriv" : "none";
}

/** The argv that runs the command inside its sandbox. It dies with the shim; daemons of *local* runs live on. */
export function buildSandboxArgv(request: SandboxRequest): string[] {
  const { profile, support, command } = request;
  switch (chooseIsolation(profile, support)) {
    case "bubblewrap":
      return ["bwrap", ...bubblewrapFlags(request), "--", ...command];
    case "namespaces": {
      const argv = fenceArgv(request);
      if (argv !== null) return argv;
      throw new AppError("run_refused", {
        message: "Without bubblewrap this run cannot be fenced in.",
      });
    }
    case "setpriv": {
      const confine = profile === "unconfined" ? [] : ["--no-new-privs"];
      return ["setpriv", ...confine, "--pdeathsig", "KILL", "--", ...command];
    }
    case "none":
      return [...command];
  }
}

function bubblewrapFlags(request: SandboxRequest): string[] {
  const isolated = request.profile === "isolated";
  const base = isolated
    ? ["--unshare-pid", "--unshare-ipc", "--cap-drop", "ALL", "--ro-bind", "/", "/"]
    : [
        ...(request.isRoot ? droppedForLocalRoot.flatMap((name) => ["--cap-drop", name]) : []),
        ...["--ro-bind", "/", "/"],
      ];
  const devices = isolated
    ? ["--dev", "/dev", "--proc", "/proc"]
    : ["--dev-bind", "/dev", "/dev", "--bind", "/proc", "/proc"];
  return [
    "--die-with-parent",
    ...(request.network === "none" ? ["--unshare-net"] : []),
    ...base,
    ...devices,
    ...["--bind", request.temporaryDir, "/tmp"],
    ...mounts(request).flatMap(mountFlags),
    ...["--chdir", request.workDir],
  ];
}

function fenceArgv(request: SandboxRequest): string[] | null {
  const { profile, isRoot, temporaryDir, command } = request;
  const isFree = profile !== "isolated" && isRoot;
  return buildFenceArgv({
    ...{ paths: mounts(request), temporaryDir, isRoot },
    hasNetwork: request.network !== "none",
    dropped: isFree ? droppedForLocalRoot : "all",
    command,
  });
}

interface Mount extends FencedPath {
  readonly rank: number;
}

function mountFlags({ path, kind }: FencedPath): string[] {
  switch (kind) {
    case "writable":
      return ["--bind", path, path];
    case "read_only":
      return ["--ro-bind", path, path];
    case "hidden":
      return statSync(path).isDirectory() ? ["--tmpfs", path] : ["--ro-bind", "/dev/null", path];
  }
}

/** Shallow paths first, so that the deeper one decides; for one path: writable, then hidden, then read-only. */
function mounts(request: SandboxRequest): Mount[] {
  const hidden = [...request.hiddenPaths, ...hiddenPlaces(request.profile)];
  const mount = (kind: Mount["kind"], rank: number) => (path: string) => ({ path, kind, rank });
  const all: Mount[] = [
    ...request.writableDirs.flatMap(real).map(mount("writable", 0)),
    ...[...new Set(hidden.flatMap(real))].map(mount("hidden", 1)),
    ...request.readOnlyPaths.flatMap(real).map(mount("read_only", 2)),
    // The run's own, written down after this argv.
    mount("writable", 3)(request.workDir),
    mount("read_only", 3)(request.inputDir),
    ...(request.agentDir === null ? [] : [mount("read_only", 3)(request.agentDir)]),
  ];
  return all.toSorted((a, b) => depth(a.path) - depth(b.path) || a.rank - b.rank);
}

/** Mount points must exist and be no symlinks; what is missing needs no hiding. */
function real(path: string): string[] {
  return existsSync(path) ? [realpathSync(path)] : [];
}

const depth = (path: string) => (path === "/" ? 0 : path.split("/").length - 1);

const run = promisify(execFile);

async function works(program: string, args: string[]): Promise<boolean> {
  try {
    await run(program, args, { timeout: 5000, env: probeEnvironment });
    return true;
  } catch {
    return false;
  }
}

// Typings of the web framework demand NODE_ENV, which these programs have no use for.
const probeEnvironment = { PATH: "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin" } as Record<
  string,
  string
> as NodeJS.ProcessEnv;
let detected: Promise<SandboxSupport> | null = null;

/** Tries the fences once per process; the answer is cached. */
export function detectSandbox(): Promise<SandboxSupport> {
  detected ??= tryFences();
  return detected;
}

async function tryFences(): Promise<SandboxSupport> {
  const trial = buildFenceArgv({
    paths: [{ path: "/home", kind: "hidden" }],
    temporaryDir: "/tmp",
    isRoot: process.getuid?.() === 0,
    hasNetwork: true,
    dropped: "all",
    command: ["/bin/true"],
  });
  const [unshare = "", ...trialArguments] = trial ?? [];
  const [present, bubblewrap, namespaces, setpriv] = await Promise.all([
    works("bwrap", ["--version"]),
    works("bwrap", [
      ...["--die-with-parent", "--unshare-pid", "--unshare-ipc", "--cap-drop", "ALL"],
      ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--", "/bin/true"],
    ]),
    works(unshare, trialArguments),
    works("setpriv", ["--no-new-privs", "--pdeathsig", "KILL", "--", "/bin/true"]),
  ]);
  const reason = present
    ? "bubblewrap is installed but this system does not let it make namespaces."
    : "bubblewrap is not installed (Debian: apt-get install bubblewrap).";
  return { bubblewrap, namespaces, setpriv, reason: bubblewrap ? null : reason };
}
