/** One replacement in a text, by offsets. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The edits in order, without repeats; null where two of them touch the same characters. */
export function mergeEdits(edits: readonly Edit[]): Edit[] | null {
  const merged: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = merged.at(-1);
    if (last !== undefined && isSame(last, edit)) continue;
    const isFree = last === undefined || edit.start > last.end || isBehind(last, edit);
    if (!isFree) return null;
    merged.push(edit);
  }
  return merged;
}

function isSame(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text;
}

/** Directly behind; of two insertions in one place nobody could say which comes first. */
function isBehind(first: Edit, second: Edit): boolean {
  const hasWidth = first.end > first.start || second.end > second.start;
  return second.start === first.end && hasWidth;
}

/** The text with edits made that are in order and apart. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}
