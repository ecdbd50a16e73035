import { editDistance } from "#server/lib/edit-distance.ts";

/** A term found near a misspelt word. `distance` counts inserted, lost, changed and swapped letters. */
export interface NearTerm {
  readonly term: string;
  readonly distance: number;
}

const maxTerms = 400_000;

/** Finds terms within a small edit distance through shared trigrams, without comparing with every term. */
export class TrigramIndex {
  readonly #terms: string[] = [];
  readonly #known = new Set<string>();
  readonly #postings = new Map<string, number[]>();

  /** Adds a term; adding it again changes nothing. */
  add(term: string): void {
    if (term.length < 4 || term.length > 40 || this.#known.has(term)) return;
    if (this.#terms.length >= maxTerms) return;
    this.#known.add(term);
    const id = this.#terms.push(term) - 1;
    for (const gram of trigrams(term)) {
      const list = this.#postings.get(gram);
      if (list === undefined) this.#postings.set(gram, [id]);
      else list.push(id);
    }
  }

  /** Terms within `maxDistance` of `word`, nearest first; ties in order of adding. At most ten. */
  near(word: string, maxDistance: number): NearTerm[] {
    const grams = trigrams(word);
    const needed = Math.max(1, grams.size - 3 * maxDistance - 1);
    const shared = new Map<number, number>();
    for (const gram of grams) {
      for (const id of this.#postings.get(gram) ?? []) shared.set(id, (shared.get(id) ?? 0) + 1);
    }
    const found: (NearTerm & { id: number })[] = [];
    for (const [id, count] of shared) {
      const term = this.#terms[id] ?? "";
      if (count < needed || Math.abs(term.length - word.length) > maxDistance) continue;
      const distance = editDistance(word, term, maxDistance);
      if (distance <= maxDistance) found.push({ term, distance, id });
    }
    return found.sort((a, b) => a.distance - b.distance || a.id - b.id).slice(0, 10);
  }
}

/** Stretches of three letters, the ends marked. */
export function trigrams(word: string): Set<string> {
  const padded = `^${word}$`;
  const grams = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
  return grams;
}

/** How many typos a word of that length may hold and still be recognised. */
export function allowedTypos(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}
