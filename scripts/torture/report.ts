import { faultKinds } from "./fault-schedule.ts";
import { type Facts, isSettled, type Judgement } from "./judge.ts";
import type { TortureLog } from "./torture-run.ts";

/** Whether a harness that must notice a broken product did. */
export interface MutantResult {
  readonly name: string;
  readonly caught: boolean;
  /** What gave it away. */
  readonly by: readonly string[];
}

const minShareOfAKind = 0.1;
const minShareWhileActive = 0.7;
const minShareTerminal = 0.95;
const minShareOfAnsible = 0.25;

/** The one JSON object that a torture prints. The first block is the promise; the rest is how it was tried. */
export function makeReport(parts: {
  readonly options: { seed: number; faults: number; plans: number };
  readonly log: TortureLog;
  readonly facts: Facts;
  readonly judgement: Judgement;
  readonly mutants: readonly MutantResult[];
  readonly seconds: number;
}) {
  const { options, log, facts, judgement, mutants } = parts;
  const faultsByKind = Object.fromEntries(
    faultKinds.map((kind) => [kind, log.landed.filter(({ fault }) => fault.kind === kind).length]),
  );
  const ran = facts.tasks.filter(({ status }) => status === "succeeded").map(({ label }) => label);
  const withAnsible = log.offered.filter(({ tasks }) =>
    tasks.some(({ ansible, label }) => ansible && ran.includes(label)),
  );
  const report = {
    seed: options.seed,
    faults: log.landed.length,
    plans: log.offered.length,
    lost_approvals: judgement.lostApprovals.length,
    double_starts: judgement.doubleStarts.length,
    overlaps: judgement.overlaps.length,
    false_successes: judgement.falseSuccesses.length,
    audit_gaps: judgement.auditGaps.length,
    needs_review: judgement.needsReview.length,
    needs_review_expected: judgement.needsReviewExpected.length,
    mutants,
    faults_by_kind: faultsByKind,
    kills: log.landed.filter(({ fault }) => fault.action === "kill").length,
    freezes: log.landed.filter(({ fault }) => fault.action === "freeze").length,
    share_while_active: share(log.landed, ({ whileActive }) => whileActive),
    approvals_acknowledged: facts.acknowledged.size,
    approvals_refused: log.approvals.filter(({ problem }) => problem !== null).length,
    share_terminal: share(facts.plans, isSettled),
    share_ansible: round(withAnsible.length / Math.max(1, log.offered.length)),
    tasks: countBy(facts.tasks.map(({ status }) => status)),
    failed_without_review: facts.tasks
      .filter((task) => task.status === "failed" && !judgement.needsReview.includes(task.label))
      .map((task) => `${task.label}: ${task.message ?? ""}`),
    runs: countBy(facts.tasks.flatMap(({ runs }) => runs.map(({ status }) => status))),
    audit_entries: facts.entries.length,
    seconds: Math.round(parts.seconds * 10) / 10,
  };
  const problems = [
    ...problemsOf(judgement),
    ...log.approvals.flatMap(({ problem }) => problem ?? []),
    ...coverageGaps(report, options.faults),
    ...mutants.filter(({ caught }) => !caught).map(({ name }) => `mutant ${name} was not caught`),
  ];
  return { ...report, ok: problems.length === 0, problems: problems.slice(0, 50) };
}

export type TortureReport = ReturnType<typeof makeReport>;

function problemsOf(judgement: Judgement): string[] {
  const { needsReview, needsReviewExpected } = judgement;
  const unexpected = needsReview.filter((label) => !needsReviewExpected.includes(label));
  const missing = needsReviewExpected.filter((label) => !needsReview.includes(label));
  return [
    ...judgement.lostApprovals,
    ...judgement.doubleStarts,
    ...judgement.overlaps.map((overlap) => `overlap: ${overlap}`),
    ...judgement.falseSuccesses,
    ...judgement.auditGaps,
    ...unexpected.map((label) => `${label}: needs review although its shim was not killed`),
    ...missing.map((label) => `${label}: needs no review although its shim was killed`),
  ];
}

/** A torture that did not try what it claims to try proves nothing. */
function coverageGaps(
  report: {
    faults: number;
    faults_by_kind: Record<string, number>;
    share_while_active: number;
    share_terminal: number;
    share_ansible: number;
  },
  wanted: number,
): string[] {
  const gaps: string[] = [];
  if (report.faults < wanted) gaps.push(`coverage: ${report.faults} of ${wanted} faults landed`);
  for (const [kind, count] of Object.entries(report.faults_by_kind))
    if (count < minShareOfAKind * report.faults)
      gaps.push(`coverage: ${kind} got ${count} of ${report.faults} faults`);
  const least = (name: string, found: number, limit: number) => {
    if (found < limit) gaps.push(`coverage: ${name} is ${found}, at least ${limit} is asked for`);
  };
  least("share of faults during a run", report.share_while_active, minShareWhileActive);
  least("share of plans that ended", report.share_terminal, minShareTerminal);
  least("share of plans with real Ansible", report.share_ansible, minShareOfAnsible);
  return gaps;
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.length === 0 ? 0 : round(items.filter(holds).length / items.length);
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
