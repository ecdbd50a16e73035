/** A file of a commit to be made. */
export interface NewFile {
  readonly path: string;
  readonly content: Uint8Array;
  readonly isExecutable?: boolean;
}

/** A file that a commit takes away. */
export interface GoneFile {
  readonly path: string;
  readonly content: null;
}

/** A commit that `git fast-import` makes. */
export interface NewCommit {
  /** Full name of the ref that points at it afterwards. */
  readonly ref: string;
  /** The commit it is made on top of; null for the first. */
  readonly from: string | null;
  readonly message: string;
  /** Whether files that are not named stay. */
  readonly keepsOthers: boolean;
}

/** How git is asked to read an {@link importStream}. It moves a ref forward only, and runs nothing. */
export const importArguments: readonly string[] = ["fast-import", "--quiet", "--date-format=now"];

/** What `git fast-import` reads to make one commit in Chiffon's name. */
export function importStream(
  files: readonly (NewFile | GoneFile)[],
  { ref, from, message, keepsOthers }: NewCommit,
): Buffer {
  const parts: (string | Uint8Array)[] = [
    `commit ${ref}\ncommitter Chiffon <chiffon@localhost> now\n`,
    ...data(Buffer.from(message)),
    ...(from === null ? [] : [`from ${from}\n`]),
    ...(keepsOthers ? [] : ["deleteall\n"]),
  ];
  for (const file of files)
    if (file.content === null) parts.push(`D ${quoted(file.path)}\n`);
    else parts.push(`M ${fileMode(file)} inline ${quoted(file.path)}\n`, ...data(file.content));
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
}

/** As git's trees say it. */
export function fileMode({ isExecutable }: NewFile): string {
  return isExecutable === true ? "100755" : "100644";
}

function data(content: Uint8Array): (string | Uint8Array)[] {
  return [`data ${content.byteLength}\n`, content, "\n"];
}

function quoted(name: string): string {
  const escaped = name.replace(/[\\"]/g, (char) => `\\${char}`).replaceAll("\n", "\\n");
  return `"${escaped}"`;
}
