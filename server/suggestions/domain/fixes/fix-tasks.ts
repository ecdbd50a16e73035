import { builtinModule } from "#server/ansible/ansible-tasks.ts";
import type { PlacedEntry, PlacedTask } from "#server/ansible/placed-tasks.ts";
import { freeArguments } from "../free-arguments.ts";
import { type Fix, type Fixer, type FixSource, taskAt } from "./fix.ts";

/** `debug:` becomes `ansible.builtin.debug:`, unless the short name could mean something else here. */
export const fixModuleName: Fixer = (finding, source) => {
  const entry = taskAt(source, finding.line)?.moduleEntry;
  if (entry == null || entry.key.style !== "plain" || source.hasCollectionList) return null;
  const name = String(entry.key.value);
  if (!/^[a-z]\w*$/.test(name) || source.shadowed.has(name)) return null;
  if (!finding.reason.includes(`(${name})`)) return null;
  const target = `ansible.builtin.${name}`;
  // Where another is named, this version of Ansible takes the short name for something else.
  if (finding.details !== "" && !finding.details.includes(`\`${target}\``)) return null;
  return { edits: [{ ...spanOf(entry.key), text: target }], keepsValues: false };
};

/** `docker_container:` becomes `community.docker.docker_container:`, which Ansible itself takes it for. */
export const fixCollectionName: Fixer = (finding, source) => {
  const entry = taskAt(source, finding.line)?.moduleEntry;
  if (entry == null || entry.key.style !== "plain" || source.hasCollectionList) return null;
  const name = String(entry.key.value);
  const target = /such `(\w+\.\w+\.\w+)`/.exec(finding.reason)?.[1] ?? "";
  const isSame = target.endsWith(`.${name}`) && !target.startsWith("ansible.legacy.");
  if (!/^[a-z]\w*$/.test(name) || source.shadowed.has(name) || !isSame) return null;
  return { edits: [{ ...spanOf(entry.key), text: target }], keepsValues: false };
};

/** A name gets a capital; a handler's is left alone, for tasks elsewhere call it by its name. */
export const fixNameCasing: Fixer = ({ line }, { file, text }) => {
  const named = [...file.tasks.filter(({ isHandler }) => !isHandler), ...file.plays].flatMap(
    (item) => {
      const name = item.entries.get("name");
      const stands = item.line === line || name?.key.line === line;
      return stands && name?.scalar != null ? [name.scalar] : [];
    },
  );
  const [scalar] = named;
  if (scalar === undefined || named.length > 1 || scalar.style === "block") return null;
  const start = scalar.start + (scalar.style === "plain" ? 0 : 1);
  const first = text[start] ?? "";
  if (!/[a-z]/.test(first)) return null;
  return { edits: [{ start, end: start + 1, text: first.toUpperCase() }], keepsValues: false };
};

const modeKey = /^(?:directory_)?mode$/;

/** `mode: 0644` becomes `mode: "0644"`: Ansible takes the number and the text for the same mode. */
export const fixOctalMode: Fixer = ({ line }, source) => {
  const { file, text } = source;
  const found = file.scalars.filter(
    ({ line: at, style, isKey }) => at === line && style === "plain" && !isKey,
  );
  const [scalar] = found.filter(({ start, end }) => /^0[0-7]{3,4}$/.test(text.slice(start, end)));
  const before = scalar === undefined ? "" : text.slice(source.lineStarts[line - 1], scalar.start);
  const key = /([\w]+)\s*:\s*$/.exec(before)?.[1] ?? "";
  if (scalar === undefined || !modeKey.test(key)) return null;
  const written = text.slice(scalar.start, scalar.end);
  return { edits: [{ ...spanOf(scalar), text: `"${written}"` }], keepsValues: false };
};

/** Free text means something else to these, or they take no mapping. */
const freeFormModules =
  /(?:^|\.)(?:command|shell|raw|script|win_command|win_shell|meta|set_fact|add_host|group_by|include\w*|import\w*|expect)$/;
const plainWord = /^[A-Za-z/][\w./-]*$/;
const specialWord = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const simpleValue = /^(?:\{\{ *[\w.]+ *\}\}|[\w./:@+,-])+$/;
/** Options that are nothing but true or false in every module of Ansible's own. */
const truths = new Set(
  "enabled update_cache daemon_reload recurse autoremove autoclean purge remote_src append create_home system".split(
    " ",
  ),
);

/** `apt: name=x state=present` on one line becomes a mapping below. */
export const fixFreeForm: Fixer = (finding, source) => {
  const task = taskAt(source, finding.line);
  const entry = task?.moduleEntry;
  if (task == null || entry?.scalar == null || task.entries.has("args")) return null;
  if (freeFormModules.test(String(entry.key.value))) return null;
  const written = pairsOf(entry.scalar.value);
  return written === null ? null : asMapping(entry, written, source);
};

/** Its pairs in order, where each is so simple that quoting can't matter; null otherwise. */
function pairsOf(value: unknown): [string, string][] | null {
  const pairs = typeof value === "string" ? freeArguments(value) : null;
  return pairs?.every(([, text]) => simpleValue.test(text)) === true ? pairs : null;
}

function asMapping(
  entry: PlacedEntry,
  pairs: readonly [string, string][],
  source: FixSource,
): Fix | null {
  const { key, scalar } = entry;
  if (scalar === null || scalar.style !== "plain" || scalar.endLine !== key.line) return null;
  const lineStart = source.lineStarts[key.line - 1] ?? 0;
  const rest = source.lines[key.line - 1]?.slice(scalar.end - lineStart) ?? "";
  if (rest.trim() !== "") return null;
  const indent = " ".repeat(key.start - lineStart + indentOf(source.lines));
  const isOwn =
    builtinModule(String(key.value)) !== null && !source.shadowed.has(String(key.value));
  const end = source.text.includes("\r\n") ? "\r\n" : "\n";
  const lines = pairs.map(([name, text]) => {
    const truth = isOwn && truths.has(name) ? truthOf(text) : null;
    return `${end}${indent}${name}: ${truth ?? quoted(text)}`;
  });
  const colon = source.text.indexOf(":", key.end) + 1;
  return {
    edits: [{ start: colon, end: scalar.end + rest.length, text: lines.join("") }],
    keepsValues: false,
  };
}

function truthOf(text: string): string | null {
  if (/^(?:yes|true|on)$/i.test(text)) return "true";
  return /^(?:no|false|off)$/i.test(text) ? "false" : null;
}

/** By how much this file indents, as its first indented line shows. */
function indentOf(lines: readonly string[]): number {
  const widthOf = (line = "") => line.length - line.trimStart().length;
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1];
    const isOpen = /^[^#]*[^#\s]:\s*$/.test(line) && next?.trim() !== "";
    const start = widthOf(line) + (/^\s*(- +)/.exec(line)?.[1]?.length ?? 0);
    if (isOpen && widthOf(next) > start) return widthOf(next) - start;
  }
  return 2;
}

/** Bare only where YAML reads text, as Ansible does behind `=`. */
function quoted(text: string): string {
  return plainWord.test(text) && !specialWord.test(text) ? text : `"${text}"`;
}

/** Spaces in a template that ansible-lint spells out: only where nothing but spaces differs. */
export const fixTemplateSpacing: Fixer = (finding, source) => {
  const task = taskAt(source, finding.line);
  const [, before = "", after = ""] =
    /^Jinja2 spacing could be improved: ([^\n]+?) -> ([^\n]+)$/.exec(finding.reason) ?? [];
  if (task === null || before === "" || squeezed(before) !== squeezed(after)) return null;
  const at = onlyPlaceOf(before, task, source.text);
  return at === null
    ? null
    : { edits: [{ start: at, end: at + before.length, text: after }], keepsValues: false };
};

/** Without blanks outside of quoted text. */
function squeezed(text: string): string {
  return text
    .split(/("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/)
    .map((part, at) => (at % 2 === 1 ? part : part.replaceAll(/\s/g, "")))
    .join("");
}

function onlyPlaceOf(words: string, task: PlacedTask, text: string): number | null {
  const at = text.indexOf(words, task.start);
  if (at < 0 || at + words.length > task.end) return null;
  const next = text.indexOf(words, at + 1);
  return next >= 0 && next < task.end ? null : at;
}

function spanOf({ start, end }: { start: number; end: number }) {
  return { start, end };
}
