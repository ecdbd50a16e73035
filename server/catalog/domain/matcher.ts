import type { Verb } from "#server/contracts/request.ts";
import type { MatchIndex } from "./match-index.ts";
import { round, type ScoredEntry, scoreEntries } from "./match-scores.ts";
import { findMentions } from "./mentions.ts";
import { mixSimilarity, type SimilarityOf } from "./mix-similarity.ts";
import { splitRequest } from "./split-request.ts";
import { readWish, startsWithName, type Wish } from "./wish.ts";
import { stem, wordsOf } from "./words.ts";

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
  options: { memory?: MatchMemory; similarity?: SimilarityOf } = {},
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
    return decide(index, wish, inherited?.named ?? null, options);
  });
  const order: readonly MatchDecision[] = ["none", "ask", "match"];
  const decision = order.find((value) => intents.some((intent) => intent.decision === value));
  return { decision: decision ?? "none", intents };
}

function decide(
  index: MatchIndex,
  wish: Wish,
  inherited: string | null,
  options: { memory?: MatchMemory; similarity?: SimilarityOf },
): MatchedIntent {
  const phrase = phraseKey(wish.clause.text);
  const remembered = options.memory?.(phrase) ?? null;
  const similarities = options.similarity?.(phrase) ?? null;
  const scored = mixSimilarity(index, wish, scoreEntries(index, wish, inherited), similarities);
  const ranked = rank(scored, remembered, index, wish);
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

const kindOrder = { playbook: 0, tag: 1, role: 2, page: 3 } as const;

/** Best first. Two different answers that are equally likely are a question, not a match. */
function rank(
  scored: readonly ScoredEntry[],
  remembered: string | null,
  index: MatchIndex,
  wish: Wish,
): ScoredEntry[] {
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
        rankValue(b) - rankValue(a) ||
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
        precision: 2,
        number,
        item,
        confidence: 0.96,
        exact: true,
        reason: "you chose it for this before",
      });
    }
  }
  return settleTies(sorted, remembered, wish);
}

/** Precision orders entries whose confidence is about the same. */
function rankValue(candidate: ScoredEntry): number {
  return candidate.confidence + 0.02 * candidate.precision;
}

const clearLead = 0.08;

function settleTies(
  sorted: readonly ScoredEntry[],
  remembered: string | null,
  wish: Wish,
): ScoredEntry[] {
  const [best, ...others] = sorted;
  if (best === undefined) return [];
  if (best.item.entry.id === remembered || best.confidence < acceptAt) return [...sorted];
  const floor = best.confidence * (best.exact ? 0.985 : 0.93);
  const rival = others.find(
    (other) =>
      other.confidence >= floor &&
      (!best.exact || other.precision > best.precision - clearLead) &&
      !isSameThing(other, best) &&
      !saysVerbBetter(best, other, wish),
  );
  if (rival === undefined) return [...sorted];
  return sorted.map((candidate) => ({
    ...candidate,
    confidence: round(Math.min(candidate.confidence, 0.84)),
  }));
}

/** "restore radarr": of two that restore any app, `restore-app.yml` is meant rather than `rollback-container.yml`. */
function saysVerbBetter(best: ScoredEntry, other: ScoredEntry, wish: Wish): boolean {
  if (best.exact || other.exact) return false;
  const word = stem(wish.clause.verbWord);
  return best.item.nameStems.includes(word) && !other.item.nameStems.includes(word);
}

/** A role and the tag or playbook that applies it. */
function isSameThing(a: ScoredEntry, b: ScoredEntry): boolean {
  return a.item.serviceId === b.item.serviceId && a.item.entry.kind !== b.item.entry.kind;
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
