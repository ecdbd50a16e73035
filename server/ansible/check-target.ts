import type { ServiceCheck } from "#server/contracts/playbook.ts";

/** Variables that one repository's checks may name. */
const maxVariables = 50;
const expression = /\{\{(.*?)\}\}/gs;
const name = "[A-Za-z_]\\w*";
/** A variable, with a default where it has none: `{{ port | default(3001) }}`. Casts change nothing of a text. */
const simple = new RegExp(
  `^\\s*(${name})\\s*(?:\\|\\s*(?:default|d)\\(\\s*(?:(${name})|(\\d+)|'([^']*)'|"([^"]*)")\\s*(?:,\\s*true\\s*)?\\)\\s*)?(?:\\|\\s*(?:int|string|trim)\\s*)*$`,
);

/** One expression of a check's target. */
interface Reading {
  readonly variable: string;
  /** Variable, or text, to take where that one has no value. */
  readonly otherwise: { readonly variable: string } | { readonly text: string } | null;
}

function read(inner: string): Reading | null {
  const match = simple.exec(inner);
  if (match === null) return null;
  const [, variable = "", other, ...texts] = match;
  const text = texts.find((one) => one !== undefined);
  if (other !== undefined) return { variable, otherwise: { variable: other } };
  return { variable, otherwise: text === undefined ? null : { text } };
}

/** Variables that checks name, so that their values can be looked up where hosts have them. */
export function variablesInChecks(checks: readonly ServiceCheck[]): ReadonlySet<string> {
  const texts = checks.flatMap(({ target, listensOn = "" }) => [target, listensOn]);
  const named = texts.flatMap((text) =>
    [...text.matchAll(expression)].flatMap(([, inner = ""]) => {
      const found = read(inner);
      if (found === null) return [];
      const { variable, otherwise } = found;
      return [
        variable,
        ...(otherwise !== null && "variable" in otherwise ? [otherwise.variable] : []),
      ];
    }),
  );
  return new Set(named.slice(0, maxVariables));
}

/**
 * A check's target with its variables replaced.
 *
 * @param lookUp the literal value of a variable, or null where only Ansible would know it
 * @returns the target, or the first expression that stays
 */
export function fillTarget(
  target: string,
  lookUp: (variable: string) => string | null,
): { readonly target: string } | { readonly unknown: string } {
  let unknown: string | null = null;
  const filled = target.replace(expression, (whole, inner: string) => {
    const found = read(inner);
    const value = found === null ? null : valueIn(found, lookUp);
    if (value === null) unknown ??= inner.trim();
    return value ?? whole;
  });
  if (unknown !== null) return { unknown };
  const left = /\{[{%#].{0,60}/s.exec(filled);
  return left === null ? { target: filled } : { unknown: left[0] };
}

function valueIn(
  { variable, otherwise }: Reading,
  lookUp: (variable: string) => string | null,
): string | null {
  const value = lookUp(variable);
  if (value !== null || otherwise === null) return value;
  return "text" in otherwise ? otherwise.text : lookUp(otherwise.variable);
}
