import { type RefusalSignalName, refusalSignalNames } from "./refusal-signals.ts";
import { type SignalName, signalNames } from "./signals.ts";

/** What is known of a candidate once all are weighed. */
export interface Weighed {
  /** Its signals, in the order of `signalNames`. */
  readonly row: readonly number[];
  /** The message's refusal signals, in their order. */
  readonly none: readonly number[];
  /** Its share of the probability, 0–1, and that of its strongest rival. */
  readonly share: number;
  readonly rival: number;
  /** All shares together: the chance that anything here is meant. */
  readonly any: number;
}

const least = 1e-4;
function signal(name: SignalName): (weighed: Weighed) => number {
  const at = signalNames.indexOf(name);
  return ({ row }) => row[at] ?? 0;
}
function refusal(name: RefusalSignalName): (weighed: Weighed) => number {
  const at = refusalSignalNames.indexOf(name);
  return ({ none }) => none[at] ?? 0;
}

/** Lists that rank candidates each in its own way. */
const agreeing = [
  signal("about_best"),
  signal("about_name"),
  signal("dense"),
  signal("weight_rank"),
] as const;

/**
 * Signs of how far a share is to be believed, about 0–1 each but the odds. A short command that names a thing and a
 * deed is believed more than a story that came out as likely.
 */
export const trustSigns = {
  always: () => 1,
  odds: ({ share }) => logOdds(share),
  any: ({ any }) => logOdds(any),
  lead: ({ share, rival }) => Math.min(1, Math.log((share + least) / (rival + least)) / 5),
  agreement: (weighed) => agreeing.filter((read) => read(weighed) === 1).length / agreeing.length,
  about_share: signal("about_share"),
  about_best: signal("about_best"),
  about_name: signal("about_name"),
  dense: signal("dense"),
  kindred: signal("kindred"),
  sentence: signal("sentence"),
  size: signal("size"),
  deed_said: signal("deed_said"),
  deed_lacks: signal("deed_lacks"),
  deed_unsaid: signal("deed_unsaid"),
  verb_against: signal("verb_against"),
  verb_absent: refusal("verb_absent"),
  deed_absent: refusal("deed_absent"),
  misses_lead: refusal("misses_lead"),
  misses_only: refusal("misses_only"),
  moves: refusal("moves"),
  ordered: refusal("ordered"),
  joined: refusal("joined"),
  sentences: refusal("sentences"),
  opposite: signal("opposite"),
  exact_but_verb: signal("exact_but_verb"),
  best_spelt: refusal("best_spelt"),
  asks: refusal("asks"),
  replaces: refusal("replaces"),
  exact_and_verb: signal("exact_and_verb"),
  name_whole: signal("name_whole"),
  name_said: signal("name_said"),
  words_any: signal("words_any"),
  verb_same: signal("verb_same"),
  name_covers: signal("name_covers"),
  only_verb: signal("only_verb"),
  only_mentions: signal("only_mentions"),
  any_app: signal("any_app"),
  all_fit: signal("all_fit"),
  verb_lacks: signal("verb_lacks"),
  other_named: signal("other_named"),
  only_asks: refusal("only_asks"),
  errand: refusal("errand"),
  dangerous: refusal("dangerous"),
  chatting: refusal("chatting"),
  misses: refusal("misses"),
  unheard_of: refusal("unheard_of"),
  unknown: refusal("unknown"),
  no_verb: refusal("no_verb"),
  imperative: refusal("imperative"),
  length: refusal("length"),
} as const satisfies Readonly<Record<string, (weighed: Weighed) => number>>;

export const trustSignNames = Object.keys(trustSigns) as readonly (keyof typeof trustSigns)[];

const readers = trustSignNames.map((name) => trustSigns[name]);

/** All signs of trust, in the order of `trustSignNames`. */
export function readTrust(weighed: Weighed): number[] {
  return readers.map((read) => read(weighed));
}

function logOdds(share: number): number {
  const kept = Math.min(1 - least, Math.max(least, share));
  return Math.log(kept / (1 - kept));
}
