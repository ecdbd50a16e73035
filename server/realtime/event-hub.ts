import type { LiveEvent } from "#server/contracts/events.ts";
import { lastSeq, lastSeqs, readEvents } from "#server/platform/event-log.ts";
import type { Logger } from "#server/platform/logger.ts";
import type { Database } from "#server/platform/prisma.ts";
import { type Follower, type Joined, TopicFeed } from "./topic-feed.ts";

const sweepMs = 2_000;

/**
 * The topics somebody here follows. Notifications drive them; a sweep every two seconds makes up for lost ones, so
 * a broken notification connection costs latency, never an event.
 */
export class EventHub {
  readonly #db: Database;
  readonly #log: Logger;
  readonly #broadcast: (event: LiveEvent) => void;
  readonly #hasFollowers: (topic: string) => boolean;
  readonly #feeds = new Map<string, TopicFeed>();
  /** Joins under way per topic: their feed must not be forgotten although nobody is in the room yet. */
  readonly #joining = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #isSweeping = false;

  constructor(deps: {
    db: Database;
    log: Logger;
    broadcast: (event: LiveEvent) => void;
    hasFollowers: (topic: string) => boolean;
  }) {
    this.#db = deps.db;
    this.#log = deps.log;
    this.#broadcast = deps.broadcast;
    this.#hasFollowers = deps.hasFollowers;
    this.#timer = setInterval(() => void this.sweep(), sweepMs);
  }

  /** Lets a client follow a topic; see {@link TopicFeed.join}. */
  async join(topic: string, follower: Follower, afterSeq: number | null): Promise<Joined> {
    const feed = this.#feeds.get(topic) ?? this.#open(topic);
    this.#joining.set(topic, (this.#joining.get(topic) ?? 0) + 1);
    try {
      return await feed.join(follower, afterSeq);
    } finally {
      const left = (this.#joining.get(topic) ?? 1) - 1;
      if (left > 0) this.#joining.set(topic, left);
      else this.#joining.delete(topic);
    }
  }

  /** A topic has an event up to `seq`: sends what its followers lack. */
  announced(topic: string, seq: number): void {
    this.#feeds
      .get(topic)
      ?.announce(seq)
      .catch((error: unknown) => this.#log.warn({ err: error, topic }, "events not sent"));
  }

  /** Compares every followed topic with the database and sends what is missing. */
  async sweep(): Promise<void> {
    for (const [topic, feed] of this.#feeds) {
      if (this.#joining.has(topic) || this.#hasFollowers(topic)) continue;
      feed.close();
      this.#feeds.delete(topic);
    }
    if (this.#isSweeping || this.#feeds.size === 0) return;
    this.#isSweeping = true;
    try {
      const newest = await lastSeqs(this.#db, [...this.#feeds.keys()]);
      for (const [topic, seq] of newest) this.announced(topic, seq);
    } catch (error) {
      this.#log.warn({ err: error }, "event sweep failed");
    } finally {
      this.#isSweeping = false;
    }
  }

  /** Ends the sweep. */
  close(): void {
    clearInterval(this.#timer);
  }

  #open(topic: string): TopicFeed {
    const feed = new TopicFeed({
      readEvents: (afterSeq, limit) => readEvents(this.#db, topic, afterSeq, limit),
      lastSeq: () => lastSeq(this.#db, topic),
      broadcast: this.#broadcast,
    });
    this.#feeds.set(topic, feed);
    return feed;
  }
}
