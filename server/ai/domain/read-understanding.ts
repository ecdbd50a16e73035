import type {
  ChoosableEntry,
  ChoosableVariable,
  Understanding,
  UnderstoodIntent,
} from "#server/contracts/ai.ts";
import type { VariableValue } from "#server/contracts/common.ts";
import { type ModelAnswerForm, noEntry } from "#server/contracts/model-answer.ts";
import type { UnderstandScope } from "./understand-prompt.ts";

/**
 * Turns a well-formed answer into what it may mean, and drops the rest: hosts that the person's words do not name, values
 * that they do not state, quotes that they did not write, and repeats. What hostile text in a prompt can reach is thus a
 * choice among the given playbooks, nothing more.
 */
export function readUnderstanding(wire: ModelAnswerForm, scope: UnderstandScope): Understanding {
  // What went before may name hosts ("there too") but states no values: titles that others wrote stand in it.
  const said = { now: fold(scope.text), before: fold(scope.context) };
  const intents =
    wire.kind === "change" ? wire.intents.map((each) => readIntent(each, scope, said)) : [];
  return {
    kind: wire.kind,
    intents: withoutRepeats(intents),
    outOfScope: [...new Set(wire.outOfScope)].filter(
      (words) => words.trim() !== "" && isQuoteOf(words, scope.text),
    ),
    risk: wire.risk,
  };
}

/** A person's words, folded: those of the message, and those before it. */
interface Said {
  readonly now: string;
  readonly before: string;
}

function readIntent(
  wire: ModelAnswerForm["intents"][number],
  scope: UnderstandScope,
  said: Said,
): UnderstoodIntent {
  const entry = wire.entry === noEntry ? undefined : scope.entries.get(wire.entry);
  const words = wire.words.trim();
  return {
    text: words !== "" && isQuoteOf(words, scope.text) ? words : scope.text,
    verb: wire.verb,
    entryId: entry?.entryId ?? null,
    hosts: [...new Set(wire.hosts)].filter(
      (host) => scope.hosts.includes(host) && isNamed(host, `${said.now}\n${said.before}`),
    ),
    variables: entry === undefined ? [] : readVariables(wire.variables, entry, said.now),
    confidence: entry === undefined ? 0 : wire.confidence,
  };
}

function readVariables(
  given: ModelAnswerForm["intents"][number]["variables"],
  entry: ChoosableEntry,
  said: string,
): UnderstoodIntent["variables"] {
  const values = new Map<string, VariableValue>();
  for (const { name, value } of given) {
    const variable = entry.variables.find((each) => each.name === name);
    const typed = variable === undefined ? undefined : typedValue(value.trim(), variable, said);
    if (typed !== undefined && !values.has(name)) values.set(name, typed);
  }
  return [...values].map(([name, value]) => ({ name, value }));
}

/** The value in its declared type, if the person stated it (for a switch: named it); else undefined. */
function typedValue(
  value: string,
  { name, type, choices }: ChoosableVariable,
  said: string,
): VariableValue | undefined {
  if (hasTemplate(value) || value.length > 500) return undefined;
  if (choices !== null)
    return choices.find((choice) => fold(choice) === fold(value) && isStated(choice, said));
  switch (type) {
    case "boolean":
      return isNamed(name, said) ? booleans.get(fold(value)) : undefined;
    case "number":
      return /^-?\d{1,15}(?:\.\d{1,6})?$/.test(value) && isStated(value, said)
        ? Number(value)
        : undefined;
    case "list":
      return statedList(value, said);
    default:
      return value !== "" && isStated(value, said) ? value : undefined;
  }
}

function statedList(value: string, said: string): string[] | undefined {
  const items = value
    .replace(/^\[|\]$/g, "")
    .split(",")
    .map((item) => item.trim().replace(/^["']|["']$/g, ""));
  return items.every((item) => item !== "" && isStated(item, said)) ? items : undefined;
}

const booleans = new Map<string, boolean>([
  ["true", true],
  ["yes", true],
  ["on", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["off", false],
  ["0", false],
]);

function hasTemplate(value: string): boolean {
  return /\{\{|\{%|\{#|\$\(|`/.test(value);
}

/** Whether `value` stands in what was said, as whole words. */
function isStated(value: string, said: string): boolean {
  const folded = fold(value);
  for (let at = said.indexOf(folded); at >= 0; at = said.indexOf(folded, at + 1)) {
    if (isBorder(said[at - 1], folded[0]) && isBorder(said[at + folded.length], folded.at(-1)))
      return true;
  }
  return false;
}

function isBorder(outside: string | undefined, inside: string | undefined): boolean {
  const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);
  return !(isWord(outside) && isWord(inside));
}

/** Whether what was said shares a word with a name: "the NAS" names nas1 and nas.lan, "no TLS" names enable_tls. */
function isNamed(name: string, said: string): boolean {
  const folded = fold(name);
  if (isStated(name, said)) return true;
  const parts = folded.match(/[\p{L}]{3,}|\p{N}+/gu) ?? [];
  const words = new Set(said.match(/[\p{L}\p{N}]+/gu) ?? []);
  return parts.some((part) => /\p{L}/u.test(part) && words.has(part));
}

function isQuoteOf(words: string, text: string): boolean {
  return fold(text).includes(fold(words));
}

function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}

function withoutRepeats(intents: readonly UnderstoodIntent[]): UnderstoodIntent[] {
  const seen = new Set<string>();
  return intents.filter(({ confidence: _, ...what }) => {
    const key = JSON.stringify(what.entryId === null ? what : { ...what, text: "" });
    return seen.has(key) ? false : seen.add(key) !== undefined;
  });
}
