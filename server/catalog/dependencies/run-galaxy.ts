import { access, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { type ProgramLimits, runFenced } from "#server/platform/fenced-program.ts";
import { buildSandboxArgv, type SandboxSupport } from "#server/runner/sandbox.ts";
import type { GalaxyFailure } from "../domain/galaxy-trouble.ts";

/** Where one attempt at an install works. Only `box` can be written to from inside. */
export interface GalaxyPlace {
  readonly work: string;
  /** What the calls install into: `roles/` and `collections/`. */
  readonly content: string;
}

/** The surroundings of every call. */
export interface GalaxySetting {
  readonly searchPath: string;
  readonly support: SandboxSupport;
  /** Galaxy server for names without a server of their own; null: Ansible's default. */
  readonly galaxyServer: string | null;
  /** Never to be seen from inside: Chiffon's data, the owner's keys and tokens. */
  readonly hiddenPaths: readonly string[];
  readonly limits: ProgramLimits;
}

/** One call: what it installs, as ansible-galaxy reads it from a file. */
export interface GalaxyCall {
  readonly kind: "role" | "collection";
  readonly requirements: unknown;
  /** The repository's tree, where something is read from it. */
  readonly readable: readonly string[];
  readonly onOutput: (chunk: Buffer) => void;
  readonly signal: AbortSignal;
}

/** Makes the folders of an attempt. */
export async function preparePlace(work: string): Promise<GalaxyPlace> {
  const content = path.join(work, "box/content");
  for (const folder of [
    "box/home",
    "box/tmp",
    "box/content/roles",
    "box/content/collections",
    "input",
  ])
    await mkdir(path.join(work, folder), { recursive: true, mode: 0o700 });
  await writeFile(path.join(work, "input/ansible.cfg"), "[defaults]\n");
  return { work, content };
}

/**
 * Runs `ansible-galaxy … install -r … -p …` in the sandbox: with network, without secrets or prompts, within time,
 * memory and size.
 *
 * @returns null when it succeeded
 * @throws when `signal` ends it
 */
export async function runGalaxy(
  place: GalaxyPlace,
  call: GalaxyCall,
  setting: GalaxySetting,
): Promise<GalaxyFailure | null> {
  const { limits } = setting;
  const failure = { said: "", timeoutSeconds: limits.stepSeconds, maxMib: limits.maxMib };
  if (!(await isInstalled(setting.searchPath))) return { ...failure, cause: "no_tool" };
  const file = path.join(place.work, "input/requirements.yml");
  await writeFile(file, JSON.stringify(call.requirements));
  const target = path.join(place.content, call.kind === "role" ? "roles" : "collections");
  const argv = buildSandboxArgv({
    profile: "isolated",
    command: ["ansible-galaxy", call.kind, "install", "-r", file, "-p", target],
    support: setting.support,
    isRoot: process.getuid?.() === 0,
    workDir: path.join(place.work, "box"),
    inputDir: path.join(place.work, "input"),
    agentDir: null,
    temporaryDir: path.join(place.work, "box/tmp"),
    readOnlyPaths: call.readable,
    writableDirs: [],
    hiddenPaths: setting.hiddenPaths,
  });
  const { cause, said } = await runFenced(argv, {
    ...{ env: environment(place, setting), cwd: place.content, limits },
    ...{ box: path.join(place.work, "box"), onOutput: call.onOutput, signal: call.signal },
  });
  call.signal.throwIfAborted();
  return cause === null ? null : { ...failure, cause, said };
}

async function isInstalled(searchPath: string): Promise<boolean> {
  const found = searchPath
    .split(":")
    .map((folder) => access(path.join(folder, "ansible-galaxy")).then(() => true));
  return Promise.any(found).catch(() => false);
}

function environment({ work, content }: GalaxyPlace, setting: GalaxySetting): NodeJS.ProcessEnv {
  const home = path.join(work, "box/home");
  const variables: Record<string, string> = {
    PATH: setting.searchPath,
    LANG: "C.UTF-8",
    HOME: home,
    TMPDIR: path.join(work, "box/tmp"),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
    ANSIBLE_CONFIG: path.join(work, "input/ansible.cfg"),
    ANSIBLE_HOME: path.join(home, ".ansible"),
    ANSIBLE_LOCAL_TEMP: path.join(work, "box/tmp/ansible"),
    ANSIBLE_ROLES_PATH: path.join(content, "roles"),
    ANSIBLE_COLLECTIONS_PATH: path.join(content, "collections"),
    ANSIBLE_GALAXY_DISPLAY_PROGRESS: "False",
    ANSIBLE_GALAXY_SERVER_TIMEOUT: "30",
    ANSIBLE_NOCOLOR: "1",
    ANSIBLE_NOCOWS: "1",
    // No question is answered, no helper asked, no protocol used that could read this machine's own files.
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "/bin/false",
    SSH_ASKPASS: "/bin/false",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ALLOW_PROTOCOL: "http:https:ssh:git",
    GIT_SSH_COMMAND: "ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes",
    ...(setting.galaxyServer === null ? {} : { ANSIBLE_GALAXY_SERVER: setting.galaxyServer }),
  };
  // Typings of the web framework demand NODE_ENV, which these programs have no use for.
  return variables as NodeJS.ProcessEnv;
}
