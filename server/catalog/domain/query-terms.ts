import type { Verb } from "#server/contracts/request.ts";
import { type FoundPhrase, findPhrases } from "./everyday-phrases.ts";
import type { MatchIndex } from "./match-index.ts";
import type { Clause } from "./split-request.ts";
import { placeWords, settingWords, stopWords } from "./stop-words.ts";
import { ideasOfStem } from "./synonyms.ts";
import { allowedTypos } from "./trigram-index.ts";
import { stem, type Word } from "./words.ts";

/** A word of a wish that carries meaning, with the index terms it may mean and how surely. */
export interface QueryTerm {
  /** Position in the clause. */
  readonly word: number;
  readonly alternatives: readonly { readonly term: string; readonly share: number }[];
  /** How telling the word is. */
  readonly weight: number;
  /** Stands for words of the object though it is none of them: "sites are up". */
  readonly isObject?: boolean;
  /** A word nobody knows where a value stands ("for anna", "named web"): no entry can cover it, none has to. */
  readonly isValue: boolean;
  /** Stands where a place or a value stands ("on storage", "with port 8080"): an entry named before need not cover it. */
  readonly isAside: boolean;
}

const ideaShare = 0.9;
const typoShare = 0.8;
const reasonShare = 0.3;
/** Verbs that say all there is to be done to the thing behind them. */
const acting: ReadonlySet<Verb | null> = new Set<Verb | null>([
  "restart",
  "start",
  "stop",
  "update",
  "restore",
]);
const relativeWords = new Set(["that", "which", "who", "because", "when", "if", "since", "until"]);
const placeBefore = new Set(["to", "on", "onto", "at", "in"]);

/** Turns the words of a wish into search terms: stop words and places left out, stems, ideas and typos added. */
export function queryTerms(
  index: MatchIndex,
  words: readonly Word[],
  folded: string,
  { verb, purposeWord }: Pick<Clause, "verb" | "purposeWord">,
): QueryTerm[] {
  const literals = literalRanges(folded);
  const phrases = findPhrases(folded);
  const spoken = phrases.map(({ from, to }) => [from, to] as [number, number]);
  const relative = acting.has(verb) ? words.findIndex(({ text }) => relativeWords.has(text)) : -1;
  const terms = words.flatMap((word, at) => {
    if (isIgnored(words, at) || isInside(literals, word.at) || isInside(spoken, word.at)) return [];
    const term = readTerm(index, words, word, at);
    // "reboot a vm that hangs": the thing is named before, the rest tells why.
    return relative < 0 || at < relative
      ? [term]
      : [{ ...term, weight: term.weight * reasonShare }];
  });
  if (purposeWord !== null && purposeWord !== "") terms.push(purposeTerm(index, purposeWord));
  return [...terms, ...phrases.flatMap(phraseTerms)];
}

/** "whether my sites are up" says uptime without a word that survives the stop list. */
function phraseTerms({ words, weight }: FoundPhrase): QueryTerm[] {
  return words.map((terms) => ({
    word: -1,
    alternatives: terms.map((term, at) => ({ term, share: at === 0 ? 1 : ideaShare })),
    weight: weight / words.length,
    isValue: false,
    isAside: false,
    isObject: true,
  }));
}

function readTerm(index: MatchIndex, words: readonly Word[], word: Word, at: number): QueryTerm {
  const direct = index.postings.has(word.stem);
  const ideas = ideasOfStem(word.stem);
  const isPlace = isUnknownPlace(index, words, at);
  const typo = direct || isPlace || ideas.length > 0 ? null : nearTerm(index, word);
  const isUnknown = !direct && ideas.length === 0 && typo === null;
  return {
    word: at,
    alternatives: [
      ...(direct ? [{ term: word.stem, share: 1 }] : []),
      ...ideas.map((idea) => ({ term: idea, share: ideaShare })),
      ...(typo === null ? [] : [{ term: typo, share: typoShare }]),
    ],
    weight:
      weightOf(index, word, typo) * shareOfKind(word.text) * (isPlace ? unknownPlaceShare : 1),
    isValue: isPlace || isParameter(words, at) || (isUnknown && followsValueWord(words, at)),
    isAside: onPlace.has(prepositionBefore(words, at)),
  };
}

function shareOfKind(word: string): number {
  return kindWords.has(word) ? 0.25 : settingWords.has(word) ? 0.35 : 1;
}

/** The verb as a word to look for: its weight is low because it is often only the verb. */
function purposeTerm(index: MatchIndex, purposeWord: string): QueryTerm {
  const term = stem(purposeWord);
  const alternatives = [term, ...ideasOfStem(term)].map((name) => ({
    term: name,
    share: ideaShare,
  }));
  return {
    word: -1,
    alternatives,
    weight: 0.5 * index.weightOf(term),
    isValue: true,
    isAside: false,
  };
}

/** Addresses, host names with two dots, paths and ports: values, never words to look for. */
function literalRanges(folded: string): [number, number][] {
  const pattern = /\S+:\/\/\S+|\b[\w-]+(?:\.[\w-]+){2,}\b|(?:^|\s)\/\S+|\S+:\d+|\S+@\S+/g;
  return [...folded.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);
}

function isInside(ranges: readonly [number, number][], at: number): boolean {
  return ranges.some(([from, to]) => at >= from && at < to);
}

/** Words that say what kind of thing is wanted, not which: worth little beside telling ones. */
const kindWords = new Set(
  `manager management server client tool reader software system platform web ui own control automatic automatically
  local simple run deploy host hosted hosting self selfhosted private phone browser internet interface page site online
  personal home hub playbook playbooks version minimal small tiny light lightweight fast graphical modern nice ansible interface gui computer computers machine machines center centre engine stack suite open source lightweight free modern instance website`.split(
    /\s+/,
  ),
);

function isIgnored(words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || word.text.length < 2) return true;
  if (stopWords.has(word.text) || stopWords.has(word.stem)) return true;
  if (/^\d+$/.test(word.text) || word.text === "up" || word.text === "down") return true;
  const afterPlace = placeBefore.has(prepositionBefore(words, at));
  if (placeWords.has(word.text) && (afterPlace || word.text === "homelab")) return true;
  return false;
}

/** "on nas2", "to pluto": a word nobody knows behind such a preposition is a host, or else no request for us. */
function isUnknownPlace(index: MatchIndex, words: readonly Word[], at: number): boolean {
  const word = words[at];
  if (word === undefined || !placeBefore.has(prepositionBefore(words, at))) return false;
  return !index.postings.has(word.stem) && ideasOfStem(word.stem).length === 0;
}

function prepositionBefore(words: readonly Word[], at: number): string {
  const before = words.slice(Math.max(0, at - 3), at).reverse();
  return before.find((word) => !articles.has(word.text))?.text ?? "";
}

const onPlace = new Set(["on", "onto"]);
const parameterWords = new Set(
  `port ports version domain subdomain hostname size memory ram cpus cores tag label user username name password path channel
  branch timezone region`.split(/\s+/),
);

/** "with port 8080", "version 3", "and user anna": a word for a value, and the value, go with whatever is deployed. */
function isParameter(words: readonly Word[], at: number): boolean {
  return isParameterName(words, at) || isParameterName(words, at - 1);
}

function isParameterName(words: readonly Word[], at: number): boolean {
  const isName = parameterWords.has(words[at]?.text ?? "");
  if (!isName || words[at + 1] === undefined) return false;
  return (
    /^v?\d/.test(words[at + 1]?.text ?? "") ||
    ["with", "and"].includes(prepositionBefore(words, at))
  );
}

const articles = new Set(["the", "my", "our", "a", "this"]);
const unknownPlaceShare = 0.6;

const valueWords = new Set(
  "for give named called as from to of is user name domain port".split(" "),
);

function followsValueWord(words: readonly Word[], at: number): boolean {
  const before = words.slice(Math.max(0, at - 3), at).reverse();
  const word = before.find((other) => !["the", "my", "our", "a", "an", "new"].includes(other.text));
  return word !== undefined && valueWords.has(word.text);
}

function nearTerm(index: MatchIndex, word: Word): string | null {
  const limit = Math.min(1, allowedTypos(word.stem.length));
  if (limit === 0 || word.stem.length < 5) return null;
  const near = index.termTypos.near(word.stem, limit);
  // A wrong first letter is another word more often than a typo: "garden" is not "harden".
  return near.find(({ term }) => term[0] === word.stem[0])?.term ?? null;
}

function weightOf(index: MatchIndex, word: Word, typo: string | null): number {
  const known = index.postings.has(word.stem) ? word.stem : typo;
  if (known !== null) return index.weightOf(known);
  const idea = ideasOfStem(word.stem)[0];
  return idea === undefined ? 0.9 : index.weightOf(idea);
}

/** How well entries cover the terms of a wish. */
export interface Coverage {
  /** 0–1. */
  of(entry: number, only?: readonly QueryTerm[]): number;
  /** What the covered words are worth as evidence, 0–1: little where only the verb or words that say little are. */
  evidence(entry: number): number;
  best(limit: number): number[];
}

/** Words that weigh as much together say what is meant. */
const enoughWeight = 0.55;

/** How well entries cover search terms: for each term the best field it stands in, weighed by how telling it is. */
export function coverage(index: MatchIndex, terms: readonly QueryTerm[]): Coverage {
  const perTerm = new Map(terms.map((term) => [term, hitsOf(index, term)]));
  const totals = new Map<number, number>();
  for (const [term, hits] of perTerm) {
    for (const [entry, strength] of hits) {
      totals.set(entry, (totals.get(entry) ?? 0) + strength * term.weight);
    }
  }
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  return {
    of(entry, only = terms) {
      const all = sum(only.map((term) => term.weight));
      const covered = only.map((term) => (perTerm.get(term)?.get(entry) ?? 0) * term.weight);
      return all === 0 ? 0 : sum(covered) / all;
    },
    evidence(entry) {
      const objects = terms.filter((term) => term.word >= 0 || term.isObject === true);
      const weight = sum(
        objects.map((term) => ((perTerm.get(term)?.get(entry) ?? 0) > 0 ? term.weight : 0)),
      );
      if (objects.length === 0) return 1;
      return weight === 0 ? 0.6 : Math.min(1, 0.7 + (0.3 * weight) / enoughWeight);
    },
    best: (limit) => topEntries(totals, limit),
  };
}

/** Entries in which a term stands, each with the best strength among the term's meanings. */
function hitsOf(index: MatchIndex, term: QueryTerm): Map<number, number> {
  const hits = new Map<number, number>();
  for (const { term: key, share } of term.alternatives) {
    const list = index.postings.get(key) ?? [];
    for (let at = 0; at < list.length; at += 2) {
      const entry = list[at] ?? 0;
      const strength = (list[at + 1] ?? 0) * share;
      if ((hits.get(entry) ?? 0) < strength) hits.set(entry, strength);
    }
  }
  return hits;
}

/** The entries with the highest totals; equal ones in order of number. */
function topEntries(totals: ReadonlyMap<number, number>, limit: number): number[] {
  let floor = 0;
  let kept: [number, number][] = [];
  for (const item of totals) {
    if (item[1] < floor) continue;
    kept.push(item);
    if (kept.length < limit * 8) continue;
    kept = kept.sort(byTotal).slice(0, limit);
    floor = kept.at(-1)?.[1] ?? 0;
  }
  return kept
    .sort(byTotal)
    .slice(0, limit)
    .map(([entry]) => entry);
}

function byTotal(a: readonly [number, number], b: readonly [number, number]): number {
  return b[1] - a[1] || a[0] - b[0];
}
