import type { Tree } from "#server/ansible/tree.ts";
import { asStrings, isMapping } from "#server/ansible/values.ts";
import type { ScanWarning } from "#server/contracts/playbook.ts";
import { compact } from "#server/language/words.ts";
import type { ScannedEntry } from "./scan-types.ts";

/** Where owners say what they call things, in one place for the whole repository. */
const ownerWordsFiles = ["chiffon.yml", "chiffon.yaml"] as const;

const maxWords = 50;
const maxWordLength = 100;
const maxThings = 2_000;

/**
 * Adds what the owner's file says to the entries that it speaks of, as further names of them:
 *
 *     words:
 *       jellyfin: [the telly box, film night]     # a service: all that is about it
 *       playbooks/site.yml: [the usual]           # one playbook or role, by its path
 *
 * What speaks of nothing that is there becomes a warning.
 */
export function withOwnerWords(
  tree: Tree,
  entries: readonly ScannedEntry[],
): { readonly entries: readonly ScannedEntry[]; readonly warnings: readonly ScanWarning[] } {
  const path = ownerWordsFiles.find((name) => tree.has(name));
  const file = path === undefined ? null : tree.yaml(path);
  if (path === undefined || file === null) return { entries, warnings: [] };
  const { words, warnings: unread } = readWords(path, file.documents[0]);
  const spoken = new Set<string>();
  const named = entries.map((entry) => {
    const keys = keysOf(entry).filter((key) => words.has(key));
    for (const key of keys) spoken.add(key);
    const added = keys.flatMap((key) => words.get(key) ?? []);
    return added.length === 0
      ? entry
      : { ...entry, aliases: [...new Set([...added, ...entry.aliases])].slice(0, maxWords) };
  });
  const unused = [...words.keys()]
    .filter((key) => !spoken.has(key))
    .map((key) => ({ path, line: null, message: nothingCalled(key) }));
  return { entries: named, warnings: [...file.warnings, ...unread, ...unused] };
}

const nothingCalled = (key: string): string =>
  `Gives words for ${key}, but no playbook, role or service here is called so.`;

function keysOf({ path, roleFolder, service }: ScannedEntry): string[] {
  return [path, roleFolder ?? path, compact(service ?? "")];
}

function readWords(
  path: string,
  document: unknown,
): { words: ReadonlyMap<string, readonly string[]>; warnings: ScanWarning[] } {
  const said = isMapping(document) ? document["words"] : null;
  if (!isMapping(said)) {
    const message = "Has no words: it is written “words:”, and below it NAME: [what people say].";
    return { words: new Map(), warnings: [{ path, line: null, message }] };
  }
  const warnings: ScanWarning[] = [];
  const words = new Map<string, string[]>();
  for (const [name, value] of Object.entries(said).slice(0, maxThings)) {
    const key = /\/|\.ya?ml$/.test(name) ? name : compact(name);
    const list = asStrings(value).filter((word) => word !== "" && word.length <= maxWordLength);
    if (list.length === 0)
      warnings.push({ path, line: null, message: `Gives no words for ${name}: a list of them.` });
    else words.set(key, list);
  }
  return { words, warnings };
}
