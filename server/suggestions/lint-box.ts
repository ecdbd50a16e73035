import { readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { AppError } from "#server/lib/app-error.ts";
import {
  type ProgramEnding,
  type ProgramLimits,
  runFenced,
} from "#server/platform/fenced-program.ts";
import {
  buildSandboxArgv,
  chooseIsolation,
  detectSandbox,
  type SandboxSupport,
} from "#server/runner/sandbox.ts";
import type { LintPrograms } from "./lint-programs.ts";

const usualLimits: ProgramLimits = { stepSeconds: 120, maxMib: 100 };
const maxPrinted = 16 * 1024 * 1024;
const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** Where people keep what no linter needs to see. */
const privatePlaces = ["/home", "/root", "/var/lib", "/var/backups", "/var/mail"];
/** The same, but empty on most machines, where another fence needs one of them. */
const roomyPlaces = ["/srv", "/mnt", "/media"];

/** What may be seen from inside, and for how long. */
export interface BoxOrder {
  readonly programs: LintPrograms;
  /** Folders of installed content. */
  readonly contentDirs: readonly string[];
  /** Never to be seen from inside: Chiffon's data, the owner's keys and tokens. */
  readonly hiddenPaths: readonly string[];
  /** Left out: {@link usualLimits}. */
  readonly limits?: ProgramLimits;
  /** Left out: what this machine offers. */
  readonly support?: SandboxSupport;
  readonly signal: AbortSignal;
}

/** What a program printed. */
export interface Printed {
  readonly ending: ProgramEnding;
  readonly stdout: string;
  readonly stderr: string;
}

/** One call: its cwd, and folders for the programs' settings. */
export interface BoxCall {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A place where programs of Ansible read a copy of a repository and can do nothing else: no network, nothing of this
 * machine's owner in sight, nothing to write to but a folder that is thrown away. They execute what the repository
 * brings: plugins when they look at its playbooks, modules when they check arguments.
 */
export class LintBox {
  /** The copy, read-only from inside. */
  readonly tree: string;
  /** Stand-ins for content that is missing, read-only from inside. */
  readonly standIns: string;
  /** Settings of the programs, read-only from inside. */
  readonly input: string;
  private readonly work: string;
  private readonly box: string;
  private readonly order: BoxOrder;
  private readonly support: SandboxSupport;

  private constructor(work: string, order: BoxOrder, support: SandboxSupport) {
    this.work = work;
    this.order = order;
    this.support = support;
    this.tree = path.join(work, "tree");
    this.standIns = path.join(work, "stand-ins");
    this.input = path.join(work, "input");
    this.box = path.join(work, "box");
  }

  /** @throws lint_unavailable where nothing on this machine can confine it */
  static async open(order: BoxOrder): Promise<LintBox> {
    const support = order.support ?? (await detectSandbox());
    const isolation = chooseIsolation("isolated", support);
    if (isolation !== "bubblewrap" && isolation !== "namespaces")
      throw new AppError("lint_unavailable", {
        message: `Nothing on this machine can confine ansible-lint, which runs code of the repository: ${support.reason} Install bubblewrap (Debian: apt-get install bubblewrap), then ask again.`,
      });
    const work = await mkdtemp(path.join(tmpdir(), "chiffon-lint-"));
    const box = new LintBox(work, order, support);
    for (const folder of [
      box.tree,
      box.standIns,
      box.input,
      box.box,
      box.inBox("home"),
      box.inBox("tmp"),
    ])
      await mkdir(folder, { mode: 0o700 });
    for (const kind of ["collections/ansible_collections", "modules", "roles"])
      await mkdir(path.join(box.standIns, kind), { recursive: true });
    await writeFile(path.join(box.input, "ansible.cfg"), "[defaults]\n");
    return box;
  }

  async close(): Promise<void> {
    await rm(this.work, { recursive: true, force: true });
  }

  /** Runs one of Ansible's programs to its end. A printed flood ends it. @throws when the signal ends it */
  async run({ command, cwd, env }: BoxCall): Promise<Printed> {
    const { limits = usualLimits, signal, hiddenPaths, contentDirs, programs } = this.order;
    const argv = buildSandboxArgv({
      ...{ profile: "isolated", network: "none", support: this.support },
      command: ["/bin/sh", "-c", 'cd "$0" && exec "$@"', cwd, ...command],
      isRoot: process.getuid?.() === 0,
      ...{
        workDir: this.box,
        inputDir: this.input,
        agentDir: null,
        temporaryDir: this.inBox("tmp"),
      },
      readOnlyPaths: [this.tree, this.standIns, ...contentDirs, ...programs.folders],
      writableDirs: [],
      hiddenPaths: [...privatePlaces, ...roomyPlaces.filter(isFilled), homedir(), ...hiddenPaths],
    });
    const printed = { stdout: "", stderr: "" };
    const flood = new AbortController();
    const hear = (chunk: Buffer, stream: "stdout" | "stderr") => {
      printed[stream] += chunk.toString("latin1");
      if (printed[stream].length > maxPrinted) flood.abort();
    };
    const ending = await runFenced(argv, {
      ...{ cwd: this.box, box: this.box, limits, onOutput: hear },
      env: this.environment(env),
      signal: AbortSignal.any([signal, flood.signal]),
    });
    signal.throwIfAborted();
    const text = (stream: "stdout" | "stderr") =>
      Buffer.from(printed[stream], "latin1").toString("utf8");
    return { ending, stdout: text("stdout"), stderr: text("stderr") };
  }

  private inBox(name: string): string {
    return path.join(this.box, name);
  }

  private environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    const variables: Record<string, string> = {
      PATH: [...this.order.programs.searchFolders, systemPath].join(":"),
      LANG: "C.UTF-8",
      HOME: this.inBox("home"),
      TMPDIR: this.inBox("tmp"),
      PYTHONDONTWRITEBYTECODE: "1",
      NO_COLOR: "1",
      ANSIBLE_NOCOLOR: "1",
      ANSIBLE_CONFIG: path.join(this.input, "ansible.cfg"),
      ANSIBLE_HOME: this.inBox("home/.ansible"),
      ANSIBLE_LOCAL_TEMP: this.inBox("tmp/ansible"),
      // The one inventory is a name on the command line; scripts and plugins of the repository are never asked.
      ANSIBLE_INVENTORY_ENABLED: "host_list",
      ANSIBLE_LOCALHOST_WARNING: "0",
      ANSIBLE_DEPRECATION_WARNINGS: "0",
      ...this.order.programs.env,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      ...more,
    };
    // Typings of the web framework demand NODE_ENV, which these programs have no use for.
    return variables as NodeJS.ProcessEnv;
  }
}

function isFilled(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    // One that can't be listed can't be read either, or does not exist.
    return false;
  }
}
