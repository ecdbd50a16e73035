import { dot } from "#server/matching/domain/rank.ts";

/** A loss and its gradient at a point. */
export interface Point {
  readonly value: number;
  readonly slope: number[];
}

const maxSteps = 300;
const memory = 10;
const enough = 1e-6;

interface Bend {
  readonly moved: number[];
  readonly turned: number[];
  readonly scale: number;
}

/** Limited-memory BFGS with a backtracking line search (Nocedal & Wright, algorithm 7.5). */
export function minimise(read: (at: number[]) => Point, start: number[]): number[] {
  let at = start;
  let here = read(at);
  const bends: Bend[] = [];
  for (let step = 0; step < maxSteps; step++) {
    const way = directionOf(here.slope, bends);
    const next = walk(read, at, here, way);
    const moved = next.at.map((value, place) => value - (at[place] ?? 0));
    const turned = next.point.slope.map((value, place) => value - (here.slope[place] ?? 0));
    const bend = dot(moved, turned);
    if (bend > 1e-12) bends.push({ moved, turned, scale: 1 / bend });
    if (bends.length > memory) bends.shift();
    const gained = here.value - next.point.value;
    at = next.at;
    here = next.point;
    if (gained < enough * Math.max(1, Math.abs(here.value))) break;
  }
  return at;
}

function directionOf(slope: readonly number[], bends: readonly Bend[]): number[] {
  let way = [...slope];
  const shares: number[] = [];
  for (const { moved, turned, scale } of [...bends].reverse()) {
    const share = scale * dot(moved, way);
    shares.push(share);
    way = way.map((value, place) => value - share * (turned[place] ?? 0));
  }
  const last = bends.at(-1);
  const length = Math.sqrt(dot(slope, slope));
  const first =
    last === undefined
      ? 1 / Math.max(1, length)
      : dot(last.moved, last.turned) / dot(last.turned, last.turned);
  way = way.map((value) => value * first);
  for (const [order, { moved, turned, scale }] of bends.entries()) {
    const share = (shares[bends.length - 1 - order] ?? 0) - scale * dot(turned, way);
    way = way.map((value, place) => value + share * (moved[place] ?? 0));
  }
  return way.map((value) => -value);
}

function walk(
  read: (at: number[]) => Point,
  at: readonly number[],
  here: Point,
  way: readonly number[],
) {
  const fall = dot(here.slope, way);
  for (let length = 1; ; length /= 2) {
    const next = at.map((value, place) => value + length * (way[place] ?? 0));
    const point = read(next);
    if (point.value <= here.value + 1e-4 * length * fall || length < 1e-8)
      return { at: next, point };
  }
}
