import {
  asksSomething,
  isChatting,
  isDangerous,
  isErrand,
  onlyAsks,
} from "#server/language/message-signs.ts";
import { isMissing, isUnheardOf } from "./intent-facts.ts";
import type { Segment } from "./segment.ts";
import type { SignalName } from "./signals.ts";

/** One sign that nothing here is meant, 0–1. `best` is the highest that any candidate has of a signal. */
type RefusalSignal = (segment: Segment, best: (name: SignalName) => number) => number;

/** Every sign for "none of these", by name. The weights are in `model.json`. */
export const refusalSignals = {
  always: () => 1,
  best_exact: (_, best) => best("name_exact"),
  best_near: (_, best) => best("name_near"),
  best_words: (_, best) => best("words_any"),
  best_known: (_, best) => best("words_known"),
  only_asks: ({ intent }) => Number(onlyAsks(intent.clause.text)),
  asks: ({ intent }) => Number(asksSomething(intent.clause.text)),
  asks_to_report: ({ intent }, best) =>
    Number(onlyAsks(intent.clause.text)) * best("reports_asked"),
  errand: ({ intent }) => Number(isErrand(intent.clause.text)),
  dangerous: ({ intent }) => Number(isDangerous(intent.clause.text)),
  chatting: ({ intent }) => Number(isChatting(intent.clause.text)),
  chatting_short: ({ intent }) =>
    Number(isChatting(intent.clause.text) && intent.words.length <= 8),
  misses: ({ intent }) =>
    Number(intent.mentions.some((one) => isMissing(one) && one.place !== "aside")),
  unheard_of: ({ index, intent }) =>
    Number(intent.mentions.some((one) => isUnheardOf(index, one) && one.place !== "aside")),
  misses_first: ({ missesFirst }) => Number(missesFirst),
  unknown: ({ terms }) => {
    const unknown = terms.filter(({ isFound }) => !isFound);
    return terms.length === 0 ? 0 : unknown.length / terms.length;
  },
  all_unknown: ({ terms, named }) =>
    Number(terms.length > 0 && named.size === 0 && terms.every(({ isFound }) => !isFound)),
  no_verb: ({ intent }) => Number(intent.clause.verb === null),
  loose_verb: ({ intent }) => Number(intent.clause.isLoose),
  imperative: ({ intent }) => Number(intent.clause.isImperative),
  length: ({ intent }) => Math.min(1, intent.words.length / 30),
  short: ({ intent }) => Number(intent.words.length <= 4),
  few_terms: ({ intent }) => Number(intent.terms.length <= 1),
} as const satisfies Readonly<Record<string, RefusalSignal>>;

export type RefusalSignalName = keyof typeof refusalSignals;
export const refusalSignalNames = Object.keys(refusalSignals) as readonly RefusalSignalName[];
const readers = refusalSignalNames.map((name): RefusalSignal => refusalSignals[name]);

/** All signs that nothing is meant, in the order of `refusalSignalNames`. */
export function readRefusalSignals(segment: Segment, best: (name: SignalName) => number): number[] {
  return readers.map((read) => read(segment, best));
}
