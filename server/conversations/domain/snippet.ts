/** A stretch of text, and whether it is what was looked for. */
export interface SnippetPart {
  readonly text: string;
  readonly isHit: boolean;
}

const before = 48;
const maxLength = 160;
/** A word is found in its other forms as well ("backups" finds "backup"): so many letters at its end may differ. */
const maxEnding = 3;
const leastStem = 4;

/** The stretch of a text where words first occur, each occurrence apart. Line breaks become spaces. */
export function snippetOf(text: string, words: readonly string[]): SnippetPart[] {
  const line = text.replace(/\s+/g, " ").trim();
  // Some letters change their length in lower case: marks would then stand beside what they mark.
  const lowered = line.toLowerCase();
  const low = lowered.length === line.length ? lowered : line;
  const sought = words.map((word) => formIn(low, word)).filter((form) => form !== null);
  const first = Math.min(...sought.map((form) => low.indexOf(form)));
  const from = Number.isFinite(first) ? startBefore(line, first) : 0;
  const to = endAfter(line, from);
  const parts = cutAtHits(line, sought, { from, to, low });
  return [
    ...(from > 0 ? [{ text: "… ", isHit: false }] : []),
    ...parts,
    ...(to < line.length ? [{ text: " …", isHit: false }] : []),
  ];
}

/** The longest beginning of a word that occurs, if only its ending differs. */
function formIn(low: string, word: string): string | null {
  const shortest = Math.min(word.length, Math.max(leastStem, word.length - maxEnding));
  for (let length = word.length; length >= shortest; length -= 1) {
    const form = word.slice(0, length);
    if (low.includes(form)) return form;
  }
  return null;
}

function startBefore(line: string, hit: number): number {
  if (hit <= before) return 0;
  const space = line.indexOf(" ", hit - before);
  return space === -1 || space >= hit ? hit - before : space + 1;
}

function endAfter(line: string, from: number): number {
  if (line.length - from <= maxLength) return line.length;
  const space = line.lastIndexOf(" ", from + maxLength);
  return space > from + before ? space : from + maxLength;
}

function cutAtHits(
  line: string,
  sought: readonly string[],
  { from, to, low }: { readonly from: number; readonly to: number; readonly low: string },
): SnippetPart[] {
  const parts: SnippetPart[] = [];
  let at = from;
  while (at < to) {
    const hit = nextHit(low, sought, at);
    const start = Math.min(hit?.start ?? to, to);
    if (start > at) parts.push({ text: line.slice(at, start), isHit: false });
    if (hit === null || start === to) break;
    at = Math.min(hit.end, to);
    parts.push({ text: line.slice(start, at), isHit: true });
  }
  return parts;
}

function nextHit(low: string, sought: readonly string[], at: number) {
  let best: { start: number; end: number } | null = null;
  for (const form of sought) {
    const start = low.indexOf(form, at);
    if (start === -1) continue;
    const end = start + form.length;
    if (best === null || start < best.start || (start === best.start && end > best.end))
      best = { start, end };
  }
  return best;
}
