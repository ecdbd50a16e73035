import type { Plan, RequestView, TaskView } from "#server/contracts/plan.ts";
import type { FollowKind, RequestEnd } from "#server/contracts/request.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { plural } from "#server/lib/units.ts";
import type { RepeatedTask, Repetition } from "./repetition.ts";
import { undoingOf, undoNames } from "./undo.ts";

/** What is needed of an ended request: its newest plan, with the tasks and their runs. */
export interface Ended {
  readonly end: RequestEnd | null;
  readonly plan: Plan | null;
  readonly tasks: readonly TaskView[];
}

/** Kinds of following that repeat a plan, or a part of it. */
type RepeatKind = Exclude<FollowKind, "undo">;

/** What of an ended request can be planned alone, for its card. */
export function recoveryOf(ended: Ended): RequestView["recovery"] {
  const hosts = repetitionOf(ended, "failed_hosts")?.tasks.flatMap((task) => task.hosts) ?? [];
  const resumed = repetitionOf(ended, "failed_task")?.tasks.find(
    (task) => task.startAtTask !== null,
  );
  return {
    failedHosts: [...new Set(hosts)].sort(),
    resumeAt: resumed?.startAtTask ?? null,
    undo: undoNames(undoingOf(ended)),
  };
}

/** The part of an ended request's plan that is asked for once more; null where there is no such part. */
export function repetitionOf(ended: Ended, kind: RepeatKind): Repetition | null {
  const { plan, end } = ended;
  if (plan === null) return null;
  if (kind === "again") return wholePlan(plan);
  if (end !== "failed") return null;
  return kind === "failed_hosts"
    ? failedHosts(plan, ended.tasks)
    : fromFailedTask(plan, ended.tasks);
}

/** All of a plan, as it was approved. */
function wholePlan(plan: Plan): Repetition {
  const tasks = plan.body.tasks.map(
    ({ taskKey, hosts, startAtTask = null }): RepeatedTask => ({ taskKey, hosts, startAtTask }),
  );
  return { plan, tasks, changeNote: null, isWhole: true };
}

/**
 * The failed tasks on the hosts that failed, and what was to come after them on the same hosts. Null where that is the
 * whole plan, or where no host says that it failed.
 */
function failedHosts(plan: Plan, tasks: readonly TaskView[]): Repetition | null {
  const failed = new Map(
    tasks.map((task) => [task.taskKey, task.status === "failed" ? badHosts(task) : []]),
  );
  const bad = new Set([...failed.values()].flat());
  const skipped = new Set(
    tasks.filter(({ status }) => status === "skipped").map(({ taskKey }) => taskKey),
  );
  const repeated = plan.body.tasks.flatMap((task) => {
    const { taskKey, hosts, startAtTask = null } = task;
    // What waited for its first host was touched nowhere: all of it is left to do.
    const left = task.firstHost === undefined ? bad : new Set(hosts);
    const wanted = skipped.has(taskKey) ? left : new Set(failed.get(taskKey) ?? []);
    const kept = hosts.filter((host) => wanted.has(host));
    return kept.length === 0 ? [] : [{ taskKey, hosts: kept, startAtTask }];
  });
  if (repeated.length === 0 || isAll(plan, repeated)) return null;
  const named = [...bad].sort();
  const changeNote = `Only ${plural(named.length, "host")} that failed: ${named.join(", ")}.`;
  return { plan, tasks: repeated, changeNote, isWhole: false };
}

/** Everything that has not succeeded, the failed tasks from where they failed. Null where no run can start there. */
function fromFailedTask(plan: Plan, tasks: readonly TaskView[]): Repetition | null {
  const points = new Map(
    tasks.map((task) => [
      task.taskKey,
      task.status === "failed" ? lastOutcome(task)?.resume : null,
    ]),
  );
  const first = plan.body.tasks.flatMap(({ taskKey }) => points.get(taskKey) ?? []).at(0);
  if (first === undefined) return null;
  const done = tasks.filter(({ status }) => status === "succeeded").map(({ taskKey }) => taskKey);
  const left = plan.body.tasks.filter(({ taskKey }) => !done.includes(taskKey));
  const repeated = left.map(({ taskKey, hosts, startAtTask = null }): RepeatedTask => {
    const point = points.get(taskKey) ?? null;
    if (point === null) return { taskKey, hosts, startAtTask };
    const unfinished = hosts.filter((host) => point.hosts.includes(host));
    const on = unfinished.length > 0 ? unfinished : hosts;
    return { taskKey, hosts: on, startAtTask: point.startAt };
  });
  const changeNote = `Starts at "${first.startAt}"; the steps before it are skipped.`;
  return { plan, tasks: repeated, changeNote, isWhole: false };
}

function isAll(plan: Plan, repeated: readonly RepeatedTask[]): boolean {
  return (
    repeated.length === plan.body.tasks.length &&
    plan.body.tasks.every((task, at) => repeated[at]?.hosts.length === task.hosts.length)
  );
}

function badHosts(task: TaskView): string[] {
  return (lastOutcome(task)?.hosts ?? [])
    .filter(({ failed, unreachable }) => failed > 0 || unreachable > 0)
    .map(({ host }) => host);
}

/** How the newest attempt ended. */
function lastOutcome({ runs }: TaskView): RunOutcome | null {
  return runs.toSorted((a, b) => a.attempt - b.attempt).at(-1)?.outcome ?? null;
}
