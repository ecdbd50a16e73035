import { isPlainTemplate } from "./plain-template.ts";

/** One word as a program would receive it, its quotes taken off. */
export interface ShellWord {
  readonly text: string;
  /** Part of it is only known at run time. */
  readonly isTemplated: boolean;
  readonly isQuoted: boolean;
}

/** Stands for a template inside a word. Text that holds it already is not read. */
const hole = "\u0001";
const maxText = 2_000;
/** Errors thrown away or shown with the rest: the only redirections that are read. */
const harmlessRedirection = /^2>(?:&1|[ \t]?\/dev\/null)(?=[\s;|]|$)/;

/**
 * Reads the text of a shell command into its simple commands, whatever joins them (`|`, `&&`, `||`, `;`, line ends).
 * Null for anything beyond plain words and quotes: substitutions, escapes, redirections into files, groups, keywords'
 * punctuation, patterns that could expand to options, and templates that are not quoted for the shell.
 */
export function readShellText(text: string): ShellWord[][] | null {
  const source = withHoles(text.trim(), (template) => /\|\s*quote\s*$/.test(template));
  return source === null ? null : new ShellReader(source, "shell").read();
}

/**
 * Reads the text of a command that is split into words and started without a shell. Null where something in it is
 * more than a plain or quoted word.
 */
export function readCommandText(text: string): ShellWord[] | null {
  const source = withHoles(text.trim(), () => true);
  // Such signs would be plain text to the program: whoever wrote them means something else than this reader sees.
  if (source === null || /[\n$`\\]/.test(source.replace(/'[^']*'/g, withoutFields))) return null;
  const commands = new ShellReader(source, "command").read();
  return commands?.length === 1 && !/[|;&<>]/.test(source.replace(/'[^']*'|"[^"]*"/g, ""))
    ? (commands[0] ?? null)
    : null;
}

/** Inside single quotes `$1` stays what it is; a name behind the sign would be replaced by Ansible. */
function withoutFields(quoted: string): string {
  return quoted.replace(/\$(?=\d)/g, "");
}

/** The text with a mark for each template that passes; null where one does not or where the text is odd. */
function withHoles(text: string, passes: (template: string) => boolean): string | null {
  if (text.length > maxText || !/^[\x20-\x7e\n\t]*$/.test(text)) return null;
  let isPlain = true;
  const marked = text.replace(/\{\{([^{}\n]*)\}\}/g, (whole: string, inside: string) => {
    isPlain &&= isPlainTemplate(whole) && passes(inside);
    return hole;
  });
  return isPlain && !/\{[{%#]|[}%#]\}/.test(marked) ? marked : null;
}

class ShellReader {
  private readonly source: string;
  private readonly kind: "shell" | "command";
  private at = 0;
  private readonly commands: ShellWord[][] = [[]];
  private word: { text: string; isQuoted: boolean } | null = null;

  constructor(source: string, kind: ShellReader["kind"]) {
    this.source = source;
    this.kind = kind;
  }

  read(): ShellWord[][] | null {
    while (this.at < this.source.length) {
      const width = this.step(this.source.charAt(this.at));
      if (width === null) return null;
      this.at += width;
    }
    this.endWord();
    return this.commands.some((words) => words.length === 0) ? null : this.commands;
  }

  /** Takes what stands at the present place and returns its length; null for what is not read. */
  private step(char: string): number | null {
    if (char === " " || char === "\t") return this.endWord();
    const joint = /^(?:&&|\|\||\||;|\n\s*)/.exec(this.source.slice(this.at))?.[0];
    if (joint !== undefined) return this.endCommand(joint);
    if (char === "'" || char === '"') return this.quoted(char);
    return (this.word === null ? this.redirection() : null) ?? this.plain(char);
  }

  private redirection(): number | null {
    return harmlessRedirection.exec(this.source.slice(this.at))?.[0].length ?? null;
  }

  private plain(char: string): number | null {
    if (/[\\`$(){}<>&!]/.test(char) || (char === "#" && this.word === null)) return null;
    // Names in a folder that begin with a dash would become options.
    const isPattern = /[*?[\]]/.test(char) && !this.isBracketCommand(char);
    if (isPattern && !this.word?.text.startsWith("/")) return null;
    this.add(char);
    return 1;
  }

  /** `[` and its closing bracket as words of their own are a program. */
  private isBracketCommand(char: string): boolean {
    const next = this.source.charAt(this.at + 1);
    const stands = this.word === null && (next === "" || /[\s;|&]/.test(next));
    return stands && (char === "[" || char === "]");
  }

  private quoted(quote: string): number | null {
    const end = this.source.indexOf(quote, this.at + 1);
    if (end < 0) return null;
    const inside = this.source.slice(this.at + 1, end);
    // A shell would read a quoted value twice over.
    if (inside.includes("\n") || (this.kind === "shell" && inside.includes(hole))) return null;
    // Bash runs what stands in brackets of some words of `test` and `printf`, quoted or not.
    if ((quote === '"' ? /[\\`$!]/ : /`|\$[({]/).test(inside)) return null;
    this.add(inside);
    if (this.word !== null) this.word.isQuoted = true;
    return end + 1 - this.at;
  }

  private add(text: string): void {
    this.word ??= { text: "", isQuoted: false };
    this.word.text += text;
  }

  private endWord(): number {
    if (this.word !== null) {
      const isTemplated = this.word.text.includes(hole);
      this.commands.at(-1)?.push({ ...this.word, isTemplated });
    }
    this.word = null;
    return 1;
  }

  private endCommand(joint: string): number {
    this.endWord();
    this.commands.push([]);
    return joint.length;
  }
}
