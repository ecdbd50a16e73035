/**
 * Whether a version is one that was asked for: a range as collections write it (">=1.2.0,<2.0.0", "!=1.3.0", "*") or
 * one version, "1.2" and "v1.2.0" being the same. What is no version at all must be equal, as a branch or tag is.
 */
export function isVersionWanted(version: string, range: string | null): boolean {
  if (range === null) return true;
  return range
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .every((part) => meets(version, part));
}

function meets(version: string, part: string): boolean {
  if (part === "*") return true;
  const match = /^(>=|<=|==|!=|=|>|<)?\s*(.+)$/.exec(part);
  const operator = match?.[1] ?? "==";
  const order = compareVersions(version, match?.[2] ?? "");
  if (order === null) return operator === "==" && version === part;
  switch (operator) {
    case ">=":
      return order >= 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case "<":
      return order < 0;
    case "!=":
      return order !== 0;
    default:
      return order === 0;
  }
}

/** Negative, zero or positive as `a` comes before, is, or comes after `b`; null when one is no version. */
export function compareVersions(a: string, b: string): number | null {
  const left = parse(a);
  const right = parse(b);
  if (left === null || right === null) return null;
  for (let at = 0; at < 4; at++) {
    const difference = (left.numbers[at] ?? 0) - (right.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  // A pre-release comes before its release.
  if (left.rest === right.rest) return 0;
  if (left.rest === "") return 1;
  return right.rest === "" || left.rest < right.rest ? -1 : 1;
}

function parse(text: string): { numbers: number[]; rest: string } | null {
  const match = /^v?(\d{1,9}(?:\.\d{1,9}){0,3})(?:[-.]?([A-Za-z][\w.-]*))?(?:\+[\w.-]*)?$/.exec(
    text,
  );
  if (match === null) return null;
  return { numbers: (match[1] ?? "").split(".").map(Number), rest: match[2] ?? "" };
}
