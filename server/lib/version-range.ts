/** Compares versions part by part: negative when `a` is the older one. What is no number counts as 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function partsOf(version: string): number[] {
  return version
    .trim()
    .split(".")
    .slice(0, 6)
    .map((part) => Number(/^\d+/.exec(part)?.[0] ?? 0));
}

const holds: Readonly<Record<string, (order: number) => boolean>> = {
  ">=": (order) => order >= 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  "<": (order) => order < 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
};

/**
 * Whether a version is in a range such as ">=2.14.0,<2.18". A number alone means "at least". Parts that cannot be read
 * rule nothing out.
 */
export function isInRange(version: string, range: string): boolean {
  return range.split(",").every((part) => {
    const match = /^\s*(>=|<=|==|!=|>|<|)\s*(\d[\d.]*)(\.\*)?\w*\s*$/.exec(part);
    if (match === null) return true;
    const [, sign = "", wanted = "", isFamily] = match;
    const known = isFamily === undefined ? version : sameLength(version, wanted);
    return holds[sign === "" ? ">=" : sign]?.(compareVersions(known, wanted)) ?? true;
  });
}

/** "2.15.3" beside "2.15" is "2.15", for ranges such as "==2.15.*". */
function sameLength(version: string, wanted: string): string {
  return version.split(".").slice(0, wanted.split(".").length).join(".");
}
