import type { Verb } from "#server/contracts/request.ts";
import type { MatchIndex } from "./match-index.ts";
import type { Mention } from "./mentions.ts";
import type { NameEvidence } from "./name-evidence.ts";
import type { IndexedEntry } from "./prepare-entry.ts";
import type { Coverage } from "./query-terms.ts";
import { verbFit } from "./verbs.ts";
import type { Wish } from "./wish.ts";
import { stem, wordsOf } from "./words.ts";

/** One entry on trial, with what the wish says of it and of others. */
export interface Scoring {
  readonly index: MatchIndex;
  readonly wish: Wish;
  readonly number: number;
  readonly item: IndexedEntry;
  readonly named: ReadonlyMap<number, NameEvidence>;
  readonly described: Coverage;
  readonly lacking: Mention | null;
  readonly app: number;
}

/** How well the entry's verbs answer the wish, with what surrounds them in mind. */
export function fitOf(scoring: Scoring): number {
  const { wish, item, named, number } = scoring;
  const { verb, isLoose } = wish.clause;
  const isWhole = named.get(number)?.whole === true;
  return Math.max(
    verbFit(verb, item.verbs, isLoose),
    leadsWith(item, wish) || isRunByName(scoring) ? 1 : 0,
    isWhole && (verb === null || verbStandsInName(item, wish)) ? 0.95 : 0,
    soleFit(scoring),
  );
}

/** "undo the setup" and "Undo cluster setup": its own title says the very verb. */
function leadsWith(item: IndexedEntry, wish: Wish): boolean {
  const { verb, verbWord } = wish.clause;
  if (verb === null || verb === "deploy" || verb === "configure") return false;
  return item.leadStems.includes(stem(verbWord));
}

/** A service with one playbook is set up and changed by it, whatever verb its name has; and it serves its purpose. */
function soleFit({ index, wish, item, named, number }: Scoring): number {
  const { verb, purposeWord } = wish.clause;
  if (item.generic) return 0;
  const stands = item.verbs.includes("configure") && !hasVerb(index, item, "deploy");
  if (stands && (verb === "deploy" || verb === null)) return 0.93;
  const deploys = item.verbs.includes("deploy");
  const isServing = purposeWord !== null && (deploys || stands);
  if (isServing && isForPurpose(wish, named, number)) return 0.92;
  if (!deploys || verb !== "configure" || hasVerb(index, item, "configure")) return 0;
  const isShared = index.anyApp.some((other) => isGenericFor(index, other, "configure"));
  return isShared ? 0.8 : 0.9;
}

function isGenericFor(index: MatchIndex, number: number, verb: Verb): boolean {
  const item = index.entries[number];
  return item?.generic === true && item.verbs.includes(verb);
}

/** "run reset": the words behind the verb are the whole name. */
function isRunByName({ wish, named, number }: Scoring): boolean {
  const mention = named.get(number)?.mention;
  if (wish.clause.verb !== "run" || mention === undefined || mention === null) return false;
  return mention.from === 0 && mention.to === wish.words.length && mention.quality === 1;
}

/** "trust our ca" and `ca_trust`: the verb is a part of the name itself. */
function verbStandsInName(item: IndexedEntry, wish: Wish): boolean {
  const { text, object } = wish.clause;
  const verbWord = wordsOf(text.slice(0, Math.max(0, text.length - object.length)));
  return verbWord.some((word) => item.nameStems.includes(word.stem));
}

function hasVerb(index: MatchIndex, item: IndexedEntry, verb: Verb): boolean {
  const siblings = index.services.get(item.serviceId) ?? [];
  return siblings.some((number) => index.entries[number]?.verbs.includes(verb) === true);
}

/** "back up with borg", "sync my files": the verb says what the service is for, unless a service is its object. */
function isForPurpose(
  wish: Wish,
  named: ReadonlyMap<number, NameEvidence>,
  number: number,
): boolean {
  const mention = named.get(number)?.mention ?? null;
  const object = wish.mentions.some(
    (other) => other.place !== "aside" && other.targets.length > 0 && !other.weak,
  );
  return !object && (mention === null || mention.place === "aside" || mention.weak);
}
