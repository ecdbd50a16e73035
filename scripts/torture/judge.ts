import { isOnce } from "./effect-plans.ts";
import type { Effects } from "./evidence.ts";

/** A task as the database has it once everything has settled. */
export interface TaskFacts {
  readonly id: string;
  readonly planId: string;
  /** Its name is its label. */
  readonly label: string;
  readonly status: string;
  readonly message: string | null;
  readonly runs: readonly { readonly id: string; readonly status: string }[];
}

/** A plan as the database has it. */
export interface PlanFacts {
  readonly id: string;
  readonly phase: string;
  readonly status: string;
}

/** An audit entry, as far as the judgement needs it. */
export interface EntryFacts {
  readonly type: string;
  readonly planId: string | null;
  readonly taskId: string | null;
  readonly runId: string | null;
}

/** Everything a judgement follows from. */
export interface Facts {
  /** Plans whose approval a client saw acknowledged. */
  readonly acknowledged: ReadonlySet<string>;
  readonly plans: readonly PlanFacts[];
  readonly tasks: readonly TaskFacts[];
  readonly entries: readonly EntryFacts[];
  readonly effects: Effects;
  /** Tasks that have a file of their own in git. */
  readonly tasksInGit: ReadonlySet<string>;
  /** What `verify` found wrong; null when the history is whole. */
  readonly verifyProblem: string | null;
  /** Labels of tasks whose shim was killed after it had begun and before it left its record. */
  readonly orphanedLabels: readonly string[];
}

/** What went wrong, one line each; empty lists all over is what the product promises. */
export interface Judgement {
  readonly lostApprovals: string[];
  readonly doubleStarts: string[];
  readonly overlaps: string[];
  readonly falseSuccesses: string[];
  readonly auditGaps: string[];
  readonly needsReview: string[];
  readonly needsReviewExpected: string[];
}

const settledPhases = ["done", "failed", "cancelled"];

/** Compares what the database says with what happened. Pure. */
export function judge(facts: Facts): Judgement {
  return {
    lostApprovals: findLostApprovals(facts),
    doubleStarts: findDoubleStarts(facts.effects),
    overlaps: [...facts.effects.overlaps],
    falseSuccesses: findFalseSuccesses(facts),
    auditGaps: findAuditGaps(facts),
    needsReview: facts.tasks
      .filter((task) => task.runs.some((run) => run.status === "needs_review"))
      .map((task) => task.label)
      .sort(),
    needsReviewExpected: [...new Set(facts.orphanedLabels.filter(isOnce))].sort(),
  };
}

/** True once nothing more will happen to a plan by itself. */
export function isSettled(plan: PlanFacts): boolean {
  return settledPhases.includes(plan.phase);
}

function findLostApprovals({ acknowledged, plans, tasks }: Facts): string[] {
  return plans
    .filter((plan) => acknowledged.has(plan.id))
    .flatMap((plan) => {
      const own = tasks.filter((task) => task.planId === plan.id);
      if (own.length === 0) return [`plan ${plan.id}: ${plan.status}, but it never got tasks`];
      if (isSettled(plan)) return [];
      const stand = own.map((task) => `${task.label} ${task.status}`).join(", ");
      return [`plan ${plan.id}: stands in ${plan.phase} for good (${stand})`];
    });
}

/** A task not to be repeated that started twice, or any run that started its command twice. */
function findDoubleStarts({ starts }: Effects): string[] {
  return [...starts].flatMap(([label, runIds]) => {
    const twice = runIds.filter((runId, at) => runIds.indexOf(runId) !== at);
    const surplus = isOnce(label) ? runIds.slice(1) : twice;
    return surplus.map((runId) => `${label}: started ${runIds.length} times, also by run ${runId}`);
  });
}

function findFalseSuccesses({ tasks, effects }: Facts): string[] {
  return tasks
    .filter((task) => task.status === "succeeded")
    .flatMap((task) => {
      const run = task.runs.find(({ status }) => status === "succeeded");
      const ends = effects.ends.get(task.label) ?? [];
      if (run !== undefined && ends.includes(run.id)) return [];
      return [
        `${task.label}: succeeded by run ${run?.id ?? "none"}, effects of ${ends.join(", ") || "none"}`,
      ];
    });
}

const endOfTask: Readonly<Record<string, string>> = {
  succeeded: "task.succeeded",
  failed: "task.failed",
  cancelled: "task.cancelled",
  skipped: "task.skipped",
  needs_review: "task.needs_review",
};

function findAuditGaps(facts: Facts): string[] {
  const { acknowledged, tasks, entries, tasksInGit, verifyProblem } = facts;
  const gaps = verifyProblem === null ? [] : [`verify: ${verifyProblem}`];
  const count = (of: Partial<EntryFacts>) =>
    entries.filter((entry) =>
      Object.entries(of).every(([key, value]) => entry[key as keyof EntryFacts] === value),
    ).length;
  const expectOne = (what: string, of: Partial<EntryFacts>) => {
    const found = count(of);
    if (found !== 1) gaps.push(`${what}: ${found} entries ${of.type}`);
  };
  for (const planId of acknowledged) expectOne(`plan ${planId}`, { type: "plan.approved", planId });
  for (const task of tasks) {
    expectOne(task.label, { type: "task.created", taskId: task.id });
    const wasReviewed = count({ type: "task.reviewed", taskId: task.id }) > 0;
    const end = wasReviewed ? "task.needs_review" : endOfTask[task.status];
    if (end === undefined) continue;
    expectOne(task.label, { type: end, taskId: task.id });
    if (!tasksInGit.has(task.id)) gaps.push(`${task.label}: git has no record of it`);
    for (const run of task.runs) {
      expectOne(`${task.label} run ${run.id}`, { type: "run.claimed", runId: run.id });
      expectOne(`${task.label} run ${run.id}`, { type: "run.finished", runId: run.id });
    }
  }
  return gaps;
}
