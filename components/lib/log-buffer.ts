import type { LineTime, OutputLine } from "#server/contracts/events.ts";

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
  /** In the order of their lines; at most one a second. */
  readonly #times: LineTime[] = [];
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

  /** When a line was written down, to the second; undefined where that is not known. */
  timeOf(number: number): string | undefined {
    return this.#times[this.#placeAfter(number) - 1]?.at;
  }

  /** Takes marks in any order, each once. */
  putTimes(times: readonly LineTime[]): void {
    for (const time of times) {
      const place = this.#placeAfter(time.line);
      const before = this.#times[place - 1];
      if (before?.line === time.line || (before && isSameSecond(before.at, time.at))) continue;
      this.#times.splice(place, 0, time);
    }
    if (times.length > 0) this.#version += 1;
  }

  /** How many marks lie at a line or before it. */
  #placeAfter(line: number): number {
    let [low, high] = [0, this.#times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#times[middle]?.line ?? line) <= line) low = middle + 1;
      else high = middle;
    }
    return low;
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

/** Whether two moments are less than a second apart: output that streams says it more often than anybody reads. */
function isSameSecond(one: string, other: string): boolean {
  return Math.abs(Date.parse(other) - Date.parse(one)) < 1000;
}

function chunkOf(number: number): number {
  return Math.floor((number - 1) / chunkSize);
}
