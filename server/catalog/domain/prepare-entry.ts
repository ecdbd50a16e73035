import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import {
  actsOnAnyApp,
  actsOnMachines,
  setsUpAll,
  takesAppName,
  titleVerbs,
} from "./generic-action.ts";
import { isGenericName } from "./identity.ts";
import { affixes, installedBy, productsInName } from "./named-products.ts";
import { stemOf as fileStem } from "./repository-paths.ts";
import { stopWords } from "./stop-words.ts";
import { ideasOfStem } from "./synonyms.ts";
import { wordsOfSubject } from "./thesaurus/subjects.ts";
import { type KnownService, knownServices } from "./thesaurus/thesaurus.ts";
import { verbInName, verbOfStem } from "./verbs.ts";
import { compact, stem, type Word, wordsOf } from "./words.ts";

/** What the matcher reads of an entry. */
export type MatchableEntry = Pick<
  CatalogEntry,
  | "id"
  | "kind"
  | "path"
  | "name"
  | "service"
  | "verbs"
  | "aliases"
  | "description"
  | "searchText"
  | "modules"
  | "images"
  | "tags"
> & { readonly variables: readonly { readonly name: string }[] };

/** An entry with what matching needs of it. */
export interface IndexedEntry {
  readonly entry: MatchableEntry;
  /** Compact id of the service; entries of one service share it. */
  readonly serviceId: string;
  readonly known: KnownService | null;
  readonly verbs: readonly Verb[];
  /** Stems of the words in its file name and service, without words that say nothing ("playbook", "setup"). */
  readonly nameStems: readonly string[];
  /** Stems of the words in its name that are subjects, "swap" of `configure_swap_file`. */
  readonly subjects: readonly string[];
  /** Subjects that a word of its name begins or ends with, "raid" of `hwraid`. */
  readonly compounds: readonly string[];
  /** Products that a part of its name names, "chrony" of `core-chrony`; not the one it is about as a whole. */
  readonly parts: readonly KnownService[];
  /** Products that its texts say it installs: "installs and configures Docker and Kubernetes". */
  readonly installs: readonly KnownService[];
  /** Acts on whichever app a variable names: "restart an app". */
  readonly generic: boolean;
  /** Has a variable that names an app, and a subject of its own: "show the logs of an app". */
  readonly takesApp: boolean;
  /** Acts on whole machines, with no subject of its own: "reboot", `maintenance/update.yml`. */
  readonly wholesale: boolean;
  /** Sets up all there is: `site.yml`. */
  readonly setsUpAll: boolean;
  /** Stems of the verbs that its titles begin with: "undo" of "Undo cluster setup". */
  readonly leadStems: readonly string[];
  /** Applies so many things that its text is about none of them. */
  readonly collects: boolean;
  /** Lies where examples, documents and old things are kept. */
  readonly aside: boolean;
}

const maxTextTerms = 160;
/** Strength of a term by the field it stands in. */
const strengths = {
  name: 1,
  description: 0.85,
  ownWords: 0.9,
  subject: 0.86,
  thesaurus: 0.8,
  lesserSubject: 0.7,
  part: 0.72,
  compound: 0.55,
  path: 0.75,
  tag: 0.6,
  text: 0.45,
} as const;
const ideaShare = 0.85;
/** One word among several says less of what the whole is about; by how many words the name has. */
const subjectShares = [1, 0.9, 0.75] as const;

/** An entry with its names and terms. */
export interface PreparedEntry {
  readonly item: IndexedEntry;
  /** Strength by name key. */
  readonly names: ReadonlyMap<string, number>;
  readonly terms: ReadonlyMap<string, number>;
}

/** Reads all that matching needs of an entry. `stemOf` stems a plain word; it may remember what it stemmed. */
export function prepareEntry(
  entry: MatchableEntry,
  stemOf: (text: string) => string,
): PreparedEntry {
  const item = prepare(entry);
  return { item, names: namesOf(item), terms: termsOf(item, stemOf) };
}

function prepare(entry: MatchableEntry): IndexedEntry {
  const service = entry.service ?? "";
  const known = [service, ...entry.aliases.slice(0, 3)]
    .map((name) => knownServices.get(compact(name)))
    .find((found) => found !== undefined);
  return {
    entry,
    serviceId: known?.id ?? compact(service === "" ? entry.path : service),
    known: known ?? null,
    verbs: verbsOf(entry),
    nameStems: nameStemsOf(entry),
    subjects: subjectsOf(entry),
    compounds: known === undefined ? ownWordsOf(entry).flatMap(compoundStems) : [],
    parts: known === undefined ? productsInName(ownWordsOf(entry).map((word) => word.text)) : [],
    installs: known === undefined ? installedBy(entry) : [],
    generic: actsOnAnyApp(entry),
    takesApp: entry.kind === "playbook" && takesAppName(entry),
    wholesale: actsOnMachines(entry),
    setsUpAll: setsUpAll(entry),
    leadStems: leadStemsOf(entry),
    collects: collectsMuch(entry),
    aside: asideFolders.test(entry.path) || isStep(entry),
  };
}

function leadStemsOf(entry: MatchableEntry): string[] {
  const sentences = `${entry.name}. ${entry.description}`.split(/[.|]\s/).slice(0, 4);
  const verbs = sentences.flatMap((sentence) => {
    const words = wordsOf(sentence.slice(0, 60));
    const said = words.map((word) => verbOfStem(word.stem));
    // "Stop and remove the portal" removes it.
    const saysMore = said.some((verb) => verb !== null && entry.verbs.includes(verb));
    return said[0] === null || saysMore ? [] : [words[0]?.stem ?? []].flat();
  });
  return [...new Set(verbs)];
}

function ownNameOf(entry: MatchableEntry): string {
  const isFile = entry.kind === "playbook" || entry.kind === "page";
  return isFile ? fileStem(entry.path) : entry.name;
}

/** Words of the name an entry has in the repository; a playbook called "main" or the like is named by its folder. */
function ownWordsOf(entry: MatchableEntry): Word[] {
  const own = wordsOf(ownNameOf(entry).replace(/[_.]/g, " "));
  const isPlain = own.every((word) => isGenericName(word.text));
  return isPlain ? wordsOf((entry.service ?? "").replace(/[_.]/g, " ")) : own;
}

function subjectsOf(entry: MatchableEntry): string[] {
  const words = ownWordsOf(entry);
  const joined = stem(words.map((word) => word.text).join(""));
  const stems = [...words.map((word) => word.stem), joined];
  return [...new Set(stems)].filter((part) => wordsOfSubject(part) !== null);
}

/** The subject that a compound begins or ends with: "raid" of "hwraid". */
function compoundStems(word: Word): string[] {
  if (word.text.length < 6 || wordsOfSubject(word.stem) !== null) return [];
  return affixes(word.text, 4)
    .map(stem)
    .filter((part) => wordsOfSubject(part) !== null);
}

const asideFolders =
  /(?:^|\/)(?:docs?|examples?|samples?|archived?|archive[sd]?[_-]\w+|backups?|old|legacy|deprecated|attic|unused|tests?|molecule|contrib|[\w-]*contrib[\w-]*|sandbox)\//i;

function collectsMuch({ kind, verbs, tags, images }: MatchableEntry): boolean {
  const sets = verbs.includes("deploy") || verbs.includes("configure");
  return kind === "playbook" && sets && (tags.length > 12 || images.length > 8);
}

/** A tag such as "reset" or "download" is a step of its playbook, no service. */
function isStep(entry: MatchableEntry): boolean {
  if (entry.kind !== "tag") return false;
  return ownWordsOf(entry).every((word) => verbInName(word.text) !== null);
}

/** Its own verbs, and for what declares none the verb in its name: `postgres-backup` backs up. */
function verbsOf(entry: MatchableEntry): readonly Verb[] {
  const titled = titleVerbs(entry);
  if (titled.length > 0 && actsOnAnyApp(entry)) return [...new Set([...entry.verbs, ...titled])];
  const switched = switchVerb(entry);
  if (switched !== null) return [switched];
  if (entry.kind === "playbook") return entry.verbs;
  const parts = wordsOf(entry.name.replace(/[_.]/g, " "));
  if (parts.length < 2 || entry.verbs.some((verb) => verb !== "deploy")) return entry.verbs;
  const named = parts.flatMap((part, at) => verbInName(part.text, at === parts.length - 1) ?? []);
  return [...new Set([...entry.verbs, ...named])];
}

/** `k3s-power-off`, `scale-up`: the particle says it. */
function switchVerb(entry: MatchableEntry): Verb | null {
  const found = /(?:power|scale|turn|switch|compose|bring)[-_ ]?(on|up|off|down)$/.exec(
    ownNameOf(entry),
  );
  if (found === null || entry.verbs.some((verb) => verb !== "deploy")) return null;
  return found[1] === "on" || found[1] === "up" ? "start" : "stop";
}

function nameStemsOf(entry: MatchableEntry): string[] {
  const name =
    entry.kind === "playbook" || entry.kind === "page" ? fileStem(entry.path) : entry.name;
  const words = wordsOf(`${name} ${entry.service ?? ""}`.replace(/[_.]/g, " "));
  const parts = words.filter((word) => !isGenericName(word.text) && !stopWords.has(word.text));
  return [...new Set(parts.map((word) => word.stem))];
}

/** Keys a name is found by: its compact form, and its stems in alphabetical order. */
export function nameKeys(name: string): string[] {
  const words = wordsOf(name);
  const sorted = words
    .map((word) => word.stem)
    .sort()
    .join(" ");
  return sorted === "" ? [] : [compact(name), `s:${sorted}`];
}

/** "install chrony" means `core-chrony` where nothing is named chrony outright. */
const partNameStrength = 0.95;
/** "install docker" means `containerization.yml` that says it installs Docker, where nothing is named so. */
const installedNameStrength = 0.9;

function namesOf(item: IndexedEntry): Map<string, number> {
  const names = new Map<string, number>();
  const add = (name: string, strength: number): void => {
    for (const key of nameKeys(name)) {
      if (key.length >= 2 && !names.has(key)) names.set(key, strength);
    }
  };
  const { entry, known } = item;
  if (entry.service !== null) add(entry.service, 1);
  if (known !== null) {
    add(known.name, 1);
    for (const alias of known.aliases) add(alias, 0.98);
  }
  for (const alias of entry.aliases) add(alias, wordsOf(alias).length > 1 ? 0.97 : 0.93);
  if (entry.kind === "role" || entry.kind === "tag") add(entry.name, 0.98);
  for (const product of item.parts) add(product.name, partNameStrength);
  for (const product of item.installs) add(product.name, installedNameStrength);
  return names;
}

type Put = (term: string, strength: number) => void;

function termsOf(item: IndexedEntry, stemOf: (text: string) => string): Map<string, number> {
  const terms = new Map<string, number>();
  const put: Put = (term, strength) => {
    if ((terms.get(term) ?? 0) < strength) terms.set(term, strength);
  };
  const withIdeas: Put = (term, strength) => {
    put(term, strength);
    for (const idea of ideasOfStem(term)) put(idea, strength * ideaShare);
  };
  const add = (text: string, strength: number, limit = 400, to = withIdeas): void => {
    for (const word of wordTexts(text, limit)) to(stemOf(word), strength);
  };
  const { entry, known } = item;
  add(`${entry.service ?? ""} ${entry.aliases.join(" ")} ${entry.name}`, strengths.name);
  add(entry.description, strengths.description);
  if (known !== null) {
    // Parts of product names are no ideas: "Paper MC" has nothing to do with paper.
    add(`${known.name} ${known.aliases.join(" ")}`, strengths.name, 40, put);
    add(known.ownWords, strengths.ownWords);
    add(known.words, strengths.thesaurus);
  }
  const subjectShare =
    subjectShares[Math.min(item.nameStems.length, subjectShares.length) - 1] ?? 1;
  for (const part of item.compounds) add(wordsOfSubject(part) ?? "", strengths.compound);
  for (const part of item.subjects) {
    const strength = known === null ? strengths.subject * subjectShare : strengths.lesserSubject;
    add(wordsOfSubject(part) ?? "", strength);
  }
  const installed = item.installs.length > 1 ? strengths.compound : strengths.part;
  for (const product of item.parts) add(`${product.ownWords} ${product.words}`, strengths.part);
  for (const product of item.installs) add(`${product.ownWords} ${product.words}`, installed);
  add(entry.path.replace(/\.[a-z]+$/, ""), strengths.path);
  add(entry.tags.join(" "), strengths.tag, 30);
  add(entry.searchText, strengths.text, maxTextTerms);
  return terms;
}

function wordTexts(text: string, limit: number): string[] {
  const words: string[] = [];
  for (const match of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    if (match[0].length < 2) continue;
    if (words.push(match[0]) >= limit) break;
  }
  return words;
}
