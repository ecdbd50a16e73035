/** An Aho–Corasick automaton with a dense table over the bytes that occur in patterns; class 0 is every other byte. */
export interface Automaton {
  readonly classes: Uint8Array;
  readonly width: number;
  readonly next: Int32Array;
  readonly depth: Int32Array;
  /** Length of the longest pattern that ends in this state, 0 if none does. */
  readonly match: Int32Array;
}

/** Compiles the patterns; null when there are none. */
export function buildAutomaton(patterns: readonly Buffer[]): Automaton | null {
  if (patterns.length === 0) return null;
  const classes = new Uint8Array(256);
  let width = 1;
  for (const byte of new Set(patterns.flatMap((pattern) => [...pattern]))) classes[byte] = width++;
  const states = patterns.reduce((sum, pattern) => sum + pattern.length, 1);
  const next = new Int32Array(states * width);
  const depth = new Int32Array(states);
  const match = new Int32Array(states);
  let count = 1;
  for (const pattern of patterns) {
    let state = 0;
    for (const byte of pattern) {
      const slot = state * width + (classes[byte] ?? 0);
      if (next[slot] === 0) {
        depth[count] = (depth[state] ?? 0) + 1;
        next[slot] = count++;
      }
      state = next[slot] ?? 0;
    }
    match[state] = pattern.length;
  }
  linkFailures({ classes, width, next, depth, match }, count);
  return { classes, width, next, depth, match };
}

/** Breadth first, so that every failure target is complete before it is used. */
function linkFailures({ width, next, match }: Automaton, count: number): void {
  const failure = new Int32Array(count);
  const queue = Array.from(next.subarray(0, width)).filter((state) => state !== 0);
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head] ?? 0;
    const fallback = failure[state] ?? 0;
    match[state] = Math.max(match[state] ?? 0, match[fallback] ?? 0);
    for (let symbol = 0; symbol < width; symbol++) {
      const target = next[state * width + symbol] ?? 0;
      const viaFallback = next[fallback * width + symbol] ?? 0;
      if (target === 0) {
        next[state * width + symbol] = viaFallback;
        continue;
      }
      failure[target] = viaFallback;
      queue.push(target);
    }
  }
}
