import type { VariableValue } from "#server/contracts/common.ts";
import type { PlanVariable } from "#server/contracts/plan.ts";
import type { CatalogEntry, ServiceCheck } from "#server/contracts/playbook.ts";
import type { Ambiguity } from "#server/contracts/request.ts";
import type { ChosenEntry, Obstacle, PlanInput } from "./plan-input.ts";
import { readParameters, readValue } from "./read-parameters.ts";

type Variables = { readonly kind: "variables"; readonly variables: PlanVariable[] } | Obstacle;

/** Every variable that one entry declares with the value it will run with, or the question that must be answered first. */
export function resolveVariables(input: PlanInput, chosen: ChosenEntry, index: number): Variables {
  const { entry } = chosen;
  const text = [input.requestText, chosen.intentText, input.rejection ?? ""].join("\n");
  const said = new Map(
    readParameters(text, entry.variables, entry.service).map((each) => [each.name, each.value]),
  );
  const variables: PlanVariable[] = [];
  for (const variable of entry.variables) {
    const answer = input.answers[`variable:${index}:${variable.name}`];
    const answered = answer === undefined ? undefined : readValue(variable, answer);
    const value = answered ?? said.get(variable.name) ?? namedService(variable.name, chosen);
    if (value === undefined && variable.required && variable.defaultValue === null) {
      return { kind: "ask", ambiguity: askFor(variable, chosen, index) };
    }
    variables.push({
      ...variable,
      value: value ?? variable.defaultValue,
      overridden: value !== undefined,
    });
  }
  return { kind: "variables", variables };
}

/** A playbook for any service takes the service's name from the request: "restart vaultwarden". */
function namedService(variableName: string, chosen: ChosenEntry): VariableValue | undefined {
  if (chosen.entry.service !== null || chosen.service === null) return undefined;
  return /^(?:app|service|container|unit|stack)(?:_name)?$|_(?:app|service)_name$/.test(
    variableName,
  )
    ? chosen.service
    : undefined;
}

function askFor(
  variable: CatalogEntry["variables"][number],
  chosen: ChosenEntry,
  index: number,
): Ambiguity {
  return {
    key: `variable:${index}:${variable.name}`,
    question: `${chosen.entry.name} needs ${variable.name}${variable.description === null ? "" : ` (${variable.description})`}. What should it be?`,
    choices: (variable.choices ?? [])
      .slice(0, 8)
      .map((choice) => ({ label: choice, value: choice, hint: null })),
  };
}

/** Replaces `{{ name }}` in check targets by the variables' values; what stays templated is left as written. */
export function fillChecks(
  checks: readonly ServiceCheck[],
  variables: readonly PlanVariable[],
): ServiceCheck[] {
  const values = new Map(variables.map((variable) => [variable.name, variable.value]));
  return checks.map((check) => ({
    ...check,
    target: check.target.replace(/\{\{\s*([A-Za-z_]\w*)\s*\}\}/g, (whole, name: string) =>
      String(values.get(name) ?? whole),
    ),
  }));
}
