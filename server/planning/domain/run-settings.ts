import type { ModifyPlanBody, PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { usualPriority } from "#server/lib/priorities.ts";
import { chooseFirstHost, type FirstHostChoice, halvesOf } from "./first-host.ts";

/** Tasks after a change, with words for what changed; or why it can't be. */
export type ChangeStep =
  | { readonly kind: "ok"; readonly tasks: PlanTask[]; readonly changes: string[] }
  | { readonly kind: "fault"; readonly taskKey: string | null; readonly message: string };

/** Says how long runs may take; both halves of a task alike. */
export function setTimeouts(
  tasks: readonly PlanTask[],
  timeouts: NonNullable<ModifyPlanBody["timeouts"]>,
): ChangeStep {
  const changes: string[] = [];
  let set = [...tasks];
  for (const { taskKey, timeoutSeconds } of timeouts) {
    const task = set.find((one) => one.taskKey === taskKey);
    if (task === undefined)
      return { kind: "fault", taskKey, message: `There is no task ${taskKey}.` };
    if (task.timeoutSeconds === timeoutSeconds) continue;
    const halves = halvesOf(set, taskKey);
    set = set.map((one) => (halves.includes(one.taskKey) ? { ...one, timeoutSeconds } : one));
    changes.push(`"${task.name}" may take ${timeoutSeconds} s`);
  }
  return { kind: "ok", tasks: set, changes };
}

/** Chooses which hosts go first. */
export function stageHosts(
  tasks: readonly PlanTask[],
  choices: readonly FirstHostChoice[],
): ChangeStep {
  const changes: string[] = [];
  let staged = [...tasks];
  for (const choice of choices) {
    const before = JSON.stringify(staged);
    const chosen = chooseFirstHost(staged, choice);
    if (chosen.kind === "fault") return { ...chosen, taskKey: choice.taskKey };
    if (JSON.stringify(chosen.tasks) === before) continue;
    staged = chosen.tasks;
    const name = staged.find(({ taskKey }) => taskKey === choice.taskKey)?.name ?? choice.taskKey;
    changes.push(
      choice.host === null ? `"${name}" on all hosts at once` : `"${name}" on ${choice.host} first`,
    );
  }
  return { kind: "ok", tasks: staged, changes };
}

/** How urgent the plan becomes, with words where that is new. */
export function setPriority(
  { priority: planned = usualPriority }: PlanBody,
  priority: number | undefined,
): { readonly set: Pick<PlanBody, "priority">; readonly changes: readonly string[] } {
  if (priority === undefined || priority === planned) return { set: {}, changes: [] };
  return { set: { priority }, changes: [`priority ${priority}`] };
}
