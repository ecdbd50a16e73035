import { resolveHosts } from "#server/ansible/host-pattern.ts";
import {
  fillHostTemplate,
  type HostTemplate,
  openVariables,
  parseHostTemplate,
  soleVariable,
} from "#server/ansible/host-template.ts";
import { isTemplated } from "#server/ansible/values.ts";
import type { InventoryHost } from "#server/contracts/host.ts";
import { questionKey } from "#server/contracts/question-key.ts";
import type { ChosenEntry, Obstacle, PlanInput } from "./plan-input.ts";
import { readParameters } from "./read-parameters.ts";

/** Which hosts the plays of an entry may change. */
export interface PlayHosts {
  readonly kind: "play hosts";
  /** Hosts that may be chosen. */
  readonly possible: readonly string[];
  /** Those that are meant while nobody names one; null where one must be named. */
  readonly usual: readonly string[] | null;
  /** The variable that carries the chosen hosts to the playbook; null where its plays name them themselves. */
  readonly variable: string | null;
}

const maxChoices = 8;

/**
 * Reads the hosts of an entry's plays. Where they are a variable, any host may be chosen and the variable carries it;
 * where a variable is a part of a group's name, its value is asked for first.
 */
export function resolvePlayHosts(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
): PlayHosts | Obstacle {
  const all = input.source.inventory.map((host) => host.name);
  const templated = chosen.entry.hostPatterns.filter(isTemplated);
  const templates = templated.flatMap((pattern) => {
    const template = parseHostTemplate(pattern);
    return template === null ? [] : [{ pattern, template }];
  });
  if (templates.length < templated.length)
    return { kind: "play hosts", possible: all, usual: null, variable: null };
  if (templates.length === 0) {
    const possible = chosen.playHosts ?? all;
    return { kind: "play hosts", possible, usual: possible, variable: null };
  }
  const target = soleTarget(chosen, templates);
  const lookUp = valuesOf(input, chosen, index);
  const open = templates
    .flatMap(({ template }) => openVariables(template))
    .find((name) => name !== target && lookUp(name) === null);
  if (open !== undefined) return askForPart(input, chosen, { index, name: open }, templates);
  const usual = hostsBy(input.source.inventory, chosen, lookUp);
  return {
    kind: "play hosts",
    possible: target === null ? (usual ?? all) : all,
    usual,
    variable: target,
  };
}

/** The variables that stand in the hosts of an entry's plays. */
export function hostVariablesOf({ hostPatterns }: ChosenEntry["entry"]): ReadonlySet<string> {
  const parts = hostPatterns.flatMap((pattern) => parseHostTemplate(pattern) ?? []);
  return new Set(parts.flatMap((part) => (typeof part === "string" ? [] : [part.variable])));
}

interface Templated {
  readonly pattern: string;
  readonly template: HostTemplate;
}

/** The one variable that is the whole of every templated pattern, where there is just one. */
function soleTarget({ entry }: ChosenEntry, templates: readonly Templated[]): string | null {
  const names = new Set(templates.map(({ template }) => soleVariable(template)?.variable ?? null));
  const [name = null] = names;
  const isDeclared = entry.variables.some((variable) => variable.name === name);
  return names.size === 1 && isDeclared ? name : null;
}

function valuesOf(
  input: PlanInput,
  { entry, intentText, given }: ChosenEntry,
  index: number,
): (name: string) => string | null {
  const said = new Map(
    readParameters(intentText, entry.variables, entry.service).map(({ name, value }) => [
      name,
      value,
    ]),
  );
  return (name) => {
    const answer = input.answers[questionKey({ about: "variable", intent: index, name })];
    const declared = entry.variables.find((variable) => variable.name === name);
    const value = answer ?? said.get(name) ?? given?.values[name] ?? declared?.defaultValue;
    return typeof value === "string" && value !== "" ? value : null;
  };
}

function hostsBy(
  inventory: readonly InventoryHost[],
  { entry }: ChosenEntry,
  lookUp: (name: string) => string | null,
): readonly string[] | null {
  const groups = groupsOf(inventory);
  const resolved = entry.hostPatterns.map((pattern) =>
    resolveHosts({ hosts: inventory, groups }, pattern, [], lookUp),
  );
  if (resolved.some(({ unresolved }) => unresolved !== null)) return null;
  return [...new Set(resolved.flatMap(({ hosts }) => hosts))];
}

function groupsOf(inventory: readonly InventoryHost[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const { name, groups: own } of inventory) {
    for (const group of own) groups[group] = [...(groups[group] ?? []), name];
  }
  return groups;
}

/** Asks for a part of a group's name; the groups that there are say what may be answered. */
function askForPart(
  { source }: PlanInput,
  { entry }: ChosenEntry,
  { index, name }: { index: number; name: string },
  templates: readonly Templated[],
): Obstacle {
  const names = [
    ...Object.keys(groupsOf(source.inventory)),
    ...source.inventory.map((h) => h.name),
  ];
  const fitting = templates
    .filter(({ template }) => openVariables(template).includes(name))
    .flatMap(({ template }) => names.flatMap((known) => valueIn(template, name, known) ?? []));
  const pattern =
    templates.find(({ template }) => openVariables(template).includes(name))?.pattern ?? "";
  return {
    kind: "ask",
    ambiguity: {
      key: questionKey({ about: "variable", intent: index, name }),
      question: `${entry.name} runs on "${pattern.slice(0, 80)}". What should ${name} be?`,
      choices: [...new Set(fitting)]
        .slice(0, maxChoices)
        .map((value) => ({ label: value, value, hint: null })),
    },
  };
}

/** The value of a variable with which a pattern means a known name: `site` is "home" in `k3s_{{ site }}` for "k3s_home". */
function valueIn(template: HostTemplate, name: string, known: string): string | null {
  const marker = "\u0000";
  const filled = fillHostTemplate(template, (asked) => (asked === name ? marker : null));
  const [before = "", after = "", ...more] = filled?.split(marker) ?? ["", "", ""];
  if (more.length > 0 || !known.startsWith(before) || !known.endsWith(after)) return null;
  const value = known.slice(before.length, known.length - after.length);
  return value === "" || before.length + after.length > known.length ? null : value;
}
