import { stemOf as fileStem } from "#server/ansible/repository-paths.ts";
import {
  isOrdinaryName,
  type KnownService,
  knownServices,
} from "#server/language/thesaurus/thesaurus.ts";
import { compact, stem } from "#server/language/words.ts";
import {
  type IndexedEntry,
  type MatchableEntry,
  type NameTarget,
  type PreparedEntry,
  prepareEntry,
} from "./prepare-entry.ts";
import { SpelledNames } from "./spelled-names.ts";
import { TrigramIndex } from "./trigram-index.ts";
import type { Direction } from "./word-vectors.ts";

/** Entries prepared for matching; built once per change of the catalog. */
export interface MatchIndex {
  readonly entries: readonly IndexedEntry[];
  /** Names and aliases, by compact form and (prefixed "s:") by sorted stems. */
  readonly names: ReadonlyMap<string, readonly NameTarget[]>;
  /** Entry numbers and the fields that hold it (`fieldBits`), alternating, per stemmed term and synonym group. */
  readonly postings: ReadonlyMap<string, readonly number[]>;
  /** Entry numbers by a stem of their file name. */
  readonly byNameStem: ReadonlyMap<string, readonly number[]>;
  /** Numbers of playbooks by the compact name of their file. */
  readonly byFileName: ReadonlyMap<string, readonly number[]>;
  /** Names of entries as phrases; see `phraseKey`. */
  readonly entryNames: ReadonlySet<string>;
  /** Entry numbers by service. */
  readonly services: ReadonlyMap<string, readonly number[]>;
  /** Entries that act on whichever app they are told. */
  readonly anyApp: readonly number[];
  readonly typos: TrigramIndex;
  readonly termTypos: TrigramIndex;
  readonly spelled: SpelledNames;
  /** How many terms each entry holds, by number. */
  readonly sizes: readonly number[];
  /** What each entry is about, by number. */
  readonly directions: readonly Direction[];
  weightOf(term: string): number;
}

/** What was prepared of an entry object before: after a commit most entries are the same objects. */
const preparedEntries = new WeakMap<MatchableEntry, PreparedEntry>();

/** Builds the index. Costs about 0.1 ms for each entry that was not in an index before, and 0.02 ms for the others. */
export function buildMatchIndex(entries: readonly MatchableEntry[]): MatchIndex {
  const stemOf = rememberStems();
  const prepared = entries.map((entry) => {
    const known = preparedEntries.get(entry);
    if (known !== undefined) return known;
    const made = prepareEntry(entry, stemOf);
    preparedEntries.set(entry, made);
    return made;
  });
  const indexed = prepared.map(({ item }) => item);
  const names = new Map<string, NameTarget[]>();
  const postings = new Map<string, number[]>();
  const services = new Map<string, number[]>();
  const byNameStem = new Map<string, number[]>();
  const byFileName = new Map<string, number[]>();
  for (const [number, { item, names: own, fields }] of prepared.entries()) {
    for (const [key, isOwn] of own) addTarget(names, key, { entry: number, isOwn });
    append(services, item.serviceId, number);
    if (item.entry.kind === "playbook")
      append(byFileName, compact(fileStem(item.entry.path)), number);
    for (const part of item.nameStems) append(byNameStem, part, number);
    for (const [term, bits] of fields) append(postings, term, number, bits);
  }
  return {
    entries: indexed,
    names,
    postings,
    services,
    byNameStem,
    byFileName,
    entryNames: new Set(indexed.map(({ nameKey }) => nameKey).filter((name) => name !== "")),
    anyApp: indexed.flatMap((item, number) => (item.actsOnAnyApp || item.takesApp ? [number] : [])),
    typos: nearIndex(
      [...names.keys()].filter((name) => !name.startsWith("s:")),
      knownServices.keys(),
    ),
    termTypos: nearIndex([...postings.keys()].filter((term) => !term.startsWith("~"))),
    spelled: new SpelledNames(indexed, names),
    sizes: prepared.map(({ fields }) => fields.size),
    directions: prepared.map(({ direction }) => direction),
    weightOf: weights(postings, entries.length),
  };
}

function append(lists: Map<string, number[]>, key: string, ...values: number[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, values);
  else list.push(...values);
}

function rememberStems(): (text: string) => string {
  const stems = new Map<string, string>();
  return (text) => {
    const known = stems.get(text) ?? stem(text);
    stems.set(text, known);
    return known;
  };
}

function nearIndex(...sources: Iterable<string>[]): TrigramIndex {
  const index = new TrigramIndex();
  for (const source of sources) for (const term of source) index.add(term);
  return index;
}

/**
 * Inverse document frequency, smoothed as if 100 other entries were there: in a small repository a word that stands
 * in three of ten playbooks is not yet meaningless.
 */
function weights(postings: ReadonlyMap<string, readonly number[]>, count: number) {
  return (term: string): number => {
    const found = (postings.get(term)?.length ?? 0) / 2;
    return Math.log((count + 100) / (found + 1.5)) / Math.log(100);
  };
}

function addTarget(names: Map<string, NameTarget[]>, key: string, target: NameTarget): void {
  const list = names.get(key);
  if (list === undefined) names.set(key, [target]);
  else list.push(target);
}

/** A product by compact name: whether people could mean it, and whether its name is an ordinary word. */
export function productNamed(key: string): { service: KnownService; ordinary: boolean } | null {
  const service = knownServices.get(key);
  return service === undefined ? null : { service, ordinary: isOrdinaryName(key) };
}
