import type { VariableValue } from "#server/contracts/common.ts";
import type { PlanVariable } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import { type QuestionKey, questionKey } from "#server/contracts/question-key.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import { isAppVariable } from "#server/lib/app-variable.ts";
import type { ChosenEntry, Obstacle, PlanInput } from "./plan-input.ts";
import { hostVariablesOf } from "./play-hosts.ts";
import { findValueFault, readParameters, readValue } from "./read-parameters.ts";
import type { ResolvedTargets } from "./resolve-targets.ts";

type Variables = { readonly kind: "variables"; readonly variables: PlanVariable[] } | Obstacle;

/** Every variable that one entry declares with the value it will run with, or the question that must be answered first. */
export function resolveVariables(
  input: PlanInput,
  chosen: ChosenEntry,
  { index, hostVariable }: { index: number; hostVariable: ResolvedTargets["variable"] },
): Variables {
  const said = saidValues(input, chosen, index);
  const deciding = hostVariablesOf(chosen.entry);
  const variables: PlanVariable[] = [];
  for (const variable of chosen.entry.variables) {
    const key = questionKey({ about: "variable", intent: index, name: variable.name });
    const answer = input.answers[key];
    const value =
      settledValue(variable.name, chosen, hostVariable) ??
      wantedValue(variable, chosen, { answer, said: said.get(variable.name) });
    if (value === undefined && mustAsk(variable)) {
      return { kind: "ask", ambiguity: askFor(variable, chosen, key, answer) };
    }
    variables.push({
      ...variable,
      value: value ?? variable.defaultValue,
      overridden: value !== undefined,
      ...(deciding.has(variable.name) ? { decidesHosts: true } : {}),
    });
  }
  return { kind: "variables", variables };
}

/** What was answered, said or given, the nearest first; an exact repetition takes what was given. */
function wantedValue(
  variable: CatalogEntry["variables"][number],
  chosen: ChosenEntry,
  { answer, said }: { answer: string | undefined; said: VariableValue | undefined },
): VariableValue | undefined {
  const answered = answer === undefined ? undefined : readValue(variable, answer.trim());
  const given = givenValue(variable, chosen);
  if (chosen.given?.isExact === true) return given ?? answered;
  return answered ?? said ?? namedApp(variable, chosen) ?? given;
}

/** What the chosen hosts or the chosen task file decide, whatever is said. */
function settledValue(
  name: string,
  { entry }: ChosenEntry,
  hostVariable: ResolvedTargets["variable"],
): VariableValue | undefined {
  if (hostVariable?.name === name) return hostVariable.value;
  return entry.runBy?.gate === name ? true : undefined;
}

/** A secret is never asked for in a chat, which is kept: it comes from the inventory, or the play says it is missing. */
function mustAsk({ required, secret, defaultValue }: CatalogEntry["variables"][number]): boolean {
  return required && !secret && isEmpty(defaultValue);
}

/** A required variable whose default is nothing, or an empty text, must be told. */
function isEmpty(value: VariableValue): boolean {
  return value === null || value === "";
}

/** A value of an earlier plan, or one that a model read in the words, where it still fits the variable as declared. */
function givenValue(
  variable: CatalogEntry["variables"][number],
  { given }: ChosenEntry,
): VariableValue | undefined {
  const value = Object.hasOwn(given?.values ?? {}, variable.name)
    ? given?.values[variable.name]
    : undefined;
  if (value === undefined || findValueFault(variable, value) !== null) return undefined;
  return value;
}

/** What the request says about the variables of one entry: its own words before those it shares with others. */
function saidValues(
  input: PlanInput,
  chosen: ChosenEntry,
  index: number,
): ReadonlyMap<string, VariableValue> {
  const places = placeNames(input);
  const { variables, service } = chosen.entry;
  const texts = [sharedText(input, index, places), chosen.intentText, input.rejection ?? ""];
  return new Map(
    texts.flatMap((text) =>
      readParameters(text, variables, service, places).map(({ name, value }) => [name, value]),
    ),
  );
}

/**
 * The request without what belongs to other intents. Another intent's words are shared where both are about the same
 * service, or where they set nothing of its own: "deploy kuma and grafana on port 3002" sets both.
 */
function sharedText(input: PlanInput, index: number, places: ReadonlySet<string>): string {
  const own = input.chosen[index];
  let text = input.requestText;
  for (const [at, other] of input.chosen.entries()) {
    if (at === index || other.intentText === text) continue;
    const sameService = other.entry.service !== null && other.entry.service === own?.entry.service;
    if (sameService) continue;
    const { variables, service } = other.entry;
    const sets = readParameters(other.intentText, variables, service, places).length > 0;
    if (sets) text = text.replace(other.intentText, " ");
  }
  return text;
}

function placeNames({ source }: PlanInput): ReadonlySet<string> {
  return new Set(
    source.inventory
      .flatMap((host) => [host.name, ...host.groups])
      .map((name) => name.toLowerCase()),
  );
}

/** A playbook for any app is told which by the request: "restart vaultwarden", "restart all apps". */
function namedApp(
  variable: CatalogEntry["variables"][number],
  { app, entry, intentText }: ChosenEntry,
): VariableValue | undefined {
  const { name, type, description } = variable;
  if (type !== "string" || !isAppVariable(name) || app === entry.service) return undefined;
  if (app !== null) return findValueFault(variable, app) === null ? app : undefined;
  const meansAll = /\b(?:all|every|everything)\b/i;
  return meansAll.test(intentText) && meansAll.test(description ?? "") ? "all" : undefined;
}

/** @param tried an answer that was no value of this variable */
function askFor(
  variable: CatalogEntry["variables"][number],
  chosen: ChosenEntry,
  key: QuestionKey,
  tried: string | undefined,
): Ambiguity {
  const about = variable.description === null ? "" : ` (${variable.description})`;
  const again =
    tried === undefined
      ? ""
      : `"${tried.slice(0, 60)}" does not fit: ${variable.name} takes ${expected(variable)}. `;
  return {
    key,
    question: `${again}${chosen.entry.name} needs ${variable.name}${about}. What should it be?`,
    choices: (variable.choices ?? [])
      .slice(0, 8)
      .map((choice) => ({ label: choice, value: choice, hint: null })),
  };
}

function expected({ type, choices }: CatalogEntry["variables"][number]): string {
  if (choices !== null) return `one of ${choices.slice(0, 8).join(", ")}`;
  return { number: "a number", boolean: "yes or no", list: "a list", string: "a text" }[type];
}
