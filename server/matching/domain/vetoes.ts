import type { Verb } from "#server/contracts/request.ts";
import { stem } from "#server/language/words.ts";
import { deeds, isMissing } from "./intent-facts.ts";
import type { Mention } from "./mentions.ts";
import { fieldBits } from "./prepare-entry.ts";
import { byConfidence, type RankedEntry } from "./rank.ts";
import { fieldsOf, type Segment } from "./segment.ts";

/** What brings a product that is not there yet. */
const bringing: ReadonlySet<Verb | null> = new Set<Verb | null>(["deploy", "configure", null]);
/** Where an entry says what it is, as opposed to what it works with. */
const telling = fieldBits.name | fieldBits.path | fieldBits.description | fieldBits.tag;
/** As unlikely as what is not even asked about. */
const vetoed = 0.1;
/** So sure that it is asked about, never planned unasked. */
const asked = 0.85;

/**
 * The few hard rules. Who asks for a product by name ("install paperless") is not offered what merely is alike. What
 * sets a thing up is no answer to "restart it", and what only speaks of a thing is not sure to be about it: a person
 * is asked.
 */
export function applyVetoes(
  segment: Segment,
  ranked: readonly RankedEntry[],
): readonly RankedEntry[] {
  const wanted = missingProduct(segment);
  const { verb, verbWord } = segment.intent.clause;
  const most = ({ number, item }: RankedEntry): number => {
    if (wanted !== null && !isOf(segment, wanted, number)) return vetoed;
    const isDone =
      verb === null ||
      item.verbs.includes(verb) ||
      [...item.leadStems, ...item.nameStems].includes(stem(verbWord));
    const isUndone = deeds.has(verb) && !isDone;
    return wanted !== null || isUndone ? asked : 1;
  };
  return ranked
    .map((one) => ({ ...one, confidence: Math.min(most(one), one.confidence) }))
    .sort(byConfidence);
}

/** The product that stands first behind the verb and that no entry is about. */
function missingProduct({ intent }: Segment): Mention | null {
  const { clause, mentions, terms } = intent;
  if (!bringing.has(clause.verb)) return null;
  const first = mentions.find(({ place, weak }) => place === "object" && !weak);
  if (first === undefined || !isMissing(first)) return null;
  const isLed = terms.some(({ word }) => word >= 0 && word < first.from);
  return isLed ? null : first;
}

function isOf({ terms, named }: Segment, { from, to }: Mention, number: number): boolean {
  const own = terms.filter(({ term }) => term.word >= from && term.word < to);
  const isSaid = own.every(({ hits }) => (fieldsOf(hits[number] ?? 0, "direct") & telling) !== 0);
  return named.has(number) || (own.length > 0 && isSaid);
}
