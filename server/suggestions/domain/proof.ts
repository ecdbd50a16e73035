import type { Finding } from "./finding.ts";

/** Findings counted by what they say, wherever they stand: an edit moves lines. */
type Count = ReadonlyMap<string, number>;

/** True where a version has lost the findings it was to lose, and has no other that was not there before. */
export function isBetter(
  before: readonly Finding[],
  after: readonly Finding[],
  mended: readonly Finding[],
): boolean {
  const had = count(before);
  const has = count(after);
  const lost = count(mended);
  const isGone = [...lost].every(
    ([key, times]) => (has.get(key) ?? 0) <= (had.get(key) ?? 0) - times,
  );
  return isGone && [...has].every(([key, times]) => times <= (had.get(key) ?? 0));
}

function count(findings: readonly Finding[]): Count {
  const counted = new Map<string, number>();
  for (const { rule, reason } of findings) {
    // Messages quote names and modules, which a fix elsewhere in the file may have changed.
    const key = `${rule} ${reason.toLowerCase().replaceAll(/\bansible\.(?:builtin|legacy)\./g, "")}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  return counted;
}
