import { Marked, type MarkedToken, type Token, type Tokens } from "marked";
import { instantPattern } from "./instant.ts";

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

// A quote within a quote is read by recursion: a line of thousands of ">" would break the page that shows it.
const markdown = new Marked({ tokenizer: { blockquote: () => undefined } });
const instants = new RegExp(`(${instantPattern})`);

/**
 * Reads the little Markdown messages may have: paragraphs, lists, `code`, **strong**, links and fenced code. All else
 * stays the text it is.
 *
 * Gives data, never markup; a link is only a link when it stays here or leads to http(s).
 */
export function richTextBlocks(source: string): Block[] {
  return markdown.lexer(source).flatMap((token) => blocksOf(known(token)));
}

/** Only extensions make other tokens, and there are none. */
function known(token: Token): MarkedToken {
  return token as MarkedToken;
}

function blocksOf(token: MarkedToken): Block[] {
  switch (token.type) {
    case "space":
    case "def":
      return [];
    case "code":
      return [{ kind: "code", text: token.text }];
    case "list":
      return [{ kind: "list", isOrdered: token.ordered, items: token.items.flatMap(itemsOf) }];
    case "heading":
      return [{ kind: "paragraph", inlines: [{ kind: "strong", text: token.text }] }];
    case "paragraph":
      return [{ kind: "paragraph", inlines: inlinesOf(token.tokens) }];
    default:
      return [{ kind: "paragraph", inlines: textOf(token.raw.trim()) }];
  }
}

/** An item, and after it the items of the lists inside it. */
function itemsOf(item: Tokens.ListItem): Inline[][] {
  const own: Inline[] = [];
  const inner: Inline[][] = [];
  for (const token of item.tokens.map(known)) {
    if (token.type === "list") inner.push(...token.items.flatMap(itemsOf));
    else if ("tokens" in token && token.tokens) own.push(...inlinesOf(token.tokens));
    else if (token.type !== "space") own.push(...textOf(token.raw));
  }
  return [own, ...inner];
}

function inlinesOf(tokens: readonly Token[]): Inline[] {
  return joined(tokens.flatMap((token) => inlineOf(known(token))));
}

function inlineOf(token: MarkedToken): Inline[] {
  switch (token.type) {
    case "codespan":
      return [{ kind: "code", text: token.text }];
    case "strong":
      // "__init__" is a name more often than an emphasis.
      return token.raw.startsWith("**")
        ? [{ kind: "strong", text: token.text }]
        : textOf(token.raw);
    case "link": {
      const href = safeHref(token.href);
      return href ? [{ kind: "link", text: token.text, href }] : textOf(token.raw);
    }
    case "escape":
      return textOf(token.text);
    default:
      return textOf(token.raw);
  }
}

function textOf(text: string): Inline[] {
  return text
    .split(instants)
    .filter((piece) => piece !== "")
    .map((piece) =>
      instants.test(piece) ? { kind: "instant", at: piece } : { kind: "text", text: piece },
    );
}

/** Neighbouring texts as one. */
function joined(inlines: readonly Inline[]): Inline[] {
  const whole: Inline[] = [];
  for (const inline of inlines) {
    const last = whole.at(-1);
    if (inline.kind === "text" && last?.kind === "text") {
      whole[whole.length - 1] = { kind: "text", text: last.text + inline.text };
    } else {
      whole.push(inline);
    }
  }
  return whole;
}

/** The address if it stays on this site or is http(s); null for anything else. */
export function safeHref(href: string): string | null {
  if (/^\/(?![/\\])/.test(href)) return href;
  return /^https?:\/\//i.test(href) ? href : null;
}
