import { Marked, type MarkedToken, type Token } from "marked";

/** Longer pages are cut: what they are about stands at their beginning. */
const maxRead = 20_000;

// A quote within a quote is read by recursion: a line of thousands of ">" must not end a scan.
const parser = new Marked({ tokenizer: { blockquote: () => undefined } });

/** Markdown as plain running text, without code, links and tables, at most 3,000 characters. */
export function plainText(markdown: string): string {
  return runningText(tokensOf(markdown)).slice(0, 3_000);
}

/** Settings of a static site between two lines of dashes at the top. */
const frontMatter = /^\uFEFF?---\r?\n[\s\S]*?\r?\n---\r?\n/;

/** The page without its settings and without HTML, whose lines would else hide the Markdown between them. */
function tokensOf(markdown: string): MarkedToken[] {
  const text = markdown
    .slice(0, maxRead)
    .replace(frontMatter, "")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/<\/?[a-zA-Z][^<>\n]{0,500}>/g, " ")
    .replace(/^[ \t]+/gm, "");
  return parser.lexer(text).map(known);
}

/** Only extensions make other tokens, and there are none. */
function known(token: Token): MarkedToken {
  return token as MarkedToken;
}

function runningText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => textOf(known(token)))
    .join(" ")
    .replace(/\[([^[\]\n]{1,300})\]/g, "$1") // a reference that is defined nowhere
    .replace(/[*`>]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function textOf(token: MarkedToken): string {
  switch (token.type) {
    case "code":
    case "table":
    case "def":
    case "image":
    case "hr":
    case "br":
      return " ";
    case "list":
      return token.items.map((item) => textOf(item)).join(" ");
    case "list_item":
      return token.tokens.map((inner) => textOf(known(inner))).join(" ");
    case "em":
      // "_name_" is a name more often than an emphasis.
      return token.raw.startsWith("_") ? token.raw : token.text;
    case "codespan":
      return token.text;
    default:
      return "tokens" in token && token.tokens
        ? token.tokens.map((inner) => textOf(known(inner))).join("")
        : token.raw;
  }
}

/** The heading of a page, or the title in its settings, or null. */
export function titleOf(markdown: string): string | null {
  const heading = tokensOf(markdown).find((token) => token.type === "heading" && token.depth === 1);
  const settings = frontMatter.exec(markdown.slice(0, maxRead))?.[0] ?? "";
  const named = /^title:[ \t]*(.+)$/im.exec(settings)?.[1]?.replace(/^["']|["']\s*$/g, "");
  const title = heading ? runningText([heading]) : plainText(named ?? "");
  return title === "" ? null : title.slice(0, 120);
}

/** Sentences that say that something is installed, and not what it is. */
const boilerplate =
  /^(?:the|this) (?:playbook|role|ansible role)\b.{0,20}\b(?:can|will|installs?|is able)\b|^(?:an? )?ansible role\b.{0,60}$|^see (?:the project|also)\b|^(?:homepage|documentation|docker):|brief description of the role goes here/i;

/**
 * The first running text of a page that says what the thing is: headings, badges, lists, notes and sentences that hold
 * for every page of its kind are passed over. At most 500 characters; null when there is none.
 */
export function firstProse(markdown: string): string | null {
  for (const token of tokensOf(markdown)) {
    if (token.type !== "paragraph" || /^(?:\||>|:::)/.test(token.raw)) continue;
    const prose = sentencesOf(runningText([token]))
      .filter((sentence) => !boilerplate.test(sentence))
      .join(" ");
    if (prose.split(" ").length >= 3 && /[a-z]{3}/i.test(prose)) return prose.slice(0, 500);
  }
  return null;
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=[A-Z\p{L}])/u).filter((sentence) => sentence.trim() !== "");
}
