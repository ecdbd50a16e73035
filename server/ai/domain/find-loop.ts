/** Calls to models that one request may cause, repairs and re-plans included. */
export const maxCallsPerRequest = 12;

const shortestPeriod = 8;
const maxPeriod = 400;
const minRepeats = 6;
const minLoopLength = 160;

/**
 * Whether a text ends by saying the same over and over: a stretch of 8–400 characters, six times or more in a row and
 * 160 characters in all. Looks at the end only, so it can be asked after every token.
 */
export function endsInLoop(text: string): boolean {
  for (let period = shortestPeriod; period <= maxPeriod; period++) {
    const length = Math.max(period * minRepeats, minLoopLength);
    if (length > text.length) break;
    if (repeatsEvery(text, period, length)) return true;
  }
  return false;
}

function repeatsEvery(text: string, period: number, length: number): boolean {
  const from = text.length - length;
  for (let at = text.length - 1; at >= from + period; at--) {
    if (text.charCodeAt(at) !== text.charCodeAt(at - period)) return false;
  }
  return true;
}
