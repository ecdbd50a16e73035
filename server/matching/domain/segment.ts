import { stemOf as fileStem } from "#server/ansible/repository-paths.ts";
import type { Verb } from "#server/contracts/request.ts";
import { deedsSaid } from "#server/language/deeds-said.ts";
import { stem } from "#server/language/words.ts";
import { type AllThereIs, aboutAll, deeds, isAboutApp, isUnheardOf } from "./intent-facts.ts";
import type { MatchIndex } from "./match-index.ts";
import type { Mention } from "./mentions.ts";
import { fieldBits, type IndexedEntry } from "./prepare-entry.ts";
import type { Likeness, QueryTerm } from "./query-terms.ts";
import type { ReadIntent } from "./read-intent.ts";
import type { Spelling } from "./spelled-names.ts";
import { type Direction, directionOf, hasDirection } from "./word-vectors.ts";

/**
 * Fields of one entry that hold a term, as bits (`fieldBits`), shifted by how the term came to stand for the word: a
 * number rather than an object, for there are thousands in a message.
 */
export type Hit = number;

const shifts: Readonly<Record<Likeness, number>> = { direct: 0, synonym: 8, typo: 16 };
const allFields = 0xff;

/** Fields that hold the word itself, or what stands for it in that way. */
export function fieldsOf(hit: Hit, how: Likeness): number {
  return (hit >> shifts[how]) & allFields;
}

/** A term with the entries that hold it. */
export interface FoundTerm {
  readonly term: QueryTerm;
  /** By entry number; 0 where the entry holds it nowhere. An array, for many terms stand in thousands of entries. */
  readonly hits: Uint32Array;
  readonly isFound: boolean;
  /** How telling the word is among what entries are about, rather than hold anywhere. */
  readonly about: number;
  /** How telling it is where one field is read alone: what many tasks do may be what one description says. */
  readonly inField: Readonly<Record<RareField, number>>;
}

/** A message, or a part of it that may ask for one thing, with what of the index its words point at. */
export interface Segment {
  readonly index: MatchIndex;
  readonly intent: ReadIntent;
  /** Entries that anything points at, at most about 150. */
  readonly pool: readonly number[];
  readonly terms: readonly FoundTerm[];
  /** All weights together. */
  readonly weight: number;
  /** What names an entry, by its number. */
  readonly named: ReadonlyMap<number, readonly Mention[]>;
  readonly spelling: Spelling;
  /** Fields that hold the verb itself, by entry number; 0 where none does. */
  readonly verbPlaces: Uint8Array;
  /** Files that are named as files: "site.yml". */
  readonly files: ReadonlySet<string>;
  readonly isAboutApp: boolean;
  readonly aboutAll: AllThereIs | null;
  /** Deeds that the message speaks of anywhere. */
  readonly deeds: ReadonlySet<Verb>;
  /** The first thing that is named is a product that the repository lacks. */
  readonly missesFirst: boolean;
  /** What it is about. */
  readonly direction: Direction;
}

const poolByWords = 40;
const poolByName = 40;
const poolByVerb = 30;
const maxPool = 150;

/**
 * Reads what a segment points at.
 *
 * @param inherited service of the intent before, where this one names none of its own ("restart it")
 */
export function readSegment(
  index: MatchIndex,
  intent: ReadIntent,
  inherited: string | null,
): Segment {
  const terms = intent.terms.map((term) => findTerm(index, term));
  const named = namedBy([...intent.mentions, ...inheritedMention(index, inherited)]);
  const isKnown = (stemmed: string): boolean => index.postings.has(stemmed);
  const read = {
    ...{ index, intent, terms, named },
    weight: terms.reduce((sum, { term }) => sum + term.weight, 0),
    spelling: index.spelled.find(intent.words, isKnown),
    verbPlaces: placesOf(index, stem(intent.clause.verbWord)),
    files: new Set(
      [...intent.clause.text.toLowerCase().matchAll(/([\w.-]+)\.ya?ml\b/g)].map(
        ([, file = ""]) => file,
      ),
    ),
    isAboutApp: inherited !== null || (intent.isNamedBy === null && isAboutApp(index, intent)),
    aboutAll: aboutAll(intent),
    deeds: deedsSaid(intent.clause.text),
    missesFirst: missesFirst(index, intent),
    direction: directionOf(intent.terms.flatMap(directed)),
  };
  return { ...read, pool: poolOf(read) };
}

/** The term that a word's direction is read of. */
function directed({ alternatives, weight }: QueryTerm): [string, number][] {
  const known = alternatives.find(({ term }) => hasDirection(term));
  return known === undefined ? [] : [[known.term, weight]];
}

function findTerm(index: MatchIndex, term: QueryTerm): FoundTerm {
  const hits = new Uint32Array(index.entries.length);
  const touched: number[] = [];
  for (const { term: key, how } of term.alternatives) {
    const list = index.postings.get(key) ?? [];
    for (let at = 0; at < list.length; at += 2) {
      const entry = list[at] ?? 0;
      if (hits[entry] === 0) touched.push(entry);
      hits[entry] = (hits[entry] ?? 0) | ((list[at + 1] ?? 0) << shifts[how]);
    }
  }
  const isFound = term.alternatives.some(({ term: key }) => index.postings.has(key));
  const about = term.weight * rarityAmong(index, hits, touched);
  return { term, hits, isFound, about, inField: weightsByField(index, term, hits, touched) };
}

const rareFields = ["description", "known", "text"] as const;
export type RareField = (typeof rareFields)[number];

/** How rare a word is where each field is read alone. */
function weightsByField(
  { entries }: MatchIndex,
  { rarity }: QueryTerm,
  hits: Uint32Array,
  touched: readonly number[],
): FoundTerm["inField"] {
  const counts = { description: 0, known: 0, text: 0 };
  for (const entry of touched) {
    const hit = asWritten(hits[entry] ?? 0);
    for (const field of rareFields) if ((hit & fieldBits[field]) !== 0) counts[field] += 1;
  }
  const weigh = (count: number): number =>
    (rarity * Math.log((entries.length + 20) / (count + 0.5))) / Math.log(50);
  const { description, known, text } = counts;
  return { description: weigh(description), known: weigh(known), text: weigh(text) };
}

/** Fields that hold the word itself or what it is a typo of. */
export function asWritten(hit: Hit): number {
  return fieldsOf(hit, "direct") | fieldsOf(hit, "typo");
}

const aboutBits =
  fieldBits.name | fieldBits.path | fieldBits.description | fieldBits.known | fieldBits.subject;

/** As `MatchIndex.weightOf`, counted where entries say what they are about. */
function rarityAmong(
  { entries }: MatchIndex,
  hits: Uint32Array,
  touched: readonly number[],
): number {
  const found = touched.filter((entry) => (anyFields(hits[entry] ?? 0) & aboutBits) !== 0).length;
  return Math.log((entries.length + 100) / (found + 1.5)) / Math.log(100);
}

/** Fields that hold the word in any way. */
function anyFields(hit: Hit): number {
  return fieldsOf(hit, "direct") | fieldsOf(hit, "synonym") | fieldsOf(hit, "typo");
}

function placesOf(index: MatchIndex, term: string): Uint8Array {
  const list = term === "" ? [] : (index.postings.get(term) ?? []);
  const places = new Uint8Array(index.entries.length);
  for (let at = 0; at < list.length; at += 2) places[list[at] ?? 0] = list[at + 1] ?? 0;
  return places;
}

/** Entries with the verb in one of those fields, in order, at most `count`. */
function firstWith(places: Uint8Array, bits: number, count: number): number[] {
  const found: number[] = [];
  for (let at = 0; at < places.length && found.length < count; at++)
    if (((places[at] ?? 0) & bits) !== 0) found.push(at);
  return found;
}

/** "restart it": as if the service spoken of before were named. */
function inheritedMention(index: MatchIndex, inherited: string | null): Mention[] {
  const entries = index.services.get(inherited ?? "") ?? [];
  const targets = entries.map((entry) => ({ entry, isOwn: true }));
  if (targets.length === 0) return [];
  const place = "object" as const;
  return [
    {
      ...{ from: 0, to: 0, targets, spelling: "exact", product: false },
      ...{ weak: false, typed: inherited ?? "", place },
    },
  ];
}

function namedBy(mentions: readonly Mention[]): Map<number, Mention[]> {
  const named = new Map<number, Mention[]>();
  for (const mention of mentions)
    for (const { entry } of mention.targets)
      named.set(entry, [...(named.get(entry) ?? []), mention]);
  return named;
}

function missesFirst(index: MatchIndex, { mentions }: ReadIntent): boolean {
  const first = mentions.find(
    (mention) => !mention.weak && (mention.targets.length > 0 || mention.product),
  );
  return first !== undefined && isUnheardOf(index, first);
}

/** Entries worth a look: those that hold the most telling words, that are named, and that do the bare deed. */
function poolOf(read: Omit<Segment, "pool">): number[] {
  const { index, named, spelling, verbPlaces, files } = read;
  const byWords = heaviest(totalsOf(read), poolByWords);
  const names = fieldBits.name | fieldBits.path;
  const byFile =
    files.size === 0
      ? []
      : index.entries.flatMap(({ entry }, number) =>
          files.has(fileStem(entry.path)) ? [number] : [],
        );
  return [
    ...new Set([
      ...named.keys(),
      ...byFile.slice(0, poolByName),
      ...byWords,
      ...[...spelling.likeness.keys(), ...spelling.sounds].slice(0, poolByName),
      ...firstWith(verbPlaces, names, poolByVerb),
      ...(read.isAboutApp ? index.anyApp.slice(0, poolByVerb) : []),
      ...doesForAll(read).slice(0, poolByName),
    ]),
  ]
    .filter(mayBeMeant(read))
    .slice(0, maxPool);
}

/** Leaves out what nothing but the verb speaks for, and what does another deed where a playbook does it to any app. */
function mayBeMeant(read: Omit<Segment, "pool">): (number: number) => boolean {
  const { index, named, spelling, aboutAll: all } = read;
  const { verb } = read.intent.clause;
  const does = (number: number): boolean =>
    verb !== null && index.entries[number]?.verbs.includes(verb) === true;
  // "restart jellyfin" is no question where one playbook restarts any app.
  const isServed = read.isAboutApp && deeds.has(verb) && index.anyApp.some(does);
  const told = read.terms.filter(({ term }) => term.stands !== "verb");
  const isOpen = told.length === 0 || all !== null;
  const isTold = (number: number): boolean =>
    named.has(number) ||
    told.some(({ hits }) => hits[number] !== 0) ||
    spelling.likeness.has(number) ||
    spelling.sounds.has(number) ||
    (read.isAboutApp && index.anyApp.includes(number));
  return (number) => (isOpen || isTold(number)) && (!isServed || does(number));
}

/** The weight of all terms that each entry holds. */
function totalsOf({ index, terms }: Pick<Segment, "index" | "terms">): Float64Array {
  const totals = new Float64Array(index.entries.length);
  for (const { term, hits, isFound } of terms) {
    if (!isFound) continue;
    for (let at = 0; at < hits.length; at++)
      if (hits[at] !== 0) totals[at] = (totals[at] ?? 0) + term.weight;
  }
  return totals;
}

/** The places of the highest values above zero, highest first, at most `count`; the earlier first among equals. */
function heaviest(totals: Float64Array, count: number): number[] {
  const best: number[] = [];
  for (let at = 0; at < totals.length; at++) {
    const total = totals[at] ?? 0;
    const least = best.length < count ? 0 : (totals[best.at(-1) ?? 0] ?? 0);
    if (total <= least) continue;
    const place = best.findIndex((other) => (totals[other] ?? 0) < total);
    best.splice(place < 0 ? best.length : place, 0, at);
    if (best.length > count) best.pop();
  }
  return best;
}

function doesForAll({ index, intent, aboutAll: all }: Omit<Segment, "pool">): number[] {
  const { verb } = intent.clause;
  if (all === null || verb === null) return [];
  const does = ({ verbs, actsOnAnyApp, actsOnMachines, setsUpAll }: IndexedEntry): boolean =>
    verbs.includes(verb) && (actsOnAnyApp || actsOnMachines || setsUpAll);
  return index.entries.flatMap((item, number) => (does(item) ? [number] : []));
}
