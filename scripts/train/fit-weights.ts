import { dot } from "#server/matching/domain/rank.ts";
import { minimise, type Point } from "./minimise.ts";

/** One segment to learn from: what its candidates have of each signal, and which of them are right. */
export interface Example {
  readonly rows: readonly (readonly number[])[];
  readonly none: readonly number[];
  /** Places of the right candidates in `rows`; none where nothing here is meant. */
  readonly right: ReadonlySet<number>;
  /** What it counts, 0–1. */
  readonly weight: number;
}

/** Weights of the signals and of the signs that nothing is meant. */
export interface Weights {
  readonly weights: readonly number[];
  readonly refusal: readonly number[];
}

/**
 * Fits a conditional logit with "none of these": the weights under which the right answers are likeliest, held small by
 * `penalty` (L2). Deterministic: L-BFGS from zero.
 */
export function fitWeights(examples: readonly Example[], penalty: number): Weights {
  const width = examples[0]?.rows[0]?.length ?? 0;
  const size = width + (examples[0]?.none.length ?? 0);
  const at = (all: readonly number[]): Weights => ({
    weights: all.slice(0, width),
    refusal: all.slice(width),
  });
  return at(minimise((all) => lossOf(examples, at(all), penalty), new Array<number>(size).fill(0)));
}

function lossOf(
  examples: readonly Example[],
  { weights, refusal }: Weights,
  penalty: number,
): Point {
  const all = [...weights, ...refusal];
  const slope = all.map((weight) => penalty * weight);
  let value = (penalty / 2) * dot(all, all);
  for (const example of examples) {
    const scores = [...example.rows.map((row) => dot(row, weights)), dot(example.none, refusal)];
    const { shares, right, likelihood } = sharesOf(scores, example);
    value -= example.weight * likelihood;
    for (const [place, share] of shares.entries()) {
      const step = example.weight * (share - (right[place] ?? 0));
      const isNone = place === example.rows.length;
      addTo(
        slope,
        isNone ? example.none : (example.rows[place] ?? []),
        step,
        isNone ? weights.length : 0,
      );
    }
  }
  return { value, slope };
}

/** The shares that scores give, those that the right ones should have of them, and how likely the right ones were. */
function sharesOf(scores: readonly number[], { right, rows }: Example) {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const isRight = (place: number) => (right.size === 0 ? place === rows.length : right.has(place));
  const all = powers.reduce((sum, power) => sum + power, 0);
  const good = powers.reduce((sum, power, place) => (isRight(place) ? sum + power : sum), 1e-12);
  return {
    shares: powers.map((power) => power / all),
    right: powers.map((power, place) => (isRight(place) ? power / good : 0)),
    likelihood: Math.log(good / all),
  };
}

function addTo(slope: number[], row: readonly number[], step: number, from: number): void {
  for (let at = 0; at < row.length; at++) {
    const value = row[at] ?? 0;
    if (value !== 0) slope[from + at] = (slope[from + at] ?? 0) + step * value;
  }
}
