import type { Verb } from "#server/contracts/request.ts";
import { placeWords } from "#server/language/stop-words.ts";
import { stem, type Word } from "#server/language/words.ts";
import { deeds, isMissing } from "./intent-facts.ts";
import type { Mention } from "./mentions.ts";
import { fieldBits } from "./prepare-entry.ts";
import { byConfidence, type RankedEntry } from "./rank.ts";
import { type FoundTerm, fieldsOf, type Segment } from "./segment.ts";

/** What brings a product that is not there yet. */
const bringing: ReadonlySet<Verb | null> = new Set<Verb | null>(["deploy", "configure", null]);
/** What is done to a thing that is there: any entry may do it among other things. */
const settled = new Set(
  "disable enable turn switch allow block open close harden tune mask unmask".split(" "),
);
/** Where an entry says what it is, as opposed to what it works with. */
const telling = fieldBits.name | fieldBits.path | fieldBits.description | fieldBits.tag;
/** As unlikely as what is not even asked about. */
const vetoed = 0.1;
/** So sure that it is asked about, never planned unasked. */
const asked = 0.85;

/**
 * The few hard rules. Who asks for a product by name ("install paperless") is not offered what merely is alike. A word
 * for machines says where, not what. What sets a thing up is no answer to "restart it", and what only speaks of a thing
 * is not sure to be about it: a person is asked.
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
    const isBeside = isOnlyWhere(segment, number, isUndone);
    if (isBeside && !item.actsOnMachines && !item.setsUpAll) return vetoed;
    return wanted !== null || isUndone ? asked : 1;
  };
  return ranked
    .map((one) => ({ ...one, confidence: Math.min(most(one), one.confidence) }))
    .sort(byConfidence);
}

/**
 * Of all that is said an entry has only words for machines, and they tell where: behind a preposition ("everything to
 * the dev vm"), or with a deed that the entry does not do ("reboot the server" and a `dhcp_server`).
 */
function isOnlyWhere(
  { terms, intent: { clause, words }, named }: Segment,
  number: number,
  isUndone: boolean,
): boolean {
  const found = terms.filter(({ hits }) => (hits[number] ?? 0) !== 0);
  const isPower = isUndone && (clause.verb === "restart" || clause.verb === "stop");
  const tellsWhere = ({ term: { word } }: FoundTerm): boolean => {
    const said = words[word]?.text ?? "";
    return (
      (isPower && machineWords.has(said)) || (placeWords.has(said) && isBehindPlace(words, word))
    );
  };
  return found.length > 0 && found.every(tellsWhere) && !named.has(number);
}

/** What is restarted or stopped itself where nothing else is named. */
const machineWords = new Set(
  "server servers host hosts machine machines box boxes computer computers node nodes vm vms".split(
    " ",
  ),
);

const whereBefore = new Set(["to", "on", "onto", "at", "in"]);
const articles = new Set(["the", "my", "our", "a", "this", "that"]);

/** "on vm", "to the dev vm": a preposition, perhaps an article, perhaps one word more. */
function isBehindPlace(words: readonly Word[], at: number): boolean {
  const [before = "", second = "", third = ""] = [1, 2, 3].map((back) => words[at - back]?.text);
  if (whereBefore.has(before)) return true;
  if (articles.has(before)) return whereBefore.has(second);
  return articles.has(second) && whereBefore.has(third);
}

/** The product that stands first behind the verb and that no entry is about. */
function missingProduct({ intent }: Segment): Mention | null {
  const { clause, mentions, terms } = intent;
  if (!bringing.has(clause.verb) || settled.has(clause.verbWord)) return null;
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
