/** How long a button must have stood still before a press counts. */
export const armDelayMs = 500;
const toleranceWidthPx = 8;

/** Where a button is on the screen. */
export interface ScreenPosition {
  readonly x: number;
  readonly y: number;
}

/**
 * Decides whether a press can have been meant: the button has to have been at its place for half a second. Guards
 * against a card that appears, or is pushed, under a finger that was aiming at something else.
 */
export class ArmGate {
  #position: ScreenPosition | null = null;
  #since = Number.POSITIVE_INFINITY;

  /** Notes where the button is now; null when it cannot be seen. */
  note(position: ScreenPosition | null, now: number): void {
    if (!position) {
      this.#position = null;
      this.#since = Number.POSITIVE_INFINITY;
      return;
    }
    const last = this.#position;
    const hasMoved =
      !last ||
      Math.abs(last.x - position.x) > toleranceWidthPx ||
      Math.abs(last.y - position.y) > toleranceWidthPx;
    if (!hasMoved) return;
    this.#position = position;
    this.#since = now;
  }

  isArmed(now: number): boolean {
    return now - this.#since >= armDelayMs;
  }
}
