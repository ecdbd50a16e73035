import { AppError } from "#server/lib/app-error.ts";

/** A value as JSON has it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };

const maxDepth = 20;

/** Variables through which Ansible steers itself; setting one from outside would change what a run does. */
const magicNames = new Set([
  ...["environment", "group_names", "groups", "hostvars", "inventory_dir", "inventory_file"],
  ...["inventory_hostname", "inventory_hostname_short", "omit", "play_hosts", "playbook_dir"],
  ...[
    "role_name",
    "role_names",
    "role_path",
    "vars",
    "lookup",
    "query",
    "q",
    "item",
    "now",
    "undef",
  ],
]);

/** True when text holds a marker that Ansible's templating would evaluate. */
export function hasTemplateMarker(text: string): boolean {
  return /\{\{|\{%|\{#/.test(text);
}

/**
 * The extra-vars file: every string marked unsafe, so that template text in it stays text.
 * @throws variable_invalid for names that steer Ansible and for values nested too deeply
 */
export function renderExtraVars(variables: Readonly<Record<string, JsonValue>>): string {
  const wrapped: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(variables)) {
    refuseName(name);
    wrapped[name] = wrapStrings(value, name, 0);
  }
  return `${JSON.stringify(wrapped)}\n`;
}

function refuseName(name: string): void {
  const reserved = name.startsWith("ansible_") || magicNames.has(name);
  if (reserved || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    throw new AppError("variable_invalid", {
      message: reserved
        ? `The variable ${name} steers Ansible itself and cannot be set.`
        : "A variable's name may hold letters, digits and underscores only.",
      details: { variable: name.slice(0, 200) },
    });
  }
}

function wrapStrings(value: JsonValue, name: string, depth: number): JsonValue {
  if (depth > maxDepth) {
    throw new AppError("variable_invalid", {
      message: `The variable ${name} is nested too deeply.`,
      details: { variable: name },
    });
  }
  // Only strings: a wrapped number would no longer add up.
  if (typeof value === "string") return { __ansible_unsafe: value };
  if (Array.isArray(value)) return value.map((item) => wrapStrings(item, name, depth + 1));
  if (value === null || typeof value !== "object") return value;
  const wrapped: Record<string, JsonValue> = {};
  for (const [key, item] of Object.entries(value)) {
    if (key.startsWith("__ansible") || key === "__proto__" || hasTemplateMarker(key)) {
      throw new AppError("variable_invalid", {
        message: `The variable ${name} has a key that Ansible would interpret.`,
        details: { variable: name },
      });
    }
    wrapped[key] = wrapStrings(item, name, depth + 1);
  }
  return wrapped;
}
