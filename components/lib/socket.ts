import type { JoinReply, LiveEvent } from "#server/contracts/events.ts";

/** Whether news reach this tab. *lost* means it stopped trying in silence: a person can press Retry. */
export type ConnectionState =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "reconnecting"; readonly since: number }
  | { readonly kind: "lost"; readonly since: number; readonly cause: string };

/** What LiveSocket needs of a socket; socket.io-client in the browser, a fake in tests. */
export interface Transport {
  readonly connected: boolean;
  connect(): void;
  disconnect(): void;
  /** Asks to follow a topic; rejects when no answer came within the timeout. */
  join(topic: string, afterSeq: number | null, timeoutMs: number): Promise<JoinReply>;
  leave(topic: string): void;
  onConnect(handler: () => void): void;
  onDisconnect(handler: (cause: string) => void): void;
  onEvent(handler: (event: LiveEvent) => void): void;
}

interface Followed {
  holders: number;
  /** Newest event seen; null until the server said where the topic stands. */
  lastSeq: number | null;
  /** Position a gap was already asked for, so that a hole in the source cannot loop. */
  askedAt: number | null;
}

const joinTimeoutMs = 4000;
/** After sleep a dead connection must be noticed within 2 s. */
const probeTimeoutMs = 1500;
const lostAfterMs = 15_000;

/**
 * The tab's one connection for live events.
 *
 * Delivers each event of a topic once and in order of `seq`; after any interruption it joins again from the last one
 * seen, and reports a *reset* when the server can no longer fill the gap.
 */
export class LiveSocket {
  readonly #transport: Transport;
  readonly #now: () => number;
  readonly #topics = new Map<string, Followed>();
  readonly #watchers = new Set<() => void>();
  #state: ConnectionState = { kind: "connecting" };
  #lostTimer: ReturnType<typeof setTimeout> | undefined;
  #lostCause = "";

  /** Set by the live query layer. */
  handleEvent: (event: LiveEvent) => void = () => undefined;
  handleReset: (topic: string) => void = () => undefined;

  constructor(transport: Transport, now: () => number = Date.now) {
    this.#transport = transport;
    this.#now = now;
    transport.onConnect(() => this.#connected());
    transport.onDisconnect((cause) => this.#disconnected(cause));
    transport.onEvent((event) => this.#take(event));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** For `useSyncExternalStore`. */
  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /**
   * Follows a topic from after `afterSeq` (null: from now on) until the returned function is called. Several holders
   * share one membership.
   */
  follow(topic: string, afterSeq: number | null): () => void {
    const known = this.#topics.get(topic);
    if (known) {
      known.holders += 1;
    } else {
      this.#topics.set(topic, { holders: 1, lastSeq: afterSeq, askedAt: null });
      if (this.#transport.connected) void this.#join(topic);
    }
    return () => this.#release(topic);
  }

  connect(): void {
    this.#transport.connect();
    this.#armLost("Chiffon cannot be reached.");
  }

  /** Tries again at once. */
  retry(): void {
    this.#disarmLost();
    this.#setState({ kind: "reconnecting", since: this.#now() });
    this.#transport.disconnect();
    this.connect();
  }

  /**
   * Call when the tab may have slept. A connection that looks alive is asked; without an answer in 1.5 s it is replaced.
   */
  async wake(): Promise<void> {
    if (!this.#transport.connected) {
      this.#transport.connect();
      return;
    }
    const [topic] = this.#topics.keys();
    if (topic === undefined) return;
    if (!(await this.#join(topic, probeTimeoutMs))) this.retry();
  }

  close(): void {
    this.#disarmLost();
    this.#topics.clear();
    this.#transport.disconnect();
  }

  #release(topic: string): void {
    const followed = this.#topics.get(topic);
    if (!followed) return;
    followed.holders -= 1;
    if (followed.holders > 0) return;
    this.#topics.delete(topic);
    if (this.#transport.connected) this.#transport.leave(topic);
  }

  #connected(): void {
    this.#disarmLost();
    this.#setState({ kind: "live" });
    for (const topic of this.#topics.keys()) void this.#join(topic);
  }

  #disconnected(cause: string): void {
    if (this.#state.kind === "live") {
      this.#setState({ kind: "reconnecting", since: this.#now() });
    }
    this.#armLost(cause);
  }

  /** Fifteen seconds from the first failure; later attempts that fail do not put it off. */
  #armLost(cause: string): void {
    this.#lostCause = cause;
    this.#lostTimer ??= setTimeout(() => {
      this.#lostTimer = undefined;
      if (this.#transport.connected) return;
      this.#setState({ kind: "lost", since: this.#now(), cause: this.#lostCause });
    }, lostAfterMs);
  }

  #disarmLost(): void {
    clearTimeout(this.#lostTimer);
    this.#lostTimer = undefined;
  }

  /** Tells whether the server answered at all; a refusal is an answer. */
  async #join(topic: string, timeoutMs: number = joinTimeoutMs): Promise<boolean> {
    const followed = this.#topics.get(topic);
    if (!followed) return true;
    const asked = followed.lastSeq;
    const reply = await this.#transport.join(topic, asked, timeoutMs).catch(() => null);
    if (reply === null) return false;
    if (!reply.ok) return true;
    if (reply.reset) {
      followed.lastSeq = reply.seq;
      this.handleReset(topic);
    } else if (asked === null) {
      followed.lastSeq = Math.max(followed.lastSeq ?? 0, reply.seq);
    }
    return true;
  }

  #take(event: LiveEvent): void {
    const followed = this.#topics.get(event.topic);
    if (!followed) return;
    const { lastSeq } = followed;
    if (lastSeq !== null && event.seq <= lastSeq) return;
    if (lastSeq !== null && event.seq > lastSeq + 1 && followed.askedAt !== lastSeq) {
      followed.askedAt = lastSeq;
      void this.#join(event.topic);
      return;
    }
    followed.lastSeq = event.seq;
    this.handleEvent(event);
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}
