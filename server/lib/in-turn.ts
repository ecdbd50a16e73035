/** Lets work of one key happen one after the other, and only so much of it wait. */
export class InTurn {
  private readonly queues = new Map<string, { tail: Promise<unknown>; length: number }>();
  private readonly maxWaiting: number;

  /** @param maxWaiting what waits and goes on at most, by key */
  constructor(maxWaiting: number) {
    this.maxWaiting = maxWaiting;
  }

  /** Does `work` once all that came before it is over, however that ended; null where too much waits already. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> | null {
    const queue = this.queues.get(key) ?? { tail: Promise.resolve(), length: 0 };
    if (queue.length >= this.maxWaiting) return null;
    const done = queue.tail.then(work, work);
    queue.length++;
    queue.tail = done.then(
      () => this.leave(key, queue),
      () => this.leave(key, queue),
    );
    this.queues.set(key, queue);
    return done;
  }

  private leave(key: string, queue: { length: number }): void {
    queue.length--;
    if (queue.length === 0) this.queues.delete(key);
  }
}
