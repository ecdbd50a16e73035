import type { OutputLine } from "#server/contracts/events.ts";

const chunkSize = 500;
/** Chunks kept at most: 200,000 lines. What lies farthest from the reader is dropped and fetched again when needed. */
const defaultMaxChunks = 400;

/** A range of line numbers, both ends included. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Sparse, bounded store of a run's output lines, numbered from 1.
 *
 * Mutable on purpose (200 lines a second arrive); readers learn of changes by `version`.
 */
export class LogBuffer {
  readonly #chunks = new Map<number, (string | undefined)[]>();
  readonly #maxChunks: number;
  #lineCount = 0;
  #version = 0;

  constructor(maxChunks: number = defaultMaxChunks) {
    this.#maxChunks = maxChunks;
  }

  /** Lines the run has written, whether held here or not. */
  get lineCount(): number {
    return this.#lineCount;
  }

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  /** The text of a line, or undefined while it is not held. */
  line(number: number): string | undefined {
    return this.#chunks.get(chunkOf(number))?.[(number - 1) % chunkSize];
  }

  /** Takes lines in any order; a line that is already held is replaced by the same text, so repeats do no harm. */
  put(lines: readonly OutputLine[]): void {
    for (const { line, text } of lines) {
      const key = chunkOf(line);
      const chunk = this.#chunks.get(key) ?? [];
      chunk[(line - 1) % chunkSize] = text;
      this.#chunks.set(key, chunk);
      if (line > this.#lineCount) this.#lineCount = line;
    }
    const last = lines.at(-1);
    if (last) this.#evictFarFrom(chunkOf(last.line));
    this.#version += 1;
  }

  /** Learns how long the log is without its lines. Never shrinks. */
  announce(lineCount: number): void {
    if (lineCount <= this.#lineCount) return;
    this.#lineCount = lineCount;
    this.#version += 1;
  }

  /** Ranges inside `wanted` that are not held, merged, each at most `maxLength` long. */
  missing(wanted: LineRange, maxLength: number): LineRange[] {
    const ranges: LineRange[] = [];
    const last = Math.min(wanted.to, this.#lineCount);
    let start: number | null = null;
    for (let number = Math.max(1, wanted.from); number <= last + 1; number += 1) {
      const isMissing = number <= last && this.line(number) === undefined;
      if (isMissing && start === null) start = number;
      const ends = start !== null && (!isMissing || number - start >= maxLength);
      if (!ends || start === null) continue;
      ranges.push({ from: start, to: number - 1 });
      start = isMissing ? number : null;
    }
    return ranges;
  }

  #evictFarFrom(chunk: number): void {
    if (this.#chunks.size <= this.#maxChunks) return;
    const byDistance = [...this.#chunks.keys()].sort(
      (a, b) => Math.abs(b - chunk) - Math.abs(a - chunk),
    );
    for (const key of byDistance.slice(0, this.#chunks.size - this.#maxChunks)) {
      this.#chunks.delete(key);
    }
  }
}

function chunkOf(number: number): number {
  return Math.floor((number - 1) / chunkSize);
}
