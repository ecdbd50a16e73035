import { createHash } from "node:crypto";
import { subjectLines } from "#server/language/thesaurus/subjects.ts";
import { thesaurus } from "#server/language/thesaurus/thesaurus.ts";
import { wordsOf } from "#server/language/words.ts";

/** What `word-vectors.json` holds. */
export interface WordVectors {
  readonly about: string;
  /** Digest of the texts it was learned from: a test tells when they are others. */
  readonly source: string;
  readonly dimensions: number;
  /** Stems, parted by spaces. */
  readonly words: string;
  /** One signed byte for each dimension of each word, as base64. */
  readonly vectors: string;
}

const dimensions = 48;
/** A word that stands in one line alone tells of no other. */
const leastLines = 2;
/** After so many the directions no longer turn. */
const rounds = 30;

/** The stems of each line of the thesaurus: a product or a subject with what people say of it. */
function readLines(): string[][] {
  const products = thesaurus.map(
    ({ name, aliases, words }) => `${name} ${aliases.join(" ")} ${words}`,
  );
  return [...products, ...subjectLines].map((line) => [
    ...new Set(wordsOf(line).map((word) => word.stem)),
  ]);
}

/** Digest of what vectors are learned from. */
export function sourceDigest(): string {
  return createHash("sha256").update(JSON.stringify(readLines())).digest("hex").slice(0, 16);
}

/** A line as the places of its words with their weights; all lines are equally long. */
interface Row {
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Latent semantic analysis of the thesaurus: the directions in which its lines differ most (truncated singular vectors,
 * by subspace iteration), and where each word stands in them. Deterministic.
 */
export function learnWordVectors(): WordVectors {
  const lines = readLines();
  const counts = new Map<string, number>();
  for (const stem of lines.flat()) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const words = [...counts]
    .filter(([stem, count]) => count >= leastLines && stem.length > 1)
    .map(([stem]) => stem)
    .sort();
  const rarity = words.map((word) => Math.log(lines.length / (counts.get(word) ?? 1)));
  const at = new Map(words.map((word, place) => [word, place]));
  const rows = lines.map((line) =>
    rowOf(
      line.flatMap((word) => at.get(word) ?? []),
      rarity,
    ),
  );
  const base = turnOften(rows, words.length);
  const longest = Math.max(...rarity);
  const bytes = words.flatMap((_, place) => {
    const vector = base.map((column) => column[place] ?? 0);
    const length = Math.hypot(...vector) || 1;
    const scale = (127 * (rarity[place] ?? 0)) / (longest * length);
    return vector.map((value) => Math.round(value * scale));
  });
  return {
    about: "Written by `npm run train -- --words`; see scripts/train/word-vectors.ts.",
    source: sourceDigest(),
    dimensions,
    words: words.join(" "),
    vectors: Buffer.from(Int8Array.from(bytes).buffer).toString("base64"),
  };
}

function rowOf(places: readonly number[], rarity: readonly number[]): Row {
  const weights = places.map((place) => rarity[place] ?? 0);
  const length = Math.hypot(...weights) || 1;
  return { places, weights: weights.map((weight) => weight / length) };
}

/** The strongest directions of all rows, as columns: multiplied by them again and again, and kept upright. */
function turnOften(rows: readonly Row[], width: number): Float64Array[] {
  let base: Float64Array[] = Array.from({ length: dimensions }, (_, column) =>
    // Any start will do that no direction stands upright to.
    Float64Array.from({ length: width }, (_, place) => Math.sin(1 + place * (column + 1) * 0.7919)),
  );
  for (let round = 0; round < rounds; round++) base = upright(base.map((one) => turn(rows, one)));
  return base;
}

/** A direction after it went through all rows and back. */
function turn(rows: readonly Row[], direction: Float64Array): Float64Array {
  const turned = new Float64Array(direction.length);
  for (const { places, weights } of rows) {
    let sum = 0;
    for (const [at, place] of places.entries()) sum += (weights[at] ?? 0) * (direction[place] ?? 0);
    for (const [at, place] of places.entries())
      turned[place] = (turned[place] ?? 0) + (weights[at] ?? 0) * sum;
  }
  return turned;
}

/** Gram and Schmidt: each direction without what the ones before it have, of length one. */
function upright(columns: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const column of columns) {
    const left = Float64Array.from(column);
    for (const before of done) {
      const shared = product(left, before);
      for (let at = 0; at < left.length; at++)
        left[at] = (left[at] ?? 0) - shared * (before[at] ?? 0);
    }
    const length = Math.sqrt(product(left, left)) || 1;
    done.push(left.map((value) => value / length));
  }
  return done;
}

function product(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
