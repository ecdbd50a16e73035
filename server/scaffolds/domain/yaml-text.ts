const plain = /^[A-Za-z/][\w./+,()?-]*(?: [\w./+,()?-]+)*$/;
/** Words that YAML 1.1 reads as something else. */
const special = /^(?:y|n|yes|no|true|false|on|off|null|none)$/i;

/** A text as a YAML value: as it is where that is safe, else in double quotes. */
export function scalar(text: string): string {
  return plain.test(text) && !special.test(text) ? text : quoted(text);
}

/** A text in double quotes, which YAML reads as JSON does. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A list of texts on one line. */
export function flowList(texts: readonly string[]): string {
  return `[${texts.map((text) => (text.includes(",") ? quoted(text) : scalar(text))).join(", ")}]`;
}

/** Blocks of lines as one file: a blank line between blocks, a newline at the end. */
export function yamlFile(...blocks: readonly string[]): string {
  return `---\n${blocks
    .filter((block) => block !== "")
    .map((block) => block.trimEnd())
    .join("\n\n")}\n`;
}
