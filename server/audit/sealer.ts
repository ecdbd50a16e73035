import pg from "pg";
import type { Logger } from "#server/platform/logger.ts";
import { sha256 } from "#server/platform/sha256.ts";
import {
  countWaiting,
  insertBatch,
  markCommitted,
  readHead,
  readUncommittedBatch,
  readWaiting,
  sealedChannel,
} from "./audit-chain-repository.ts";
import { batchRule, closesInMs } from "./domain/batch.ts";
import { sealEntries } from "./domain/chain.ts";
import type { GitLedger } from "./git-ledger.ts";
import { readLedgerBatch } from "./ledger-batch.ts";

export { sealedChannel };

/** How the sealer stands, for health and metrics. */
export interface SealerStatus {
  /** False while another process seals, or the database is away. */
  readonly leader: boolean;
  readonly lastSealedAt: Date | null;
  /** Why the newest attempt to commit failed; null when it worked. */
  readonly gitProblem: string | null;
  /** Why the newest push to the remote failed; null when it worked or there is no remote. */
  readonly pushProblem: string | null;
}

/** What the sealer stands on. */
export interface SealerDeps {
  readonly databaseUrl: string;
  readonly ledger: GitLedger;
  /** Calls back whenever `chiffon_audit` is notified; returns how to stop that. */
  readonly wake: (onWake: () => void) => () => void;
  readonly log: Logger;
}

/** Any number that nothing else locks: one sealer per database. */
const leaderLockKey = 7_224_833;
const tickMs = 1_000;
const firstGitRetryMs = 500;
const maxGitRetryMs = 30_000;
/** Between two looks, however often it is woken. */
const shortestPauseMs = 20;

/**
 * Turns recorded entries into the chain and the chain into git. Any number of processes may run one: a session lock
 * on the connection that also does the writing lets exactly one of them seal, and losing that connection ends both.
 * Git trouble never stops sealing; what git lacks is committed in order once it works again.
 */
export class AuditSealer {
  readonly #deps: SealerDeps;
  #client: pg.Client | null = null;
  #running: Promise<void> | null = null;
  #stopped = false;
  #awake: () => void = () => undefined;
  #woken = false;
  /** When the batch that is open closes: until then a wake-up tells nothing new. */
  #closesAt = 0;
  #ledgerOpen = false;
  #lastSealedAt: Date | null = null;
  #gitProblem: string | null = null;
  #gitRetryAt = 0;
  #gitRetryMs = firstGitRetryMs;
  #pushProblem: string | null = null;
  #pushing: Promise<void> | null = null;
  #pushAgain = false;
  #flushed: (() => void)[] = [];

  constructor(deps: SealerDeps) {
    this.#deps = deps;
  }

  /** Begins to seal, now or as soon as this process becomes the leader. */
  start(): void {
    if (this.#running !== null) return;
    const unsubscribe = this.#deps.wake(() => this.#recorded());
    this.#running = this.#loop().finally(unsubscribe);
  }

  /** Ends after the step in progress and gives the leadership away. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wakeUp();
    await this.#running;
    await this.#pushing;
    await this.#disconnect();
    this.#deps.ledger.close();
  }

  /**
   * Seals and commits whatever waits, without leaving a batch open, and resolves once nothing is left or git refuses:
   * before a backup or a shutdown. While another process leads it waits for that one to go.
   */
  flush(): Promise<void> {
    if (this.#stopped || this.#running === null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#flushed.push(resolve);
      this.#wakeUp();
    });
  }

  status(): SealerStatus {
    return {
      leader: this.#client !== null,
      lastSealedAt: this.#lastSealedAt,
      gitProblem: this.#gitProblem,
      pushProblem: this.#pushProblem,
    };
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      let pauseMs: number = tickMs;
      try {
        if (await this.#lead()) pauseMs = await this.#step();
      } catch (cause) {
        this.#deps.log.warn({ err: cause }, "sealing the audit failed; it will be tried again");
        await this.#disconnect();
      }
      await this.#pause(pauseMs);
    }
    this.#endFlush(this.#flushed.length);
  }

  /** Seals what is due and commits one batch; returns how long nothing needs to be done. */
  async #step(): Promise<number> {
    const client = this.#client;
    if (client === null) return tickMs;
    // Only those who asked before the look at the waiting list are answered by it.
    const asked = this.#flushed.length;
    const openForMs = closesInMs(await countWaiting(client, batchRule.maxEntries));
    const closes = openForMs === 0 || (openForMs !== null && asked > 0);
    if (closes) await this.#seal(client);
    const backlog = await this.#commitNext(client);
    if (closes || backlog) return 0;
    this.#endFlush(asked);
    const pauseMs = Math.min(openForMs ?? tickMs, tickMs);
    this.#closesAt = openForMs === null ? 0 : performance.now() + pauseMs;
    return pauseMs;
  }

  #endFlush(asked: number): void {
    for (const resolve of this.#flushed.splice(0, asked)) resolve();
  }

  async #seal(client: pg.Client): Promise<void> {
    await client.query("BEGIN");
    const entries = await readWaiting(client, batchRule.maxEntries);
    const links = sealEntries(sha256, await readHead(client), entries);
    await insertBatch(client, links, entries);
    await client.query("COMMIT");
    if (links.length > 0) this.#lastSealedAt = new Date();
  }

  /** Commits the oldest batch that git lacks; returns whether there may be more. Never throws for git's sake. */
  async #commitNext(client: pg.Client): Promise<boolean> {
    if (Date.now() < this.#gitRetryAt) return false;
    const row = await readUncommittedBatch(client);
    if (row === null) return false;
    let commit: string;
    try {
      if (!this.#ledgerOpen) await this.#deps.ledger.open();
      this.#ledgerOpen = true;
      commit = await this.#deps.ledger.commit(await readLedgerBatch(client, row));
    } catch (cause) {
      this.#gitFailed(cause, row.id);
      return false;
    }
    await markCommitted(client, { batch: row.id, commit });
    this.#gitProblem = null;
    this.#gitRetryMs = firstGitRetryMs;
    this.#push();
    return true;
  }

  #gitFailed(cause: unknown, batch: number): void {
    this.#gitProblem = messageOf(cause);
    this.#gitRetryAt = Date.now() + this.#gitRetryMs;
    this.#gitRetryMs = Math.min(this.#gitRetryMs * 2, maxGitRetryMs);
    this.#deps.log.warn({ err: cause, batch }, "the audit could not be committed to git");
  }

  /** In the background, one at a time: the remote may be slow, and a later push carries the earlier commits. */
  #push(): void {
    if (this.#pushing !== null) {
      this.#pushAgain = true;
      return;
    }
    this.#pushing = this.#deps.ledger.push().then(
      () => this.#pushEnded(null),
      (cause: unknown) => this.#pushEnded(cause),
    );
  }

  #pushEnded(cause: unknown): void {
    this.#pushing = null;
    this.#pushProblem = cause === null ? null : messageOf(cause);
    if (cause !== null) this.#deps.log.warn({ err: cause }, "the audit could not be pushed");
    const again = this.#pushAgain && !this.#stopped;
    this.#pushAgain = false;
    if (again) this.#push();
  }

  /** True while this process holds the lock. */
  async #lead(): Promise<boolean> {
    if (this.#client !== null) return true;
    const client = new pg.Client({
      connectionString: this.#deps.databaseUrl,
      connectionTimeoutMillis: 5_000,
      query_timeout: 30_000,
      keepAlive: true,
      application_name: "chiffon-sealer",
    });
    // A lost connection has lost the lock and rolled back: whatever is in progress fails and is not repeated blindly.
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    await client.connect();
    const { rows } = await client.query<{ leads: boolean }>(
      "SELECT pg_try_advisory_lock($1) AS leads",
      [leaderLockKey],
    );
    if (rows[0]?.leads !== true || this.#stopped) {
      await client.end();
      return false;
    }
    this.#client = client;
    this.#ledgerOpen = false;
    this.#deps.log.info({}, "this process seals the audit");
    return true;
  }

  #lost(client: pg.Client): void {
    if (this.#client !== client) return;
    this.#client = null;
    this.#deps.log.warn({}, "the sealer lost its database connection");
    this.#wakeUp();
  }

  async #disconnect(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  /** Something was recorded. The batch that it belongs to may be known to be open, and when it closes. */
  #recorded(): void {
    if (performance.now() >= this.#closesAt) this.#wakeUp();
  }

  #wakeUp(): void {
    this.#woken = true;
    this.#awake();
  }

  async #pause(pauseMs: number): Promise<void> {
    const shortest = pauseMs === 0 ? 0 : shortestPauseMs;
    if (shortest > 0) await sleep(Math.min(shortest, pauseMs));
    if (!this.#woken && !this.#stopped && pauseMs > shortest) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs - shortest);
        this.#awake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#woken = false;
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
