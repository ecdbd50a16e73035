import type { FirstHostWait, PlanBody, PlanTask } from "#server/contracts/plan.ts";
import type { SecretUse } from "#server/contracts/secret.ts";
import { isFileWork } from "#server/contracts/task.ts";
import { freeKey } from "./kept-files.ts";
import { placesOf } from "./placed-checks.ts";
import { resolveChecks } from "./resolve-checks.ts";
import { summarise } from "./summary.ts";
import { longestPathSeconds } from "./task-order.ts";

/** Which host of a task goes first, and whether a person is asked before the rest in any case. */
export interface FirstHostChoice {
  readonly taskKey: string;
  /** Null: all hosts at once. */
  readonly host: string | null;
  readonly asks: boolean;
}

/** The tasks as chosen, or why they can't be. */
export type FirstHostResult =
  | { readonly kind: "ok"; readonly tasks: PlanTask[] }
  | { readonly kind: "fault"; readonly message: string };

const maxTasks = 50;

/**
 * Splits a task in two: the same on one of its hosts, and on the rest, which waits until the first was judged. What needed
 * the task needs both. A task that is split already is put together before.
 */
export function chooseFirstHost(
  all: readonly PlanTask[],
  { taskKey, host, asks }: FirstHostChoice,
): FirstHostResult {
  const named = all.find((task) => task.taskKey === taskKey);
  if (named === undefined) return fault(`There is no task ${taskKey}.`);
  const key = named.firstHost?.firstTaskKey ?? taskKey;
  const tasks = joinHalves(all, key);
  const task = tasks.find((one) => one.taskKey === key);
  if (host === null) return { kind: "ok", tasks };
  if (task === undefined || isFileWork(task.workType))
    return fault(`"${named.name}" can't run on one host first.`);
  if (!task.hosts.includes(host)) return fault(`"${task.name}" does not run on ${host}.`);
  if (task.hosts.length < 2)
    return fault(`"${task.name}" runs on ${host} alone: there is no host to come after it.`);
  if (tasks.length >= maxTasks) return fault(`A plan holds at most ${maxTasks} tasks.`);
  return { kind: "ok", tasks: split(tasks, task, { host, asks }) };
}

/** The plan with one host first wherever a task has several; the plan itself where none has. */
export function withFirstHosts(
  body: PlanBody,
  wanted: { readonly host: string | null; readonly asks: boolean },
): PlanBody {
  const whole = withoutFirstHosts(body).body.tasks;
  let tasks: readonly PlanTask[] = whole;
  for (const { taskKey, hosts } of whole) {
    const host = wanted.host ?? hosts[0];
    if (host === undefined || hosts.length < 2) continue;
    const chosen = chooseFirstHost(tasks, { taskKey, host, asks: wanted.asks });
    if (chosen.kind === "ok") tasks = chosen.tasks;
  }
  return tasks === whole ? body : withOrder(body, tasks);
}

/** The plan with every task in one piece, with the choices that make it what it was. */
export function withoutFirstHosts(body: PlanBody): {
  readonly body: PlanBody;
  readonly choices: readonly FirstHostChoice[];
} {
  const halves = body.tasks.filter((task) => task.firstHost !== undefined);
  let tasks: readonly PlanTask[] = body.tasks;
  const choices: FirstHostChoice[] = [];
  for (const { firstHost } of halves) {
    const first = body.tasks.find(({ taskKey }) => taskKey === firstHost?.firstTaskKey);
    if (first === undefined || firstHost === undefined) continue;
    const { taskKey, hosts } = first;
    choices.push({ taskKey, host: hosts[0] ?? null, asks: firstHost.asks });
    tasks = joinHalves(tasks, taskKey);
  }
  return { choices, body: choices.length === 0 ? body : withOrder(body, [...tasks]) };
}

/** The plan with these choices made where they still fit. */
export function withChoices(body: PlanBody, choices: readonly FirstHostChoice[]): PlanBody {
  let tasks: PlanTask[] = body.tasks;
  for (const choice of choices) {
    const chosen = chooseFirstHost(tasks, choice);
    if (chosen.kind === "ok") tasks = chosen.tasks;
  }
  return tasks === body.tasks ? body : withOrder(body, tasks);
}

/** The other half of a task that runs on one host first; itself where it is whole. */
export function halvesOf(tasks: readonly PlanTask[], taskKey: string): string[] {
  const named = tasks.find((task) => task.taskKey === taskKey);
  const key = named?.firstHost?.firstTaskKey ?? taskKey;
  const rest = tasks.find(({ firstHost }) => firstHost?.firstTaskKey === key);
  return rest === undefined ? [taskKey] : [key, rest.taskKey];
}

function split(
  tasks: readonly PlanTask[],
  task: PlanTask,
  { host, asks }: { readonly host: string; readonly asks: boolean },
): PlanTask[] {
  const restKey = freeKey(tasks);
  const firstHost: FirstHostWait = { firstTaskKey: task.taskKey, asks };
  const first = onHosts(task, [host]);
  const rest: PlanTask = {
    ...onHosts(
      task,
      task.hosts.filter((one) => one !== host),
    ),
    taskKey: restKey,
    dependsOn: [...task.dependsOn, task.taskKey],
    firstHost,
  };
  return tasks.flatMap((one) => {
    if (one.taskKey === task.taskKey) return [first, rest];
    const needs = one.dependsOn.includes(task.taskKey);
    return [needs ? { ...one, dependsOn: [...one.dependsOn, restKey] } : one];
  });
}

/** Puts both halves of a task together; the tasks themselves where it is whole. */
function joinHalves(tasks: readonly PlanTask[], firstKey: string): PlanTask[] {
  const first = tasks.find(({ taskKey }) => taskKey === firstKey);
  const rest = tasks.find(({ firstHost }) => firstHost?.firstTaskKey === firstKey);
  if (first === undefined || rest === undefined) return [...tasks];
  const joined = joinTasks(first, rest);
  return tasks.flatMap((task) => {
    if (task === rest) return [];
    if (task === first) return [joined];
    return [{ ...task, dependsOn: task.dependsOn.filter((key) => key !== rest.taskKey) }];
  });
}

function joinTasks(first: PlanTask, rest: PlanTask): PlanTask {
  const places = [...placesOf(first), ...placesOf(rest)];
  return {
    ...first,
    hosts: [...first.hosts, ...rest.hosts],
    limit: [...first.limit, ...rest.limit],
    ...(first.hostGroups === undefined
      ? {}
      : { hostGroups: [...first.hostGroups, ...(rest.hostGroups ?? [])] }),
    ...(first.checkPlaces === undefined ? {} : { checkPlaces: places }),
    ...checksOf(first, places),
    ...(first.secrets === undefined
      ? {}
      : { secrets: joinSecrets(first.secrets, rest.secrets ?? []) }),
  };
}

/** A task as it is on some of its hosts: groups, checks and secrets are theirs alone. */
function onHosts(task: PlanTask, hosts: readonly string[]): PlanTask {
  const isOne = (name: string) => hosts.includes(name);
  const places = placesOf(task).filter(({ host }) => isOne(host));
  return {
    ...task,
    hosts: [...hosts],
    limit: task.limit.filter(isOne),
    ...(task.hostGroups === undefined
      ? {}
      : { hostGroups: task.hostGroups.filter(({ host }) => isOne(host)) }),
    ...(task.checkPlaces === undefined ? {} : { checkPlaces: places }),
    ...checksOf(task, places),
    ...(task.secrets === undefined ? {} : { secrets: secretsFor(task.secrets, hosts) }),
  };
}

/** Checks follow the places that they are made for; those that no template made stay. */
function checksOf(
  { checkTemplates, checks, variables }: PlanTask,
  places: ReturnType<typeof placesOf>,
): Pick<PlanTask, "checks"> {
  return {
    checks: checkTemplates.length === 0 ? checks : resolveChecks(checkTemplates, variables, places),
  };
}

/** Secrets of the whole run go with every half; others with their hosts. */
function secretsFor(secrets: readonly SecretUse[], hosts: readonly string[]): SecretUse[] {
  return secrets.flatMap((use) => {
    const own = use.hosts.filter((host) => hosts.includes(host));
    return use.hosts.length > 0 && own.length === 0 ? [] : [{ ...use, hosts: own }];
  });
}

function joinSecrets(first: readonly SecretUse[], rest: readonly SecretUse[]): SecretUse[] {
  const others = rest.filter((use) => !first.some((one) => isSame(one, use)));
  const both = first.map((use) => {
    const other = rest.find((one) => isSame(one, use));
    return { ...use, hosts: [...use.hosts, ...(other?.hosts ?? [])] };
  });
  return [...both, ...others];
}

function isSame(one: SecretUse, other: SecretUse): boolean {
  return one.secretId === other.secretId && one.vaultId === other.vaultId;
}

function withOrder(body: PlanBody, tasks: readonly PlanTask[]): PlanBody {
  const ordered = tasks.map((task, at) => ({ ...task, order: at + 1 }));
  return {
    ...body,
    tasks: ordered,
    summary: summarise(ordered, body.risk),
    estimatedSeconds: longestPathSeconds(ordered),
  };
}

function fault(message: string): FirstHostResult {
  return { kind: "fault", message };
}
