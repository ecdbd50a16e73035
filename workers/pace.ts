/** How often something is done, in milliseconds. */
export interface Rhythm {
  readonly busyMs: number;
  readonly quietMs: number;
  /** So long after the last sign of life the quiet rhythm begins. */
  readonly quietAfterMs: number;
}

/**
 * Does something again and again: often while anything goes on, seldom when nothing has for a while. `wake` brings the
 * quick rhythm back at once. Never twice at a time.
 */
export class Pace {
  private readonly rhythm: Rhythm;
  private readonly work: () => Promise<boolean>;
  private timer: NodeJS.Timeout | null = null;
  private aliveAt = 0;
  private underWay: Promise<void> | null = null;
  private stopped = false;

  /** @param work says whether anything is open, which counts as a sign of life; must not throw */
  constructor(rhythm: Rhythm, work: () => Promise<boolean>) {
    this.rhythm = rhythm;
    this.work = work;
  }

  /** Does it now, and from then on in its rhythm. */
  start(): Promise<void> {
    this.aliveAt = performance.now();
    return this.now();
  }

  /** A sign of life: where the next time is far off, it comes soon. */
  wake(): void {
    const wasQuiet = this.isQuiet();
    this.aliveAt = performance.now();
    if (wasQuiet && this.underWay === null) this.schedule();
  }

  /** Does it out of turn, unless it is under way already. */
  now(): Promise<void> {
    this.underWay ??= this.once().finally(() => {
      this.underWay = null;
    });
    return this.underWay;
  }

  /** Begins nothing more. */
  stop(): void {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private async once(): Promise<void> {
    if (this.stopped) return;
    if (await this.work()) this.aliveAt = performance.now();
    this.schedule();
  }

  private schedule(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    if (this.stopped) return;
    const { busyMs, quietMs } = this.rhythm;
    this.timer = setTimeout(() => void this.now(), this.isQuiet() ? quietMs : busyMs);
  }

  private isQuiet(): boolean {
    return performance.now() - this.aliveAt > this.rhythm.quietAfterMs;
  }
}
