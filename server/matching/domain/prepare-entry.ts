import { stemOf as fileStem } from "#server/ansible/repository-paths.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";
import type { Verb } from "#server/contracts/request.ts";
import { deedsSaid } from "#server/language/deeds-said.ts";
import { isGenericName } from "#server/language/generic-names.ts";
import { stopWords } from "#server/language/stop-words.ts";
import { wordsOfSubject } from "#server/language/thesaurus/subjects.ts";
import { type KnownService, knownServices } from "#server/language/thesaurus/thesaurus.ts";
import { verbInName, verbOfStem } from "#server/language/verbs.ts";
import { compact, stem, type Word, wordsOf } from "#server/language/words.ts";
import {
  actsOnAnyApp,
  actsOnMachines,
  setsUpAll,
  takesAppName,
  titleVerbs,
} from "./generic-action.ts";
import { affixes, installedBy, productsInName } from "./named-products.ts";
import { synonymGroupsOf } from "./synonyms.ts";
import { type Direction, directionOf } from "./word-vectors.ts";

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
  | "roleFolder"
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
  readonly actsOnAnyApp: boolean;
  /** Has a variable that names an app, and a subject of its own: "show the logs of an app". */
  readonly takesApp: boolean;
  /** Acts on whole machines, with no subject of its own: "reboot", `maintenance/update.yml`. */
  readonly actsOnMachines: boolean;
  /** Sets up all there is: `site.yml`. */
  readonly setsUpAll: boolean;
  /** Deeds that its name, its tags and its description speak of. */
  readonly deeds: {
    readonly named: ReadonlySet<Verb>;
    readonly tagged: ReadonlySet<Verb>;
    readonly described: ReadonlySet<Verb>;
  };
  /** Stems of the verbs that its titles begin with: "undo" of "Undo cluster setup". */
  readonly leadStems: readonly string[];
  /** What it runs: the same for a role and for a tag that runs that role alone; and of which playbook it is a tag. */
  readonly runs: { readonly what: string; readonly within: string | null };
  /** Its name as a phrase is remembered; see `phraseKey`. */
  readonly nameKey: string;
  /** Applies so many things that its text is about none of them. */
  readonly isCollection: boolean;
  /** Lies where examples, documents and old things are kept. */
  readonly isSecondary: boolean;
}

/** A phrase as it is remembered: folded words in order, nothing else. */
export function phraseKey(text: string): string {
  return wordsOf(text)
    .map((word) => word.text)
    .join(" ")
    .slice(0, 400);
}

/** An entry that a name points at; `isOwn` where it is what the entry is called, not a tag of it or a part. */
export interface NameTarget {
  readonly entry: number;
  readonly isOwn: boolean;
}

const maxTextTerms = 160;
/** Where a word stands in an entry, as bits. */
export const fieldBits = {
  name: 1,
  description: 2,
  /** What the thesaurus knows of the product. */
  known: 4,
  /** What it knows of the words in its name, and of products named inside. */
  subject: 8,
  path: 16,
  tag: 32,
  text: 64,
  /** Names of its variables and modules. */
  inside: 128,
} as const;
/** An entry with its names and terms. */
export interface PreparedEntry {
  readonly item: IndexedEntry;
  /** By name key, whether it is what the entry is called, as opposed to a tag of it or a part. */
  readonly names: ReadonlyMap<string, boolean>;
  /** Fields that hold a term, by term; see `fieldBits`. */
  readonly fields: ReadonlyMap<string, number>;
  /** What it is about, by its name and all that is told of it. */
  readonly direction: Direction;
}

/** Reads all that matching needs of an entry. `stemOf` stems a plain word; it may remember what it stemmed. */
export function prepareEntry(
  entry: MatchableEntry,
  stemOf: (text: string) => string,
): PreparedEntry {
  const item = prepare(entry);
  const fields = fieldsOf(item, stemOf);
  return { item, names: namesOf(item), fields, direction: directionOf(tellingIn(fields)) };
}

const telling =
  fieldBits.name | fieldBits.description | fieldBits.known | fieldBits.subject | fieldBits.path;

function* tellingIn(fields: ReadonlyMap<string, number>): Generator<readonly [string, number]> {
  for (const [term, bits] of fields) if ((bits & telling) !== 0) yield [term, 1];
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
    actsOnAnyApp: actsOnAnyApp(entry),
    takesApp: entry.kind === "playbook" && takesAppName(entry),
    actsOnMachines: actsOnMachines(entry),
    setsUpAll: setsUpAll(entry),
    deeds: {
      named: deedsSaid(`${entry.name} ${fileStem(entry.path)}`.replace(/[_.-]+/g, " ")),
      tagged: deedsSaid(
        entry.tags
          .slice(0, 30)
          .join(" , ")
          .replace(/[_.-]+/g, " "),
      ),
      described: deedsSaid(entry.description.slice(0, 400)),
    },
    leadStems: leadStemsOf(entry),
    runs: runsOf(entry),
    nameKey: phraseKey(entry.name),
    isCollection: appliesMuch(entry),
    isSecondary: secondaryFolders.test(entry.path) || isStep(entry),
  };
}

function runsOf({ kind, name, path, roleFolder }: MatchableEntry): IndexedEntry["runs"] {
  if (kind !== "tag") return { what: path, within: null };
  return { what: roleFolder ?? `${path}#${name}`, within: path };
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

const secondaryFolders =
  /(?:^|\/)(?:docs?|examples?|samples?|archived?|archive[sd]?[_-]\w+|backups?|old|legacy|deprecated|attic|unused|tests?|molecule|contrib|[\w-]*contrib[\w-]*|sandbox)\//i;

function appliesMuch({ kind, verbs, tags, images }: MatchableEntry): boolean {
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

function namesOf(item: IndexedEntry): Map<string, boolean> {
  const names = new Map<string, boolean>();
  const add = (name: string, isOwn = true): void => {
    for (const key of nameKeys(name)) if (key.length >= 2 && !names.has(key)) names.set(key, isOwn);
  };
  const { entry, known } = item;
  if (entry.service !== null) add(entry.service);
  for (const name of known === null ? [] : [known.name, ...known.aliases]) add(name);
  for (const alias of entry.aliases) add(alias, wordsOf(alias).length > 1);
  if (entry.kind === "role" || entry.kind === "tag" || entry.kind === "task_file") add(entry.name);
  // "install chrony" means `core-chrony` where nothing is named chrony outright.
  for (const product of [...item.parts, ...item.installs]) add(product.name, false);
  return names;
}

type Put = (term: string, field: number) => void;

function fieldsOf(item: IndexedEntry, stemOf: (text: string) => string): PreparedEntry["fields"] {
  const fields = new Map<string, number>();
  const put: Put = (term, field) => void fields.set(term, (fields.get(term) ?? 0) | field);
  const withSynonyms: Put = (term, field) => {
    put(term, field);
    for (const group of synonymGroupsOf(term)) put(group, field);
  };
  const add = (text: string, field: number, limit = 400, to = withSynonyms): void => {
    for (const word of wordTexts(text, limit)) to(stemOf(word), field);
  };
  const { entry, known } = item;
  add(`${entry.service ?? ""} ${entry.aliases.join(" ")} ${entry.name}`, fieldBits.name);
  add(entry.description, fieldBits.description);
  if (known !== null) {
    // Parts of product names have no synonyms: "Paper MC" has nothing to do with paper.
    add(`${known.name} ${known.aliases.join(" ")}`, fieldBits.name, 40, put);
    add(known.words, fieldBits.known);
  }
  for (const part of [...item.compounds, ...item.subjects])
    add(wordsOfSubject(part) ?? "", fieldBits.subject);
  for (const product of [...item.parts, ...item.installs]) add(product.words, fieldBits.subject);
  add(entry.path.replace(/\.[a-z]+$/, ""), fieldBits.path);
  add(entry.tags.join(" "), fieldBits.tag, 30);
  add(entry.searchText, fieldBits.text, maxTextTerms);
  add(insideOf(entry), fieldBits.inside, 200, put);
  return fields;
}

/** What an entry is made of: the names of its variables and modules. */
function insideOf({ variables, modules }: MatchableEntry): string {
  const names = [...variables.map(({ name }) => name), ...modules.map(withoutCollection)];
  return names.join(" ").replaceAll("_", " ");
}

function withoutCollection(module: string): string {
  return module.replace(/^.*\./, "");
}

function wordTexts(text: string, limit: number): string[] {
  const words: string[] = [];
  const parted = text.replace(/(?<=[a-z\d])(?=[A-Z][a-z])/g, " ").toLowerCase();
  for (const [word] of parted.matchAll(/[\p{L}\p{N}]+/gu)) {
    if (word.length < 2) continue;
    if (words.push(word) >= limit) break;
    words.push(...(joined.exec(word)?.slice(1) ?? []));
  }
  return words;
}

/** A verb and its object written as one word: "setupsnmpd". */
const joined =
  /^(setup|reload|restart|backup|install|deploy|update|upgrade|configure|restore|remove|create|delete|enable|disable|uninstall|docker|ansible|manage|provision)([a-z\d]{3,})$/;
