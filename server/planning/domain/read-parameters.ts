import type { VariableValue } from "#server/contracts/common.ts";
import type { PlaybookVariable } from "#server/contracts/playbook.ts";
import { isPort, isPortNumber, portLimits } from "#server/lib/port-limits.ts";

/** Markers that Ansible would evaluate; no value that a person types may hold them. */
const templateMarker = /\{\{|\{%|\{#/;

/** A value found for a declared variable. */
export interface FoundParameter {
  readonly name: string;
  readonly value: VariableValue;
}

/**
 * Finds values for declared variables in a request: "port 8443", "at status.home.lan", "version 1.23", "for user anna",
 * "with_backup=no". A variable is meant when the words of its name, less the service's own, stand before the value, or
 * when the value is said as its kind is said. Later mentions win. A secret is never taken from a text.
 *
 * @param places names of hosts and groups: what stands there is a place, no value
 */
export function readParameters(
  text: string,
  variables: readonly PlaybookVariable[],
  service: string | null,
  places: ReadonlySet<string> = new Set(),
): FoundParameter[] {
  const found: FoundParameter[] = [];
  for (const variable of variables) {
    if (variable.secret) continue;
    const value = lastSaid(text, variable, service, places);
    if (value !== undefined) found.push({ name: variable.name, value });
  }
  return found;
}

function lastSaid(
  text: string,
  variable: PlaybookVariable,
  service: string | null,
  places: ReadonlySet<string>,
): VariableValue | undefined {
  const exact = sayings(variable, service).flatMap((pattern) => [...text.matchAll(pattern)]);
  const said = exact.length > 0 ? exact : mistyped(text, variable);
  const values = said
    .sort((a, b) => a.index - b.index)
    .map((match) => (match[1] ?? "").replace(/^["']|["']$/g, "").replace(/[.!?)]+$/, ""))
    .filter((written) => !noValue.has(written.toLowerCase()) && !places.has(written.toLowerCase()))
    .map((written) => readValue(variable, written))
    .filter((value) => value !== undefined && (!isPort(variable) || isPortNumber(value)));
  return values.at(-1);
}

const wordThenNumber = /(?<![\w-])([a-z]{3,12})\s+(\d{3,5})(?![\w.:-])/gi;

/** A port behind its name with one slip of the fingers: "prot 3056", "prt 3056". */
function mistyped(text: string, variable: PlaybookVariable): { 1?: string; index: number }[] {
  if (!isPort(variable)) return [];
  return [...text.matchAll(wordThenNumber)]
    .filter(([, word = ""]) => isSlipOf(word.toLowerCase(), "port"))
    .map(({ 2: value = "", index }) => ({ 1: value, index }));
}

/** One letter too many or too few, or two that changed places. */
function isSlipOf(word: string, meant: string): boolean {
  const without = (text: string, at: number) => text.slice(0, at) + text.slice(at + 1);
  const swapped = (at: number) =>
    meant.slice(0, at) + (meant[at + 1] ?? "") + (meant[at] ?? "") + meant.slice(at + 2);
  const places = Array.from({ length: meant.length + 1 }, (_unused, at) => at);
  if (word === meant || places.some((at) => at < meant.length - 1 && swapped(at) === word))
    return true;
  const isShorter = word.length >= 3 && places.some((at) => without(meant, at) === word);
  return isShorter || places.some((at) => without(word, at) === meant);
}

/** Words that go on with the sentence where a value might stand. */
const noValue = new Set(
  `the a an to on onto for with and or of in at is are be my our your all it its that this these those from by as not
  no if so then too also please only just over into than when while without using accounts account group`.split(
    /\s+/,
  ),
);

const valuePattern = `("[^"]{1,200}"|'[^']{1,200}'|[^\\s,;]{1,200})`;

/** How a value is said: after the name as people speak it, as it is written with `=` or `:`, or as its kind is. */
function sayings(variable: PlaybookVariable, service: string | null): RegExp[] {
  const written = escapeRegExp(variable.name);
  const phrase = spokenName(variable.name, service);
  const before =
    phrase === null
      ? `${written}\\s*[=:]`
      : `(?:${written}|${phrase})\\s*(?:=|:|\\bto\\b|\\bis\\b|\\bof\\b|\\bas\\b|\\bshould be\\b)?`;
  const patterns = [new RegExp(`(?<![\\w-])${before}\\s*${valuePattern}`, "gi")];
  const kinds = sayingsByKind[lastWord(variable.name)];
  return kinds === undefined ? patterns : [...patterns, ...kinds];
}

const domainSaying = [
  /\b(?:at|under|as|via|behind) ((?:https?:\/\/)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?::\d+)?)(?![\p{L}\p{N}-])/giu,
];
const userSaying = [
  /\b(?:user|account|login)(?: (?:named|called|for))? ["']?([\p{L}_][\p{L}\p{N}._-]{0,60})/giu,
];

/** Ways to say a value that depend on what the variable's name ends in. */
const sayingsByKind: Readonly<Record<string, readonly RegExp[]>> = {
  port: [/\b(?:on|at|under|to) :?(\d{2,5})(?![\w.:])/gi],
  version: [/\bv(\d+(?:\.\d+)*[\w.-]*)/gi, /\bto (\d+\.\d[\w.-]*)/gi],
  domain: domainSaying,
  hostname: domainSaying,
  fqdn: domainSaying,
  url: domainSaying,
  address: domainSaying,
  user: userSaying,
  username: userSaying,
  login: userSaying,
  days: [/\b(\d{1,4}) days?\b/gi],
  hours: [/\b(\d{1,4}) hours?\b/gi],
  minutes: [/\b(\d{1,4}) minutes?\b/gi],
};

function lastWord(name: string): string {
  if (/(?:^|_)(?:user|account)_name$/.test(name)) return "user";
  return name.split("_").at(-1) ?? "";
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
const memorableWords = new Set(
  `port version path directory dir domain hostname fqdn user username email name timezone retention days hours interval
  title state image tag memory limit threshold url keep language locale theme size`.split(/\s+/),
);

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
      return readText(variable.choices, text);
  }
}

/** A choice is meant however it is capitalised; the value is the choice as declared. */
function readText(choices: readonly string[] | null, text: string): string | undefined {
  if (choices === null) return text;
  return (
    choices.find((choice) => choice === text) ??
    choices.find((choice) => choice.toLowerCase() === text.toLowerCase())
  );
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
  if (isPort(variable) && !isPortNumber(value)) return `${variable.name}: ${portLimits}`;
  if (variable.choices !== null && !texts.every((text) => variable.choices?.includes(text))) {
    return `${variable.name} takes one of: ${variable.choices.join(", ")}`;
  }
  return null;
}

/** The text as a pattern that matches itself. */
export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
