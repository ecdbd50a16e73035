import type { TreeReader } from "#server/ansible/tree.ts";
import type { SwitchLine } from "#server/contracts/playbook.ts";

const variablesFolder = /(?:^|\/)(?:group_vars|host_vars)\//;
/** A path that git and a shell take as it is: it becomes part of commands that people paste. */
const plainPath = /^[\w.@+-][\w./@+-]*$/;
/** A comment behind it is pasted too: one with control characters could type into the terminal. */
const switchPattern =
  /^(?<name>[A-Za-z_]\w*)(?<colon>[ \t]*:[ \t]+)(?<quote>["']?)(?<value>true|false|yes|no|on|off)\k<quote>(?<rest>[ \t]*(?:#\P{C}{0,200})?)$/iu;
const maxFiles = 1_000;
const maxLines = 20;

/** Lines of `group_vars` and `host_vars` that switch these variables on or off, by the variable. */
export function findSwitchLines(
  tree: TreeReader,
  names: ReadonlySet<string>,
): ReadonlyMap<string, readonly SwitchLine[]> {
  const found = new Map<string, SwitchLine[]>();
  if (names.size === 0) return found;
  const paths = tree.below("").filter((path) => variablesFolder.test(path) && plainPath.test(path));
  const lines = paths.slice(0, maxFiles).flatMap((path) => readSwitches(path, tree.text(path)));
  for (const { name, ...line } of lines) {
    const known = found.get(name) ?? [];
    if (names.has(name) && known.length < maxLines) found.set(name, [...known, line]);
  }
  return found;
}

/** Only lines that end as a patch expects it: without a carriage return, with a newline even if it is the last. */
function readSwitches(path: string, content: string | null): (SwitchLine & { name: string })[] {
  const lines = (content ?? "").split("\n").slice(0, -1);
  return lines.flatMap((text, index) => {
    const parts = switchPattern.exec(text)?.groups;
    if (parts === undefined) return [];
    const { name = "", colon, quote, value = "", rest } = parts;
    const isOn = /^(?:true|yes|on)$/i.test(value);
    const on = onWords[value.toLowerCase()] ?? "true";
    const switchedOn = `${name}${colon}${quote}${on}${quote}${rest}`;
    return [{ name, path, line: index + 1, text, isOn, switchedOn }];
  });
}

/** What is said instead of "true" where its author writes so. */
const onWords: Readonly<Record<string, string>> = { no: "yes", off: "on" };
