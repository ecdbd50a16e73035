import json from "./word-vectors.json" with { type: "json" };

/**
 * Words as directions: those that are said of the same things point the same way ("subtitles", "episode"). Learned by
 * `npm run train -- --words` from the thesaurus alone. A rare word's is longer.
 */
const { dimensions } = json;
const vectors = Int8Array.from(atob(json.vectors), (letter) => letter.charCodeAt(0));
const places = new Map(json.words.split(" ").map((word, at) => [word, at * dimensions]));

/** What a text is about, as a direction of length one; all zero where none of its words is known. */
export type Direction = Float32Array;

/** The direction of weighed stems. */
export function directionOf(stems: Iterable<readonly [stem: string, weight: number]>): Direction {
  const sum = new Float32Array(dimensions);
  for (const [stem, weight] of stems) {
    const from = places.get(stem);
    if (from === undefined) continue;
    for (let at = 0; at < dimensions; at++)
      sum[at] = (sum[at] ?? 0) + weight * (vectors[from + at] ?? 0);
  }
  const length = Math.sqrt(cosine(sum, sum));
  return length === 0 ? sum : sum.map((value) => value / length);
}

/** True for a stem that has a direction. */
export function hasDirection(stem: string): boolean {
  return places.has(stem);
}

/** How far two directions are the same, −1 to 1. */
export function cosine(one: Direction, other: Direction): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}
