/** Markdown as plain running text, without code, links and tables, at most 3,000 characters. */
export function plainText(markdown: string): string {
  return stripped(markdown.slice(0, 20_000)).replace(/\s+/g, " ").trim().slice(0, 3_000);
}

/** Settings of a static site between two lines of dashes at the top. */
const frontMatter = /^\uFEFF?---\r?\n[\s\S]*?\r?\n---\r?\n/;

function stripped(markdown: string): string {
  return markdown
    .replace(frontMatter, " ")
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/<\/?[a-zA-Z][^<>\n]{0,500}>/g, " ")
    .replace(/!\[[^[\]\n]{0,300}\](?:\([^()\n]{0,500}\)|\[[^[\]\n]{0,300}\])/g, " ")
    .replace(/\[([^[\]\n]{0,300})\](?:\([^()\n]{0,500}\)|\[[^[\]\n]{0,300}\])/g, "$1")
    .replace(/^\s*\|.*$/gm, " ")
    .replace(/^\s*\[[^\]\n]+\]:.*$/gm, " ")
    .replace(/\[([^[\]\n]{1,300})\]/g, "$1")
    .replace(/[*_`>]/g, (mark) => (mark === "_" ? "_" : " "))
    .replace(/^\s*#+\s*/gm, " ");
}

/** The heading of a page, or the title in its settings, or null. */
export function titleOf(markdown: string): string | null {
  const text = markdown.slice(0, 20_000);
  const settings = frontMatter.exec(text)?.[0] ?? "";
  const named = /^title:[ \t]*(.+)$/im.exec(settings)?.[1]?.replace(/^["']|["']\s*$/g, "");
  const head = /^#\s+(.+)$/m.exec(text.slice(settings.length).replace(/<!--[\s\S]*?-->/g, ""));
  const title = plainText(head?.[1] ?? named ?? "").replace(/\s*#+$/, "");
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
  const text = markdown
    .slice(0, 20_000)
    .replace(frontMatter, "")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/```[\s\S]*?(?:```|$)/g, " ")
    .replace(/^.*\r?\n(?:={3,}|-{3,})\s*$/gm, "")
    .replace(/^#.*$/gm, "");
  for (const block of text.split(/\n\s*\n/)) {
    if (/^\s*(?:[-*+] |\d+\. |\||>|:::)/.test(block)) continue;
    const prose = sentencesOf(plainText(block))
      .filter((sentence) => !boilerplate.test(sentence))
      .join(" ");
    if (prose.split(" ").length >= 3 && /[a-z]{3}/i.test(prose)) return prose.slice(0, 500);
  }
  return null;
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=[A-Z\p{L}])/u).filter((sentence) => sentence.trim() !== "");
}
