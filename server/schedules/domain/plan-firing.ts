/** What becomes of the times that have come. */
export interface FiringPlan {
  /** The one to fire for; null where even the newest is too long ago. */
  readonly due: Date | null;
  /** Those that nothing is done for any more, oldest first. */
  readonly missed: readonly Date[];
}

/**
 * Decides which due time is acted on: the newest, unless it lies further back than the grace. The others were missed: one
 * late firing makes up for all of them.
 *
 * @param times due times up to now, oldest first
 */
export function planFiring(times: readonly Date[], now: Date, graceMs: number): FiringPlan {
  const newest = times.at(-1);
  if (newest === undefined) return { due: null, missed: [] };
  const isFresh = now.getTime() - newest.getTime() <= graceMs;
  return isFresh ? { due: newest, missed: times.slice(0, -1) } : { due: null, missed: times };
}

/** What the conversation is told of firings that were missed. */
export function missedWords(text: string, count: number, isMadeUpFor: boolean): string {
  const what = count === 1 ? "1 firing" : `${count} firings`;
  const then = isMadeUpFor ? " This one makes up for it." : " The next one is at its usual time.";
  return `${what} of "${text.slice(0, 80)}" missed while Chiffon was off.${then}`;
}
