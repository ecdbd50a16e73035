import { fitOf, type Scoring } from "./match-fit.ts";
import type { MatchIndex } from "./match-index.ts";
import type { Mention } from "./mentions.ts";
import {
  type AllThereIs,
  aboutAll,
  appStrength,
  bareVerb,
  isBeneficiary,
  isMeans,
  type NameEvidence,
  namedEntries,
  nameShare,
} from "./name-evidence.ts";
import type { IndexedEntry } from "./prepare-entry.ts";
import { coverage, type QueryTerm } from "./query-terms.ts";
import { verbOfStem } from "./verbs.ts";
import type { Wish } from "./wish.ts";
import { compact, stem } from "./words.ts";

/** An entry with how surely it is meant. `exact` when a name points at it. */
export interface ScoredEntry {
  readonly number: number;
  readonly item: IndexedEntry;
  readonly confidence: number;
  /** How exactly its name and text say what was asked, 0–3: settles ties only. */
  readonly precision: number;
  readonly exact: boolean;
  readonly reason: string;
}

/**
 * Scores every entry that anything in the wish points at.
 *
 * @param inherited service of the wish before, where this one names none of its own
 */
export function scoreEntries(
  index: MatchIndex,
  wish: Wish,
  inherited: string | null,
): ScoredEntry[] {
  const named = namedEntries(index, wish, inherited);
  const described = coverage(index, wish.terms);
  const numbers = new Set([...named.keys(), ...described.best(100)]);
  const app = appStrength(index, wish, inherited);
  for (const number of app > 0 ? index.anyApp : bareVerb(index, wish)) numbers.add(number);
  const lacking = lackedProduct(wish, inherited);
  const scored: ScoredEntry[] = [];
  for (const number of numbers) {
    const item = index.entries[number];
    if (item === undefined) continue;
    scored.push(scoreOne({ index, wish, number, item, named, described, lacking, app }));
  }
  return scored;
}

/** The product that is asked for and that the repository does not have, or null. */
function lackedProduct(wish: Wish, inherited: string | null): Mention | null {
  const isMissing = (mention: Mention): boolean =>
    mention.product && mention.targets.length === 0 && mention.place !== "aside";
  const lacking = wish.mentions.find(
    (mention) => isMissing(mention) && !isPlatformActedOn(wish, mention),
  );
  if (lacking === undefined) return null;
  const hasTarget = wish.mentions.some(
    (mention) => mention.targets.length > 0 && mention.place === "target",
  );
  const parameter = wish.clause.verb === "configure" && (hasTarget || inherited !== null);
  return parameter && lacking.place === "object" ? null : lacking;
}

/** What apps run on wherever there are any. */
const platforms = new Set(["docker", "dockercompose", "podman", "lxc", "systemd"]);

/** "clean up docker", "list the docker containers" need no playbook that installs docker. */
function isPlatformActedOn({ clause: { verb } }: Wish, mention: Mention): boolean {
  const acts = verb !== null && verb !== "deploy" && verb !== "configure";
  return acts && platforms.has(compact(mention.typed));
}

function scoreOne(scoring: Scoring): ScoredEntry {
  const { wish, number, item, lacking, described } = scoring;
  const { confidence, reason, exact } = believe(scoring, fitOf(scoring));
  const isServed = lacking === null || (item.generic && scoring.app > 0);
  const share =
    kindShares[item.entry.kind] * (item.aside ? asideShare : 1) * (isServed ? 1 : lackingShare);
  return {
    number,
    item,
    exact,
    reason,
    confidence: round(confidence * share),
    precision: nameShare(item, wish, impliedVerbShare) ** 2 + 2 * described.of(number),
  };
}

/** A playbook is preferred to a role, a role to a page, where they are otherwise equal. */
const kindShares = { playbook: 1, tag: 1, role: 0.99, page: 0.98 } as const;
/** Examples, documents and old things are only meant where nothing else is. */
const asideShare = 0.955;
/** What is left of a match when the request names a product that the repository does not have. */
const lackingShare = 0.45;
const impliedVerbShare = 0.7;
const purposeCap = 0.93;
const singleWordCap = 0.82;

interface Belief {
  readonly confidence: number;
  readonly reason: string;
  readonly exact: boolean;
}

function believe(scoring: Scoring, fit: number): Belief {
  const evidence = scoring.named.get(scoring.number);
  if (evidence === undefined) return byApp(scoring, fit) ?? byDescription(scoring, fit);
  const named = byName(scoring, evidence, fit);
  if (evidence.mention?.weak !== true) return named;
  // An ordinary word may be there by chance: what is said as a whole may fit better.
  const other = byApp(scoring, fit) ?? byDescription(scoring, fit);
  return other.confidence > named.confidence ? other : named;
}

function byName(scoring: Scoring, evidence: NameEvidence, fit: number): Belief {
  const rest = restCoverage(scoring, evidence.mention);
  const confidence = evidence.strength * fit * objectShare(scoring, evidence, rest);
  return { confidence, reason: nameReason(evidence, scoring.item), exact: true };
}

/** A mere name asks for no action; of several that restore any app, the one called "restore" is meant. */
function askedShare({ item, wish: { clause } }: Scoring): number {
  if (clause.verb === null) return 0.6;
  return item.nameStems.includes(stem(clause.verbWord)) ? 1 : 0.97;
}

/** What does it for any app; null where the entry does not, or no app is meant. */
function byApp(scoring: Scoring, fit: number): Belief | null {
  const { item, app } = scoring;
  if (app === 0) return null;
  if (item.generic) {
    const confidence = 0.93 * app * fit * fit * askedShare(scoring) * genericShare(scoring);
    return { confidence, reason: "acts on any installed app", exact: false };
  }
  if (item.wholesale && isExactVerb(scoring) && !namesMachines(item)) {
    return { confidence: 0.8 * app, reason: "does it for everything here", exact: false };
  }
  if (!item.takesApp) return null;
  const confidence = 0.92 * app * fit * Math.min(1, 1.15 * (appRest(scoring) ?? 0));
  return { confidence, reason: "does it for any installed app", exact: false };
}

function byDescription(scoring: Scoring, fit: number): Belief {
  const { wish, number, item, named, described } = scoring;
  const all = aboutAll(wish);
  const bare = all === null ? 0 : bareShare(item, fit, all);
  if (all !== null && wish.terms.length === 0) {
    return { confidence: bare, reason: "the only words are its verb", exact: false };
  }
  const telling = wish.terms.filter((term) => term.weight > 0.35);
  const cap = telling.length <= 1 ? singleWordCap : purposeCap;
  const share = (namesAnother(wish, named) ? 0.7 : 1) * (item.collects ? collectShare : 1);
  const base = Math.min(cap, described.of(number) * 1.12) * described.evidence(number) * share;
  if (bare > base * fit) return { confidence: bare, reason: "does it for all", exact: false };
  return { confidence: base * fit, reason: "its purpose fits the words", exact: false };
}

/** What so many entries are about is what the repository is about. */
const mainThingShare = 0.2;

/** `remove-node.yml` removes no app. */
function namesMachines(item: IndexedEntry): boolean {
  return item.nameStems.some((part) => verbOfStem(part) === null);
}

/**
 * `restart.yml` in a repository about one thing restarts that thing; `reboot.yml` restarts machines, and `reset.yml`
 * removes far more than an app that is one of many.
 */
function isExactVerb({ index, wish, item, named }: Scoring): boolean {
  const { verb } = wish.clause;
  const isPower = item.nameStems.some((part) => part === "reboot" || part === "shutdown");
  const isMain = named.size >= mainThingShare * index.entries.length;
  const isForOne = verb !== null && verb !== "report" && (verb !== "remove" || isMain);
  return isForOne && item.verbs.includes(verb) && !isPower;
}

/** "show the logs of jellyfin" is not what shows the status of any app: the other words have to be covered too. */
function genericShare(scoring: Scoring): number {
  const { verb } = scoring.wish.clause;
  const rest = appRest(scoring);
  if (rest === null || (verb !== "report" && verb !== "run")) return 1;
  return 0.75 + 0.25 * Math.min(1, rest * 1.3);
}

/** Coverage of the words beside the app's name; null where there are none. */
function appRest(scoring: Scoring): number | null {
  const mention = scoring.wish.mentions.find(({ weak, place }) => !weak && place !== "aside");
  return mention === undefined ? null : restCoverage(scoring, mention);
}

/** A playbook that applies dozens of roles has every word somewhere. */
const collectShare = 0.8;

function bareShare(item: IndexedEntry, fit: number, all: AllThereIs): number {
  if (fit < 1) return 0;
  const whole = item.wholesale || item.setsUpAll;
  if (all === "apps") return item.generic ? 0.9 : whole ? 0.86 : 0.5;
  if (whole) return 0.9;
  return item.generic && all === "anything" ? 0.8 : 0.55;
}

/** True where something else is named outright, so that a mere description is less likely meant. */
function namesAnother(wish: Wish, named: ReadonlyMap<number, NameEvidence>): boolean {
  if (named.size === 0) return false;
  const { mentions } = wish;
  return (
    mentions.length === 0 ||
    mentions.some(
      (mention) =>
        isMeans(wish, mention) ||
        (!mention.weak && mention.place !== "aside" && !isBeneficiary(wish, mention)),
    )
  );
}

/** Share of the words beside the name that the entry covers, 0–1; null when there are none. */
function restCoverage(scoring: Scoring, mention: Mention | null): number | null {
  const { wish, described, number } = scoring;
  const inside = (term: QueryTerm): boolean =>
    mention !== null && term.word >= mention.from && term.word < mention.to;
  const isPlaced = (term: QueryTerm): boolean =>
    term.isAside && mention?.place === "object" && term.word >= mention.to;
  const isFree = (term: QueryTerm): boolean => term.isValue || isPlaced(term);
  const rest = wish.terms.filter((term) => !inside(term) && !isFree(term));
  return rest.length === 0 ? null : described.of(number, rest);
}

/** "docker desktop" is not docker: the word behind the name makes it another thing. */
const otherThingShare = 0.84;

/**
 * What the words beside the name are worth. A deployment may be described at length ("with hardware transcoding on
 * port 8096"); a change, a report or a run is only the right one when its object is covered as well.
 */
function objectShare(
  { wish, item, described, number }: Scoring,
  evidence: NameEvidence,
  rest: number | null,
): number {
  if (rest === null || evidence.whole) return 1;
  const verb = wish.clause.verb;
  if (evidence.mention?.weak === true) return 0.4 + 0.6 * Math.min(1, rest * 1.2);
  const strict = verb === "configure" || verb === "report" || verb === "run" || verb === null;
  if (strict || evidence.mention === null) {
    const floor = item.verbs.includes("configure") && verb === "configure" ? 0.82 : 0.72;
    return floor + (1 - floor) * Math.min(1, rest * 1.2);
  }
  const next = wish.terms.find((term) => term.word === evidence.mention?.to && !term.isValue);
  const isOther = next !== undefined && next.weight > 0.4 && described.of(number, [next]) === 0;
  return isOther ? otherThingShare : 0.94 + 0.06 * Math.min(1, rest * 1.3);
}

function nameReason(evidence: NameEvidence, item: IndexedEntry): string {
  if (evidence.whole) return "its name stands in the words";
  if (evidence.mention === null)
    return `follows the step before, about ${item.entry.service ?? item.entry.name}`;
  const { quality, typed } = evidence.mention;
  return quality === 1 ? `"${typed}" names it` : `"${typed}" is nearly its name`;
}

/** Three decimals within 0–1. */
export function round(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}
