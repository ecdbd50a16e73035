import type { Edit } from "../edit.ts";
import { editInLine, type Fixer, type FixSource } from "./fix.ts";

const layout = (edits: readonly Edit[]) =>
  edits.length === 0 ? null : { edits, keepsValues: true };

/** `yes` becomes `true`. */
export const fixTruthy: Fixer = ({ line }, { file, text }) =>
  layout(
    file.scalars
      .filter(({ value, ...scalar }) => {
        const isTruth = typeof value === "boolean" && scalar.style === "plain" && !scalar.isKey;
        return isTruth && scalar.line === line;
      })
      .map(({ start, end, value }) => ({ start, end, text: String(value) }))
      .filter(({ start, end, text: wanted }) => text.slice(start, end) !== wanted),
  );

/** Blanks at the end of a line. */
export const fixTrailingSpaces: Fixer = ({ line }, source) => {
  const written = source.lines[line - 1] ?? "";
  const kept = written.trimEnd().length;
  if (kept === written.length) return null;
  return layout([editInLine(source, line, { from: kept, to: written.length, text: "" })]);
};

/** A line end at the end of the file, unless Python's reader would add it to a block of text. */
export const fixLastLineEnd: Fixer = (_finding, { text, file }) => {
  const isText = file.scalars.some(
    ({ style, end }) => style === "block" && text.slice(end).trim() === "",
  );
  if (text === "" || text.endsWith("\n") || isText) return null;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return layout([{ start: text.length, end: text.length, text: end }]);
};

/** Blank lines beyond what is allowed, which ansible-lint counts up to the last of them. */
export const fixBlankLines: Fixer = ({ line, reason }, source) => {
  const [, found = "0", allowed = "0"] = /\((\d+) > (\d+)\)/.exec(reason) ?? [];
  const surplus = Number(found) - Number(allowed);
  const first = line - surplus;
  const blank = source.lines.slice(Math.max(0, first), line).every((text) => text.trim() === "");
  if (surplus <= 0 || first < 0 || !blank) return null;
  const start = source.lineStarts[first] ?? source.text.length;
  return layout([{ start, end: source.lineStarts[line] ?? source.text.length, text: "" }]);
};

/** `---` at the top. */
export const fixDocumentStart: Fixer = ({ reason }, { text }) => {
  if (!/missing document start/i.test(reason) || /^\uFEFF|^%/.test(text)) return null;
  const end = text.includes("\r\n") ? "\r\n" : "\n";
  return layout([{ start: 0, end: 0, text: `---${end}` }]);
};

/** `#word` becomes `# word`; a comment behind a value gets its second blank. */
export const fixComment: Fixer = ({ line, reason }, source) => {
  const written = source.lines[line - 1] ?? "";
  if (/#\s*noqa/i.test(written)) return null;
  const insertAt = /missing starting space/i.test(reason)
    ? columnBehind(/(?:^|\s)#+(?=[^\s#!])/, written)
    : columnBehind(/\S(?= #)/, written);
  if (insertAt === null) return null;
  return layout([editInLine(source, line, { from: insertAt, to: insertAt, text: " " })]);
};

function columnBehind(pattern: RegExp, text: string): number | null {
  const match = pattern.exec(text);
  return match === null ? null : match.index + match[0].length;
}

/** What yamllint objects to outside of quoted text, and what it wants. */
const spacings: readonly (readonly [says: RegExp, pattern: RegExp, wanted: string])[] = [
  [/too many spaces inside (?:empty )?(?:braces|brackets)/i, /(?<=[[{]) +| +(?=[\]}])/g, ""],
  [/too few spaces inside (?:empty )?braces/i, /(?<=\{)(?=[^\s{}])|(?<=[^\s{}])(?=\})/g, " "],
  [/too many spaces after colon/i, /(?<=:) {2,}(?=\S)/g, " "],
  [/too many spaces before colon/i, / +(?=:(?:\s|$))/g, ""],
  [/too few spaces after comma/i, /(?<=,)(?=\S)/g, " "],
  [/too many spaces after comma/i, /(?<=,) {2,}(?=\S)/g, " "],
  [/too many spaces before comma/i, / +(?=,)/g, ""],
];

/** Spaces around braces, colons and commas of one line. */
export const fixSpacing: Fixer = ({ line, reason }, source) => {
  const spacing = spacings.find(([says]) => says.test(reason));
  if (spacing === undefined) return null;
  const [, pattern, wanted] = spacing;
  return layout(editsOutsideQuotes(line, source, pattern, wanted));
};

function editsOutsideQuotes(
  line: number,
  source: FixSource,
  pattern: RegExp,
  text: string,
): Edit[] {
  const written = source.lines[line - 1] ?? "";
  // Quoted text, templates and comments are blotted out, so that the pattern can't match in them.
  const bare = written.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'|\{\{.*?\}\}|\s#.*$/g, (whole) =>
    "\u0001".repeat(whole.length),
  );
  return [...bare.matchAll(pattern)]
    .filter(({ index }) => bare.slice(0, index).trim() !== "")
    .map(({ 0: found, index }) =>
      editInLine(source, line, { from: index, to: index + found.length, text }),
    );
}
