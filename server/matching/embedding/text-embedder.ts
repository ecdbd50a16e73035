/** Numbers in a vector: what all-MiniLM-L6-v2 gives. */
export const dimensions = 384;

/** Turns texts into vectors whose closeness says how alike their meanings are. */
export interface TextEmbedder {
  /** Names what made a vector: vectors of different models cannot be compared. */
  readonly model: string;
  /** Texts stay within this process. */
  readonly isInProcess: boolean;
  /**
   * One vector of 384 numbers and length 1 for each text, in order.
   *
   * @throws EmbeddingFault in words for the owner when the model cannot be asked or answers something else
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** Why there are no vectors, and what to do about it. */
export class EmbeddingFault extends Error {
  override readonly name = "EmbeddingFault";
}

/** Scales vectors to length 1. @throws EmbeddingFault for what are no vectors of the right size */
export function unitVectors(
  vectors: readonly (readonly number[])[],
  count: number,
): Float32Array[] {
  if (vectors.length !== count) {
    throw new EmbeddingFault(`The model answered ${vectors.length} vectors for ${count} texts.`);
  }
  return vectors.map((vector) => {
    if (vector.length !== dimensions) {
      throw new EmbeddingFault(
        `The model gives ${vector.length} numbers where ${dimensions} are needed; use all-minilm.`,
      );
    }
    const length = Math.hypot(...vector);
    if (!Number.isFinite(length) || length === 0) {
      throw new EmbeddingFault("The model answered a vector without direction.");
    }
    return Float32Array.from(vector, (value) => value / length);
  });
}

/** Cosine of the angle between two vectors of length 1: 1 alike, 0 unrelated. */
export function similarityOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < dimensions; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
