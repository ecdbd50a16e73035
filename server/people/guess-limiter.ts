import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "#server/lib/app-error.ts";

/**
 * Slows guessing of passwords and tokens: 8 attempts in 10 minutes for one name from one address, 40 a minute from
 * one address. Kept in memory: a restart forgives, which an attacker cannot cause. A name is never locked for
 * other addresses, so nobody can lock its owner out.
 */
export class GuessLimiter {
  readonly #perName = new RateLimiterMemory({ points: 8, duration: 600, keyPrefix: "name" });
  readonly #perAddress = new RateLimiterMemory({ points: 40, duration: 60, keyPrefix: "address" });

  /** Counts one attempt. @throws too_many_requests with `retryAfterSeconds` */
  async attempt(name: string, address: string): Promise<void> {
    try {
      await this.#perAddress.consume(address);
      await this.#perName.consume(keyOf(name, address));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      throw new AppError("too_many_requests", {
        details: { retryAfterSeconds: Math.max(1, Math.ceil(refusal.msBeforeNext / 1000)) },
      });
    }
  }

  /** Forgets the attempts for a name from an address: it was the right person. */
  async succeeded(name: string, address: string): Promise<void> {
    await this.#perName.delete(keyOf(name, address));
  }
}

const keyOf = (name: string, address: string): string => `${name.toLowerCase()}\n${address}`;
