import type { Verb } from "#server/contracts/request.ts";
import type { IndexedEntry, MatchIndex } from "./match-index.ts";
import { findMentions, type Mention } from "./mentions.ts";
import { coverage, type QueryTerm, queryTerms } from "./query-terms.ts";
import { type Clause, splitRequest } from "./split-request.ts";
import { verbFit } from "./verbs.ts";
import { fold, type Word, wordsOf } from "./words.ts";

/** At or above this a match is accepted without asking. */
export const acceptAt = 0.85;
/** At or above this, and below acceptance, the chat asks "did you mean". */
export const askAt = 0.5;

/** What to do with a request, or with one of its wishes. */
export type MatchDecision = "match" | "ask" | "none";

/** An entry that may be meant. `confidence` is 0–1; `reason` is for people. */
export interface MatchCandidate {
  readonly entryId: string;
  readonly path: string;
  readonly name: string;
  readonly confidence: number;
  readonly reason: string;
}

/** One wish of a request with the entries that may answer it, best first, at most five. */
export interface MatchedIntent {
  readonly text: string;
  readonly verb: Verb;
  readonly service: string | null;
  readonly confidence: number;
  readonly decision: MatchDecision;
  readonly candidates: readonly MatchCandidate[];
}

/** The answer for a whole request: its decision is that of its least certain wish. */
export interface MatchResult {
  readonly decision: MatchDecision;
  readonly intents: readonly MatchedIntent[];
}

/** Finds what a person chose for a phrase before; see `phraseKey`. */
export type MatchMemory = (phrase: string) => string | null;

const maxCandidates = 5;

/** A phrase as it is remembered: folded words in order, nothing else. */
export function phraseKey(text: string): string {
  return wordsOf(text)
    .map((word) => word.text)
    .join(" ")
    .slice(0, 400);
}

/**
 * Maps a request to catalog entries. Order of evidence: a name or alias as written, what a person chose before, then
 * words of names, descriptions and purposes with stems, typos and synonyms. A product that is named but not in the
 * repository matches nothing: never a guess. Pure; equal input gives equal output.
 */
export function match(
  index: MatchIndex,
  text: string,
  options: { memory?: MatchMemory } = {},
): MatchResult {
  const clauses = splitRequest(text.slice(0, 4_000), (part) => startsWithName(index, part));
  const read = clauses.map((clause) => readWish(index, clause));
  const intents = read.map((wish, at) => {
    const earlier = read.slice(0, at).findLast((other) => other.named !== null);
    const later =
      wish.words.length === 0
        ? read.slice(at + 1).find((other) => other.named !== null)
        : undefined;
    const inherited =
      wish.clause.refersBack || wish.named === null ? (earlier ?? later) : undefined;
    return decide(index, wish, inherited?.named ?? null, options.memory);
  });
  const order: readonly MatchDecision[] = ["none", "ask", "match"];
  const decision = order.find((value) => intents.some((intent) => intent.decision === value));
  return { decision: decision ?? "none", intents };
}

interface Wish {
  readonly clause: Clause;
  readonly words: readonly Word[];
  readonly mentions: readonly Mention[];
  readonly terms: readonly QueryTerm[];
  /** Service the wish is about, for wishes that follow it. */
  readonly named: string | null;
}

function startsWithName(index: MatchIndex, part: string): boolean {
  const words = wordsOf(part.replace(/^(?:the|my|a|an|our|also)\s+/i, ""));
  const first = findMentions(index, words)[0];
  return first !== undefined && first.from === 0 && (first.product || first.targets.length > 0);
}

function readWish(index: MatchIndex, clause: Clause): Wish {
  const words = wordsOf(clause.object);
  const mentions = findMentions(index, words);
  const main = mentions.find((mention) => mention.place !== "aside" && mention.targets.length > 0);
  const entry = index.entries[main?.targets[0]?.entry ?? -1];
  return {
    clause,
    words,
    mentions,
    terms: queryTerms(index, words, fold(clause.object)),
    named: entry?.serviceId ?? null,
  };
}

interface Scored {
  readonly number: number;
  readonly item: IndexedEntry;
  readonly confidence: number;
  readonly exact: boolean;
  readonly reason: string;
}

function decide(
  index: MatchIndex,
  wish: Wish,
  inherited: string | null,
  memory: MatchMemory | undefined,
): MatchedIntent {
  const remembered = memory?.(phraseKey(wish.clause.text)) ?? null;
  const scored = scoreAll(index, wish, inherited);
  const ranked = rank(scored, remembered, index);
  const best = ranked[0];
  const confidence = best?.confidence ?? 0;
  const decision = confidence >= acceptAt ? "match" : confidence >= askAt ? "ask" : "none";
  const missing = wish.mentions.find((mention) => mention.product && mention.targets.length === 0);
  return {
    text: wish.clause.text,
    verb: wish.clause.verb ?? best?.item.verbs[0] ?? "run",
    service: decision === "none" ? (missing?.typed ?? null) : (best?.item.entry.service ?? null),
    confidence,
    decision,
    candidates: ranked.slice(0, maxCandidates).map((candidate) => ({
      entryId: candidate.item.entry.id,
      path: candidate.item.entry.path,
      name: candidate.item.entry.name,
      confidence: candidate.confidence,
      reason: candidate.reason,
    })),
  };
}

function scoreAll(index: MatchIndex, wish: Wish, inherited: string | null): Scored[] {
  const named = namedEntries(index, wish, inherited);
  const described = coverage(index, wish.terms);
  const numbers = new Set([...named.keys(), ...described.best(40)]);
  if (named.size > 0) for (const number of genericEntries(index)) numbers.add(number);
  const lacking = lackedProduct(wish, inherited);
  const scored: Scored[] = [];
  for (const number of numbers) {
    const item = index.entries[number];
    if (item === undefined) continue;
    scored.push(scoreOne({ index, wish, number, item, named, described, lacking }));
  }
  return scored;
}

interface NameEvidence {
  readonly strength: number;
  readonly mention: Mention | null;
}

const placeShare: Readonly<Record<"configure" | "other", Record<Mention["place"], number>>> = {
  configure: { target: 1, object: 0.98, aside: 0.72 },
  other: { target: 0.97, object: 1, aside: 0.62 },
};

/** Entries that the wish names, or whose service it takes over from the wish before. */
function namedEntries(
  index: MatchIndex,
  wish: Wish,
  inherited: string | null,
): Map<number, NameEvidence> {
  const found = new Map<number, NameEvidence>();
  const shares = placeShare[wish.clause.verb === "configure" ? "configure" : "other"];
  const onlyAside = wish.mentions.every((mention) => mention.place === "aside");
  for (const mention of wish.mentions) {
    const share =
      onlyAside && wish.terms.length <= mention.to - mention.from ? 0.97 : shares[mention.place];
    for (const target of mention.targets) {
      const strength = mention.quality * target.strength * share;
      if ((found.get(target.entry)?.strength ?? 0) < strength) {
        found.set(target.entry, { strength, mention });
      }
    }
  }
  addSiblings(index, found);
  if (inherited !== null) {
    for (const [number, item] of index.entries.entries()) {
      if (item.serviceId === inherited && !found.has(number)) {
        found.set(number, { strength: 0.96, mention: null });
      }
    }
  }
  return found;
}

/** Entries of a service that one of its entries' own aliases names: a little weaker than that entry. */
function addSiblings(index: MatchIndex, found: Map<number, NameEvidence>): void {
  const services = new Map<string, NameEvidence>();
  for (const [number, evidence] of found) {
    const service = index.entries[number]?.serviceId;
    if (service !== undefined && (services.get(service)?.strength ?? 0) < evidence.strength) {
      services.set(service, evidence);
    }
  }
  if (services.size === 0) return;
  for (const [number, item] of index.entries.entries()) {
    const evidence = services.get(item.serviceId);
    if (evidence !== undefined && !found.has(number)) {
      found.set(number, { ...evidence, strength: evidence.strength * 0.93 });
    }
  }
}

function genericEntries(index: MatchIndex): number[] {
  return index.entries.flatMap((item, number) => (item.generic ? [number] : []));
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
}

function scoreOne(scoring: Scoring): Scored {
  const { wish, number, item, named, described, lacking } = scoring;
  const evidence = named.get(number);
  const fit = verbFit(wish.clause.verb, item.verbs);
  const kindShare = item.entry.kind === "page" ? 0.97 : item.entry.kind === "role" ? 0.985 : 1;
  if (evidence !== undefined) {
    const rest = restCoverage(scoring, evidence.mention);
    const confidence =
      evidence.strength * fit * kindShare * objectShare(wish, item, evidence, rest);
    return {
      number,
      item,
      exact: true,
      confidence: round(lacking === null ? confidence : confidence * 0.45),
      reason: nameReason(evidence, item),
    };
  }
  if (item.generic && named.size > 0) {
    return {
      number,
      item,
      exact: false,
      confidence: round(0.9 * fit * fit),
      reason: "acts on any installed app",
    };
  }
  const share = described.of(number);
  const cap = wish.terms.length <= 1 ? 0.82 : 0.93;
  const base = Math.min(cap, share * 1.12) * (named.size > 0 ? 0.7 : 1);
  const confidence = base * fit * kindShare * (lacking === null ? 1 : 0.45);
  return {
    number,
    item,
    exact: false,
    confidence: round(confidence),
    reason: "its purpose fits the words",
  };
}

/** Share of the words beside the name that the entry covers, 0–1; null when there are none. */
function restCoverage(scoring: Scoring, mention: Mention | null): number | null {
  const { wish, described, number } = scoring;
  const inside = (term: QueryTerm): boolean =>
    mention !== null && term.word >= mention.from && term.word < mention.to;
  const rest = wish.terms.filter((term) => !inside(term));
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

function round(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}

const kindOrder = { playbook: 0, tag: 1, role: 2, page: 3 } as const;

/** Best first. Two different answers that are equally likely are a question, not a match. */
function rank(scored: readonly Scored[], remembered: string | null, index: MatchIndex): Scored[] {
  const sorted = scored
    .filter((candidate) => candidate.confidence > 0.05)
    .map((candidate) =>
      candidate.item.entry.id === remembered
        ? {
            ...candidate,
            confidence: Math.max(0.96, candidate.confidence),
            reason: "you chose it for this before",
          }
        : candidate,
    )
    .sort(
      (a, b) =>
        b.confidence - a.confidence ||
        kindOrder[a.item.entry.kind] - kindOrder[b.item.entry.kind] ||
        (a.item.entry.path < b.item.entry.path ? -1 : 1),
    );
  const missing =
    remembered === null || sorted.some((candidate) => candidate.item.entry.id === remembered);
  if (!missing) {
    const number = index.entries.findIndex((item) => item.entry.id === remembered);
    const item = index.entries[number];
    if (item !== undefined) {
      sorted.unshift({
        number,
        item,
        confidence: 0.96,
        exact: true,
        reason: "you chose it for this before",
      });
    }
  }
  return settleTies(sorted, remembered);
}

function settleTies(sorted: readonly Scored[], remembered: string | null): Scored[] {
  const [best, ...others] = sorted;
  if (best === undefined) return [];
  if (best.item.entry.id === remembered) return [...sorted];
  const rival = others.find(
    (other) => other.confidence >= best.confidence * (best.exact ? 0.985 : 0.93),
  );
  if (rival === undefined || best.confidence < acceptAt) return [...sorted];
  const sameThing =
    rival.item.serviceId === best.item.serviceId && rival.item.entry.kind !== best.item.entry.kind;
  if (sameThing) return [...sorted];
  const unsure = sorted.map((candidate) => ({
    ...candidate,
    confidence: round(Math.min(candidate.confidence, 0.84)),
  }));
  return unsure;
}

/** Phrases of a request that a person's earlier choice may be stored under. */
export function requestPhrases(index: MatchIndex, text: string): string[] {
  return splitRequest(text.slice(0, 4_000), (part) => startsWithName(index, part)).map((clause) =>
    phraseKey(clause.text),
  );
}

/** The service that a text names as written or nearly so: the catalog's own name for it, or null. */
export function namedService(index: MatchIndex, text: string): string | null {
  const mentions = findMentions(index, wordsOf(text));
  for (const mention of mentions) {
    const best = [...mention.targets].sort((a, b) => b.strength - a.strength)[0];
    const service = index.entries[best?.entry ?? -1]?.entry.service;
    if (service !== undefined && service !== null) return service;
  }
  return null;
}
