import type { VariableValue } from "#server/contracts/common.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import { asList, asText, isMapping, isTemplated, isTruthy, type Mapping } from "./values.ts";
import { type CommentedKey, isVaultValue } from "./yaml-file.ts";

const namePattern = /^[A-Za-z][A-Za-z0-9_]{0,99}$/;
const secretPattern =
  /(?:^|_)(?:pass|passwd|password|passphrase|pwd|secret|token|api_?key|private_?key|credentials?|psk)s?(?:_|$)/i;

/** True for a variable whose name says that its value is nobody's business. */
export function isSecretName(name: string): boolean {
  return secretPattern.test(name);
}

/** Names that Ansible keeps for itself; they are never offered and never accepted. */
const magicNames: ReadonlySet<string> = new Set([
  "environment",
  "environment_vars",
  "group_names",
  "groups",
  "hostvars",
  "inventory_dir",
  "inventory_file",
  "inventory_hostname",
  "inventory_hostname_short",
  "item",
  "omit",
  "play_hosts",
  "playbook_dir",
  "role_name",
  "role_names",
  "role_path",
  "vars",
]);

/** True for a variable name that a person may set: not Ansible's own, not a role's internal one. */
export function isOfferedName(name: string): boolean {
  return namePattern.test(name) && !name.startsWith("ansible_") && !magicNames.has(name);
}

/** Variables of a mapping of defaults, each with the comment above it. Values that are mappings are left out. */
export function readVariables(values: unknown, keys: readonly CommentedKey[]): PlaybookVariable[] {
  if (!isMapping(values)) return [];
  const comments = new Map(keys.map((key) => [key.name, key.comment]));
  return Object.entries(values).flatMap(([name, value]) => {
    const typed = isOfferedName(name) ? typeValue(value) : null;
    if (typed === null) return [];
    const secret = isSecretName(name) || isVaultValue(value);
    return [
      {
        name,
        type: typed.type,
        defaultValue: secret ? null : typed.value,
        templated: typed.templated,
        description: comments.get(name) ?? null,
        required: false,
        choices: null,
        secret,
      },
    ];
  });
}

function typeValue(
  value: unknown,
): { type: PlaybookVariable["type"]; value: VariableValue; templated: boolean } | null {
  if (isVaultValue(value)) return { type: "string", value: null, templated: false };
  if (typeof value === "boolean") return { type: "boolean", value, templated: false };
  if (typeof value === "number") {
    return Number.isFinite(value) ? { type: "number", value, templated: false } : null;
  }
  if (value === null) return { type: "string", value: null, templated: false };
  if (typeof value === "string") {
    return { type: "string", value: value.slice(0, 4000), templated: isTemplated(value) };
  }
  if (!Array.isArray(value) || value.length > 200) return null;
  const items: unknown[] = value;
  const scalars = items.filter((item): item is string | number | boolean =>
    ["string", "number", "boolean"].includes(typeof item),
  );
  if (scalars.length !== items.length) return null;
  const templated = scalars.some((item) => typeof item === "string" && isTemplated(item));
  return { type: "list", value: scalars, templated };
}

/** Types, descriptions, choices and requirements of a role's `argument_specs`, for one entry point. */
export function readArgumentSpecs(value: unknown, entryPoint = "main"): PlaybookVariable[] {
  const specs = isMapping(value) ? value["argument_specs"] : null;
  const point = isMapping(specs) ? specs[entryPoint] : null;
  const options = isMapping(point) ? point["options"] : null;
  if (!isMapping(options)) return [];
  return Object.entries(options).flatMap(([name, option]) =>
    isOfferedName(name) && isMapping(option) ? [readOption(name, option)] : [],
  );
}

const specTypes: Readonly<Record<string, PlaybookVariable["type"]>> = {
  bool: "boolean",
  int: "number",
  float: "number",
  list: "list",
};

function readOption(name: string, option: Mapping): PlaybookVariable {
  const typed = typeValue(option["default"] ?? null);
  const secret = isSecretName(name) || isTruthy(option["no_log"]);
  const description = asList(option["description"])
    .map((line) => asText(line) ?? "")
    .join(" ")
    .slice(0, 500);
  const choices = asList(option["choices"]).map((choice) => asText(choice) ?? "");
  return {
    name,
    type: specTypes[asText(option["type"]) ?? ""] ?? "string",
    defaultValue: secret ? null : (typed?.value ?? null),
    templated: typed?.templated ?? false,
    description: description === "" ? null : description,
    required: isTruthy(option["required"]),
    choices: choices.length > 0 ? choices.slice(0, 100) : null,
    secret,
  };
}

/** Joins defaults with argument specs: the specs know types and rules, the defaults know the values. */
export function mergeVariables(
  defaults: readonly PlaybookVariable[],
  specs: readonly PlaybookVariable[],
): PlaybookVariable[] {
  const merged = new Map(defaults.map((variable) => [variable.name, variable]));
  for (const spec of specs) {
    const known = merged.get(spec.name);
    merged.set(
      spec.name,
      known === undefined
        ? spec
        : {
            ...spec,
            defaultValue: known.defaultValue ?? spec.defaultValue,
            templated: known.templated,
            description: spec.description ?? known.description,
            required: spec.required && known.defaultValue === null,
            secret: spec.secret || known.secret,
          },
    );
  }
  return [...merged.values()];
}

/**
 * Variables that text falls back on without declaring them: `{{ port | default(8080) }}`. Literal defaults only.
 */
export function readInlineDefaults(text: string): PlaybookVariable[] {
  const pattern =
    /\{\{\s*([A-Za-z]\w{0,99})\s*\|\s*default\(\s*('[^'\n]{0,300}'|"[^"\n]{0,300}"|-?\d+(?:\.\d+)?|true|false)\s*(?:,\s*(?:true|false))?\s*\)/gi;
  const found = new Map<string, unknown>();
  for (const match of text.matchAll(pattern)) {
    if (!found.has(match[1] ?? "")) found.set(match[1] ?? "", literal(match[2] ?? ""));
  }
  return readVariables(Object.fromEntries(found), []);
}

function literal(text: string): unknown {
  if (/^['"]/.test(text)) return text.slice(1, -1);
  return /^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : Number(text);
}
