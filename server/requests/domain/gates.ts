import type { GatedPhase, GateVerdict } from "#server/contracts/gate.ts";
import type { CheckResult, Plan } from "#server/contracts/plan.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import { findDagFault } from "#server/lib/dag.ts";
import type { RequestEvent } from "./request-state.ts";

/** What gates decide by. */
export interface GateFacts {
  readonly plan: Pick<Plan, "id" | "version" | "status" | "digest" | "body" | "decision"> | null;
  /** Whether the plan's digest is that of what it holds now. */
  readonly digestFits: boolean;
  readonly tasks: readonly {
    readonly taskKey: string;
    readonly name: string;
    readonly status: TaskStatus;
    /** Nothing can happen to it any more. */
    readonly isOver: boolean;
  }[];
  readonly checks: readonly CheckResult[];
  readonly artifacts: readonly { readonly id: string; readonly kind: string }[];
  /** Kinds of evidence that the owner wants before a phase is left. */
  readonly required: Readonly<Record<GatedPhase, readonly string[]>>;
}

type Judged = Pick<GateVerdict, "passed" | "reason" | "evidence">;
type Gate = (facts: GateFacts) => Judged;

/** The phase that an event leaves forwards; undefined for events that no gate stands before. */
export const phaseLeftBy: Partial<Record<RequestEvent, GatedPhase>> = {
  propose: "planning",
  approve: "approval",
  verify: "execution",
  finish: "verification",
};

/** Chiffon's own gate of each phase: its name, and what it asks. */
const ownGates: Readonly<Record<GatedPhase, readonly [string, Gate]>> = {
  planning: ["plan_validated", planValidated],
  approval: ["approval_matches_digest", approvalMatches],
  execution: ["every_task_has_result", everyTaskHasResult],
  verification: ["checks_passed", checksPassed],
};

/** What every gate of a phase says, Chiffon's own first, then one for each kind of evidence that the owner wants. */
export function judgeGates(phase: GatedPhase, facts: GateFacts): GateVerdict[] {
  const [gate, judge] = ownGates[phase];
  return [
    { gate, phase, ...judge(facts) },
    ...facts.required[phase].map((kind) => ({
      gate: customGate(kind),
      phase,
      ...evidenceGiven(facts, kind),
    })),
  ];
}

/** Kinds of evidence that are missing among these verdicts. */
export function missingKinds(verdicts: readonly GateVerdict[]): string[] {
  return verdicts.filter(({ gate, passed }) => !passed && isCustom(gate)).map(kindOf);
}

/** The first of Chiffon's own gates that did not pass; undefined where all did. */
export function ownFault(verdicts: readonly GateVerdict[]): GateVerdict | undefined {
  return verdicts.find(({ gate, passed }) => !passed && !isCustom(gate));
}

const customPrefix = "artifact:";

function customGate(kind: string): string {
  return `${customPrefix}${kind}`;
}

function isCustom(gate: string): boolean {
  return gate.startsWith(customPrefix);
}

function kindOf({ gate }: GateVerdict): string {
  return gate.slice(customPrefix.length);
}

function planValidated({ plan, digestFits }: GateFacts): Judged {
  if (plan === null) return fail("there is no plan");
  const evidence = [`plan:${plan.id}`, `digest:${plan.digest}`];
  const nodes = plan.body.tasks.map(({ taskKey: key, dependsOn }) => ({ key, dependsOn }));
  const fault = findDagFault(nodes);
  if (fault !== null) return fail(`its tasks can't be put in order (${fault.kind})`, evidence);
  if (!digestFits) return fail("its digest is not that of what it holds", evidence);
  return pass(`version ${plan.version} has ${count(nodes.length, "task")} in order`, evidence);
}

function approvalMatches({ plan, digestFits }: GateFacts): Judged {
  if (plan === null) return fail("there is no plan to approve");
  const evidence = [`plan:${plan.id}`, `digest:${plan.digest}`];
  if (plan.decision?.decision !== "approve" || plan.status !== "approved")
    return fail(`version ${plan.version} is not approved`, evidence);
  if (!digestFits) return fail("the plan is not what was approved: its digest differs", evidence);
  return pass(`${plan.decision.decidedBy} approved this digest`, evidence);
}

function everyTaskHasResult({ plan, tasks }: GateFacts): Judged {
  const planned = plan?.body.tasks ?? [];
  const evidence = tasks.map(({ taskKey, status }) => `task:${taskKey}=${status}`);
  if (planned.length === 0) return fail("there is no plan", evidence);
  const open = planned.filter(({ taskKey }) => {
    const task = tasks.find((one) => one.taskKey === taskKey);
    return task === undefined || !task.isOver;
  });
  const [first] = open;
  if (first !== undefined) {
    const more = open.length > 1 ? ` and ${count(open.length - 1, "other")}` : "";
    return fail(`"${first.name}"${more} has no result yet`, evidence);
  }
  return pass(`${count(planned.length, "task")} ended`, evidence);
}

function checksPassed({ plan, checks }: GateFacts): Judged {
  const wanted = (plan?.body.tasks ?? []).reduce((sum, task) => sum + task.checks.length, 0);
  const bad = checks.filter((check) => !check.ok && check.isUnresolved !== true);
  const unresolved = checks.filter((check) => check.isUnresolved === true).length;
  const evidence = checks.map(
    (check) =>
      `check:${check.target}=${check.ok ? "ok" : check.isUnresolved === true ? "not made" : "failed"}`,
  );
  const [first] = bad;
  if (first !== undefined) return fail(`the check of ${first.target} did not pass`, evidence);
  if (wanted > 0 && checks.length === 0) return fail("no check was made yet", evidence);
  if (checks.length === 0) return pass("nothing is to be checked", evidence);
  const left = unresolved === 0 ? "" : `, ${unresolved} could not be made`;
  return pass(`${checks.length - unresolved} passed${left}`, evidence);
}

function evidenceGiven({ artifacts }: GateFacts, kind: string): Judged {
  const given = artifacts.filter((artifact) => artifact.kind === kind);
  const evidence = given.map(({ id }) => `artifact:${id}`);
  return given.length === 0
    ? fail(`it needs ${kind}, which nobody has attached`, evidence)
    : pass(`${kind} is attached`, evidence);
}

function pass(reason: string, evidence: readonly string[]): Judged {
  return { passed: true, reason, evidence: evidence.slice(0, 100) };
}

function fail(reason: string, evidence: readonly string[] = []): Judged {
  return { passed: false, reason, evidence: evidence.slice(0, 100) };
}

function count(many: number, noun: string): string {
  return many === 1 ? `1 ${noun}` : `${many} ${noun}s`;
}
