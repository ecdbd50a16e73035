import type { VariableValue } from "#server/contracts/common.ts";
import type { ModifyPlanBody, Plan, PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { usualPriority } from "#server/lib/priorities.ts";

/** Changes to a plan that are not saved yet: order, selection and typed values. */
export interface PlanDraft {
  /** Every task key in the order wanted, unticked ones included. */
  readonly order: readonly string[];
  readonly unticked: readonly string[];
  /** New values by `valueKey`. */
  readonly values: Readonly<Record<string, VariableValue>>;
  /** Which host goes first, by task; only what differs from the plan. */
  readonly firstHosts: Readonly<Record<string, FirstHostDraft>>;
  /** How long a run may take in seconds, by task; only what differs. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** Null: as it is. */
  readonly priority: number | null;
  /** What is wrong with what was typed, by `valueKey`: the draft holds the last sound value. */
  readonly problems: Readonly<Record<string, string>>;
}

/** The host that goes first, null for all at once, and whether a person is asked before the rest. */
export interface FirstHostDraft {
  readonly host: string | null;
  readonly asks: boolean;
}

/** Where a draft keeps the value of one variable of one task. */
export function valueKey(taskKey: string, name: string): string {
  return `${taskKey}.${name}`;
}

/** The plan as proposed. */
export function startDraft(body: PlanBody): PlanDraft {
  return {
    order: body.tasks.map((task) => task.taskKey),
    ...{ unticked: [], values: {}, problems: {}, firstHosts: {}, timeouts: {}, priority: null },
  };
}

/** Tasks in the draft's order. */
export function tasksInOrder(draft: PlanDraft, body: PlanBody): PlanTask[] {
  return draft.order.flatMap((key) => body.tasks.filter((task) => task.taskKey === key));
}

/**
 * Unticks a task together with all that depend on it, or ticks it together with all it depends on. `alsoChanged` names
 * the others, to be said aloud.
 */
export function toggleTask(
  draft: PlanDraft,
  body: PlanBody,
  taskKey: string,
): { readonly draft: PlanDraft; readonly alsoChanged: readonly PlanTask[] } {
  const isTicking = draft.unticked.includes(taskKey);
  const affected = isTicking ? withNeeds(body, taskKey) : withDependents(body, taskKey);
  const changed = [...affected].filter((key) => draft.unticked.includes(key) === isTicking);
  const unticked = isTicking
    ? draft.unticked.filter((key) => !affected.has(key))
    : [...new Set([...draft.unticked, ...affected])];
  return {
    draft: { ...draft, unticked },
    alsoChanged: body.tasks.filter(
      (task) => task.taskKey !== taskKey && changed.includes(task.taskKey),
    ),
  };
}

function withDependents(body: PlanBody, taskKey: string): ReadonlySet<string> {
  return closure(taskKey, (key) =>
    body.tasks.filter((task) => task.dependsOn.includes(key)).map((task) => task.taskKey),
  );
}

function withNeeds(body: PlanBody, taskKey: string): ReadonlySet<string> {
  return closure(
    taskKey,
    (key) => body.tasks.find((task) => task.taskKey === key)?.dependsOn ?? [],
  );
}

function closure(start: string, next: (key: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set([start]);
  // A set grows while it is walked: every key is visited once.
  for (const key of seen) for (const other of next(key)) seen.add(other);
  return seen;
}

/** Moves a task one place, or gives null when that would put it on the wrong side of a dependency or off the list. */
export function moveTask(
  draft: PlanDraft,
  body: PlanBody,
  taskKey: string,
  step: 1 | -1,
): PlanDraft | null {
  const from = draft.order.indexOf(taskKey);
  const other = draft.order[from + step];
  if (from === -1 || other === undefined) return null;
  const [earlier, later] = step === 1 ? [taskKey, other] : [other, taskKey];
  const depends = body.tasks.find((task) => task.taskKey === later)?.dependsOn.includes(earlier);
  if (depends) return null;
  const order = [...draft.order];
  order[from] = other;
  order[from + step] = taskKey;
  return { ...draft, order };
}

/** Sets a typed value; setting what the plan has already removes the change. */
export function setValue(
  draft: PlanDraft,
  task: PlanTask,
  name: string,
  value: VariableValue,
): PlanDraft {
  const key = valueKey(task.taskKey, name);
  const planned = task.variables.find((variable) => variable.name === name)?.value ?? null;
  const { [key]: _dropped, ...others } = draft.values;
  return {
    ...draft,
    values: isSameValue(planned, value) ? others : { ...others, [key]: value },
  };
}

/** The half of a task that waits for its first host; undefined where it is whole. */
export function restOf(body: PlanBody, taskKey: string): PlanTask | undefined {
  return body.tasks.find(({ firstHost }) => firstHost?.firstTaskKey === taskKey);
}

/** What the plan says about a task's first host. */
export function plannedFirstHost(body: PlanBody, task: PlanTask): FirstHostDraft {
  const rest = restOf(body, task.taskKey);
  const host = rest === undefined ? null : (task.hosts[0] ?? null);
  return { host, asks: rest?.firstHost?.asks === true };
}

/** Chooses which host of a task goes first; choosing what the plan has already removes the change. */
export function setFirstHost(
  draft: PlanDraft,
  body: PlanBody,
  task: PlanTask,
  choice: FirstHostDraft,
): PlanDraft {
  const planned = plannedFirstHost(body, task);
  const isPlanned =
    planned.host === choice.host && (choice.host === null || planned.asks === choice.asks);
  const { [task.taskKey]: _dropped, ...others } = draft.firstHosts;
  return {
    ...draft,
    firstHosts: isPlanned ? others : { ...others, [task.taskKey]: choice },
  };
}

/** Sets how long a run of a task may take; what the plan has already removes the change. */
export function setTimeoutOf(draft: PlanDraft, task: PlanTask, seconds: number): PlanDraft {
  const { [task.taskKey]: _dropped, ...others } = draft.timeouts;
  const isPlanned = task.timeoutSeconds === seconds;
  return { ...draft, timeouts: isPlanned ? others : { ...others, [task.taskKey]: seconds } };
}

/** Sets how urgent the plan is; what it has already removes the change. */
export function setPriority(draft: PlanDraft, body: PlanBody, priority: number): PlanDraft {
  return { ...draft, priority: (body.priority ?? usualPriority) === priority ? null : priority };
}

/** Notes what is wrong with what was typed for a variable, or that nothing is any more. */
export function setProblem(
  draft: PlanDraft,
  { taskKey }: Pick<PlanTask, "taskKey">,
  name: string,
  problem: string | null,
): PlanDraft {
  const { [valueKey(taskKey, name)]: _before, ...others } = draft.problems;
  const problems = problem === null ? others : { ...others, [valueKey(taskKey, name)]: problem };
  return { ...draft, problems };
}

/** What must be corrected before the draft can be decided about: "kuma_port: A port is …"; null where nothing must. */
export function findProblem(draft: PlanDraft): string | null {
  const [first] = Object.entries(draft.problems).filter(
    ([key]) => !draft.unticked.some((taskKey) => key.startsWith(`${taskKey}.`)),
  );
  return first === undefined ? null : `${first[0].slice(first[0].indexOf(".") + 1)}: ${first[1]}`;
}

/** Tasks that leave a draft with one that is unticked. */
export function leavingWith(draft: PlanDraft, body: PlanBody, taskKey: string): PlanTask[] {
  const leaving = withDependents(body, taskKey);
  return body.tasks.filter(
    (task) =>
      task.taskKey !== taskKey &&
      leaving.has(task.taskKey) &&
      !draft.unticked.includes(task.taskKey),
  );
}

/** A draft as far as it says something about another version of its plan. */
export function carryDraft(draft: PlanDraft, body: PlanBody): PlanDraft {
  const fresh = startDraft(body);
  const isThere = (key: string) => body.tasks.some((task) => task.taskKey === key);
  const ofThere = <T>(byTask: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(byTask).filter(([key]) => isThere(key)));
  const unticked = draft.unticked.filter(isThere);
  const order = draft.order.filter(isThere);
  const values = body.tasks.flatMap((task) =>
    task.variables.flatMap(({ name, value }) => {
      const key = valueKey(task.taskKey, name);
      const wanted = draft.values[key];
      return wanted === undefined || isSameValue(wanted, value) ? [] : [[key, wanted] as const];
    }),
  );
  return {
    ...fresh,
    order: order.length === fresh.order.length ? order : fresh.order,
    unticked: unticked.length < body.tasks.length ? unticked : [],
    values: Object.fromEntries(values),
    firstHosts: ofThere(draft.firstHosts),
    timeouts: ofThere(draft.timeouts),
    priority: draft.priority === (body.priority ?? usualPriority) ? null : draft.priority,
  };
}

/** What a draft changes, a line each: "kuma_port → 3005", "without Add portals". */
export function draftLines(draft: PlanDraft, body: PlanBody): string[] {
  const values = Object.entries(draft.values).map(
    ([key, value]) => `${key.slice(key.indexOf(".") + 1)} → ${String(value)}`,
  );
  const without = body.tasks
    .filter(({ taskKey }) => draft.unticked.includes(taskKey))
    .map(({ name }) => `without ${name}`);
  const isReordered = draft.order.some((key, index) => body.tasks[index]?.taskKey !== key);
  const nameOf = (key: string) => body.tasks.find(({ taskKey }) => taskKey === key)?.name ?? key;
  const firstHosts = Object.entries(draft.firstHosts).map(([key, { host }]) =>
    host === null ? `${nameOf(key)} on all hosts at once` : `${nameOf(key)} on ${host} first`,
  );
  const timeouts = Object.entries(draft.timeouts).map(
    ([key, seconds]) => `${nameOf(key)} may take ${Math.round(seconds / 60)} min`,
  );
  return [
    ...[...values, ...without, ...firstHosts, ...timeouts],
    ...(draft.priority === null ? [] : [`priority ${draft.priority}`]),
    ...(isReordered ? ["another order"] : []),
  ];
}

/** Whether two typed values are equal; `1` and `"1"` are not. */
export function isSameValue(left: VariableValue, right: VariableValue): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

/** What kind of change a draft holds; *selection* alone can be approved in the same step. */
export function draftKind(draft: PlanDraft, body: PlanBody): "none" | "selection" | "edit" {
  const isReordered = draft.order.some((key, index) => body.tasks[index]?.taskKey !== key);
  const changed = { ...draft.values, ...draft.firstHosts, ...draft.timeouts };
  if (isReordered || draft.priority !== null || Object.keys(changed).length > 0) return "edit";
  return draft.unticked.length > 0 ? "selection" : "none";
}

/** Keys of the tasks that stay, in the draft's order. */
export function keptKeys(draft: PlanDraft): string[] {
  return draft.order.filter((key) => !draft.unticked.includes(key));
}

/** The request that saves a draft as a new version. */
export function modifyBody(draft: PlanDraft, plan: Plan): ModifyPlanBody {
  const kept = keptKeys(draft);
  const variables = plan.body.tasks
    .filter((task) => kept.includes(task.taskKey))
    .flatMap((task) =>
      task.variables.flatMap(({ name }) => {
        const value = draft.values[valueKey(task.taskKey, name)];
        return value === undefined ? [] : [{ taskKey: task.taskKey, name, value }];
      }),
    );
  const isKept = ([taskKey]: readonly [string, unknown]) => kept.includes(taskKey);
  const firstHosts = Object.entries(draft.firstHosts)
    .filter(isKept)
    .map(([taskKey, choice]) => ({ taskKey, ...choice }));
  const timeouts = Object.entries(draft.timeouts)
    .filter(isKept)
    .map(([taskKey, timeoutSeconds]) => ({ taskKey, timeoutSeconds }));
  return {
    planVersion: plan.version,
    tasks: kept,
    ...(variables.length > 0 ? { variables } : {}),
    ...(firstHosts.length > 0 ? { firstHosts } : {}),
    ...(timeouts.length > 0 ? { timeouts } : {}),
    ...(draft.priority === null ? {} : { priority: draft.priority }),
  };
}
