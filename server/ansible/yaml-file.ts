import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Tags,
  type YAMLMap,
} from "yaml";
import type { ScanWarning } from "#server/contracts/playbook.ts";

/** Largest YAML file that is read, in bytes. */
export const maxYamlBytes = 1_000_000;
const maxDepth = 60;
const maxWarningsPerFile = 5;

/** Stands for a value that only the vault password can open. */
export interface VaultValue {
  readonly vault: true;
}

/** A key of a mapping with the comment written above it, or behind it on its line. */
export interface CommentedKey {
  readonly name: string;
  readonly line: number;
  readonly comment: string | null;
}

/** A YAML file as plain values, with what comments say. */
export interface YamlFile {
  /** One value per document; broken documents are left out. */
  readonly documents: readonly unknown[];
  /** Keys of the first document where it is a mapping. */
  readonly keys: readonly CommentedKey[];
  /** Keys of `vars` for each item of the first document where it is a list of plays. */
  readonly playVars: readonly (readonly CommentedKey[])[];
  /** Comment lines before the first value, without their `#`. */
  readonly header: readonly string[];
  readonly warnings: readonly ScanWarning[];
  /** Line of the first syntax error, 0 where it is not known; null for a sound file. Ansible would not read it at all. */
  readonly brokenAt: number | null;
}

const vaultTag = {
  tag: "!vault",
  resolve: (): VaultValue => ({ vault: true }),
};
const unsafeTag = { tag: "!unsafe", resolve: (text: string) => text };

/** True for a value that is encrypted in place. */
export function isVaultValue(value: unknown): value is VaultValue {
  return typeof value === "object" && value !== null && "vault" in value && value.vault === true;
}

/**
 * Reads YAML 1.1 as Ansible does, without ever evaluating a template. Whatever cannot be read becomes a warning with
 * its line; size, nesting and aliases are capped. Never throws.
 */
export function readYaml(path: string, text: string): YamlFile {
  const warnings: ScanWarning[] = [];
  const warn = (message: string, line: number | null = null): void => {
    if (warnings.length < maxWarningsPerFile) warnings.push({ path, line, message });
  };
  const empty = { documents: [], keys: [], playVars: [], header: [], warnings, brokenAt: null };
  const refusal = refuseText(text);
  if (refusal !== null) {
    warn(refusal);
    return empty;
  }
  const source = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    return { ...parse(source, warn), header: headerComments(source), warnings };
  } catch (error) {
    warn(
      error instanceof RangeError
        ? "Nested too deeply to be read."
        : `Not readable: ${shortMessage(error)}`,
    );
    return empty;
  }
}

/** Why a text is not read as YAML at all, before a parser sees it; null where one may. */
export function refuseText(text: string): string | null {
  if (text.length > maxYamlBytes) return "Larger than 1 MB, so not read.";
  if (text.startsWith("$ANSIBLE_VAULT;")) return "Encrypted with Ansible Vault, so not read.";
  if (text.includes("\0")) return "Binary content, so not read.";
  return flowDepthExceeds(text, maxDepth) ? "Nested too deeply to be read." : null;
}

/** Brackets opened and not closed on the way, quoted text aside: a cheap bound before the parser recurses. */
function flowDepthExceeds(text: string, limit: number): boolean {
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*|[[\]{}]/g)) {
    const mark = match[0];
    if (mark === "[" || mark === "{") depth += 1;
    else if ((mark === "]" || mark === "}") && depth > 0) depth -= 1;
    if (depth > limit) return true;
  }
  return false;
}

/** YAML 1.1 calls a lone `y` or `n` a boolean; Python's reader, and so Ansible, does not. */
function asPython(tag: Tags[number]): Tags[number] {
  if (typeof tag !== "object" || !("test" in tag) || tag.tag !== "tag:yaml.org,2002:bool")
    return tag;
  const { test } = tag;
  return test?.test("y") || test?.test("n")
    ? { ...tag, test: new RegExp(test.source.replace(/[YN]\|[yn]\|/, "")) }
    : tag;
}

type Warn = (message: string, line?: number | null) => void;

const maxRepairs = 20;

/**
 * Python's reader takes a line inside quoted text however little it is indented, and with tabs in front; this one does
 * not: such lines get spaces. Tabs that indent structure stay the errors they are.
 */
function parse(source: string, warn: Warn): Omit<YamlFile, "header" | "warnings"> {
  let text = source;
  for (let repair = 0; repair < maxRepairs; repair++) {
    const lines = new LineCounter();
    const documents = parseDocuments(text, lines);
    const repaired = withIndentedQuotes(text, documents);
    if (repaired === null) return readDocuments(text, lines, documents, warn);
    text = repaired;
  }
  const lines = new LineCounter();
  return readDocuments(text, lines, parseDocuments(text, lines), warn);
}

/** Deeper than any structure around a quoted text. */
const quoteIndent = 2 * maxDepth;

function withIndentedQuotes(text: string, documents: readonly Document.Parsed[]): string | null {
  const fault = documents
    .flatMap((document) => document.errors)
    .find((error) => error.code === "MISSING_CHAR" && error.message.includes("quote"));
  const at = fault?.linePos?.[0].line ?? 0;
  const lines = text.split("\n");
  const next = lines[at] ?? "";
  const isShallow = !next.startsWith(" ".repeat(quoteIndent)) || /^ *\t/.test(next);
  if (at === 0 || next.trim() === "" || !isShallow) return null;
  const quote = fault?.message.startsWith('Missing closing "') === true ? '"' : "'";
  // The fault is where the reader gave up; the text begins where a line before it opens a quote.
  const start = lines.findLastIndex((line, index) => index < at && isOddIn(line, quote));
  const rest = start < 0 ? null : spaced(lines.slice(start), quote);
  return rest === null ? null : [...lines.slice(0, start), ...rest].join("\n");
}

function isOddIn(line: string, quote: string): boolean {
  const marks = quote === '"' ? line.replaceAll(/\\./g, "") : line;
  return marks.split(quote).length % 2 === 0;
}

/** The lines of the quoted text that begins in the first get spaces in front; null where it never ends. */
function spaced(lines: readonly string[], quote: string): string[] | null {
  const end = lines.findIndex((line, index) => index > 0 && isOddIn(line, quote));
  const indented = (line: string) => line.replace(/^[ \t]*(?=\S)/, " ".repeat(quoteIndent));
  return end < 0
    ? null
    : lines.map((line, index) => (index > 0 && index <= end ? indented(line) : line));
}

/** The documents of a text as Ansible's YAML 1.1, with their faults; never throws for faulty YAML. */
export function parseDocuments(source: string, lines: LineCounter): Document.Parsed[] {
  const parsed = parseAllDocuments(source, {
    version: "1.1",
    uniqueKeys: false,
    merge: true,
    logLevel: "silent",
    lineCounter: lines,
    customTags: (tags) => [...tags.map(asPython), vaultTag, unsafeTag],
  });
  return "empty" in parsed ? [] : parsed;
}

function readDocuments(
  source: string,
  lines: LineCounter,
  documents: readonly Document.Parsed[],
  warn: Warn,
): Omit<YamlFile, "header" | "warnings"> {
  const values = documents.flatMap((document) => readDocument(document, warn));
  const first = documents[0]?.contents;
  const textLines = source.split("\n");
  const fault = documents.flatMap((document) => document.errors)[0];
  return {
    brokenAt: fault === undefined ? null : (fault.linePos?.[0].line ?? 0),
    documents: values,
    keys: isMap(first) ? commentedKeys(first, lines, textLines) : [],
    playVars: isSeq(first) ? first.items.map((play) => varsOf(play, lines, textLines)) : [],
  };
}

/** The value of one document in a list, or an empty list where nothing can be made of it. */
function readDocument(document: Document.Parsed, warn: Warn): unknown[] {
  for (const fault of [...document.errors, ...document.warnings]) {
    warn(shortMessage(fault), fault.linePos?.[0].line ?? null);
  }
  const { contents } = document;
  if (document.errors.length > 0 && !isMap(contents) && !isSeq(contents)) return [];
  const value: unknown = document.toJS({ maxAliasCount: 50 });
  if (depthOf(value, 0) <= maxDepth) return [value];
  warn("Nested too deeply to be read.");
  return [];
}

function varsOf(play: unknown, lines: LineCounter, textLines: readonly string[]): CommentedKey[] {
  const vars = isMap(play) ? play.get("vars", true) : null;
  return isMap(vars) ? commentedKeys(vars, lines, textLines) : [];
}

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null || depth > maxDepth) return depth;
  let deepest = depth;
  for (const child of Object.values(value)) {
    deepest = Math.max(deepest, depthOf(child, depth + 1));
    if (deepest > maxDepth) return deepest;
  }
  return deepest;
}

function commentedKeys(
  map: YAMLMap,
  lines: LineCounter,
  textLines: readonly string[],
): CommentedKey[] {
  return map.items.flatMap((pair) => {
    if (!isScalar(pair.key) || pair.key.range == null) return [];
    const { line } = lines.linePos(pair.key.range[0]);
    return [{ name: String(pair.key.value), line, comment: commentAt(textLines, line) }];
  });
}

/** The comment block that ends right above `line` (from 1), else the one behind the value on that line. */
function commentAt(textLines: readonly string[], line: number): string | null {
  const above: string[] = [];
  for (let index = line - 2; index >= 0 && above.length < 12; index--) {
    const match = /^\s*#+\s?(.*)$/.exec(textLines[index] ?? "");
    if (match === null) break;
    above.unshift((match[1] ?? "").trim());
  }
  const prose = above.filter((text) => /[A-Za-z]{2}/.test(text) && !/^@/.test(text));
  if (prose.length > 0) return prose.join(" ").slice(0, 500);
  const behind = /\s#\s?([^"']*)$/.exec(textLines[line - 1] ?? "");
  return behind?.[1]?.trim() || null;
}

function headerComments(source: string): string[] {
  const header: string[] = [];
  for (const line of source.split("\n", 200)) {
    const text = line.trim();
    if (text.startsWith("#")) header.push(text.replace(/^#+\s?/, ""));
    else if (text !== "" && text !== "---" && !text.startsWith("%")) break;
  }
  return header;
}

function shortMessage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith("Maximum call stack")) return "Nested too deeply to be read.";
  return (message.split("\n")[0] ?? "").replace(/ at line \d+.*$/, "").slice(0, 200);
}
