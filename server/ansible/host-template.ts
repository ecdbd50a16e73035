import { isTemplated } from "./values.ts";

/** A variable that stands in a host pattern, and what it falls back on. */
export interface HostVariable {
  readonly variable: string;
  readonly fallback: { readonly text: string } | { readonly variable: string } | null;
}

/** A host pattern in parts: text as written, and variables that are filled in. */
export type HostTemplate = readonly (string | HostVariable)[];

/** Filters that leave the name of a host or group as it is. */
const plainFilters = /^(?:trim|lower|string|mandatory(?:\(.*\))?|list|join\(\s*['"],['"]\s*\))$/;
const defaultFilter =
  /^(?:ansible\.builtin\.)?(?:default|d)\(\s*(?:'([^'{}]*)'|"([^"{}]*)"|([A-Za-z_]\w*))\s*(?:,\s*(?:boolean\s*=\s*)?true\s*)?\)$/i;

/**
 * Reads a host pattern such as `{{ target | default('all') }}` or `k3s_{{ site }}`.
 *
 * @returns null where it computes more than that: only Ansible could tell
 */
export function parseHostTemplate(pattern: string): HostTemplate | null {
  if (/\{[%#]/.test(pattern)) return null;
  const parts: (string | HostVariable)[] = [];
  let rest = pattern;
  while (rest !== "") {
    const start = rest.indexOf("{{");
    if (start < 0) return [...parts, rest];
    if (start > 0) parts.push(rest.slice(0, start));
    const end = rest.indexOf("}}", start);
    const variable = end < 0 ? null : readExpression(rest.slice(start + 2, end));
    if (variable === null) return null;
    parts.push(variable);
    rest = rest.slice(end + 2);
  }
  return parts;
}

function readExpression(expression: string): HostVariable | null {
  const [name = "", ...filters] = expression.split("|").map((part) => part.trim());
  if (!/^[A-Za-z_]\w*$/.test(name)) return null;
  let fallback: HostVariable["fallback"] = null;
  for (const filter of filters) {
    const found = defaultFilter.exec(filter);
    if (found === null && !plainFilters.test(filter)) return null;
    if (found === null || fallback !== null) continue;
    const [, single, double, other] = found;
    const isName = other !== undefined && other !== "omit";
    fallback = isName ? { variable: other } : { text: single ?? double ?? "" };
  }
  return { variable: name, fallback };
}

/**
 * The pattern with every variable filled in.
 *
 * @param lookUp what a variable holds, or null where nobody knows
 * @returns null while a variable is not known, or holds a template itself
 */
export function fillHostTemplate(
  template: HostTemplate,
  lookUp: (variable: string) => string | null,
): string | null {
  const parts = template.map((part) => {
    if (typeof part === "string") return part;
    const value = lookUp(part.variable) ?? fallbackOf(part, lookUp);
    return value === null || value === "" || isTemplated(value) ? null : value;
  });
  return parts.includes(null) ? null : parts.join("");
}

function fallbackOf(
  { fallback }: HostVariable,
  lookUp: (variable: string) => string | null,
): string | null {
  if (fallback === null) return null;
  return "text" in fallback ? fallback.text : lookUp(fallback.variable);
}

/** The variables of a pattern that have no fallback of their own, each once. */
export function openVariables(template: HostTemplate): string[] {
  const open = template.flatMap((part) =>
    typeof part === "string" || (part.fallback !== null && "text" in part.fallback)
      ? []
      : [part.variable],
  );
  return [...new Set(open)];
}

/** The variable that is the whole pattern, so that naming hosts means setting it; else null. */
export function soleVariable(template: HostTemplate): HostVariable | null {
  const [first, ...others] = template;
  return first === undefined || typeof first === "string" || others.length > 0 ? null : first;
}
