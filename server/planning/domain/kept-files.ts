import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import type { KeptFilesCommand } from "#server/contracts/runner.ts";
import type { SecretUse } from "#server/contracts/secret.ts";
import { plural } from "#server/lib/units.ts";
import { highestRisk } from "./risk.ts";
import { summarise } from "./summary.ts";
import { longestPathSeconds } from "./task-order.ts";

/** Copies are made and put back in moments; a host that hangs is given up. */
const estimatedSeconds = 10;
const timeoutSeconds = 600;

/** Which files, under which name, with which rights. */
export type FilesToKeep = Pick<KeptFilesCommand, "store" | "places" | "asRoot">;

/** The step that keeps files; undefined where there is none. */
export function keepStepOf(tasks: readonly PlanTask[]): PlanTask | undefined {
  return tasks.find(({ workType }) => workType === "files.keep");
}

/**
 * The plan with a step before all others that keeps files: nothing is changed where it fails.
 *
 * @param gaps what the kept files do not cover, in a sentence; null for nothing
 */
export function withKeepStep(body: PlanBody, files: FilesToKeep, gaps: string | null): PlanBody {
  const kept = withoutKeepStep(body.tasks);
  const [first] = kept;
  if (first === undefined) return body;
  const step: PlanTask = {
    ...fileStep(
      first,
      files.places.map(({ host }) => host),
    ),
    hostGroups: kept.flatMap(({ hostGroups = [] }) => hostGroups).slice(0, 500),
    taskKey: freeKey(kept),
    name: `Keep ${countWords(files)} as they are`,
    workType: "files.keep",
    matchReason: "so that they can be put back",
    risk: "low",
    riskReasons: ["copies files aside on their hosts"],
    secrets: joinUses(kept.flatMap(({ secrets = [] }) => secrets)),
    note: gaps,
    keptFiles: files,
  };
  const waiting = kept.map((task) => ({ ...task, dependsOn: [step.taskKey, ...task.dependsOn] }));
  const needs = body.secretNeeds?.map((need) => ({
    ...need,
    taskKeys: [...need.taskKeys, step.taskKey],
  }));
  return {
    ...withTasks(body, [step, ...waiting]),
    ...(needs === undefined ? {} : { secretNeeds: needs }),
    changeNote: `${countWords(files)} will be kept, so that they can be put back.`,
  };
}

/** The tasks of a plan without the step that keeps files. */
export function withoutKeepStep(tasks: readonly PlanTask[]): PlanTask[] {
  const key = keepStepOf(tasks)?.taskKey;
  return tasks
    .filter(({ taskKey }) => taskKey !== key)
    .map((task) => ({ ...task, dependsOn: task.dependsOn.filter((one) => one !== key) }));
}

/**
 * The step that puts back what another kept.
 *
 * @param places what of it, on which hosts
 * @param withinSeconds how long after it the run ended: what was changed later is somebody else's
 */
export function restoreStep(
  keep: PlanTask,
  places: FilesToKeep["places"],
  withinSeconds: number,
): PlanTask {
  const { store = "", asRoot = false } = keep.keptFiles ?? {};
  const files = { store, asRoot, places };
  return {
    ...fileStep(
      keep,
      places.map(({ host }) => host),
    ),
    name: `Put ${countWords(files)} back`,
    workType: "files.restore",
    matchReason: "for what was kept before the run",
    risk: "medium",
    riskReasons: ["overwrites files with their earlier contents"],
    keptFiles: { ...files, withinSeconds },
  };
}

/** Steps in a body, in order, with what follows from them. */
export function withTasks(body: PlanBody, tasks: readonly PlanTask[]): PlanBody {
  const ordered = tasks.map((task, index) => ({ ...task, order: index + 1 }));
  const risk = highestRisk([...ordered.map((task) => task.risk), body.riskOpinion?.risk ?? "low"]);
  return {
    ...body,
    tasks: ordered,
    risk,
    summary: summarise(ordered, risk),
    estimatedSeconds: longestPathSeconds(ordered),
  };
}

/** "2 files on web1". */
function countWords({ places }: Pick<FilesToKeep, "places">): string {
  const files = places.reduce((sum, { paths }) => sum + paths.length, 0);
  const hosts = places.map(({ host }) => host);
  return `${plural(files, "file")} on ${hosts.length <= 3 ? hosts.join(", ") : plural(hosts.length, "host")}`;
}

/** The key after the highest. */
export function freeKey(tasks: readonly Pick<PlanTask, "taskKey">[]): string {
  return `t${Math.max(0, ...tasks.map(({ taskKey }) => Number(taskKey.slice(1)))) + 1}`;
}

/** A step of Chiffon's own beside a task of the plan: the same repository, inventory and confinement. */
function fileStep(beside: PlanTask, hosts: readonly string[]): PlanTask {
  const { order, agentType, entryPath, service, intentText, resources, profile, files } = beside;
  return {
    ...{ order, agentType, entryPath, service, intentText, resources, profile, files },
    taskKey: "t1",
    name: "",
    workType: "files.keep",
    entryId: null,
    entryKind: "playbook",
    matchConfidence: 1,
    matchReason: "",
    hosts: [...hosts],
    limit: [...hosts],
    ...(beside.hostGroups === undefined ? {} : { hostGroups: beside.hostGroups }),
    tags: [],
    variables: [],
    checkTemplates: [],
    checks: [],
    dependsOn: [],
    risk: "low",
    riskReasons: [],
    estimatedSeconds,
    estimateSource: "default",
    idempotent: true,
    timeoutSeconds,
    note: null,
    agent: null,
    argv: null,
  };
}

function joinUses(uses: readonly SecretUse[]): SecretUse[] {
  return [...new Map(uses.map((use) => [JSON.stringify(use), use])).values()];
}
