import type { PlanBody, PlanTask } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { isFileWork } from "#server/contracts/task.ts";
import { dependentsOf } from "#server/lib/dag.ts";
import { findPlaces } from "./find-targets.ts";
import type { FollowUp } from "./follow-up.ts";
import type { Given, PlanSource } from "./plan-input.ts";
import { readParameters } from "./read-parameters.ts";

/** A task of an earlier plan with the entry it ran, as the catalog has it now. */
export interface EarlierTask {
  readonly task: PlanTask;
  readonly entry: CatalogEntry;
}

/** What is left of an earlier plan after a follow-up, or why it does not fit that plan. */
export type Applied =
  | {
      readonly kind: "applied";
      readonly kept: readonly { readonly earlier: EarlierTask; readonly given: Given }[];
      /** Words that places, values and tags are still to be read from. */
      readonly details: string;
    }
  | { readonly kind: "unfit"; readonly message: string };

/**
 * Applies a follow-up to the tasks of an earlier plan: which of them stay, and with which tags. Dependents leave with
 * the task they need; a task that is wanted alone comes alone.
 */
export function applyFollowUp(
  earlier: readonly EarlierTask[],
  followUp: FollowUp,
  text: string,
  source: Pick<PlanSource, "inventory">,
): Applied {
  if (followUp.only !== null) return keepOnly(earlier, followUp.only, text, source);
  if (followUp.without !== null) return leaveOut(earlier, followUp.without, text, source);
  if (followUp.edit !== null) {
    const { parameter, value } = followUp.edit;
    const details = `${parameter} ${value}`;
    const reads = earlier.some(({ entry }) => sets(details, entry));
    return reads
      ? applied(earlier, details)
      : { kind: "unfit", message: noSetting(earlier, followUp.edit) };
  }
  const fits = followUp.isCertain || speaksOf(text, earlier, source);
  return fits
    ? applied(earlier, text)
    : {
        kind: "unfit",
        message: `I do not see what "${text.slice(0, 100)}" changes about that plan.`,
      };
}

function applied(
  kept: readonly EarlierTask[],
  details: string,
  tags: ReadonlyMap<EarlierTask, readonly string[]> = new Map(),
): Applied {
  const keys = kept.map(({ task }) => task.taskKey);
  return {
    kind: "applied",
    details,
    kept: kept.map((earlier) => ({
      earlier,
      given: {
        ...asPlanned(earlier.task, keys),
        tags: tags.get(earlier) ?? earlier.task.tags,
      },
    })),
  };
}

/** @param kept keys of the tasks that are planned with it: it waits for those only */
export function asPlanned(task: PlanTask, kept: readonly string[]): Given {
  const { taskKey, dependsOn, hosts, tags, variables } = task;
  const sent = variables.filter(({ overridden }) => overridden);
  return {
    task: { taskKey, dependsOn: dependsOn.filter((key) => kept.includes(key)) },
    hosts,
    tags,
    values: Object.fromEntries(sent.map(({ name, value }) => [name, value])),
  };
}

function keepOnly(
  earlier: readonly EarlierTask[],
  phrase: string,
  text: string,
  source: Pick<PlanSource, "inventory">,
): Applied {
  const named = earlier.filter(({ task }) => isCalled(task, phrase));
  if (named.length > 0 && named.length < earlier.length) return applied(named, "");
  for (const one of earlier) {
    const tag = one.entry.tags.find((each) => sameWord(each, phrase));
    if (tag !== undefined && one.entry.kind !== "tag" && one.entry.kind !== "task_file")
      return applied([one], "", new Map([[one, [tag]]]));
  }
  if (named.length > 0) return applied(named, "");
  if (findPlaces(text, source.inventory).hosts.length > 0) return applied(earlier, text);
  return { kind: "unfit", message: noTask(earlier, phrase) };
}

function leaveOut(
  earlier: readonly EarlierTask[],
  phrase: string,
  text: string,
  source: Pick<PlanSource, "inventory">,
): Applied {
  const places = findPlaces(`except ${phrase}`, source.inventory);
  if (places.excluded.length > 0) return applied(earlier, `except ${phrase}`);
  if (places.unknown.length > 0) return applied(earlier, text);
  const named = earlier.filter(({ task }) => isCalled(task, phrase));
  if (named.length === 0) return { kind: "unfit", message: noTask(earlier, phrase) };
  const nodes = earlier.map(({ task }) => ({ key: task.taskKey, dependsOn: task.dependsOn }));
  const gone = new Set(
    named.flatMap(({ task }) => [task.taskKey, ...dependentsOf(nodes, task.taskKey)]),
  );
  const kept = earlier.filter(({ task }) => !gone.has(task.taskKey));
  if (kept.length === 0)
    return { kind: "unfit", message: "That would leave nothing to do. Reject the plan instead." };
  return applied(kept, "");
}

function speaksOf(
  text: string,
  earlier: readonly EarlierTask[],
  source: Pick<PlanSource, "inventory">,
): boolean {
  const { hosts, excluded, unknown, all } = findPlaces(text, source.inventory);
  if (hosts.length + excluded.length + unknown.length > 0 || all) return true;
  return earlier.some(({ entry }) => sets(text, entry));
}

function sets(text: string, entry: CatalogEntry): boolean {
  return readParameters(text, entry.variables, entry.service).length > 0;
}

/** Whether every word of a phrase stands in the task's name, service, path or intent. */
function isCalled(task: PlanTask, phrase: string): boolean {
  const known = new Set(
    wordsOf([task.name, task.service ?? "", task.entryPath, task.tags.join(" ")].join(" ")),
  );
  const wanted = wordsOf(phrase).filter((word) => !fillers.has(word));
  return wanted.length > 0 && wanted.every((word) => known.has(word));
}

const fillers = new Set(
  "the a an of it its from role tag task step part playbook one bit and for plan please my".split(
    " ",
  ),
);

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => (word.length > 3 ? word.replace(/s$/, "") : word));
}

function sameWord(a: string, b: string): boolean {
  return wordsOf(a).join("") === wordsOf(b).join("");
}

function noTask(earlier: readonly EarlierTask[], phrase: string): string {
  const names = earlier.map(({ task }) => task.name).slice(0, 6);
  return `I found nothing called "${phrase.slice(0, 60)}" in that plan. It has: ${names.join("; ")}.`;
}

function noSetting(
  earlier: readonly EarlierTask[],
  { parameter, value }: { parameter: string; value: string },
): string {
  const names = earlier
    .flatMap(({ entry }) => entry.variables.map((variable) => variable.name))
    .slice(0, 12);
  return `I found no setting "${parameter}" that could be ${value}. This plan has: ${names.join(", ") || "none"}.`;
}

/** True where a plan's tasks can be planned again: each comes from an entry of the catalog. Files are kept anew after another preview. */
export function isRepeatable(body: PlanBody): boolean {
  const own = body.tasks.filter(({ workType }) => !isFileWork(workType));
  return (
    own.length > 0 &&
    own.every((task) => task.entryId !== null && task.workType === "ansible.playbook")
  );
}
