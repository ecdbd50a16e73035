import type { Clause } from "#server/language/clause.ts";
import { placeWords, stopWords, valueNouns } from "#server/language/stop-words.ts";
import { isForeign, isForeignStop, translationsOf } from "#server/language/translations.ts";
import { stem, type Word } from "#server/language/words.ts";
import type { MatchIndex } from "./match-index.ts";
import { findPhrases } from "./phrase-patterns.ts";
import { synonymGroupsOf } from "./synonyms.ts";
import { allowedTypos } from "./trigram-index.ts";

/** How an index term came to stand for a word. */
export type Likeness = "direct" | "synonym" | "typo";

/** A word of an intent that carries meaning, with the index terms it may mean. */
export interface QueryTerm {
  /** Position in the clause; -1 for what a phrase or the verb stands for. */
  readonly word: number;
  readonly alternatives: readonly { readonly term: string; readonly how: Likeness }[];
  /** How telling the word is: rare in this repository, and rare in what people ask for. */
  readonly weight: number;
  /** How rare it is in what people ask for, 0–1. */
  readonly rarity: number;
  /** What it is: named, where a place or a value stands ("on storage", "with port"), a phrase's meaning, or the verb's. */
  readonly stands: "object" | "aside" | "phrase" | "verb";
  /** Which sentence of the message it stands in, from 0; -1 where it stands in none. */
  readonly sentence: number;
}

/** How rarely a stem stands in what people ask for, 0–1. */
export type Rarity = (stem: string) => number;

const stopStems = new Set([...stopWords].map(stem));
const asideBefore = new Set(["on", "onto", "at", "with"]);
const placeBefore = new Set(["to", "on", "onto", "at", "in"]);

/** Turns the words of an intent into search terms: stop words and values left out, stems, synonyms and typos added. */
export function queryTerms(
  index: MatchIndex,
  words: readonly Word[],
  folded: string,
  { purposeWord, rarity }: Pick<Clause, "purposeWord"> & { readonly rarity: Rarity },
): QueryTerm[] {
  const literals = literalRanges(folded);
  const phrases = findPhrases(folded);
  const spoken = phrases.map(({ from, to }) => [from, to] as [number, number]);
  const ends = sentenceEnds(folded);
  const weigh = (key: string): number => index.weightOf(key) * rarity(key);
  const isAbroad = isForeign(words.map(({ text }) => text));
  const isLeftOut = (word: Word, at: number): boolean =>
    (isAbroad && isForeignStop(word.text)) ||
    isIgnored(words, at) ||
    isInside(literals, word.at) ||
    isInside(spoken, word.at);
  const readTerm = (word: Word, at: number): QueryTerm | null => {
    const translated = isAbroad ? translationsOf(word.text) : [];
    const alternatives = meanings(index, word, translated, isPlace(words, at));
    if (alternatives.length === 0 && (isPlace(words, at) || isToldValue(words, at))) return null;
    const stands = isAside(words, at) ? aside : object;
    const sentence = ends.filter((end) => end <= word.at).length;
    const key = index.postings.has(word.stem) ? word.stem : (translated[0] ?? word.stem);
    return { word: at, alternatives, weight: weigh(key), rarity: rarity(key), stands, sentence };
  };
  const terms = words.flatMap((word, at) =>
    isLeftOut(word, at) ? [] : [readTerm(word, at) ?? []].flat(),
  );
  const said = phrases.flatMap(({ words: meant }) =>
    meant.map((keys) => ({
      word: -1,
      alternatives: keys.map((term, at) => ({ term, how: at === 0 ? direct : synonym })),
      weight: weigh(keys[0] ?? "") / meant.length,
      rarity: rarity(keys[0] ?? ""),
      stands: "phrase" as const,
      sentence: -1,
    })),
  );
  const purpose = stem(purposeWord ?? "");
  return purpose === ""
    ? [...terms, ...said]
    : [
        ...terms,
        ...said,
        {
          word: -1,
          alternatives: [purpose, ...synonymGroupsOf(purpose)].map((term) => ({
            term,
            how: synonym,
          })),
          weight: weigh(purpose),
          rarity: rarity(purpose),
          stands: "verb" as const,
          sentence: -1,
        },
      ];
}

/** Where sentences and halves of them end: a long message asks in one of them and tells in the others. */
function sentenceEnds(folded: string): number[] {
  return [
    ...folded.matchAll(/[.!?;:\n]+(?=\s|$)|,\s|\s(?:but|so|because|aber|weil|mais|pero|mas)\s/g),
  ].map(({ index }) => index);
}

const object: QueryTerm["stands"] = "object";
const aside: QueryTerm["stands"] = "aside";
const direct: Likeness = "direct";
const synonym: Likeness = "synonym";

function meanings(
  index: MatchIndex,
  word: Word,
  translated: readonly string[],
  isHost: boolean,
): QueryTerm["alternatives"] {
  const isKnown = index.postings.has(word.stem);
  const groups = [word.stem, ...translated].flatMap(synonymGroupsOf);
  const isRead = isKnown || groups.length > 0 || translated.length > 0;
  const typo = isRead || isHost ? null : nearTerm(index, word);
  return [
    ...(isKnown ? [{ term: word.stem, how: direct }] : []),
    ...[...translated, ...groups].map((group) => ({ term: group, how: synonym })),
    ...(typo === null ? [] : [{ term: typo, how: "typo" as const }]),
  ];
}

/** Addresses, host names with two dots, paths and ports: values, never words to look for. */
function literalRanges(folded: string): [number, number][] {
  const pattern = /\S+:\/\/\S+|\b[\w-]+(?:\.[\w-]+){2,}\b|(?:^|\s)\/\S+|\S+:\d+|\S+@\S+/g;
  return [...folded.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);
}

function isInside(ranges: readonly [number, number][], at: number): boolean {
  return ranges.some(([from, to]) => at >= from && at < to);
}

function isIgnored(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || word.text.length < 2) return true;
  if (stopWords.has(word.text) || stopStems.has(word.stem)) return true;
  if (/^\d+$/.test(word.text) || word.text === "up" || word.text === "down") return true;
  if (placeWords.has(word.text) && (isPlace(words, at) || word.text === "homelab")) return true;
  return false;
}

/** "on nas2", "to pluto": a word nobody knows behind such a preposition is a host, or else no request for us. */
function isPlace(words: readonly Word[], at: number): boolean {
  return placeBefore.has(wordBefore(words, at));
}

/** "on storage", "with user anna and port 80": a place or a value stands there. */
function isAside(words: readonly Word[], at: number): boolean {
  const isValue = valueNouns.has(words[at]?.text ?? "");
  return (
    asideBefore.has(wordBefore(words, at)) ||
    (isValue && words.slice(0, at).some(({ text }) => text === "with" || text === "using"))
  );
}

/** "with port 8080", "for anna", "named web": what stands there is a value. */
function isToldValue(words: readonly Word[], at: number): boolean {
  return valueWords.has(wordBefore(words, at));
}

function wordBefore(words: readonly Word[], at: number): string {
  const before = words.slice(Math.max(0, at - 3), at).reverse();
  return before.find((word) => !articles.has(word.text))?.text ?? "";
}

const articles = new Set(["the", "my", "our", "a", "an", "this", "new"]);
const valueWords = new Set(
  "for give named called as from to of is user name domain port version size label".split(" "),
);

function nearTerm(index: MatchIndex, word: Word): string | null {
  const limit = Math.min(1, allowedTypos(word.stem.length));
  if (limit === 0 || word.stem.length < 5) return null;
  const near = index.termTypos.near(word.stem, limit);
  // A wrong first letter is another word more often than a typo: "garden" is not "harden".
  return near.find(({ term }) => term[0] === word.stem[0])?.term ?? null;
}
