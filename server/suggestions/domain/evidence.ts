import { isTemplated } from "#server/ansible/values.ts";
import { isSecretName } from "#server/ansible/variables.ts";
import type { Finding } from "./finding.ts";

const maxLines = 8;
const maxWidth = 200;

/** The lines a finding is about, with what is written behind names of secrets masked. */
export function evidenceAt(
  lines: readonly string[],
  { line, lineCount }: Pick<Finding, "line" | "lineCount">,
): string {
  const shown = lines.slice(line - 1, line - 1 + Math.min(lineCount, maxLines));
  const text = shown
    .map((each) => masked(each.replace(/\r$/, "").slice(0, 2 * maxWidth)).slice(0, maxWidth))
    .join("\n");
  return lineCount > maxLines ? `${text}\n…` : text;
}

function masked(line: string): string {
  const [, before = "", name = "", value = ""] =
    /^(\s*(?:-\s+)?["']?([\w-]+)["']?\s*:\s+)(\S.*)$/.exec(line) ?? [];
  const inline = line.replaceAll(
    /\b(\w+)=(?!\s|=|["']?\{\{)("[^"]*"|'[^']*'|\S+)/g,
    (whole, key: string) => (isSecretName(key) ? `${key}=•••` : whole),
  );
  return isSecretName(name) && !isTemplated(value) ? `${before}•••` : inline;
}
