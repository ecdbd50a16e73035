import type { VariableValue } from "#server/contracts/common.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";

/** Markers that Ansible would evaluate; no value that a person types may hold them. */
const templateMarker = /\{\{|\{%|\{#/;

/**
 * Finds values for declared variables in a request: "port 8443", "retention to 7", "with_backup=no". A variable is
 * meant when the words of its name, less the service's own, stand before the value. Later mentions win.
 */
export function readParameters(
  text: string,
  variables: readonly PlaybookVariable[],
  service: string | null,
): { name: string; value: VariableValue }[] {
  const found: { name: string; value: VariableValue }[] = [];
  for (const variable of variables) {
    const last = [...text.matchAll(sayings(variable.name, service))].at(-1)?.[1];
    if (last === undefined) continue;
    const value = readValue(variable, last.replace(/^["']|["']$/g, "").replace(/[.!?]$/, ""));
    if (value !== undefined) found.push({ name: variable.name, value });
  }
  return found;
}

/** How a value is said: after the name as people speak it, or after the name as it is written with `=` or `:`. */
function sayings(name: string, service: string | null): RegExp {
  const written = escapeRegExp(name);
  const phrase = spokenName(name, service);
  const said =
    phrase === null
      ? `${written}\\s*[=:]`
      : `(?:${written}|${phrase})\\s*(?:=|:|\\bto\\b|\\bis\\b|\\bof\\b|\\bas\\b)?`;
  return new RegExp(`\\b${said}\\s*("[^"]{1,200}"|'[^']{1,200}'|[^\\s,;]{1,200})`, "gi");
}

/** The variable's name as people say it, as a pattern: `kuma_http_port` of uptime-kuma is "http port" or "port". */
function spokenName(name: string, service: string | null): string | null {
  const own = new Set((service ?? "").split(/[-_ ]/));
  const words = name.split("_").filter((word) => word.length > 1 && !own.has(word));
  const last = words.at(-1);
  if (last === undefined || !memorableWords.has(last)) return null;
  const rest = words.slice(0, -1).map(escapeRegExp);
  return rest.length > 0
    ? `(?:${rest.join("[ _-]")}[ _-])?${escapeRegExp(last)}`
    : escapeRegExp(last);
}

/** Last words of variable names that people use in speech; others must be written as `name=value`. */
const memorableWords = new Set([
  "port",
  "version",
  "path",
  "directory",
  "dir",
  "domain",
  "hostname",
  "user",
  "username",
  "email",
  "name",
  "timezone",
  "retention",
  "days",
  "interval",
  "title",
  "state",
  "image",
  "tag",
  "memory",
  "limit",
  "threshold",
  "url",
  "keep",
]);

/**
 * Reads text as the variable's type.
 *
 * @returns undefined when the text cannot be such a value
 */
export function readValue(
  variable: Pick<PlaybookVariable, "type" | "choices">,
  text: string,
): VariableValue | undefined {
  if (templateMarker.test(text)) return undefined;
  switch (variable.type) {
    case "number":
      return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
    case "boolean":
      if (/^(?:true|yes|on|enabled?)$/i.test(text)) return true;
      return /^(?:false|no|off|disabled?)$/i.test(text) ? false : undefined;
    case "list":
      return text.split(",").map((item) => item.trim());
    case "string":
      return variable.choices !== null && !variable.choices.includes(text) ? undefined : text;
  }
}

/** Why a value does not fit a variable, or null. Used for edits, where the value comes typed. */
export function findValueFault(variable: PlaybookVariable, value: VariableValue): string | null {
  if (value === null) return variable.required ? `${variable.name} needs a value` : null;
  const texts = Array.isArray(value) ? value.map(String) : [String(value)];
  if (texts.some((text) => templateMarker.test(text)))
    return `${variable.name} must not hold {{ or {%`;
  const fits = {
    number: typeof value === "number",
    boolean: typeof value === "boolean",
    list: Array.isArray(value),
    string: typeof value === "string",
  }[variable.type];
  if (!fits) return `${variable.name} takes a ${variable.type}`;
  if (variable.choices !== null && !texts.every((text) => variable.choices?.includes(text))) {
    return `${variable.name} takes one of: ${variable.choices.join(", ")}`;
  }
  return null;
}

/** The text as a pattern that matches itself. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
