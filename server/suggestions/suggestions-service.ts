import { lstat, readFile, realpath } from "node:fs/promises";
import path from "node:path";
import { type PlacedFile, placeTasks } from "#server/ansible/placed-tasks.ts";
import { codeFolders } from "#server/ansible/repository-paths.ts";
import type { Suggestion, SuggestionReport } from "#server/contracts/review.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { ProgramLimits } from "#server/platform/fenced-program.ts";
import { unifiedDiff } from "#server/platform/unified-diff.ts";
import type { SandboxSupport } from "#server/runner/sandbox.ts";
import { evidenceAt } from "./domain/evidence.ts";
import { type Category, categories, type Finding } from "./domain/finding.ts";
import { fixSource, taskAt } from "./domain/fixes/fix.ts";
import { isExcluded } from "./domain/lint-settings.ts";
import { checkFile, withoutRepeats } from "./domain/own-checks.ts";
import { keepMostSevere } from "./domain/rank.ts";
import { findRepeatedChanges, type NamedTask, type PastOutcome } from "./domain/repeated-change.ts";
import { reasonOf } from "./domain/why.ts";
import { LintBox } from "./lint-box.ts";
import { type CheckTarget, LintChecks } from "./lint-checks.ts";
import { findLintPrograms } from "./lint-programs.ts";
import { type Proven, proveFixes } from "./prove-fixes.ts";
import { isReadInTime } from "./reading-thread.ts";
import { copyTree, type ScratchTree } from "./scratch-tree.ts";

const maxFileBytes = 256 * 1024;

/** Which file is looked at. */
export interface SuggestionOrder {
  /** A folder that holds the repository. Never written to. */
  readonly treePath: string;
  /** A playbook or a file of ansibleTasks, within it. */
  readonly path: string;
  /** Folders of installed roles and collections. */
  readonly contentDirs?: readonly string[];
  /** What its ansibleTasks did in earlier runs, the newest run first. */
  readonly outcomes?: readonly PastOutcome[];
  /** Ends it early. */
  readonly signal?: AbortSignal;
}

/** Suggests improvements to a playbook or a role's tasks, with a reason, a place and, where mechanical, a proven patch. */
export class SuggestionsService {
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

  constructor(deps: SuggestionsService["deps"]) {
    this.deps = deps;
  }

  /**
   * Looks at one file. Nothing of the repository runs but in confinement without network, and nothing in it is changed.
   *
   * @throws invalid_input for a file that can't be looked at, with what to name instead
   * @throws lint_unavailable where ansible-lint or something to confine it with is missing
   */
  async suggest(order: SuggestionOrder): Promise<SuggestionReport> {
    const found = await readTarget(order);
    const programs = await findLintPrograms(this.deps.searchPath);
    const { hiddenPaths, support, limits } = this.deps;
    const box = await LintBox.open({
      ...{ programs, hiddenPaths, contentDirs: order.contentDirs ?? [] },
      ...(support === undefined ? {} : { support }),
      ...(limits === undefined ? {} : { limits }),
      signal: order.signal ?? new AbortController().signal,
    });
    try {
      const tree = await copyTree(found.root, box.tree);
      const target: CheckTarget = { path: found.path, kind: found.file.kind };
      const given = { box, tree, target, programs };
      const checks = await LintChecks.prepare(given, order.contentDirs ?? []);
      const repeated = findRepeatedChanges(order.outcomes ?? [], namedTasks(found));
      return await report(found, { tree, checks, repeated });
    } finally {
      await box.close();
    }
  }
}

interface Target {
  readonly root: string;
  readonly path: string;
  readonly text: string;
  readonly file: PlacedFile & { readonly kind: "playbook" | "tasks" };
}

/** @param repeated what earlier runs show; no version of the text can be proven to mend it */
async function report(
  target: Target,
  {
    tree,
    checks,
    repeated,
  }: {
    readonly tree: ScratchTree;
    readonly checks: LintChecks;
    readonly repeated: readonly Finding[];
  },
): Promise<SuggestionReport> {
  const { path: name, text, file } = target;
  const { settings } = checks;
  const [lintVersion, before] = await Promise.all([
    checks.lintVersion(),
    checks.checkTasks([name]),
  ]);
  const lint = (await checks.lint([name]))[0] ?? [];
  const setting = {
    skipped: new Set(settings.skipped),
    setsGathering: checks.setsGathering,
  };
  const checkOwn = (version: string, found: readonly Finding[]) => {
    const placed = placeTasks(version, isHandlerFile(name));
    return "refusal" in placed ? [] : withoutRepeats(checkFile(version, placed, setting), found);
  };
  const own = checkOwn(text, lint);
  const source = fixSource(text, file, namesIn(tree, text));
  const findings: Finding[] = [
    ...lint.map((each) => ({ ...each, ...extentOf(each, source) })),
    ...own,
  ];
  const isLeftOut = isExcluded(name, settings.excluded);
  const all = [...findings, ...repeated];
  const { shown, omitted } = keepMostSevere(isLeftOut ? [] : all);
  const baseline = { source, findings, listing: before.listings[0] ?? "", checkOwn };
  const proven =
    before.syntaxFault === null ? await proveFixes(checks, baseline, shown) : nothingProven;
  const notes = [
    ...(isLeftOut ? ["The repository's .ansible-lint leaves this file out."] : []),
    ...(omitted > 0 ? [tooMany(all.length, shown.length)] : []),
    ...notesOn(checks, tree, { syntaxFault: before.syntaxFault, proven }),
  ];
  return { ...assemble(target, { findings, shown, proven }), lintVersion, omitted, notes };
}

const nothingProven: Proven = { single: new Map(), combined: null, unproven: 0 };

function assemble(
  { path: name, text }: Target,
  {
    findings,
    shown,
    proven,
  }: { findings: readonly Finding[]; shown: readonly Finding[]; proven: Proven },
): Pick<SuggestionReport, "path" | "suggestions" | "categories" | "patch"> {
  const { single, combined } = proven;
  const lines = text.split("\n");
  const suggestions = shown.map((finding): Suggestion => {
    const { category, rule, line, severity } = finding;
    const mended = single.get(finding);
    return {
      ...{ category, rule, reason: reasonOf(finding), path: name, line, severity },
      evidence: evidenceAt(lines, finding),
      patch: mended === undefined ? null : unifiedDiff(name, text, mended),
      covered: combined?.covers.has(finding) ?? false,
    };
  });
  const amount = (category: Category) => shown.filter((each) => each.category === category).length;
  const patch =
    combined === null
      ? null
      : {
          diff: unifiedDiff(name, text, combined.text),
          fixes: combined.covers.size,
          proven: {
            findingsBefore: findings.length,
            findingsAfter: combined.findingsAfter,
            ...({ syntaxCheck: true, listTasksSame: true } as const),
          },
        };
  const counted = Object.fromEntries(categories.map((each) => [each, amount(each)]));
  return { path: name, suggestions, categories: counted as Record<Category, number>, patch };
}

function notesOn(
  checks: LintChecks,
  { isPartial }: ScratchTree,
  { syntaxFault, proven }: { syntaxFault: string | null; proven: Proven },
): string[] {
  const missing = checks.missing();
  const { ignored } = checks.settings;
  const faults = proven.unproven === 1 ? "1 fix was" : `${proven.unproven} fixes were`;
  return [
    ...(syntaxFault === null
      ? []
      : [`Ansible can't read it as it stands, so no patch can be proven: ${syntaxFault}`]),
    ...(missing.length === 0
      ? []
      : [`Not installed here, so their use is not checked: ${listed(missing)}.`]),
    ...(proven.unproven === 0
      ? []
      : [`${faults} left out, because the proof failed or took too long.`]),
    ...(ignored.length === 0
      ? []
      : [`Of its .ansible-lint these have no effect: ${listed(ignored)}.`]),
    ...(isPartial ? ["The repository is very large: only a part of it was looked at."] : []),
  ];
}

const maxListed = 12;

function listed(names: readonly string[]): string {
  const more = names.length - maxListed;
  return `${names.slice(0, maxListed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function tooMany(all: number, shown: number): string {
  return `${all} findings: these are the ${shown} most severe. Mend them, then ask again.`;
}

/** The lines of the ansibleTask that a finding stands at. */
function extentOf(
  finding: Finding,
  source: Parameters<typeof taskAt>[0],
): Pick<Finding, "lineCount"> {
  const isAboutLine = /^yaml|^no-tabs|^schema/.test(finding.rule);
  const task = isAboutLine ? null : taskAt(source, finding.line);
  return { lineCount: task === null || task.call === null ? 1 : task.endLine - finding.line + 1 };
}

/** What decides whether a module's short name means Ansible's own. */
function namesIn(tree: ScratchTree, text: string) {
  const folders = new RegExp(`(?:^|/)(?:${codeFolders.join("|")})/(?:.*/)?(\\w+)\\.\\w+$`);
  const shadowed = tree.paths.flatMap((file) => folders.exec(file)?.[1] ?? []);
  return {
    shadowed: new Set(shadowed),
    hasCollectionList: /^\s*(?:-\s+)?collections\s*:/m.test(text),
  };
}

function namedTasks({ file }: Target): NamedTask[] {
  return file.tasks.flatMap(({ values: { name }, line, endLine }) =>
    typeof name === "string" ? [{ name, line, endLine }] : [],
  );
}

function isHandlerFile(name: string): boolean {
  return /(?:^|\/)handlers(?:\/|\.ya?ml$)/.test(name);
}

async function readTarget({ treePath, path: asked }: SuggestionOrder): Promise<Target> {
  const root = await realpath(treePath).catch(() => {
    throw refused(`${treePath} does not exist. Name the folder of the repository.`);
  });
  const real = await realpath(path.resolve(root, asked)).catch(() => {
    throw refused(`The repository has no file ${asked}. Name it as it stands below ${treePath}.`);
  });
  const name = path.relative(root, real);
  if (name === "" || name.startsWith("..") || path.isAbsolute(name))
    throw refused(`${asked} is not in the repository. Name a file below ${treePath}.`);
  if (!/\.ya?ml$/i.test(name))
    throw refused(
      `${asked} is not YAML by its name. Name a playbook or a role's task file (.yml, .yaml).`,
    );
  const { size } = await lstat(real);
  if (size > maxFileBytes)
    throw refused(`${asked} is larger than 256 KB. Split it into several files.`);
  const text = await readText(real, asked);
  if (!(await isReadInTime(text, isHandlerFile(name))))
    throw refused(`${asked} takes too long to read. Look for what is odd in it, then ask again.`);
  const file = placeTasks(text, isHandlerFile(name));
  if ("refusal" in file) {
    const where = file.line === null ? "" : ` (line ${file.line})`;
    throw refused(
      `${asked} is not valid YAML${where}: ${file.refusal} Correct it there, then ask again.`,
    );
  }
  const { kind } = file;
  if (kind === "other")
    throw refused(`${asked} holds neither plays nor tasks. Name a playbook or a role's task file.`);
  return { root, path: name, text, file: { ...file, kind } };
}

async function readText(real: string, asked: string): Promise<string> {
  const content = await readFile(real).catch(() => {
    throw refused(`${asked} is no file that can be read. Name a playbook or a role's task file.`);
  });
  const text = content.toString("utf8");
  // Edits are made by place: only what comes out as it went in can be edited.
  if (!Buffer.from(text, "utf8").equals(content))
    throw refused(`${asked} is not UTF-8 text. Store it as UTF-8, then ask again.`);
  return text;
}

function refused(message: string): AppError {
  return new AppError("invalid_input", { message });
}
