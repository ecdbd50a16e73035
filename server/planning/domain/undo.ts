import { isReady } from "#server/contracts/entry-readiness.ts";
import type { Plan, PlannedUndo, PlanTask, RequestView, TaskView } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import type { Run } from "#server/contracts/run.ts";
import { isFileWork } from "#server/contracts/task.ts";
import { keepStepOf, restoreStep } from "./kept-files.ts";
import type { Given } from "./plan-input.ts";

/** What takes the effect of a verb back. */
const inverses: Readonly<Partial<Record<Verb, readonly Verb[]>>> = {
  deploy: ["remove"],
  remove: ["deploy"],
  start: ["stop"],
  stop: ["start"],
  update: ["restore"],
};
/** What leaves nothing behind that anybody would take back. */
const harmless: ReadonlySet<Verb> = new Set<Verb>(["report", "backup", "restart"]);

/** Whether what an entry does may have to be taken back. */
export function needsUndo(entry: Pick<CatalogEntry, "verbs" | "risk">): boolean {
  return entry.risk !== "low" && !entry.verbs.slice(0, 1).some((verb) => harmless.has(verb));
}

/** Entries of the same repository that take back what one does, the likeliest first: of the same kind, then by path. */
export function inversesOf(own: CatalogEntry, entries: readonly CatalogEntry[]): CatalogEntry[] {
  const [verb = "run"] = own.verbs;
  const wanted = inverses[verb] ?? [];
  const rank = (entry: CatalogEntry) => (entry.kind === own.kind ? 0 : 1);
  return entries
    .filter(
      (entry) =>
        entry.id !== own.id &&
        entry.repositoryId === own.repositoryId &&
        entry.service !== null &&
        entry.service === own.service &&
        wanted.some((each) => each === entry.verbs[0]) &&
        isPlannable(entry),
    )
    .toSorted((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1));
}

/** Whether its inventory is its own repository's or another's is no matter here: the undone plan had one. */
function isPlannable({ needs, refusals }: CatalogEntry): boolean {
  return isReady({ refusals, needs: needs.filter(({ kind }) => kind !== "inventory") });
}

/** One step that takes something back: a playbook, on which hosts, with the values that the undone task was given. */
export interface UndoStep {
  readonly by: PlannedUndo;
  readonly hosts: readonly string[];
  readonly values: Given["values"];
  /** Names of the tasks that it takes back. */
  readonly undoes: readonly string[];
}

/** What taking back an ended request comes to, or why it can't be. */
export type Undoing =
  | {
      readonly kind: "steps";
      readonly plan: Plan;
      /** In the order in which they run: what was done last is taken back first. */
      readonly steps: readonly UndoStep[];
      /** The last step of all: puts back what was kept before the run; null where nothing was. */
      readonly restore: PlanTask | null;
      /** Names of the tasks that no playbook takes back. */
      readonly lost: readonly string[];
    }
  | { readonly kind: "none"; readonly message: string; readonly prompts: readonly string[] };

/** An ended request: its newest plan, with the tasks and their runs. */
interface Ended extends Pick<RequestView, "end" | "plan"> {
  readonly tasks: readonly TaskView[];
}

/** Works out how to take back what a request changed. Only what ran and changed something is taken back, where it did. */
export function undoingOf({ end, plan, tasks }: Ended): Undoing {
  if (plan === null) return none("Nothing was planned there, so there is nothing to undo.");
  if (plan.status === "awaiting_approval")
    return none("That plan has not run; cancel it and nothing happens.", ["cancel it"]);
  if (plan.status !== "approved") return none("That plan never ran: there is nothing to undo.");
  if (end === null)
    return none("That is still going on. Stop it with the button on its card, then undo it.");
  const changed = plan.body.tasks.flatMap((task) => {
    if (isFileWork(task.workType)) return [];
    const hosts = changedHosts(
      task,
      tasks.find((one) => one.taskKey === task.taskKey),
    );
    return hosts.length === 0 ? [] : [{ task, hosts }];
  });
  if (changed.length === 0) return none("It changed nothing, so there is nothing to undo.");
  const lost = changed.filter(({ task }) => task.undo == null).map(({ task }) => task.name);
  const steps = stepsFor(changed);
  const restore = restoreFor(plan, tasks, changed);
  if (steps.length === 0 && restore === null) return none(sayLost(lost));
  return { kind: "steps", plan, steps, restore, lost };
}

/** Names of the steps that undo a request, in order. */
export function undoNames(undoing: Undoing): string[] {
  if (undoing.kind === "none") return [];
  const { steps, restore } = undoing;
  return [...steps.map(({ by }) => by.name), ...(restore === null ? [] : [restore.name])];
}

/** Puts back what was kept on the hosts that were changed. */
function restoreFor(
  { body }: Plan,
  tasks: readonly TaskView[],
  changed: readonly Changed[],
): PlanTask | null {
  const keep = keepStepOf(body.tasks);
  const kept = tasks.find(({ taskKey }) => taskKey === keep?.taskKey);
  if (keep === undefined || kept?.status !== "succeeded") return null;
  const hosts = new Set(changed.flatMap((one) => one.hosts));
  const places = (keep.keptFiles?.places ?? []).filter(({ host }) => hosts.has(host));
  if (places.length === 0) return null;
  const ends = tasks.flatMap(({ runs }) => runs.map(endOfRun));
  const ranMs = Math.max(...ends) - keptAtMs(kept, keep.hosts.length);
  return restoreStep(keep, places, Math.max(0, Math.ceil(ranMs / 1000)));
}

/**
 * When copies were made, in milliseconds, or a little before: hosts are asked one after the other. Of one host it is the
 * end of that run, whose last moments are as long as those of the run that is undone.
 */
function keptAtMs({ runs }: TaskView, hostCount: number): number {
  const last = runs.toSorted((a, b) => a.attempt - b.attempt).at(-1);
  if (last === undefined) return 0;
  return hostCount === 1 ? endOfRun(last) : Date.parse(last.spawnedAt ?? last.claimedAt);
}

/** When the playbook of a run was over, in milliseconds; where it did not say so itself, when Chiffon knew. */
function endOfRun({ spawnedAt, claimedAt, finishedAt, outcome }: Run): number {
  const hasSaid = outcome !== null && outcome.exitCode !== null && spawnedAt !== null;
  return hasSaid ? Date.parse(spawnedAt) + outcome.durationMs : Date.parse(finishedAt ?? claimedAt);
}

/** What nothing takes back, in a sentence. */
function sayLost(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`).join(" and ");
  return `No playbook takes ${quoted} back, so it can't be undone. Changed settings can be set back: run it again with the values of before.`;
}

function none(message: string, prompts: string[] = []): Undoing {
  return { kind: "none", message, prompts };
}

interface Changed {
  readonly task: PlanTask;
  readonly hosts: readonly string[];
}

/** Tasks that one playbook takes back make one step. */
function stepsFor(changed: readonly Changed[]): UndoStep[] {
  const steps = new Map<string, UndoStep>();
  for (const { task, hosts } of changed.toReversed()) {
    if (task.undo == null) continue;
    const known = steps.get(task.undo.entryId);
    steps.set(task.undo.entryId, {
      by: task.undo,
      hosts: [...new Set([...(known?.hosts ?? []), ...hosts])],
      values: { ...sentValues(task), ...known?.values },
      undoes: [...(known?.undoes ?? []), task.name],
    });
  }
  return [...steps.values()];
}

/** What was sent to Ansible; the playbook that undoes it takes what it declares itself. */
export function sentValues({ variables }: Pick<PlanTask, "variables">): Given["values"] {
  const sent = variables.filter(({ overridden }) => overridden);
  return Object.fromEntries(sent.map(({ name, value }) => [name, value]));
}

/** Hosts of a task that its runs changed; where a run can't tell, all of them. */
function changedHosts({ hosts }: PlanTask, view: TaskView | undefined): string[] {
  const runs = view?.runs ?? [];
  return hosts.filter((host) => runs.some((run) => mayHaveChanged(run, host)));
}

function mayHaveChanged({ spawnedAt, outcome }: Run, host: string): boolean {
  if (outcome === null) return spawnedAt !== null;
  if (outcome.hosts.length === 0) return outcome.verdict !== "failed";
  return outcome.hosts.some((one) => one.host === host && one.changed > 0);
}
