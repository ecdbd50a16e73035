/** A moment as the server writes it: `2026-11-21T03:51:03.055Z`. */
export const instantPattern = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z`;

const wholeInstant = new RegExp(`^${instantPattern}$`);

/** True for a text that is one moment, as the server writes it. */
export function isInstant(text: string): boolean {
  return wholeInstant.test(text);
}
