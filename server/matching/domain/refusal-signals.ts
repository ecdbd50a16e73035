import {
  asksSomething,
  isChatting,
  isDangerous,
  isErrand,
  onlyAsks,
} from "#server/language/message-signs.ts";
import { deeds, isMissing, isUnheardOf } from "./intent-facts.ts";
import type { Mention } from "./mentions.ts";
import { fieldBits } from "./prepare-entry.ts";
import type { ReadIntent } from "./read-intent.ts";
import type { Segment } from "./segment.ts";
import type { SignalName } from "./signals.ts";
import { joining, ordering } from "./split.ts";

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
  misses_lead: ({ intent }) => Number(leadsWithMissing(intent)),
  misses_only: ({ intent }) =>
    Number(
      intent.mentions.some((one) => isMissing(one) && one.place !== "aside") &&
        !intent.mentions.some(({ targets, weak }) => targets.length > 0 && !weak),
    ),
  misses_wanted: ({ intent }) =>
    Number(leadsWithMissing(intent) && [null, "deploy"].includes(intent.clause.verb)),
  misses_done: ({ intent }) => Number(missed(intent).length > 0 && deeds.has(intent.clause.verb)),
  misses_unsaid: ({ intent, terms }) =>
    Number(
      missed(intent).some(({ from, to }) =>
        terms.every(
          ({ term, hits }) =>
            term.word < from || term.word >= to || !hits.some((hit) => (hit & says) !== 0),
        ),
      ),
    ),
  ordered: ({ intent }) => Number(ordering.test(intent.clause.said)),
  joined: ({ intent }) => Number(joining.test(intent.clause.said)),
  sentences: ({ intent }) =>
    Math.min(1, (intent.clause.text.match(/[.!?;](?=\s+\S)/g)?.length ?? 0) / 3),
  replaces: ({ intent }) => Number(replacing.test(intent.clause.said)),
  moves: ({ intent }) => Number(moving.test(intent.clause.said)),
  verb_absent: ({ intent: { clause } }, best) =>
    Number(deeds.has(clause.verb)) * (1 - best("verb_same")),
  deed_absent: (_, best) => best("deed_lacks") * (1 - best("deed_said")),
  best_about: (_, best) => best("about_share"),
  best_sentence: (_, best) => best("sentence"),
  best_strong: (_, best) => best("words_strong"),
  best_whole: (_, best) => best("name_whole"),
  best_said: (_, best) => best("name_said"),
  best_spelt: (_, best) => best("name_spelt"),
  best_rare_description: (_, best) => best("rare_description"),
  best_rare_known: (_, best) => best("rare_known"),
  best_rare_text: (_, best) => best("rare_text"),
  best_kindred: (_, best) => best("kindred"),
  best_covers: (_, best) => best("name_covers"),
  best_exact_and_verb: (_, best) => best("exact_and_verb"),
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

/** Where an entry says what it is. */
const says = fieldBits.name | fieldBits.path | fieldBits.description | fieldBits.tag;
const replacing =
  /\b(?:rather|instead of|replac\w+|swap \w+ (?:for|with)|switch \w+ (?:over )?to|migrate|alternative to|statt|anstelle|au lieu|en vez|em vez)\b/;
/** What changes where a thing runs, or brings back what was: few repositories do. */
const moving = /\b(?:migrat\w+|move|drain|snapshots?|restore|load|copy|clone|import)\b/;

function missed({ mentions }: ReadIntent): readonly Mention[] {
  return mentions.filter((one) => isMissing(one) && one.place !== "aside");
}

/** A product that the repository lacks is the first that is told of: "frigate for the two door cameras". */
function leadsWithMissing({ mentions, terms }: ReadIntent): boolean {
  const first = mentions.find((one) => isMissing(one) && one.place === "object");
  return (
    first !== undefined &&
    !terms.some(({ word, stands }) => stands === "object" && word >= 0 && word < first.from)
  );
}

export type RefusalSignalName = keyof typeof refusalSignals;
export const refusalSignalNames = Object.keys(refusalSignals) as readonly RefusalSignalName[];
const readers = refusalSignalNames.map((name): RefusalSignal => refusalSignals[name]);

/** All signs that nothing is meant, in the order of `refusalSignalNames`. */
export function readRefusalSignals(segment: Segment, best: (name: SignalName) => number): number[] {
  return readers.map((read) => read(segment, best));
}
