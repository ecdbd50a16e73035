import type { Model } from "./model.ts";
import type { IndexedEntry } from "./prepare-entry.ts";
import { readRefusalSignals } from "./refusal-signals.ts";
import type { Segment } from "./segment.ts";
import { readSignals, type SignalName, signalNames, signals } from "./signals.ts";
import { readTrust } from "./trust.ts";

/** An entry with how surely it is meant, 0–1, and the signs that say so most, for people. */
export interface RankedEntry {
  readonly number: number;
  readonly item: IndexedEntry;
  readonly confidence: number;
  /** Its share of the probability among all entries and none, 0–1. */
  readonly share: number;
  readonly reason: string;
}

/** A segment as numbers: what every candidate, and "none of these", has of each signal. */
export interface Evidence {
  readonly rows: readonly (readonly number[])[];
  readonly none: readonly number[];
  /** What each candidate runs, as `IndexedEntry.runs` says it. */
  readonly runs: readonly IndexedEntry["runs"][];
}

/** Reads all signals of a segment's candidates. */
export function readEvidence(segment: Segment): Evidence {
  const candidates = segment.pool.flatMap((number) => {
    const item = segment.index.entries[number];
    return item === undefined ? [] : [{ segment, number, item }];
  });
  const rows = candidates.map(readSignals);
  const best = (name: SignalName): number => {
    const at = signalNames.indexOf(name);
    return rows.reduce((most, row) => Math.max(most, row[at] ?? 0), 0);
  };
  return {
    rows,
    none: readRefusalSignals(segment, best),
    runs: candidates.map(({ item }) => item.runs),
  };
}

/**
 * Ranks the candidates of a segment, best first: each gets its share of the probability, "none of these" the rest. How
 * far a share is to be believed is learned too: of those at 0.9, nine of ten were right on repositories left out.
 */
export function rankSegment(segment: Segment, model: Model): RankedEntry[] {
  const evidence = readEvidence(segment);
  const shares = sharesOf(evidence, model);
  const ranked = segment.pool
    .flatMap((number, at) => {
      const item = segment.index.entries[number];
      const row = evidence.rows[at] ?? [];
      return item === undefined ? [] : [{ number, item, row, share: shares[at] ?? 0 }];
    })
    .sort((a, b) => b.share - a.share || inOrder(a.item, b.item));
  const any = shares.reduce((sum, share) => sum + share, 0);
  let most = 1;
  return ranked.map(({ number, item, row, share }, at) => {
    const rival = ranked[at === 0 ? 1 : 0]?.share ?? 0;
    const signs = readTrust({ row, none: evidence.none, share, rival, any });
    const worth = chanceOf(signs, model.trust);
    // Whoever comes later is not believed more.
    most = Math.min(most, round(believe(worth, at === 0 ? chanceOf(signs, model.sure) : 0)));
    return { number, item, confidence: most, share, reason: reasonOf(row, model) };
  });
}

/** At or above this a match is accepted without asking. */
export const acceptAt = 0.92;
/** From this chance of being right on the first is sure: of all that are, nine of ten are right. */
const sureAt = 0.8;

/**
 * What an answer is worth decides whether it is asked about, how likely it is right whether it is accepted unasked: a
 * confidence is in the range of the one or of the other.
 */
function believe(worth: number, right: number): number {
  if (right < sureAt) return Math.min(worth, acceptAt - 0.001);
  return Math.max(worth, acceptAt + ((1 - acceptAt) * (right - sureAt)) / (1 - sureAt));
}

function chanceOf(signs: readonly number[], weights: readonly number[]): number {
  return 1 / (1 + Math.exp(-dot(signs, weights)));
}

/** How likely each candidate is meant; what is left to 1 is the chance that none is. */
export function sharesOf(
  { rows, none, runs }: Evidence,
  model: Pick<Model, "weights" | "refusal">,
): number[] {
  const scores = rows.map((row) => dot(row, model.weights));
  const refusal = dot(none, model.refusal);
  const highest = scores.reduce((most, score) => Math.max(most, score), refusal);
  const powers = scores.map((score) => Math.exp(score - highest));
  const sum = powers.reduce((all, power) => all + power, Math.exp(refusal - highest));
  const shares = powers.map((power) => power / sum);
  return foldTwins(shares, runs);
}

/**
 * Of candidates that run the same the likeliest has the shares of all: they are no doubt about each other. Tags of
 * several playbooks are, for those run on other hosts.
 */
function foldTwins(shares: readonly number[], runs: Evidence["runs"]): number[] {
  const groups = new Map<string, number[]>();
  for (const [at, { what }] of runs.entries()) groups.set(what, [...(groups.get(what) ?? []), at]);
  const folded = [...shares];
  for (const twins of groups.values()) {
    if (twins.length < 2) continue;
    const byShare = twins.toSorted((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0));
    const playbook = byShare.map((at) => runs[at]?.within).find((within) => within !== null);
    const [best = 0, ...others] = byShare.filter((at) => {
      const within = runs[at]?.within;
      return within === null || within === playbook;
    });
    for (const at of others) {
      folded[best] = (folded[best] ?? 0) + (shares[at] ?? 0);
      folded[at] = 0;
    }
  }
  return folded;
}

const kindOrder = { playbook: 0, tag: 1, task_file: 1, role: 2, page: 3 } as const;

/** Best first; equal ones in an order of their own, so that equal input gives equal output. */
export function byConfidence(a: RankedEntry, b: RankedEntry): number {
  return b.confidence - a.confidence || b.share - a.share || inOrder(a.item, b.item);
}

function inOrder({ entry: a }: IndexedEntry, { entry: b }: IndexedEntry): number {
  return kindOrder[a.kind] - kindOrder[b.kind] || (a.path < b.path ? -1 : 1);
}

/** Sum of products. */
export function dot(row: readonly number[], weights: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < row.length; at++) sum += (row[at] ?? 0) * (weights[at] ?? 0);
  return sum;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** The three signs that speak for a candidate most. */
function reasonOf(row: readonly number[], { weights }: Model): string {
  return signalNames
    .map((name, at) => ({ name, worth: (row[at] ?? 0) * (weights[at] ?? 0) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, 3)
    .map(({ name }) => signals[name].meaning)
    .join("; ");
}
