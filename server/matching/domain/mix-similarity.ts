import type { MatchIndex } from "./match-index.ts";
import { byConfidence, type RankedEntry } from "./rank.ts";

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
 * Mixes likeness of meaning, which an owner's embedding model gives, into a ranking: it adds to what words point at, and
 * alone brings an entry up to a question. It is not among the learned signals, for it is rarely there.
 */
export function mixSimilarity(
  index: MatchIndex,
  ranked: readonly RankedEntry[],
  similarities: ReadonlyMap<string, number> | null,
): readonly RankedEntry[] {
  if (similarities === null) return ranked;
  const seen = new Set(ranked.map(({ number }) => number));
  const likenessAt = (id: string) => likenessOf(similarities.get(id) ?? 0);
  const mixed = ranked.map((candidate) => {
    const likeness = likenessAt(candidate.item.entry.id);
    const both = 1 - (1 - candidate.confidence) * (1 - agreement * likeness);
    return { ...candidate, confidence: round(Math.max(aloneCap * likeness, both)) };
  });
  const added = index.entries
    .flatMap((item, number): RankedEntry[] => {
      const confidence = round(aloneCap * likenessAt(item.entry.id));
      const reason = "it means something alike";
      return seen.has(number) || confidence === 0
        ? []
        : [{ number, item, confidence, share: 0, reason }];
    })
    .sort(byConfidence);
  return [...mixed, ...added.slice(0, maxAdded)].sort(byConfidence);
}

function likenessOf(cosine: number): number {
  return Math.min(1, Math.max(0, (cosine - unrelatedAt) / (sameAt - unrelatedAt)));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
