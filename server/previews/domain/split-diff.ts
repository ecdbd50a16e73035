import type { PreviewDiff } from "#server/contracts/preview.ts";
import { maskSecrets } from "./mask-secrets.ts";

/** Where an extracted tree lies on this machine. */
const treePath = /\/\S*\/trees\/[0-9a-f]{40}\//;
const maxFiles = 50;
/** Characters of one file's diff. */
const maxText = 20_000;
const header = /^--- before(?:: (.*?))?(?: \((?:content|file attributes)\))?$/;

/** A file of the tree as the repository knows it, and no name for one that Ansible made for the moment. */
function namedAfter(line: string): string {
  return line.includes("/ansible-local/") ? "+++ after" : line.replace(treePath, "");
}

/**
 * Ansible's diff of one result, file by file, with the values of what is called a secret masked.
 *
 * @param room characters that are left for it
 */
export function splitDiff(
  diff: string,
  room: number,
): { readonly files: PreviewDiff[]; readonly isCut: boolean } {
  const files: { path: string | null; lines: string[] }[] = [];
  for (const line of diff.split("\n")) {
    const found = header.exec(line);
    if (found) files.push({ path: found[1] ?? null, lines: [] });
    files.at(-1)?.lines.push(line.startsWith("+++ ") ? namedAfter(line) : line);
  }
  let left = room;
  const shown = files.slice(0, maxFiles).map(({ path, lines }) => {
    const most = Math.min(left, maxText);
    const text = maskSecrets(lines.join("\n").trimEnd().slice(0, most)).slice(0, most);
    left -= text.length;
    return { path, text };
  });
  const whole = files.reduce((sum, { lines }) => sum + lines.join("\n").trimEnd().length, 0);
  return {
    files: shown.filter(({ text }) => text !== ""),
    isCut: diff.endsWith("…") || files.length > maxFiles || whole > room,
  };
}
