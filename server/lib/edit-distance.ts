/** Rows of the table at hand, used again from call to call: one of each letter's, its last and the one before. */
let rows = [new Uint16Array(64), new Uint16Array(64), new Uint16Array(64)] as const;

/**
 * Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
 *
 * @returns `limit + 1` as soon as the distance is known to exceed `limit`
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  if (rows[0].length <= b.length) {
    const size = 2 * (b.length + 1);
    rows = [new Uint16Array(size), new Uint16Array(size), new Uint16Array(size)];
  }
  let [row, last, beforeLast] = rows;
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    if (fillRow({ a, b, i }, row, last, beforeLast) > limit) return limit + 1;
    [row, last, beforeLast] = [beforeLast, row, last];
  }
  return last[b.length] ?? limit + 1;
}

/** Writes the row of a letter; returns its least number. */
function fillRow(
  { a, b, i }: { readonly a: string; readonly b: string; readonly i: number },
  row: Uint16Array,
  last: Uint16Array,
  beforeLast: Uint16Array,
): number {
  row[0] = i;
  let least = i;
  for (let j = 1; j <= b.length; j++) {
    const kept = (last[j - 1] ?? 0) + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1);
    const swapped = isSwap(a, b, i, j) ? (beforeLast[j - 2] ?? 0) + 1 : kept;
    const value = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, kept, swapped);
    row[j] = value;
    if (value < least) least = value;
  }
  return least;
}

function isSwap(a: string, b: string, i: number, j: number): boolean {
  return (
    i > 1 &&
    j > 1 &&
    a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
    a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
  );
}
