/** The present, as a dependency: tests turn it by hand. */
export interface Clock {
  now(): Date;
}

/** The machine's own clock. Lease arithmetic uses database time instead. */
export const systemClock: Clock = { now: () => new Date() };
