import type { Verb } from "#server/contracts/request.ts";
import type { Clause } from "#server/language/clause.ts";
import { isErrand } from "#server/language/message-signs.ts";
import { readUtterance, type Utterance } from "#server/language/utterance.ts";
import { wordsOf } from "#server/language/words.ts";
import { listItems } from "./list-items.ts";
import type { MatchIndex } from "./match-index.ts";
import { findMentions } from "./mentions.ts";
import { mixSimilarity, type SimilarityOf } from "./mix-similarity.ts";
import { model as learned, type Model } from "./model.ts";
import { phraseKey } from "./prepare-entry.ts";
import { acceptAt, byConfidence, dot, type RankedEntry, rankSegment } from "./rank.ts";
import { type ReadIntent, readIntent, startsWithName } from "./read-intent.ts";
import { readSegment } from "./segment.ts";
import { type Proposal, readSplit } from "./split.ts";
import { applyVetoes } from "./vetoes.ts";
import { entriesAtPath } from "./written-path.ts";

/** At or above this, and below acceptance, the chat asks "did you mean". */
export const askAt = 0.55;

/** Parts that each have as large a share of something else may be several intents; signs decide (`split.ts`). */
const splitAt = 0.3;

/** What to do with a request, or with one of its intents. */
export type MatchDecision = "match" | "ask" | "none";

/** An entry that may be meant. `confidence` is 0–1; `reason` is for people. */
export interface MatchCandidate {
  readonly entryId: string;
  readonly path: string;
  readonly name: string;
  readonly confidence: number;
  /** How likely it is meant among all entries and none, 0–1; what people are told where they are asked. */
  readonly share: number;
  readonly reason: string;
}

/** One intent of a request with the entries that may answer it, best first, at most five. */
export interface MatchedIntent {
  readonly text: string;
  readonly clause: Clause;
  readonly verb: Verb;
  readonly service: string | null;
  readonly confidence: number;
  readonly decision: MatchDecision;
  readonly candidates: readonly MatchCandidate[];
  /** Ids of the entries that a model may choose among, best first, at most twenty; all of a small catalog. */
  readonly nearest: readonly string[];
}

/** The answer for a whole request: its decision is that of its least certain intent. */
export interface MatchResult {
  readonly utterance: Utterance;
  readonly decision: MatchDecision;
  readonly intents: readonly MatchedIntent[];
}

/** Finds what a person chose for a phrase before; see `phraseKey`. */
export type MatchMemory = (phrase: string) => string | null;

const maxCandidates = 5;
const maxNearest = 20;

interface MatchOptions {
  readonly memory?: MatchMemory;
  readonly similarity?: SimilarityOf;
  /** Another than the one that comes along: while one is trained. */
  readonly model?: Model;
}

/**
 * Maps a request to catalog entries: each part of it that asks for something, with the entries that may be meant. Pure;
 * equal input gives equal output.
 */
export function match(
  index: MatchIndex,
  request: string | Utterance,
  options: MatchOptions = {},
): MatchResult {
  const utterance = typeof request === "string" ? readRequest(index, request) : request;
  const intents = intentsOf(index, utterance, options);
  const order: readonly MatchDecision[] = ["none", "ask", "match"];
  const decision = order.find((value) => intents.some((intent) => intent.decision === value));
  return { utterance, decision: decision ?? "none", intents };
}

/** The parts of a message as they were read, each with its ranking. */
interface Part {
  readonly clause: Clause;
  readonly ranked: readonly RankedEntry[];
  readonly missing: string | null;
  /** What comes first is named. */
  readonly isNamed: boolean;
  /** It tells of something: "please" does not. */
  readonly isTold: boolean;
  readonly nearest: readonly string[];
}

function intentsOf(
  index: MatchIndex,
  utterance: Utterance,
  options: MatchOptions,
): MatchedIntent[] {
  const { whole, clauses } = utterance;
  // A name is one intent, whatever it is made of: "Stop and remove the portal"; so is a playbook with its tags.
  if (namesEntry(index, whole.text) || isCallWithTags(index, whole.text))
    return readParts(index, [whole], options).map((part) => decide(part, whole.text));
  // "… and tell me a joke" is none of it, and is said to be left out.
  const beside = clauses.length < 2 ? [] : clauses.filter(({ text }) => isErrand(text));
  const asked = clauses.filter((clause) => !beside.includes(clause));
  const intents = wantedOf(index, whole, asked.length === 0 ? clauses : asked, options);
  const leftOut = asked.length === 0 ? [] : readParts(index, beside, options);
  return [...intents, ...leftOut.map((part) => decide(part, part.clause.text))];
}

function wantedOf(
  index: MatchIndex,
  whole: Clause,
  clauses: readonly Clause[],
  options: MatchOptions,
): MatchedIntent[] {
  const items = listItems(whole, (text) => startsWithName(index, text));
  const isOne = clauses.length === 1;
  const proposal =
    isOne && items.length === 0 ? null : propose(index, whole, clauses, items, options);
  const { split } = options.model ?? learned;
  if (proposal !== null && dot(readSplit(proposal), split) > 0)
    return proposal.parts
      .filter((part) => proposal.asking.includes(part) || part.clause.isImperative)
      .map((part) => decide(part, part.clause.text));
  // Parts that point at nothing, or at the same, belong together: they say what one intent is about.
  const asOne =
    proposal === null || isOne
      ? readParts(index, isOne ? clauses : [whole], options)
      : [proposal.whole];
  return asOne.map((part) => decide(part, part.clause.text));
}

interface PartsProposal extends Proposal {
  readonly whole: Part;
  readonly parts: readonly Part[];
  readonly asking: readonly Part[];
}

/** A message as several intents, or null where no two of its parts mean different things. */
function propose(
  index: MatchIndex,
  whole: Clause,
  clauses: readonly Clause[],
  items: readonly Clause[],
  options: MatchOptions,
): PartsProposal | null {
  const parts = readParts(index, clauses, options);
  const asking = askingOf(parts);
  const listed = askingOf(readParts(index, items, options));
  if (asking.length === 0 && listed.length === 0) return null;
  const [read] = readParts(index, [whole], options);
  if (read === undefined) return null;
  const isList = listed.length > asking.length;
  return isList ? { whole: read, parts: listed, asking: listed } : { whole: read, parts, asking };
}

/** The signs of several intents in a request, for learning; null where none are proposed. */
export function readSplitSigns(
  index: MatchIndex,
  request: string,
  options: MatchOptions,
): readonly number[] | null {
  const { whole, clauses } = readRequest(index, request);
  const items = listItems(whole, (part) => startsWithName(index, part));
  const proposal = propose(index, whole, clauses, items, options);
  return proposal === null ? null : readSplit(proposal);
}

/** Parts that are each sure enough of something; none where all mean the same. */
function askingOf(parts: readonly Part[]): readonly Part[] {
  const sure = parts.filter(({ ranked, isTold }) => isTold && (ranked[0]?.share ?? 0) >= splitAt);
  const meant = new Set(sure.map(({ ranked }) => ranked[0]?.number));
  return meant.size < 2 ? [] : sure;
}

function readParts(index: MatchIndex, clauses: readonly Clause[], options: MatchOptions): Part[] {
  const { rarity } = options.model ?? learned;
  const read = clauses.map((clause) => readIntent(index, clause, rarity));
  return read.map((intent, at) => rankPart(index, intent, inheritedBy(read, at), options));
}

/** "restart it": the service that the part before is about, or the one after where this one says nothing. */
function inheritedBy(read: readonly ReadIntent[], at: number): string | null {
  const intent = read[at];
  if (intent === undefined) return null;
  const earlier = read.slice(0, at).findLast((other) => other.named !== null);
  const later =
    intent.words.length === 0
      ? read.slice(at + 1).find((other) => other.named !== null)
      : undefined;
  const isOpen = intent.clause.refersBack || intent.clause.isElliptic;
  return (isOpen ? (earlier ?? later)?.named : later?.named) ?? null;
}

function rankPart(
  index: MatchIndex,
  intent: ReadIntent,
  inherited: string | null,
  { memory, similarity, model = learned }: MatchOptions,
): Part {
  const phrase = phraseKey(intent.clause.text);
  const segment = readSegment(index, intent, inherited);
  const ranked = rankSegment(segment, model);
  const alike = mixSimilarity(index, ranked, similarity?.(phrase) ?? null);
  const mixed = applyVetoes(segment, alike);
  const sure = makeSure(index, mixed, {
    phrase,
    remembered: memory?.(phrase) ?? null,
    isNamedBy: intent.isNamedBy,
  });
  const missing = intent.mentions.find(({ product, targets }) => product && targets.length === 0);
  const isNamed = segment.named.has(sure[0]?.number ?? -1);
  const best = sure[0]?.number ?? -1;
  const isTold =
    segment.named.has(best) || segment.terms.some(({ hits }) => (hits[best] ?? 0) !== 0);
  return {
    clause: intent.clause,
    ranked: sure,
    missing: missing?.typed ?? null,
    isNamed,
    isTold,
    nearest: nearestOf(index, sure),
  };
}

function nearestOf(index: MatchIndex, ranked: readonly RankedEntry[]): string[] {
  const ids = ranked.slice(0, maxNearest).map(({ item }) => item.entry.id);
  if (index.entries.length > maxNearest) return ids;
  return [...new Set([...ids, ...index.entries.map(({ entry }) => entry.id)])];
}

function decide({ clause, ranked, missing, nearest }: Part, text: string): MatchedIntent {
  const best = ranked[0];
  const confidence = best?.confidence ?? 0;
  const decision = confidence >= acceptAt ? "match" : confidence >= askAt ? "ask" : "none";
  return {
    text,
    clause,
    verb: clause.verb ?? best?.item.verbs[0] ?? "run",
    service: decision === "none" ? missing : (best?.item.entry.service ?? null),
    confidence,
    decision,
    candidates: ranked
      .filter((candidate) => candidate.confidence >= leastShown)
      .slice(0, maxCandidates)
      .map(({ item, confidence: sure, share, reason }) => ({
        entryId: item.entry.id,
        path: item.entry.path,
        name: item.entry.name,
        confidence: sure,
        share,
        reason,
      })),
    nearest,
  };
}

const leastShown = 0.01;
/** What is certain without weighing: a name and nothing else, and what a person chose for these very words. */
const wholeNameConfidence = 0.95;
const rememberedConfidence = 0.96;

function makeSure(
  index: MatchIndex,
  ranked: readonly RankedEntry[],
  {
    phrase,
    remembered,
    isNamedBy,
  }: {
    readonly phrase: string;
    readonly remembered: string | null;
    readonly isNamedBy: number | null;
  },
): RankedEntry[] {
  const chosen =
    remembered === null ? -1 : index.entries.findIndex(({ entry }) => entry.id === remembered);
  const item = index.entries[chosen];
  const added =
    item === undefined || ranked.some(({ number }) => number === chosen)
      ? []
      : [{ number: chosen, item, confidence: 0, share: 0, reason: "" }];
  const all = [...ranked, ...added];
  const isNamed = ({ number, item: { nameKey } }: RankedEntry) =>
    number === isNamedBy || nameKey === phrase;
  const isAnySure = all.some((one) => one.number === chosen || isNamed(one));
  return all
    .map((candidate) => {
      if (candidate.number === chosen)
        return raised(candidate, rememberedConfidence, "you chose it for this before");
      if (isNamed(candidate)) return raised(candidate, wholeNameConfidence, "its name as written");
      return isAnySure ? below(candidate, wholeNameConfidence) : candidate;
    })
    .sort(byConfidence);
}

/** Whatever was weighed comes after what is certain. */
function below(candidate: RankedEntry, bound: number): RankedEntry {
  return { ...candidate, confidence: Math.min(candidate.confidence, bound - 0.001) };
}

function raised(candidate: RankedEntry, least: number, reason: string): RankedEntry {
  return { ...candidate, confidence: Math.max(least, candidate.confidence), reason };
}

/** True for a text that is the name of an entry, word for word. */
export function namesEntry(index: MatchIndex, text: string): boolean {
  return index.entryNames.has(phraseKey(text));
}

/** "site.yml --tags nginx,redis": one playbook's path, and parts of it. */
function isCallWithTags(index: MatchIndex, text: string): boolean {
  return /\btags?\b/i.test(text) && entriesAtPath(index, text).length === 1;
}

/** Reads a request with the names of the catalog in mind. */
export function readRequest(index: MatchIndex, text: string): Utterance {
  return readUtterance(text, (part) => startsWithName(index, part));
}

/** The service that a text names as written or nearly so: the catalog's own name for it, or null. */
export function namedService(index: MatchIndex, text: string): string | null {
  const mentions = findMentions(index, wordsOf(text));
  for (const mention of mentions) {
    const best = mention.targets.find(({ isOwn }) => isOwn) ?? mention.targets[0];
    const service = index.entries[best?.entry ?? -1]?.entry.service;
    if (service !== undefined && service !== null) return service;
  }
  return null;
}
