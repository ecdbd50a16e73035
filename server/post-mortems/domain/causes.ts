import type { CheckResult, Plan, PlanTask, TaskView } from "#server/contracts/plan.ts";
import type { Cause } from "#server/contracts/post-mortem.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import type { Run } from "#server/contracts/run.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { checkWords } from "#server/lib/host-checks.ts";
import { findHostFailures, findStepInProgress } from "./host-failures.ts";
import { shortened } from "./shortened.ts";

/** Longest message of a cause, in characters. */
const maxMessage = 5_000;

/** A task of the failed request, with the newest attempt at it and what that told. */
export interface TaskFacts {
  readonly planned: PlanTask;
  readonly task: TaskView;
  /** Null where it was never attempted. */
  readonly run: Run | null;
  readonly events: readonly RunEvent[];
}

/** What the causes of a failed request are found in. */
export interface FailureFacts {
  readonly phase: RequestPhase;
  readonly reason: string | null;
  readonly plan: Plan | null;
  readonly tasks: readonly TaskFacts[];
  readonly checks: readonly CheckResult[];
}

/** Why a request failed, the first in time first; never empty. Rescued and ignored failures are none. */
export function findCauses(facts: FailureFacts): [Cause, ...Cause[]] {
  const failed = facts.tasks.filter(({ task }) => task.status === "failed").flatMap(causesOf);
  const checks = failed.length > 0 ? [] : facts.checks.filter(isBad).map(toCause(facts.tasks));
  const [first, ...others] = [...failed, ...checks].toSorted(byTime);
  return first === undefined ? [causeOfRequest(facts)] : [first, ...others];
}

function causesOf(facts: TaskFacts): Cause[] {
  const { run, events } = facts;
  const onHosts = findHostFailures(events).map((failure): Cause => {
    const { status, ...rest } = failure;
    const kind = status === "unreachable" ? "unreachable" : "ansible_task";
    return bounded({ ...ofTask(facts), ...rest, kind });
  });
  const timedOut = run?.status === "timed_out" ? [timeLimit(facts)] : [];
  const causes = [...onHosts, ...timedOut];
  return causes.length > 0 ? causes : [fromOutcome(facts)];
}

/** The run was stopped at what it was doing; one host at least had not answered. */
function timeLimit(facts: TaskFacts): Cause {
  const step = findStepInProgress(facts.events);
  const { timeoutSeconds } = facts.planned;
  return bounded({
    ...ofTask(facts),
    kind: "time_limit",
    at: facts.run?.finishedAt ?? null,
    ansibleTask: step?.ansibleTask ?? null,
    module: step?.module ?? null,
    place: step?.place ?? null,
    host: step?.hosts[0] ?? null,
    message: [
      facts.run?.outcome?.message ?? `It took longer than ${timeoutSeconds} s and was stopped.`,
      ...(step === null || step.hosts.length < 2
        ? []
        : [`Not answered by then: ${step.hosts.slice(0, 20).join(", ")}.`]),
    ].join(" "),
  });
}

/** Where no event tells: what the run's end says, which the runner found in its output. */
function fromOutcome(facts: TaskFacts): Cause {
  const { run, task } = facts;
  const told = run?.outcome?.failedAnsibleTask ?? null;
  const counts = run?.outcome?.hosts.find(({ host }) => host === told?.host);
  const isUnreachable = (counts?.unreachable ?? 0) > 0;
  return bounded({
    ...ofTask(facts),
    kind: told === null ? "run" : isUnreachable ? "unreachable" : "ansible_task",
    at: run?.finishedAt ?? task.finishedAt,
    ansibleTask: told?.name ?? null,
    host: told?.host ?? null,
    message: told?.message ?? run?.outcome?.message ?? task.message ?? "It failed.",
  });
}

function ofTask({ planned, run }: TaskFacts) {
  return {
    taskKey: planned.taskKey,
    taskName: planned.name,
    playbook: planned.playbookPath ?? planned.entryPath,
    ...{ ansibleTask: null, module: null, place: null, host: null },
    runId: run?.id ?? null,
  };
}

function toCause(tasks: readonly TaskFacts[]) {
  return (check: CheckResult): Cause => {
    const { taskKey, message } = check;
    const facts = tasks.find(({ planned }) => planned.taskKey === taskKey);
    const of = facts === undefined ? noTask : ofTask(facts);
    const host = check.host ?? (facts === undefined ? null : hostOfCheck(check, facts.planned));
    const words = `${checkWords({ ...check, host: undefined })}: ${message}`;
    return bounded({ ...of, kind: "check", at: null, host, message: words });
  };
}

/** The host that a check's target is on: the only one, or the one whose name or address stands in it. */
function hostOfCheck(
  { target }: CheckResult,
  { hosts, checkPlaces = [] }: PlanTask,
): string | null {
  if (hosts.length === 1) return hosts[0] ?? null;
  const words = target.split(/[^\w.-]+/);
  const place = checkPlaces.find(({ address }) => address !== null && words.includes(address));
  return place?.host ?? hosts.find((host) => words.includes(host)) ?? null;
}

function isBad({ ok, isUnresolved }: CheckResult): boolean {
  return !ok && isUnresolved !== true;
}

const noTask = {
  ...{ taskKey: null, taskName: null, playbook: null, ansibleTask: null, module: null },
  ...{ place: null, host: null, runId: null },
};

/** Nothing ran that could have failed. */
function causeOfRequest({ phase, reason, plan }: FailureFacts): Cause {
  if (phase === "timed_out")
    return bounded({
      ...{ ...noTask, kind: "expired", at: null },
      message: reason ?? "The approval lapsed before everything had run.",
    });
  const kind = plan === null ? "planning" : "run";
  return bounded({ ...noTask, kind, at: null, message: reason ?? "It failed without a reason." });
}

function bounded(cause: Cause): Cause {
  return { ...cause, message: shortened(cause.message, maxMessage) };
}

/** Checks are made at the end and have no moment of their own. */
function byTime(a: Cause, b: Cause): number {
  if (a.at === b.at) return 0;
  if (a.at === null) return 1;
  if (b.at === null) return -1;
  return Date.parse(a.at) - Date.parse(b.at);
}

/** A cause in one sentence, without what was said. */
export function headlineOf({ kind, ansibleTask, taskName, host, message }: Cause): string {
  const on = host === null ? "" : ` on ${host}`;
  switch (kind) {
    case "ansible_task":
      return `“${ansibleTask ?? taskName}” failed${on}.`;
    case "unreachable":
      return `${host ?? "A host"} could not be reached.`;
    case "time_limit":
      return `“${ansibleTask ?? taskName}” took too long${on}, and the run was stopped.`;
    case "run":
      return taskName === null
        ? "The request failed."
        : `“${taskName}” ended before any host said why.`;
    case "check":
      return `Everything ran, but a check did not pass${on}.`;
    case "expired":
      return "The approval lapsed before everything had run.";
    case "planning":
      return `There was no plan: ${message.split("\n", 1)[0]?.replace(/\.$/, "") ?? ""}.`;
  }
}
