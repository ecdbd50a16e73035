import type { ProgramLimits } from "#server/platform/fenced-program.ts";
import { writeNewFiles } from "#server/platform/new-files.ts";
import type { SandboxSupport } from "#server/runner/sandbox.ts";
import type { Severity } from "./domain/finding.ts";
import { LintBox } from "./lint-box.ts";
import { LintChecks } from "./lint-checks.ts";
import { findLintPrograms } from "./lint-programs.ts";
import { copyTree, type ScratchTree } from "./scratch-tree.ts";

/** Files that are not written yet, and where they would go. */
export interface NewFilesOrder {
  /** A folder that holds the repository, never written to; null: the files stand by themselves. */
  readonly treePath: string | null;
  /** Paths are relative to the repository and lie within it. */
  readonly files: readonly { readonly path: string; readonly content: string }[];
  /** The playbooks among the files, at least one. */
  readonly playbooks: readonly string[];
  /** Folders of installed roles and collections. */
  readonly contentDirs?: readonly string[];
  readonly signal?: AbortSignal;
}

/** What ansible-lint says of a new file. */
export interface NewFileFinding {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly severity: Severity;
  readonly reason: string;
}

/** What the programs say of new files. */
export interface NewFilesReport {
  readonly lintVersion: string;
  readonly findings: readonly NewFileFinding[];
  /** What Ansible's syntax check says against one of the playbooks; null: all passed. */
  readonly syntaxFault: string | null;
  /** Modules and roles that are not installed here, which had stand-ins. */
  readonly missing: readonly string[];
}

/** Looks at files as if they lay in a repository already, before anyone writes them there. */
export class LintService {
  private readonly deps: {
    /** Where ansible-lint is looked for. */
    readonly searchPath: string;
    /** Never to be seen by what is run: Chiffon's data, the owner's keys and tokens. */
    readonly hiddenPaths: readonly string[];
    /** Left out: what this machine offers. */
    readonly support?: SandboxSupport;
    /** Left out: two minutes a call. */
    readonly limits?: ProgramLimits;
  };

  constructor(deps: LintService["deps"]) {
    this.deps = deps;
  }

  /**
   * Lints new files and checks the syntax of their playbooks, all in one go, in confinement without network.
   *
   * @throws invalid_input where the repository has one of them already, or a link in its place
   * @throws lint_unavailable where ansible-lint or something to confine it with is missing
   */
  async lintNew(order: NewFilesOrder): Promise<NewFilesReport> {
    const programs = await findLintPrograms(this.deps.searchPath);
    const { searchPath: _searchPath, ...fence } = this.deps;
    const contentDirs = order.contentDirs ?? [];
    const signal = order.signal ?? new AbortController().signal;
    const box = await LintBox.open({ ...fence, programs, contentDirs, signal });
    try {
      const tree = await treeWith(order, box.tree);
      const [first = "", ...others] = order.playbooks;
      const names = order.files.map((file) => file.path).filter((name) => /\.ya?ml$/.test(name));
      const target = { path: first, kind: "playbook", beside: [...others, ...names] } as const;
      const checks = await LintChecks.prepare({ box, tree, target, programs }, contentDirs);
      const [lintVersion, { syntaxFault }] = await Promise.all([
        checks.lintVersion(),
        checks.checkTasks(order.playbooks),
      ]);
      // The stand-ins of the syntax check serve ansible-lint too.
      const findings = (await checks.lint(names)).flat();
      return { lintVersion, findings: findings.map(shown), syntaxFault, missing: checks.missing() };
    } finally {
      await box.close();
    }
  }
}

function shown({ path: file, line, rule, severity, reason }: NewFileFinding): NewFileFinding {
  return { path: file, line, rule, severity, reason };
}

/** A copy of the repository with the new files in it. */
async function treeWith({ treePath, files }: NewFilesOrder, root: string): Promise<ScratchTree> {
  const copied = treePath === null ? null : await copyTree(treePath, root);
  await writeNewFiles(root, files);
  const paths = new Set([...(copied?.paths ?? []), ...files.map((file) => file.path)]);
  return { root, paths: [...paths], isPartial: copied?.isPartial ?? false };
}
