/** Shape of an exponential back-off. */
export interface BackoffPolicy {
  readonly baseMs: number;
  readonly maxMs: number;
  /** Fraction of the delay that is random, 0–1. */
  readonly jitter: number;
}

/**
 * Delay in milliseconds before attempt `attempt + 1`, doubling from `baseMs` and capped at `maxMs`.
 * The random part spreads retries apart ("full jitter" when `jitter` is 1).
 *
 * @param attempt attempts made so far, from 1
 * @param random a number in [0, 1)
 */
export function backoffDelayMs(policy: BackoffPolicy, attempt: number, random: number): number {
  const ceiling = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling * (1 - policy.jitter) + ceiling * policy.jitter * random);
}
