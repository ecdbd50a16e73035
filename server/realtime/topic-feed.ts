import type { LiveEvent } from "#server/contracts/events.ts";

/** Longest gap that is replayed; beyond it a client reads afresh. */
export const maxReplay = 2_000;
const pageSize = 500;

/** Where a feed reads from and writes to. */
export interface FeedDeps {
  readonly readEvents: (afterSeq: number, limit: number) => Promise<LiveEvent[]>;
  readonly lastSeq: () => Promise<number>;
  /** Sends to everyone who follows the topic. */
  readonly broadcast: (event: LiveEvent) => void;
}

/** One client's way into a feed. */
export interface Follower {
  readonly send: (event: LiveEvent) => void;
  /** From this call on, broadcasts reach the client. Called exactly once, at the right moment. */
  readonly enter: () => void;
}

/** Where a client stands after joining: `reset` means "read afresh, there is more than is worth replaying". */
export interface Joined {
  readonly seq: number;
  readonly reset: boolean;
}

/**
 * The events of one topic on their way to this process's sockets: each exactly once to each follower, in order
 * of `seq`, however notifications arrive, get lost or repeat.
 */
export class TopicFeed {
  readonly #deps: FeedDeps;
  /** Newest event that was broadcast; null until the first join. */
  #sentSeq: number | null = null;
  #isStale = false;
  #isClosed = false;
  /** Work on the feed, one at a time: a join between two broadcasts can neither miss nor repeat one. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  /** The newest `seq` that followers have. */
  get sentSeq(): number {
    return this.#sentSeq ?? 0;
  }

  /**
   * Lets a client in. It gets what happened after `afterSeq` first (null: nothing), then everything new.
   */
  async join(follower: Follower, afterSeq: number | null): Promise<Joined> {
    // The bulk is replayed outside the turn, so that one client's long gap does not hold up the others.
    const behind = await this.#replay(follower, afterSeq);
    return this.#inTurn(async () => {
      this.#sentSeq ??= await this.#deps.lastSeq();
      // The replay may have read events that the others do not have yet.
      if (typeof behind === "number" && behind > this.#sentSeq) await this.#catchUp();
      const isCaughtUp =
        behind === null ||
        (behind !== "too_far" && (await this.#replayTo(follower, behind, this.#sentSeq)));
      follower.enter();
      return { seq: this.#sentSeq, reset: !isCaughtUp };
    });
  }

  /** Says that there is an event up to `seq`; returns when it was broadcast. */
  async announce(seq: number): Promise<void> {
    // Many notifications in a row need one look only: the one that waits for its turn will see them all.
    if (this.#isStale || (this.#sentSeq !== null && seq <= this.#sentSeq)) return;
    this.#isStale = true;
    await this.#inTurn(() => {
      this.#isStale = false;
      return this.#catchUp();
    });
  }

  /**
   * Ends the feed, which nobody follows. Another may take its place at once, so a read that is still under way
   * must not reach the followers of that one.
   */
  close(): void {
    this.#isClosed = true;
  }

  async #catchUp(): Promise<void> {
    // Without a follower there is nobody to send to; the first join sets the mark.
    while (this.#sentSeq !== null) {
      const events = await this.#deps.readEvents(this.#sentSeq, pageSize);
      if (this.#isClosed) return;
      for (const event of events) {
        this.#deps.broadcast(event);
        this.#sentSeq = event.seq;
      }
      if (events.length < pageSize) return;
    }
  }

  /** Replays up to about now. Returns where the client then stands, or that it is too far behind. */
  async #replay(follower: Follower, afterSeq: number | null): Promise<number | "too_far" | null> {
    if (afterSeq === null) return null;
    const newest = await this.#deps.lastSeq();
    // Ahead of us: the database was restored. Behind by too much: a fresh read is quicker.
    if (afterSeq > newest || newest - afterSeq > maxReplay) return "too_far";
    for (let seq = afterSeq; ; ) {
      const events = await this.#deps.readEvents(seq, pageSize);
      if (!sendInOrder(follower, events, seq)) return "too_far";
      seq = events.at(-1)?.seq ?? seq;
      if (events.length < pageSize) return seq;
    }
  }

  /** Replays exactly to `toSeq`. False when events are gone by now. */
  async #replayTo(follower: Follower, fromSeq: number, toSeq: number): Promise<boolean> {
    for (let seq = fromSeq; seq < toSeq; ) {
      const events = await this.#deps.readEvents(seq, Math.min(pageSize, toSeq - seq));
      if (events.length === 0 || !sendInOrder(follower, events, seq)) return false;
      seq = events.at(-1)?.seq ?? seq;
    }
    return true;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

/** Sends events if the first follows `afterSeq` directly; a hole means that older ones were pruned. */
function sendInOrder(follower: Follower, events: readonly LiveEvent[], afterSeq: number): boolean {
  const [first] = events;
  if (first !== undefined && first.seq !== afterSeq + 1) return false;
  for (const event of events) follower.send(event);
  return true;
}
