import type { VariableValue } from "#server/contracts/common.ts";
import type { ModifyPlanBody, PlanBody, PlanTask, PlanVariable } from "#server/contracts/plan.ts";
import { dependentsOf, findDagFault, topologicalOrder } from "#server/lib/dag.ts";
import { halvesOf } from "./first-host.ts";
import { keepStepOf, withoutKeepStep } from "./kept-files.ts";
import { placesOf } from "./placed-checks.ts";
import { findValueFault } from "./read-parameters.ts";
import { resolveChecks } from "./resolve-checks.ts";
import { highestRisk, raiseRisk, valueRisks } from "./risk.ts";
import { type ChangeStep, setPriority, setTimeouts, stageHosts } from "./run-settings.ts";
import { summarise } from "./summary.ts";
import { longestPathSeconds } from "./task-order.ts";

/** The changed plan with words for what changed, or the first fault of the change. */
export type ModifyResult =
  | { readonly kind: "modified"; readonly body: PlanBody; readonly changes: readonly string[] }
  | { readonly kind: "fault"; readonly taskKey: string | null; readonly message: string };

/**
 * Applies a person's change to a plan: typed values, a new order, unticked tasks. Dependents leave with the task they
 * need; an order that breaks a dependency is a fault.
 *
 * @param left tasks that an earlier version of the same commit had: named among the tasks that stay, one comes back
 */
export function modifyPlan(
  body: PlanBody,
  change: ModifyPlanBody,
  left: readonly PlanTask[] = [],
): ModifyResult {
  const back = left.filter(({ taskKey }) => change.tasks?.includes(taskKey) === true);
  const known = [...body.tasks, ...back];
  const keep = keepStepOf(body.tasks);
  // What a preview named holds for the values that it saw.
  const isUnticked = change.tasks !== undefined && !change.tasks.includes(keep?.taskKey ?? "");
  const isLeftOut = keep !== undefined && (isUnticked || (change.variables ?? []).length > 0);
  const wanted = isLeftOut ? change.tasks?.filter((key) => key !== keep.taskKey) : change.tasks;
  const changed = applyAll(isLeftOut ? withoutKeepStep(known) : known, [
    (tasks) => selectTasks(tasks, wanted),
    (tasks) => editVariables(tasks, change.variables ?? []),
    (tasks) => setTimeouts(tasks, change.timeouts ?? []),
    (tasks) => stageHosts(tasks, change.firstHosts ?? []),
  ]);
  if (changed.kind === "fault") return changed;
  const urgency = setPriority(body, change.priority);
  const changes = [
    ...(isLeftOut ? ["no files are kept"] : []),
    ...back.map(({ name }) => `brought back "${name}"`),
    ...changed.changes,
    ...urgency.changes,
  ];
  if (changes.length === 0)
    return { kind: "fault", taskKey: null, message: "Nothing was changed." };
  const tasks = changed.tasks.map((task, index) => ({ ...task, order: index + 1 }));
  const risk = highestRisk(tasks.map((task) => task.risk));
  return {
    kind: "modified",
    changes,
    body: raiseRisk(
      {
        ...body,
        ...urgency.set,
        tasks,
        risk,
        summary: summarise(tasks, risk),
        estimatedSeconds: longestPathSeconds(tasks),
        changeNote: `Changed by hand: ${changes.join("; ")}.`,
      },
      body.riskOpinion,
    ),
  };
}

/** One change after the other, until one has a fault. */
function applyAll(
  tasks: readonly PlanTask[],
  steps: readonly ((tasks: readonly PlanTask[]) => ChangeStep)[],
): ChangeStep {
  let changed: ChangeStep & { readonly kind: "ok" } = {
    kind: "ok",
    tasks: [...tasks],
    changes: [],
  };
  for (const step of steps) {
    const next = step(changed.tasks);
    if (next.kind === "fault") return next;
    changed = { ...next, changes: [...changed.changes, ...next.changes] };
  }
  return changed;
}

function selectTasks(tasks: readonly PlanTask[], keys: readonly string[] | undefined): ChangeStep {
  if (keys === undefined) return { kind: "ok", tasks: [...tasks], changes: [] };
  const byKey = new Map(tasks.map((task) => [task.taskKey, task]));
  const unknown = keys.find((key) => !byKey.has(key));
  if (unknown !== undefined)
    return { kind: "fault", taskKey: unknown, message: `There is no task ${unknown}.` };
  if (new Set(keys).size !== keys.length)
    return { kind: "fault", taskKey: null, message: "A task is named twice." };

  const dropped = new Set<string>();
  for (const task of tasks.filter((each) => !keys.includes(each.taskKey))) {
    dropped.add(task.taskKey);
    for (const dependent of dependentsOf(tasks.map(asNode), task.taskKey)) dropped.add(dependent);
  }
  const kept = keys.flatMap((key) => (dropped.has(key) ? [] : (byKey.get(key) ?? [])));
  if (kept.length === 0)
    return { kind: "fault", taskKey: null, message: "A plan needs at least one task." };
  const fault = findOrderFault(kept);
  if (fault !== null) return fault;
  const before = tasks.filter((task) => !dropped.has(task.taskKey)).map((task) => task.taskKey);
  return {
    kind: "ok",
    tasks: kept,
    changes: [
      ...[...dropped].map((key) => `left out "${byKey.get(key)?.name ?? key}"`),
      ...(before.join() === kept.map((task) => task.taskKey).join() ? [] : ["order"]),
    ],
  };
}

function findOrderFault(tasks: readonly PlanTask[]): (ChangeStep & { kind: "fault" }) | null {
  const nodes = tasks.map(asNode);
  if (findDagFault(nodes) !== null)
    return { kind: "fault", taskKey: null, message: "The tasks depend on each other in a circle." };
  const seen = new Set<string>();
  for (const node of nodes) {
    const late = node.dependsOn.find((key) => !seen.has(key));
    if (late !== undefined) {
      return {
        kind: "fault",
        taskKey: node.key,
        message: `${node.key} needs ${late}, which must come before it.`,
      };
    }
    seen.add(node.key);
  }
  return topologicalOrder(nodes).length === nodes.length
    ? null
    : { kind: "fault", taskKey: null, message: "The order is not possible." };
}

function asNode(task: PlanTask) {
  return { key: task.taskKey, dependsOn: task.dependsOn };
}

function editVariables(
  tasks: readonly PlanTask[],
  edits: NonNullable<ModifyPlanBody["variables"]>,
): ChangeStep {
  const changes: string[] = [];
  const edited = new Map(tasks.map((task) => [task.taskKey, task]));
  for (const edit of edits) {
    const task = edited.get(edit.taskKey);
    const variable = task?.variables.find((each) => each.name === edit.name);
    if (task === undefined || variable === undefined) {
      return {
        kind: "fault",
        taskKey: edit.taskKey,
        message: `${edit.taskKey} declares no variable ${edit.name}.`,
      };
    }
    if (JSON.stringify(variable.value) === JSON.stringify(edit.value)) continue;
    const fault = findEditFault(variable, edit.value);
    if (fault !== null) return { kind: "fault", taskKey: edit.taskKey, message: fault };
    changes.push(`${edit.name} = ${JSON.stringify(edit.value)}`);
    setInHalves(edited, task.taskKey, edit);
  }
  return { kind: "ok", tasks: [...edited.values()], changes };
}

/** Both halves of a task that runs on one host first do the same. */
function setInHalves(
  tasks: Map<string, PlanTask>,
  taskKey: string,
  { name, value }: { readonly name: string; readonly value: VariableValue },
): void {
  for (const key of halvesOf([...tasks.values()], taskKey)) {
    const half = tasks.get(key);
    if (half !== undefined) tasks.set(key, withValue(half, name, value));
  }
}

function findEditFault(variable: PlanVariable, value: VariableValue): string | null {
  // It would stand in the plan, and with that in the database, for everybody to read.
  if (variable.secret)
    return `${variable.name} is a secret: store its value under Settings, as a variable's value.`;
  if (variable.decidesHosts === true)
    return `${variable.name} decides on which hosts it runs; ask again and name the hosts.`;
  const fault = findValueFault(variable, value);
  return fault === null ? null : `${fault}.`;
}

/** The task with one variable set; its checks follow, and its risk where the value is a dangerous one. */
function withValue(task: PlanTask, name: string, value: VariableValue): PlanTask {
  const variables = task.variables.map((variable) =>
    variable.name === name ? { ...variable, value, overridden: value !== null } : variable,
  );
  const found = valueRisks(variables);
  return {
    ...task,
    variables,
    checks: resolveChecks(task.checkTemplates, variables, placesOf(task)),
    risk: highestRisk([task.risk, ...found.map((one) => one.risk)]),
    riskReasons: [...new Set([...found.map((one) => one.reason), ...task.riskReasons])],
  };
}
