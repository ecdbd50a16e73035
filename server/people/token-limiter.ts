import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** How much of its rate a caller has left. */
export interface RateState {
  /** Calls a window has. */
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Seconds until the window begins anew. */
  readonly resetSeconds: number;
  /** This call was one too many. */
  readonly isOver: boolean;
}

/** Calls a minute with one token, and with tokens that are none from one address. */
const perToken = { points: 300, duration: 60 };
const refusedPerAddress = { points: 60, duration: 60 };

/** Counts calls with tokens. Kept in memory: a restart forgives, which a caller cannot cause. */
export class TokenLimiter {
  readonly #perToken: RateLimiterMemory;
  readonly #perAddress = new RateLimiterMemory({ ...refusedPerAddress, keyPrefix: "address" });

  constructor(limit: { points: number; duration: number } = perToken) {
    this.#perToken = new RateLimiterMemory({ ...limit, keyPrefix: "token" });
  }

  /** Counts one call with a token that counts. */
  count(tokenId: string): Promise<RateState> {
    return consume(this.#perToken, tokenId);
  }

  /** Counts one call with a token that does not. */
  countRefused(address: string): Promise<RateState> {
    return consume(this.#perAddress, address);
  }
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<RateState> {
  try {
    return stateOf(limiter, await limiter.consume(key), false);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return stateOf(limiter, refusal, true);
  }
}

function stateOf(limiter: RateLimiterMemory, at: RateLimiterRes, isOver: boolean): RateState {
  return {
    limit: limiter.points,
    windowSeconds: limiter.duration,
    remaining: Math.max(0, at.remainingPoints),
    resetSeconds: Math.max(1, Math.ceil(at.msBeforeNext / 1000)),
    isOver,
  };
}
