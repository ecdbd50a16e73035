const lookAgainMs = 1_000;

/**
 * Waits for what events announce. Whoever hears the database's notifications in this process passes them on; looking
 * again every second makes up for one that was lost, and for a process that hears none.
 */
export class EventWatch {
  /** What wakes those who wait, by topic. */
  readonly #sleepers = new Map<string, Set<() => void>>();

  /** A topic has a new event. */
  announced(topic: string): void {
    for (const wake of this.#sleepers.get(topic) ?? []) wake();
  }

  /** Announcements may have been lost: everyone looks at once. */
  lookAgain(): void {
    for (const topic of this.#sleepers.keys()) this.announced(topic);
  }

  /**
   * Looks at once and after each event of the topic until something is there. The topic is followed before every look,
   * so what happens during one is not missed.
   *
   * @returns false when `signal` ended the wait
   */
  async until(
    topic: string,
    isThere: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<boolean> {
    while (!signal.aborted) {
      const sleep = this.#follow(topic, signal);
      try {
        if (await isThere()) return true;
        await sleep.over;
      } finally {
        sleep.forget();
      }
    }
    return false;
  }

  /** A sleep that an event of the topic ends, or the signal, or the time to look again. */
  #follow(topic: string, signal: AbortSignal): { over: Promise<void>; forget: () => void } {
    let wake: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const timer = setTimeout(wake, lookAgainMs);
    signal.addEventListener("abort", wake);
    const sleepers = this.#sleepers.get(topic) ?? new Set();
    this.#sleepers.set(topic, sleepers.add(wake));
    const forget = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      sleepers.delete(wake);
      if (sleepers.size === 0) this.#sleepers.delete(topic);
    };
    return { over, forget };
  }
}
