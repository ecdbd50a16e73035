import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { foldersUp } from "#server/ansible/repository-paths.ts";
import { readYaml } from "#server/ansible/yaml-file.ts";
import { readAnsibleSettings } from "#server/lib/ansible-settings.ts";
import { AppError } from "#server/lib/app-error.ts";
import { type LintFinding, readLintReport } from "./domain/lint-report.ts";
import { type LintSettings, readLintSettings } from "./domain/lint-settings.ts";
import {
  collectionOf,
  fullModuleNames,
  type MissingContent,
  missingContent,
  readModuleRedirects,
  standInFiles,
} from "./domain/missing-content.ts";
import { projectOf, roleOf, rolesFolderOf, siblingsOf } from "./domain/places.ts";
import { readTaskListings } from "./domain/task-listing.ts";
import type { LintBox, Printed } from "./lint-box.ts";
import type { LintPrograms } from "./lint-programs.ts";
import type { ScratchTree } from "./scratch-tree.ts";

const maxStandIns = 40;
const maxSearched = 4_000;
const collectionsOfMachine = "/usr/share/ansible/collections";

/** Which file is checked, and how Ansible reaches it. */
export interface CheckTarget {
  readonly path: string;
  readonly kind: "playbook" | "tasks";
  /** Further files that are looked at with it. */
  readonly beside?: readonly string[];
}

/** What the checks of one file work with. */
interface CheckContext {
  readonly box: LintBox;
  readonly tree: ScratchTree;
  readonly target: CheckTarget;
  readonly programs: LintPrograms;
  /** The folder that Ansible runs in, within the tree. */
  readonly project: string;
  readonly env: Readonly<Record<string, string>>;
  readonly settings: LintSettings;
  /** Text of the `ansible.cfg` that counts for the file. */
  readonly ansibleConfig: string;
}

/** What `--syntax-check` and `--list-tasks` say of versions of a file. */
export interface TaskCheck {
  /** Null when it passed, else what Ansible said. */
  readonly syntaxFault: string | null;
  /** One for each version, in order. */
  readonly listings: readonly string[];
}

/** ansible-lint and ansible-playbook on one file of a copied repository, and on versions of it beside it. */
export class LintChecks {
  private readonly context: CheckContext;
  private readonly standIns = new Set<string>();
  private redirects: ReadonlyMap<string, string> | null = null;

  private constructor(context: CheckContext) {
    this.context = context;
  }

  static async prepare(
    given: Pick<CheckContext, "box" | "tree" | "target" | "programs">,
    contentDirs: readonly string[],
  ): Promise<LintChecks> {
    const { box, tree, target } = given;
    const project = projectOf(tree.paths, target.path);
    const ansibleConfig = await textOf(tree.root, project, "ansible.cfg");
    const own = readAnsibleSettings(ansibleConfig, (name) => path.join(project, name));
    const inTree = (folder: string) => path.join(tree.root, folder);
    const roles = [
      ...own.rolesPaths.map(inTree),
      ...foldersUp(project).map((folder) => inTree(path.join(folder, "roles"))),
      ...rolesFolderOf(target.path).map(inTree),
      ...contentDirs.map((folder) => path.join(folder, "roles")),
      path.join(box.standIns, "roles"),
    ];
    const collections = [
      ...own.collectionsPaths.map(inTree),
      ...foldersUp(project).map((folder) => inTree(path.join(folder, "collections"))),
      ...contentDirs.map((folder) => path.join(folder, "collections")),
      collectionsOfMachine,
      path.join(box.standIns, "collections"),
    ];
    const env = {
      ANSIBLE_ROLES_PATH: [...new Set(roles)].join(":"),
      ANSIBLE_COLLECTIONS_PATH: [...new Set(collections)].join(":"),
      ANSIBLE_LIBRARY: path.join(box.standIns, "modules"),
    };
    const settings = await repositorySettings(tree.root, project);
    const checks = new LintChecks({ ...given, project, env, settings, ansibleConfig });
    await checks.writeLintConfig();
    return checks;
  }

  /** What the repository's own lint settings decide. */
  get settings(): LintSettings {
    return this.context.settings;
  }

  /** True where the repository's `ansible.cfg` decides when facts are gathered. */
  get setsGathering(): boolean {
    return /^\s*gathering\s*=/m.test(this.context.ansibleConfig);
  }

  /** The version of ansible-lint, as it names itself. */
  async lintVersion(): Promise<string> {
    const { stdout } = await this.run([this.context.programs.lint, "--nocolor", "--version"]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: terminal colours are what is taken off.
    const plain = stdout.replaceAll(/\u001b\[[\d;]*m/g, "");
    return /ansible-lint\s+v?(\d[\w.]*)/.exec(plain)?.[1] ?? "unknown";
  }

  /** Writes a version of the file beside it. @returns its path */
  async addVersion(number: number, text: string): Promise<string> {
    const { dir, name, ext } = path.parse(this.context.target.path);
    const version = path.join(dir, `${name}.chiffon${number}${ext}`);
    await writeFile(path.join(this.context.tree.root, version), text);
    return version;
  }

  /**
   * Syntax check and list of ansibleTasks of versions of the file. Modules and roles that this machine lacks get
   * stand-ins meanwhile, so that they don't hide everything else.
   */
  async checkTasks(versions: readonly string[]): Promise<TaskCheck> {
    const playbooks = await Promise.all(versions.map((version) => this.playbookFor(version)));
    const syntaxFault = await this.checkSyntax(playbooks);
    if (syntaxFault !== null) return { syntaxFault, listings: [] };
    const { stdout } = await this.playbook("--list-tasks", playbooks);
    return { syntaxFault: null, listings: readTaskListings(stdout) };
  }

  /** What ansible-lint finds in each version, in order. @throws lint_unavailable when it gives no report */
  async lint(versions: readonly string[]): Promise<LintFinding[][]> {
    const { lint } = this.context.programs;
    const names = versions.map((version) => path.relative(this.context.project, version));
    const options = ["--offline", "--nocolor", "-q", "-f", "json", "--project-dir", "."];
    const config = path.join(this.context.box.input, "lint.yml");
    const printed = await this.run([lint, ...options, "-c", config, "--", ...names]);
    const report = readLintReport(printed.stdout);
    if (report === null) throw noReport(printed);
    const found = report
      .filter(isMeant)
      .map((finding) => ({ ...finding, path: this.inTree(finding.path) }));
    return versions.map((version) => found.filter((finding) => finding.path === version));
  }

  /** Modules and roles that stand-ins were made for. */
  missing(): string[] {
    return [...this.standIns].toSorted();
  }

  private async checkSyntax(playbooks: readonly string[]): Promise<string | null> {
    for (;;) {
      const { ending, stderr } = await this.playbook("--syntax-check", playbooks);
      if (ending.cause === null) return null;
      const missing = missingContent(stderr);
      if (missing === null || !(await this.standInFor(missing)))
        return faultOf(stderr, this.context.tree.root);
    }
  }

  /** @returns false where that was tried already, or often enough */
  private async standInFor(missing: MissingContent): Promise<boolean> {
    if (this.standIns.has(missing.name) || this.standIns.size >= maxStandIns) return false;
    const name = missing.kind === "module" ? await this.fullNameOf(missing.name) : missing.name;
    const collection = missing.kind === "module" ? collectionOf(name) : null;
    const siblings = collection === null ? [] : await this.modulesOf(collection);
    this.standIns.add(missing.name);
    for (const each of new Set([name, ...siblings])) {
      for (const { path: file, text } of standInFiles({ ...missing, name: each })) {
        const at = path.join(this.context.box.standIns, file);
        await mkdir(path.dirname(at), { recursive: true });
        await writeFile(at, text);
      }
    }
    return true;
  }

  /** What Ansible takes a short name for, by its own table; the name itself where that has none. */
  private async fullNameOf(name: string): Promise<string> {
    if (name.includes(".")) return name;
    this.redirects ??= await this.readRedirects();
    return this.redirects.get(name) ?? name;
  }

  private async readRedirects(): Promise<ReadonlyMap<string, string>> {
    const { stdout } = await this.run([this.context.programs.playbook, "--version"]);
    const folder = /ansible python module location = (\/\S+)/.exec(stdout)?.[1];
    if (folder === undefined) return new Map();
    return readModuleRedirects(await textOf(folder, "config/ansible_builtin_runtime.yml"));
  }

  /** Modules of a collection that anything in the tree names: they are all missing together. */
  private async modulesOf(collection: string): Promise<string[]> {
    const files = this.context.tree.paths
      .filter((file) => /\.ya?ml$/.test(file))
      .slice(0, maxSearched);
    const texts = await Promise.all(files.map((file) => textOf(this.context.tree.root, file)));
    const names = texts
      .flatMap(fullModuleNames)
      .filter((name) => collectionOf(name) === collection);
    return [...new Set(names)].slice(0, 500);
  }

  /** The version itself, or a playbook that does nothing but import it. */
  private async playbookFor(version: string): Promise<string> {
    if (this.context.target.kind === "playbook")
      return path.relative(this.context.project, version);
    const name = `chiffon-import-${path.basename(version)}`;
    const role = roleOf(this.context.tree.paths, version);
    const task =
      role === null
        ? { import_tasks: path.join(this.context.tree.root, version) }
        : { import_role: await this.roleImport(role, name) };
    const play = { name: "Import", hosts: "localhost", gather_facts: false, tasks: [task] };
    await writeFile(
      path.join(this.context.tree.root, this.context.project, name),
      JSON.stringify([play]),
    );
    return name;
  }

  /** Only files directly below `tasks` can be named to a role: a deeper one is imported by one of those. */
  private async roleImport(
    { folder, tasks }: { folder: string; tasks: string },
    name: string,
  ): Promise<{ name: string; tasks_from: string }> {
    const role = path.join(this.context.tree.root, folder);
    if (!tasks.includes("/")) return { name: role, tasks_from: tasks };
    await writeFile(path.join(role, "tasks", name), JSON.stringify([{ import_tasks: tasks }]));
    return { name: role, tasks_from: name };
  }

  private playbook(option: string, playbooks: readonly string[]): Promise<Printed> {
    return this.run([
      this.context.programs.playbook,
      "-i",
      "localhost,",
      option,
      "--",
      ...playbooks,
    ]);
  }

  private run(command: readonly string[]): Promise<Printed> {
    return this.context.box.run({
      command,
      cwd: path.join(this.context.tree.root, this.context.project),
      env: this.context.env,
    });
  }

  /** A path of a report, which is relative to where the programs run. */
  private inTree(reported: string): string {
    const absolute = path.resolve(this.context.tree.root, this.context.project, reported);
    return path.relative(this.context.tree.root, absolute);
  }

  /** Only what is asked about is looked at: everything beside it and beside its folders is left out. */
  private async writeLintConfig(): Promise<void> {
    const { skipped, profile } = this.context.settings;
    const { path: own, beside = [] } = this.context.target;
    const config = {
      offline: true,
      enable_list: ["no-log-password"],
      skip_list: skipped,
      exclude_paths: siblingsOf(this.context.tree.paths, own, ...beside).map((name) =>
        path.join(this.context.tree.root, name),
      ),
      ...(profile === null ? {} : { profile }),
    };
    await writeFile(path.join(this.context.box.input, "lint.yml"), JSON.stringify(config));
  }
}

async function repositorySettings(root: string, project: string): Promise<LintSettings> {
  for (const folder of foldersUp(project)) {
    for (const name of [".ansible-lint", ".config/ansible-lint.yml", ".config/ansible-lint.yaml"]) {
      const text = await textOf(root, folder, name);
      if (text !== "") return readLintSettings(readYaml(name, text).documents[0]);
    }
  }
  return readLintSettings(null);
}

function textOf(...parts: string[]): Promise<string> {
  return readFile(path.join(...parts), "utf8").catch(() => "");
}

/** A stand-in has no name of its own to recommend. */
function isMeant({ rule, reason }: LintFinding): boolean {
  return !(rule === "fqcn[action]" && reason.includes("`ansible.legacy."));
}

/** The first thing that Ansible said was wrong, with paths of the tree. */
function faultOf(stderr: string, root: string): string {
  const said = stderr
    .slice(-100_000)
    .replaceAll(`${root}/`, "")
    .replaceAll(/\.chiffon\d+(?=\.)/g, "");
  const error = /ERROR! ([^\n]+)/.exec(said)?.[1] ?? /\[ERROR\]:? ([^\n]+)/.exec(said)?.[1];
  return (error ?? said.trim().split("\n").at(-1) ?? "").slice(0, 400) || "It said nothing.";
}

function noReport({ ending, stderr }: Printed): AppError {
  const why =
    ending.cause === "timeout"
      ? "It took too long and was ended."
      : `It said: ${stderr.trim().slice(-600) || "nothing"}`;
  return new AppError("lint_unavailable", { message: `ansible-lint gave no report. ${why}` });
}
