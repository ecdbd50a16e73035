/** A stretch of text inside a line. */
export type Inline =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly text: string }
  | { readonly kind: "strong"; readonly text: string }
  | { readonly kind: "instant"; readonly at: string }
  | { readonly kind: "link"; readonly text: string; readonly href: string };

/** A paragraph, a list or a code block. */
export type Block =
  | { readonly kind: "paragraph"; readonly inlines: readonly Inline[] }
  | {
      readonly kind: "list";
      readonly isOrdered: boolean;
      readonly items: readonly (readonly Inline[])[];
    }
  | { readonly kind: "code"; readonly text: string };

const listItem = /^\s*(?:[-*•]|(\d{1,3})[.)])\s+(.*)$/;
const instant = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z`;
const wholeInstant = new RegExp(`^${instant}$`);
const inlinePattern = new RegExp(
  [
    "`([^`\\n]+)`",
    String.raw`\*\*([^*\n]+)\*\*`,
    String.raw`\[([^\]\n]+)\]\(([^()\s]+)\)`,
    "(https?://[^\\s<>\"'`)\\]]+[^\\s<>\"'`)\\].,;:!?])",
    `(${instant})`,
  ].join("|"),
  "g",
);

/**
 * Reads the little formatting messages may have: paragraphs, lists, `code`, **strong**, links and fenced code.
 *
 * Gives data, never markup; a link is only a link when it stays here or leads to http(s).
 */
export function parseRichText(source: string): Block[] {
  const blocks: Block[] = [];
  const lines = source.replace(/\r\n?/g, "\n").split("\n");
  let index = 0;
  while (index < lines.length) {
    const line = lines[index] ?? "";
    if (line.trim() === "") index += 1;
    else if (line.startsWith("```")) index = takeCode(lines, index, blocks);
    else if (listItem.test(line)) index = takeList(lines, index, blocks);
    else index = takeParagraph(lines, index, blocks);
  }
  return blocks;
}

function takeCode(lines: readonly string[], start: number, blocks: Block[]): number {
  const found = lines.findIndex((line, index) => index > start && line.startsWith("```"));
  const end = found === -1 ? lines.length : found;
  blocks.push({ kind: "code", text: lines.slice(start + 1, end).join("\n") });
  return end + 1;
}

function takeList(lines: readonly string[], start: number, blocks: Block[]): number {
  const items: Inline[][] = [];
  let index = start;
  for (; index < lines.length; index += 1) {
    const item = listItem.exec(lines[index] ?? "");
    if (!item) break;
    items.push(parseInline(item[2] ?? ""));
  }
  blocks.push({
    kind: "list",
    isOrdered: listItem.exec(lines[start] ?? "")?.[1] !== undefined,
    items,
  });
  return index;
}

function takeParagraph(lines: readonly string[], start: number, blocks: Block[]): number {
  let end = start;
  const isInside = (line: string): boolean =>
    line.trim() !== "" && !line.startsWith("```") && !listItem.test(line);
  while (end < lines.length && isInside(lines[end] ?? "")) end += 1;
  blocks.push({ kind: "paragraph", inlines: parseInline(lines.slice(start, end).join("\n")) });
  return end;
}

function parseInline(text: string): Inline[] {
  const inlines: Inline[] = [];
  let last = 0;
  for (const match of text.matchAll(inlinePattern)) {
    if (match.index > last) inlines.push({ kind: "text", text: text.slice(last, match.index) });
    inlines.push(inlineOf(match));
    last = match.index + match[0].length;
  }
  if (last < text.length) inlines.push({ kind: "text", text: text.slice(last) });
  return inlines;
}

function inlineOf(match: RegExpMatchArray): Inline {
  const [whole, code, strong, label, href, url, instant] = match;
  if (code !== undefined) return { kind: "code", text: code };
  if (strong !== undefined) return { kind: "strong", text: strong };
  if (instant !== undefined) return { kind: "instant", at: instant };
  if (url !== undefined) return { kind: "link", text: url, href: url };
  const target = safeHref(href ?? "");
  return target ? { kind: "link", text: label ?? "", href: target } : { kind: "text", text: whole };
}

/** True for a text that is one moment, as the server writes it. */
export function isInstant(text: string): boolean {
  return wholeInstant.test(text);
}

/** The address if it stays on this site or is http(s); null for anything else. */
export function safeHref(href: string): string | null {
  if (/^\/(?![/\\])/.test(href)) return href;
  return /^https?:\/\//i.test(href) ? href : null;
}
