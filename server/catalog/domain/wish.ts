import type { MatchIndex, NameTarget } from "./match-index.ts";
import { findMentions, type Mention } from "./mentions.ts";
import { nameKeys } from "./prepare-entry.ts";
import { type QueryTerm, queryTerms } from "./query-terms.ts";
import type { Clause } from "./split-request.ts";
import { ideasOfStem } from "./synonyms.ts";
import { fold, stem, type Word, wordsOf } from "./words.ts";

/** One clause of a request, read against the index. */
export interface Wish {
  readonly clause: Clause;
  readonly words: readonly Word[];
  readonly mentions: readonly Mention[];
  readonly terms: readonly QueryTerm[];
  /** Stems of all its words, the verb's too, and of neighbours written as one. */
  readonly stems: ReadonlySet<string>;
  readonly ideas: ReadonlySet<string>;
  /** Service the wish is about, for wishes that follow it. */
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
export function readWish(index: MatchIndex, clause: Clause): Wish {
  const words = wordsOf(clause.object);
  const whole = wholeAlias(index, clause.text, words);
  const mentions = [
    ...(whole.length > 0 ? whole : fileName(index, clause, words)),
    ...findMentions(index, words),
  ];
  const main = mentions.find((mention) => mention.place !== "aside" && mention.targets.length > 0);
  const entry = index.entries[main?.targets[0]?.entry ?? -1];
  return {
    clause,
    words,
    mentions,
    terms: queryTerms(index, words, fold(clause.object), clause),
    stems: stemsOf(clause.text),
    ideas: new Set(words.flatMap((word) => ideasOfStem(word.stem))),
    named: entry?.serviceId ?? null,
  };
}

/** "what's running" as an alias would have it: "what is running". */
function fullWords(text: string): string {
  return text.replace(/\b(what|who|that|it|how|where)['\u2019]s\b/gi, "$1 is");
}

/** "run reset", "run the nightly backup playbook": what is behind the verb is a playbook's file name. */
function fileName(index: MatchIndex, clause: Clause, words: readonly Word[]): Mention[] {
  if (clause.verb !== "run") return [];
  const telling = words.filter(
    ({ text }) => !/^(?:the|my|our|a|an|playbook|job|please|now)$/.test(text),
  );
  const numbers = index.byFileName.get(telling.map(({ text }) => text).join("")) ?? [];
  return numbers.length === 0
    ? []
    : [
        wholeMention(
          clause.text,
          words,
          numbers.map((entry) => ({ entry, strength: 1 })),
        ),
      ];
}

function wholeMention(
  text: string,
  words: readonly Word[],
  targets: readonly NameTarget[],
): Mention {
  const place = "object" as const;
  const to = words.length;
  return { from: 0, to, targets, quality: 1, product: false, weak: false, typed: text, place };
}

/** An alias that holds the verb itself, such as "back up everything", names its entry by the whole wish. */
function wholeAlias(index: MatchIndex, text: string, words: readonly Word[]): Mention[] {
  const targets = nameKeys(fullWords(text)).flatMap((key) => index.names.get(key) ?? []);
  return targets.length === 0 ? [] : [wholeMention(text, words, targets)];
}
