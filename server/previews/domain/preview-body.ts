import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { isFileWork } from "#server/contracts/task.ts";

/** Longest that the look at one task may take, in seconds. */
const maxSeconds = 1_800;

/**
 * A plan's body as a preview carries it out: the same tree, inventory, hosts, values and secrets, in check mode, each task
 * by itself, with nothing to verify afterwards and no files kept.
 */
export function previewBody(body: PlanBody): PlanBody {
  return {
    ...body,
    summary: `A look at what this would change: ${body.summary}`,
    context: [],
    tasks: body.tasks.filter(({ workType }) => !isFileWork(workType)).map(previewTask),
  };
}

function previewTask(task: PlanTask): PlanTask {
  const {
    keepOn: _keepOn,
    checkPlaces: _checkPlaces,
    undo: _undo,
    firstHost: _firstHost,
    ...rest
  } = task;
  return {
    ...rest,
    name: `Preview: ${task.name}`,
    workType: "ansible.preview",
    checkTemplates: [],
    checks: [],
    dependsOn: [],
    idempotent: true,
    timeoutSeconds: Math.min(task.timeoutSeconds, maxSeconds),
    agent: null,
  };
}
