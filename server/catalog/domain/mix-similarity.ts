import type { MatchIndex } from "./match-index.ts";
import { round, type ScoredEntry } from "./match-scores.ts";
import { verbFit } from "./verbs.ts";
import type { Wish } from "./wish.ts";

/** How alike a phrase is in meaning to entries, by entry id: cosine, 0–1. Null when that is not known. */
export type SimilarityOf = (phrase: string) => ReadonlyMap<string, number> | null;

/** Cosines of all-MiniLM-L6-v2 between short texts: below this they have nothing to do with each other … */
const unrelatedAt = 0.3;
/** … and above this they say the same. */
const sameAt = 0.7;
/** Meaning alone asks, it never decides: below the confidence at which a match is accepted. */
const aloneCap = 0.74;
/** Share of the remaining doubt that full likeness takes away from what words already point at. */
const agreement = 0.35;
const maxAdded = 20;

/**
 * Mixes likeness of meaning into scores: it adds to what words point at, and alone brings an entry up to a question.
 * Names stay what they are: an exact match is not doubted, a product that the repository lacks is not replaced.
 */
export function mixSimilarity(
  index: MatchIndex,
  wish: Wish,
  scored: readonly ScoredEntry[],
  similarities: ReadonlyMap<string, number> | null,
): ScoredEntry[] {
  const isLacking = wish.mentions.some(
    (mention) => mention.product && mention.targets.length === 0,
  );
  if (similarities === null || isLacking) return [...scored];
  const known = new Map(scored.map((candidate) => [candidate.number, candidate]));
  for (const [number, item] of index.entries.entries()) {
    const likeness = likenessOf(similarities.get(item.entry.id) ?? 0);
    const before = known.get(number);
    if (likeness === 0 || before?.exact === true) continue;
    const fit = verbFit(wish.clause.verb, item.verbs, wish.clause.isLoose);
    const alone = aloneCap * likeness * fit;
    if (before === undefined) {
      known.set(number, { ...newcomer(number, item), confidence: round(alone) });
    } else {
      const both = 1 - (1 - before.confidence) * (1 - agreement * likeness * fit);
      known.set(number, { ...before, confidence: round(Math.max(alone, both)) });
    }
  }
  return bestNewcomers([...known.values()], new Set(scored.map(({ number }) => number)));
}

function likenessOf(cosine: number): number {
  return Math.min(1, Math.max(0, (cosine - unrelatedAt) / (sameAt - unrelatedAt)));
}

function newcomer(number: number, item: ScoredEntry["item"]): Omit<ScoredEntry, "confidence"> {
  return { number, item, precision: 0, exact: false, reason: "it means something alike" };
}

function bestNewcomers(all: readonly ScoredEntry[], before: ReadonlySet<number>): ScoredEntry[] {
  const added = all
    .filter(({ number }) => !before.has(number))
    .sort((a, b) => b.confidence - a.confidence || a.number - b.number)
    .slice(0, maxAdded);
  return [...all.filter(({ number }) => before.has(number)), ...added];
}
