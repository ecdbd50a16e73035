import { RateLimiterMemory } from "rate-limiter-flexible";
import type { AuditService } from "#server/audit/audit-service.ts";
import { nobodyActor } from "#server/contracts/common.ts";
import type { ErrorCode } from "#server/contracts/errors.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import type { Logger } from "#server/platform/logger.ts";
import { type Database, inTransaction } from "#server/platform/prisma.ts";

/** A request that was turned away at the edge. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly edge: "http" | "socket" | "mcp";
  readonly method: string;
  /** As sent; stored as erasable text because its sender chose it. */
  readonly path: string;
  readonly address: string;
  readonly principal: Principal | null;
  readonly traceId: string;
  /** What was wrong, for people: an Origin, a Host, a header. */
  readonly reason: string;
}

type AuditWriter = Pick<AuditService, "record">;

/** Entries a minute from one address, and from all together: about 15 MB of history a day at the very worst. */
const perAddress = { points: 60, duration: 60 };
const overall = { points: 120, duration: 60 };

/**
 * Writes refused requests into the history as `security.rejected`, up to a rate; what exceeds it is counted and
 * the count goes with the next entry.
 */
export class RefusalLog {
  readonly #db: Database;
  readonly #audit: AuditWriter;
  readonly #log: Logger;
  readonly #perAddress = new RateLimiterMemory({ ...perAddress, keyPrefix: "address" });
  readonly #overall = new RateLimiterMemory({ ...overall, keyPrefix: "all" });
  readonly #writing = new Set<Promise<void>>();
  #suppressed = 0;

  constructor(deps: { db: Database; audit: AuditWriter; log: Logger }) {
    this.#db = deps.db;
    this.#audit = deps.audit;
    this.#log = deps.log;
  }

  /** Takes note of a refusal without making its request wait. */
  note(refusal: Refusal): void {
    const writing = this.#write(refusal)
      .catch((error: unknown) => {
        this.#suppressed++;
        this.#log.warn({ err: error, traceId: refusal.traceId }, "refusal not recorded");
      })
      .finally(() => this.#writing.delete(writing));
    this.#writing.add(writing);
  }

  /** Waits until all noted refusals are written: for shutdown and tests. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing);
  }

  async #write(refusal: Refusal): Promise<void> {
    if (!(await this.#isWithinRate(refusal.address))) {
      this.#suppressed++;
      return;
    }
    const { code, edge, method, address, traceId } = refusal;
    this.#log.warn({ code, edge, method, address, traceId }, "request refused");
    const suppressed = this.#suppressed;
    this.#suppressed = 0;
    await inTransaction(this.#db, (tx) =>
      this.#audit.record(tx, {
        type: "security.rejected",
        actor: refusal.principal === null ? nobodyActor : actorOf(refusal.principal),
        facts: { code, edge, method: method.slice(0, 20), address, traceId, suppressed },
        text: `${printable(refusal.path, 300)}\n${printable(refusal.reason, 300)}`,
      }),
    );
  }

  async #isWithinRate(address: string): Promise<boolean> {
    try {
      await this.#perAddress.consume(address);
      await this.#overall.consume("all");
      return true;
    } catch {
      // The limiter rejects with its counters when the rate is used up.
      return false;
    }
  }
}

/** Text from a stranger without control characters or direction tricks, cut to length. */
function printable(text: string, length: number): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "\u{fffd}").slice(0, length);
}
