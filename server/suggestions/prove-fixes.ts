import { placeTasks } from "#server/ansible/placed-tasks.ts";
import { mergeEdits } from "./domain/edit.ts";
import type { Finding } from "./domain/finding.ts";
import type { Fix, FixSource } from "./domain/fixes/fix.ts";
import { fixFor, textAfter } from "./domain/fixes.ts";
import { isBetter } from "./domain/proof.ts";
import type { LintChecks } from "./lint-checks.ts";

/** Versions that one run of ansible-lint checks. */
const perRun = 16;
const timeForProofsMs = 150_000;

/** What is known of the file as it is. */
export interface Baseline {
  readonly source: FixSource;
  readonly findings: readonly Finding[];
  /** What `--list-tasks` says of it. */
  readonly listing: string;
  /** Chiffon's own findings in a version, beside those of ansible-lint. */
  readonly checkOwn: (text: string, lint: readonly Finding[]) => readonly Finding[];
}

/** Versions of the file that are proven better. */
export interface Proven {
  /** By the one finding that each mends. */
  readonly single: ReadonlyMap<Finding, string>;
  /** All that go together; null where nothing is mechanical or the proof failed. */
  readonly combined: {
    readonly text: string;
    readonly covers: ReadonlySet<Finding>;
    readonly findingsAfter: number;
  } | null;
  /** Findings with a mechanical fix that did not stand the proof, or for which there was no time. */
  readonly unproven: number;
}

interface Version {
  readonly text: string;
  readonly mends: readonly Finding[];
}

type Candidate = readonly [finding: Finding, fix: Fix];

/**
 * Mends what is mechanical, and keeps what stands the proof: each version is linted again in the same confinement, the
 * finding gone and none new, with the syntax check and the list of ansibleTasks as before.
 */
export async function proveFixes(
  checks: LintChecks,
  baseline: Baseline,
  wanted: readonly Finding[],
): Promise<Proven> {
  const prover = new Prover(checks, baseline);
  const candidates = wanted.flatMap((finding): Candidate[] => {
    const fix = fixFor(finding, baseline.source);
    return fix === null ? [] : [[finding, fix]];
  });
  const all = prover.combine(candidates);
  const each = candidates.flatMap((candidate) => prover.combine([candidate]) ?? []);
  const proven = await prover.proveInTime(all === null ? each : [all, ...each]);
  const single = new Map(
    each.flatMap((version) =>
      proven.has(version) ? version.mends.map((finding) => [finding, version.text] as const) : [],
    ),
  );
  const after = all === null ? undefined : proven.get(all);
  const combined =
    all === null || after === undefined
      ? await prover.combineProven(candidates, single)
      : asCombined(all, after);
  const isLeft = (finding: Finding) =>
    !single.has(finding) && combined?.covers.has(finding) !== true;
  return { single, combined, unproven: candidates.filter(([finding]) => isLeft(finding)).length };
}

function asCombined({ text, mends }: Version, findingsAfter: number): Proven["combined"] {
  return { text, covers: new Set(mends), findingsAfter };
}

class Prover {
  private readonly checks: LintChecks;
  private readonly baseline: Baseline;
  private readonly startedAt = performance.now();
  private count = 0;

  constructor(checks: LintChecks, baseline: Baseline) {
    this.checks = checks;
    this.baseline = baseline;
  }

  private isOutOfTime(): boolean {
    return performance.now() - this.startedAt > timeForProofsMs;
  }

  /** As {@link prove}, a run of ansible-lint after the other until the time is up. */
  async proveInTime(versions: readonly Version[]): Promise<Map<Version, number>> {
    const proven = new Map<Version, number>();
    for (let at = 0; at < versions.length && !this.isOutOfTime(); at += perRun)
      for (const [version, after] of await this.prove(versions.slice(at, at + perRun)))
        proven.set(version, after);
    return proven;
  }

  /** One version with every fix that goes with those before it; null for none. */
  combine(candidates: readonly Candidate[]): Version | null {
    const taken: Candidate[] = [];
    for (const candidate of candidates) {
      const edits = [...taken, candidate].flatMap(([, fix]) => fix.edits);
      if (mergeEdits(edits) !== null) taken.push(candidate);
    }
    const text = textAfter(
      taken.map(([, fix]) => fix),
      this.baseline.source,
    );
    return text === null ? null : { text, mends: taken.map(([finding]) => finding) };
  }

  /** A second try with those alone that stood the proof by themselves. */
  async combineProven(
    candidates: readonly Candidate[],
    single: ReadonlyMap<Finding, string>,
  ): Promise<Proven["combined"]> {
    const version = this.combine(candidates.filter(([finding]) => single.has(finding)));
    if (version === null || single.size === candidates.length || this.isOutOfTime()) return null;
    for (const [proven, after] of await this.prove([version])) return asCombined(proven, after);
    return null;
  }

  /** The versions that stand the proof, each with the number of its findings. */
  private async prove(versions: readonly Version[]): Promise<Map<Version, number>> {
    const paths: string[] = [];
    for (const { text } of versions) paths.push(await this.checks.addVersion(++this.count, text));
    const [runnable, found] = await Promise.all([this.sameTasks(paths), this.checks.lint(paths)]);
    const proven = new Map<Version, number>();
    for (const [at, version] of versions.entries()) {
      const lint = found[at] ?? [];
      const after = [...lint, ...this.baseline.checkOwn(version.text, lint)];
      const isSound = runnable[at] === true && !("refusal" in placeTasks(version.text));
      if (isSound && isBetter(this.baseline.findings, after, version.mends))
        proven.set(version, after.length);
    }
    return proven;
  }

  /** For each version: whether it passes the syntax check and lists the same ansibleTasks. */
  private async sameTasks(paths: readonly string[]): Promise<boolean[]> {
    const { syntaxFault, listings } = await this.checks.checkTasks(paths);
    if (syntaxFault === null)
      return paths.map((_path, at) => listings[at] === this.baseline.listing);
    if (paths.length === 1) return [false];
    const each: boolean[] = [];
    for (const path of paths) each.push(...(await this.sameTasks([path])));
    return each;
  }
}
