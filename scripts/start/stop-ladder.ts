import type { RunningChiffon } from "./supervisor.ts";

/** npm passes a Ctrl-C on that the terminal has already delivered: what follows this fast is the same key press. */
const SAME_PRESS_MS = 300;
const NAME_RUNS_EVERY_MS = 500;

interface StopLadderDeps {
  chiffon: Pick<RunningChiffon, "drain" | "interrupt" | "abandon" | "running" | "stop">;
  log: (line: string) => void;
  now?: () => number;
}

/**
 * What repeated Ctrl-C means: first finish what runs, then interrupt it, then leave it running and go.
 * Either way the rest stops cleanly; runs left behind are adopted at the next start.
 */
export class StopLadder {
  /** Resolves when everything has stopped. */
  readonly stopped: Promise<void>;
  readonly #deps: StopLadderDeps;
  readonly #now: () => number;
  #steps = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #resolve: (outcome: Promise<void>) => void = () => undefined;

  constructor(deps: StopLadderDeps) {
    this.#deps = deps;
    this.#now = deps.now ?? (() => performance.now());
    this.stopped = new Promise((resolve) => {
      this.#resolve = resolve;
    });
  }

  get isStopping(): boolean {
    return this.#steps > 0;
  }

  /** Takes one step; presses within 300 ms count once. */
  climb(): void {
    if (this.#now() - this.#lastAt < SAME_PRESS_MS) return;
    this.#lastAt = this.#now();
    this.#steps += 1;
    const { chiffon, log } = this.#deps;
    if (this.#steps === 1) this.#resolve(this.#drain());
    if (this.#steps === 2) {
      log("Interrupting what runs. Ctrl-C again leaves it running and goes.");
      chiffon.interrupt();
    }
    if (this.#steps === 3) {
      log("Leaving what runs to itself; the next start takes it up again.");
      chiffon.abandon();
    }
  }

  async #drain(): Promise<void> {
    const { chiffon, log } = this.#deps;
    log("Stopping: no new work is taken.");
    let named = "";
    const nameRuns = () => {
      const names = chiffon.running().join(", ");
      if (names && names !== named) log(`Waiting for: ${names}. Ctrl-C again interrupts it.`);
      named = names;
    };
    nameRuns();
    const timer = setInterval(nameRuns, NAME_RUNS_EVERY_MS);
    await chiffon.drain();
    clearInterval(timer);
    await chiffon.stop();
    log("Stopped.");
  }
}
