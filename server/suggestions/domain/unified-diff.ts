/** A run of old lines and what stands in their place. */
interface Change {
  oldStart: number;
  oldLines: string[];
  newLines: string[];
}

const contextLines = 3;

/**
 * The unified diff of two versions of a file, as `git apply` and `patch` take it; "" for equal ones. Lines keep their
 * carriage returns, and a missing line end is said.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return "";
  const oldLines = linesOf(before);
  const changes = changesBetween(oldLines, linesOf(after));
  // Git ends a name that holds a blank with a tab.
  const tab = path.includes(" ") ? "\t" : "";
  let shift = 0;
  const hunks = groups(changes).map((group) => {
    const text = hunk(group, oldLines, shift);
    for (const change of group) shift += change.newLines.length - change.oldLines.length;
    return text;
  });
  return `--- a/${path}${tab}\n+++ b/${path}${tab}\n${hunks.join("")}`;
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Greedy: after a difference, the nearest pair of equal lines on both sides goes on. Exact for any input. */
function changesBetween(before: readonly string[], after: readonly string[]): Change[] {
  const changes: Change[] = [];
  let old = 0;
  let fresh = 0;
  while (old < before.length || fresh < after.length) {
    if (old < before.length && before[old] === after[fresh]) {
      old += 1;
      fresh += 1;
      continue;
    }
    const [skipOld, skipNew] = nextMeeting(before, after, old, fresh);
    changes.push({
      oldStart: old,
      oldLines: before.slice(old, old + skipOld),
      newLines: after.slice(fresh, fresh + skipNew),
    });
    old += skipOld;
    fresh += skipNew;
  }
  return changes;
}

const maxLookAhead = 400;

function nextMeeting(
  before: readonly string[],
  after: readonly string[],
  old: number,
  fresh: number,
): [number, number] {
  for (let distance = 1; distance < maxLookAhead; distance++) {
    for (let skipOld = 0; skipOld <= distance; skipOld++) {
      const skipNew = distance - skipOld;
      if (old + skipOld > before.length || fresh + skipNew > after.length) continue;
      if (meets(before, after, old + skipOld, fresh + skipNew)) return [skipOld, skipNew];
    }
  }
  return [before.length - old, after.length - fresh];
}

/** Both at their end, or two equal lines that are no mere blank. */
function meets(
  before: readonly string[],
  after: readonly string[],
  old: number,
  fresh: number,
): boolean {
  if (old === before.length || fresh === after.length)
    return old === before.length && fresh === after.length;
  const next = before[old + 1] === after[fresh + 1];
  return before[old] === after[fresh] && ((before[old] ?? "").trim() !== "" || next);
}

/** Changes whose surroundings touch share a hunk. */
function groups(changes: readonly Change[]): Change[][] {
  const found: Change[][] = [];
  for (const change of changes) {
    const last = found.at(-1)?.at(-1);
    const gap = last === undefined ? Infinity : change.oldStart - endOf(last);
    if (gap <= 2 * contextLines) found.at(-1)?.push(change);
    else found.push([change]);
  }
  return found;
}

const endOf = ({ oldStart, oldLines }: Change) => oldStart + oldLines.length;

function hunk(group: readonly Change[], oldLines: readonly string[], shift: number): string {
  const first = group[0];
  const last = group.at(-1);
  if (first === undefined || last === undefined) return "";
  const from = Math.max(0, first.oldStart - contextLines);
  const to = Math.min(oldLines.length, endOf(last) + contextLines);
  const body: string[] = [];
  let added = 0;
  let at = from;
  for (const change of group) {
    body.push(...marked(" ", oldLines.slice(at, change.oldStart)));
    body.push(...marked("-", change.oldLines), ...marked("+", change.newLines));
    added += change.newLines.length - change.oldLines.length;
    at = endOf(change);
  }
  body.push(...marked(" ", oldLines.slice(at, to)));
  const range = (start: number, count: number) =>
    `${count === 0 ? start : start + 1}${count === 1 ? "" : `,${count}`}`;
  const count = to - from;
  return `@@ -${range(from, count)} +${range(from + shift, count + added)} @@\n${body.join("")}`;
}

function marked(mark: string, lines: readonly string[]): string[] {
  return lines.map((line) =>
    line.endsWith("\n") ? mark + line : `${mark}${line}\n\\ No newline at end of file\n`,
  );
}
