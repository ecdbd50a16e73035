import type { IndexedEntry, MatchIndex } from "./match-index.ts";
import type { Mention } from "./mentions.ts";
import { coverage, type QueryTerm } from "./query-terms.ts";
import { verbFit } from "./verbs.ts";
import type { Wish } from "./wish.ts";

/** An entry with how surely it is meant. `exact` when a name points at it. */
export interface ScoredEntry {
  readonly number: number;
  readonly item: IndexedEntry;
  readonly confidence: number;
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
  const numbers = new Set([...named.keys(), ...described.best(40)]);
  const app = appStrength(index, wish, inherited);
  for (const number of app > 0 ? index.generic : bareVerb(index, wish)) numbers.add(number);
  const lacking = lackedProduct(wish, inherited);
  const scored: ScoredEntry[] = [];
  for (const number of numbers) {
    const item = index.entries[number];
    if (item === undefined) continue;
    scored.push(scoreOne({ index, wish, number, item, named, described, lacking, app }));
  }
  return scored;
}

/** How surely the wish is about one installed app, 0–1: only then does "restart an app" serve it. */
function appStrength(index: MatchIndex, wish: Wish, inherited: string | null): number {
  const isApp = (number: number): boolean => {
    const siblings = index.services.get(index.entries[number]?.serviceId ?? "") ?? [];
    return siblings.some((sibling) => index.entries[sibling]?.verbs.includes("deploy") === true);
  };
  const strengths = wish.mentions
    .filter((mention) => mention.place !== "aside")
    .flatMap(({ targets, quality }) =>
      targets.filter((target) => isApp(target.entry)).map((target) => target.strength * quality),
    );
  const taken =
    inherited !== null && (index.services.get(inherited) ?? []).some(isApp) ? [0.96] : [];
  return Math.max(0, ...strengths, ...taken);
}

/** "back up everything": no words but the verb. Then what does that, for all, is meant. */
function bareVerb(index: MatchIndex, wish: Wish): number[] {
  const { verb } = wish.clause;
  if (verb === null || wish.terms.length > 0 || wish.mentions.length > 0) return [];
  return index.entries
    .flatMap((item, number) => (item.verbs.includes(verb) ? [number] : []))
    .slice(0, 50);
}

interface NameEvidence {
  readonly strength: number;
  readonly mention: Mention | null;
}

const placeShare: Readonly<Record<"configure" | "other", Record<Mention["place"], number>>> = {
  configure: { target: 1, object: 0.98, aside: 0.72 },
  other: { target: 0.97, object: 1, aside: 0.62 },
};

type Named = Map<number, NameEvidence>;

/** Entries that the wish names, or whose service it takes over from the wish before. */
function namedEntries(index: MatchIndex, wish: Wish, inherited: string | null): Named {
  const found: Named = new Map();
  const shares = placeShare[wish.clause.verb === "configure" ? "configure" : "other"];
  const onlyAside = wish.mentions.every((mention) => mention.place === "aside");
  for (const mention of wish.mentions) {
    const alone = onlyAside && wish.terms.length <= mention.to - mention.from;
    addMention(found, mention, alone ? 0.97 : shares[mention.place]);
  }
  addSiblings(index, found);
  for (const number of index.services.get(inherited ?? "") ?? []) {
    if (!found.has(number)) found.set(number, { strength: 0.96, mention: null });
  }
  return found;
}

function addMention(found: Named, mention: Mention, share: number): void {
  for (const target of mention.targets) {
    const strength = mention.quality * target.strength * share;
    if ((found.get(target.entry)?.strength ?? 0) < strength) {
      found.set(target.entry, { strength, mention });
    }
  }
}

/** Entries of a service that one of its entries' own aliases names: a little weaker than that entry. */
function addSiblings(index: MatchIndex, found: Named): void {
  const services = new Map<string, NameEvidence>();
  for (const [number, evidence] of found) {
    const service = index.entries[number]?.serviceId ?? "";
    if ((services.get(service)?.strength ?? 0) < evidence.strength) services.set(service, evidence);
  }
  for (const [service, evidence] of services) {
    for (const number of index.services.get(service) ?? []) {
      if (!found.has(number))
        found.set(number, { ...evidence, strength: evidence.strength * 0.93 });
    }
  }
}

/** The product that is asked for and that the repository does not have, or null. */
function lackedProduct(wish: Wish, inherited: string | null): Mention | null {
  const lacking = wish.mentions.find(
    (mention) => mention.product && mention.targets.length === 0 && mention.place !== "aside",
  );
  if (lacking === undefined) return null;
  const hasTarget = wish.mentions.some(
    (mention) => mention.targets.length > 0 && mention.place === "target",
  );
  const parameter = wish.clause.verb === "configure" && (hasTarget || inherited !== null);
  return parameter && lacking.place === "object" ? null : lacking;
}

interface Scoring {
  readonly index: MatchIndex;
  readonly wish: Wish;
  readonly number: number;
  readonly item: IndexedEntry;
  readonly named: ReadonlyMap<number, NameEvidence>;
  readonly described: ReturnType<typeof coverage>;
  readonly lacking: Mention | null;
  readonly app: number;
}

function scoreOne(scoring: Scoring): ScoredEntry {
  const { wish, number, item, lacking } = scoring;
  const fit = verbFit(wish.clause.verb, item.verbs, wish.clause.isLoose);
  const { confidence, reason, exact } = believe(scoring, fit);
  const share = kindShares[item.entry.kind] * (lacking === null ? 1 : lackingShare);
  return { number, item, exact, reason, confidence: round(confidence * share) };
}

/** A playbook is preferred to a role, a role to a page, where they are otherwise equal. */
const kindShares = { playbook: 1, tag: 1, role: 0.985, page: 0.97 } as const;
/** What is left of a match when the request names a product that the repository does not have. */
const lackingShare = 0.45;
const purposeCap = 0.93;
const singleWordCap = 0.82;

function believe(
  scoring: Scoring,
  fit: number,
): { confidence: number; reason: string; exact: boolean } {
  const { wish, number, item, named, described, app } = scoring;
  const evidence = named.get(number);
  if (evidence !== undefined) {
    const rest = restCoverage(scoring, evidence.mention);
    const confidence = evidence.strength * fit * objectShare(wish, item, evidence, rest);
    return { confidence, reason: nameReason(evidence, item), exact: true };
  }
  if (item.generic && app > 0) {
    return {
      confidence: 0.93 * app * fit * fit,
      reason: "acts on any installed app",
      exact: false,
    };
  }
  if (wish.terms.length === 0 && wish.mentions.length === 0) {
    const confidence = fit < 1 ? 0 : item.generic ? 0.8 : 0.55;
    return { confidence, reason: "the only words are its verb", exact: false };
  }
  const cap = wish.terms.length <= 1 ? singleWordCap : purposeCap;
  const base = Math.min(cap, described.of(number) * 1.12) * (named.size > 0 ? 0.7 : 1);
  return { confidence: base * fit, reason: "its purpose fits the words", exact: false };
}

/** Share of the words beside the name that the entry covers, 0–1; null when there are none. */
function restCoverage(scoring: Scoring, mention: Mention | null): number | null {
  const { wish, described, number } = scoring;
  const inside = (term: QueryTerm): boolean =>
    mention !== null && term.word >= mention.from && term.word < mention.to;
  const rest = wish.terms.filter((term) => !inside(term) && !term.isValue);
  return rest.length === 0 ? null : described.of(number, rest);
}

/**
 * What the words beside the name are worth. A deployment may be described at length ("with hardware transcoding on
 * port 8096"); a change, a report or a run is only the right one when its object is covered as well.
 */
function objectShare(
  wish: Wish,
  item: IndexedEntry,
  evidence: NameEvidence,
  rest: number | null,
): number {
  if (rest === null) return 1;
  const verb = wish.clause.verb;
  const strict = verb === "configure" || verb === "report" || verb === "run" || verb === null;
  if (strict || evidence.mention === null) {
    const floor = item.verbs.includes("configure") && verb === "configure" ? 0.82 : 0.72;
    return Math.min(1, floor + (1 - floor) * Math.min(1, rest * 1.6));
  }
  return 0.965 + 0.035 * Math.min(1, rest * 1.5);
}

function nameReason(evidence: NameEvidence, item: IndexedEntry): string {
  if (evidence.mention === null)
    return `follows the step before, about ${item.entry.service ?? item.entry.name}`;
  const { quality, typed } = evidence.mention;
  return quality === 1 ? `"${typed}" names it` : `"${typed}" is nearly its name`;
}

/** Three decimals within 0–1. */
export function round(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}
