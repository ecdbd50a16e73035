import type { Clause } from "#server/language/clause.ts";
import { stopWords } from "#server/language/stop-words.ts";
import { compact, fold, stem, type Word, wordsOf } from "#server/language/words.ts";
import { type MatchIndex, productNamed } from "./match-index.ts";
import { findMentions, type Mention } from "./mentions.ts";
import { type NameTarget, nameKeys } from "./prepare-entry.ts";
import { type QueryTerm, queryTerms, type Rarity } from "./query-terms.ts";
import { entriesAtPath } from "./written-path.ts";

/** One clause of a request, read against the index. */
export interface ReadIntent {
  readonly clause: Clause;
  readonly words: readonly Word[];
  readonly mentions: readonly Mention[];
  readonly terms: readonly QueryTerm[];
  /** Stems of all its words, the verb's too, and of neighbours written as one. */
  readonly stems: ReadonlySet<string>;
  /** The entry that the whole intent names and nothing else, by number: "run the site playbook". */
  readonly isNamedBy: number | null;
  /** Service the intent is about, for intents that follow it. */
  readonly named: string | null;
}

/** Stems of all words, and of any two written as one: "check health" holds "healthcheck". */
function stemsOf(text: string): ReadonlySet<string> {
  const words = wordsOf(text).slice(0, 12);
  const pairs = words.flatMap((first) => words.map((second) => `${first.text}${second.text}`));
  return new Set([...words.map((word) => word.stem), ...pairs.map((pair) => stem(pair))]);
}

/** True when a text starts with something that can be deployed. */
export function startsWithName(index: MatchIndex, part: string): boolean {
  const words = wordsOf(part.replace(/^(?:the|my|a|an|our|also)\s+/i, ""));
  const first = findMentions(index, words)[0];
  return first !== undefined && first.from === 0 && (first.product || first.targets.length > 0);
}

/** Finds names and search terms in a clause. */
export function readIntent(
  index: MatchIndex,
  clause: Clause,
  rarity: Rarity = () => 1,
): ReadIntent {
  const words = withoutNumberedHosts(
    index,
    withoutListedPlaces(index, clause.object),
    clause.object,
  );
  const whole = wholeAlias(index, clause.text, words);
  const named = whole.length > 0 ? whole : fileNamed(index, clause, words);
  const [only, ...others] = new Set(
    named.flatMap(({ targets }) => targets.map((one) => one.entry)),
  );
  const mentions = [...named, ...findMentions(index, words)];
  const main = mentions.find((mention) => mention.place !== "aside" && mention.targets.length > 0);
  const entry = index.entries[main?.targets[0]?.entry ?? -1];
  return {
    clause,
    words,
    mentions,
    terms: queryTerms(index, words, fold(clause.object), {
      purposeWord: clause.purposeWord,
      rarity,
    }),
    stems: stemsOf(clause.text),
    isNamedBy: others.length === 0 ? (only ?? null) : null,
    named: entry?.serviceId ?? null,
  };
}

const moreOfAList = "(?: ?, ?(?:and )?| and | ?& ?)[\\w-]+";
/** ", ben and cid" of "on ann, ben and cid": more of the place before, each one word, up to a stop. */
const listedPlaces = new RegExp(
  `(?<=\\b(?:to|on|onto|at|in) (?:the )?[\\w-]{1,64})${moreOfAList}(?:${moreOfAList})*(?= ?(?:[,.;!?]|$))`,
  "gi",
);

/** The words of a text but for a list of machines; a name among them stays. */
function withoutListedPlaces(index: MatchIndex, text: string): Word[] {
  const places = [...text.matchAll(listedPlaces)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  const isListed = ({ at }: Word) => places.some(([from, to]) => at >= from && at < to);
  return wordsOf(text).filter((word) => !isListed(word) || startsWithName(index, word.raw));
}

/** "nextcloud-03", "pve-mini-2", "server3": machines of a series, not the product they are called after. */
const numberedHost =
  /(?<![\w.-])[a-z][a-z]*(?:-[a-z\d]+)*(?:-\d{1,3}|(?<=[a-z]{3})\d{1,2})(?![\w.-])/gi;

/** The words of a text but for machines of a series, unless the catalog has that very name or nothing else is said. */
function withoutNumberedHosts(index: MatchIndex, words: Word[], text: string): Word[] {
  const hosts = [...text.matchAll(numberedHost)]
    .filter(([name]) => !isOwnWord(index, name))
    .map((match) => [match.index, match.index + match[0].length] as const);
  const rest = words.filter(({ at }) => !hosts.some(([from, to]) => at >= from && at < to));
  return rest.some(({ text: word }) => !stopWords.has(word)) ? rest : words;
}

function isOwnWord(index: MatchIndex, name: string): boolean {
  const key = compact(name);
  return index.names.has(key) || index.postings.has(stem(key)) || productNamed(key) !== null;
}

/** "what's running" as an alias would have it: "what is running". */
function fullWords(text: string): string {
  return text.replace(/\b(what|who|that|it|how|where)['\u2019]s\b/gi, "$1 is");
}

/** "run site.yml", "run reset", "run the usual": a playbook's path, or behind the verb its file name or alias. */
function fileNamed(index: MatchIndex, clause: Clause, words: readonly Word[]): Mention[] {
  const written = entriesAtPath(index, clause.text).map((entry) => ({ entry, isOwn: true }));
  if (written.length > 0) return [wholeMention(clause.text, words, written)];
  if (clause.verb !== "run") return [];
  const telling = words.filter(
    ({ text }) => !/^(?:the|my|our|a|an|playbook|job|please|now)$/.test(text),
  );
  const numbers = index.byFileName.get(telling.map(({ text }) => text).join("")) ?? [];
  const targets =
    numbers.length > 0
      ? numbers.map((entry) => ({ entry, isOwn: true }))
      : nameKeys(clause.object).flatMap((key) => index.names.get(key) ?? []);
  return targets.length === 0 ? [] : [wholeMention(clause.text, words, targets)];
}

function wholeMention(
  text: string,
  words: readonly Word[],
  targets: readonly NameTarget[],
): Mention {
  const place = "object" as const;
  const to = words.length;
  return {
    from: 0,
    to,
    targets,
    spelling: "exact",
    product: false,
    weak: false,
    typed: text,
    place,
  };
}

/** An alias that holds the verb itself, such as "back up everything", names its entry by the whole intent. */
function wholeAlias(index: MatchIndex, text: string, words: readonly Word[]): Mention[] {
  const targets = nameKeys(fullWords(text)).flatMap((key) => index.names.get(key) ?? []);
  return targets.length === 0 ? [] : [wholeMention(text, words, targets)];
}
