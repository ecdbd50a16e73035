import type { AppError } from "#server/lib/app-error.ts";
import { unreadable } from "./git-process.ts";

/** What a call of git may take. */
export interface CallLimits {
  /** Without a word from git. */
  readonly silenceMs: number;
  readonly totalMs: number;
}

/** Why a call was ended that said nothing for as long as it may. */
export const tooQuiet = "the other side said nothing for too long";
const maxOutputBytes = 64 * 1024 * 1024;
/** From the interrupt on, before the pipes of a git that does not end are closed and nobody waits for it. */
const graceMs = 5_000;

/** Ends a call that takes too long, says too much or is not wanted any more: simple-git itself only interrupts. */
export class CallWatch {
  /** Rejects when nobody waits any longer. */
  readonly givenUp: Promise<never>;
  /** Why the call was ended; null while it was not. */
  why: string | null = null;
  readonly #stop = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #outside: AbortSignal | undefined;
  #streams: readonly NodeJS.ReadableStream[] = [];
  #heardBytes = 0;
  #giveUp: (error: AppError) => void = () => undefined;

  constructor({ totalMs, silenceMs }: CallLimits, outside: AbortSignal | undefined) {
    this.givenUp = new Promise((_resolve, reject) => {
      this.#giveUp = reject;
    });
    this.givenUp.catch(() => undefined);
    this.#outside = outside;
    this.#after(totalMs, () => this.#end(`it took longer than ${Math.round(totalMs / 1000)} s`));
    this.#after(Math.max(totalMs, silenceMs) + graceMs, () => this.#abandon());
    if (outside?.aborted === true) this.#cancel();
    else outside?.addEventListener("abort", this.#cancel, { once: true });
  }

  /** Aborts when the call is to end. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Counts what is said on these. */
  follow(streams: readonly NodeJS.ReadableStream[]): void {
    this.#streams = streams;
    for (const stream of streams)
      stream.on("data", (chunk: Buffer) => {
        this.#heardBytes += chunk.length;
        if (this.#heardBytes > maxOutputBytes) this.#end("the other side said too much");
      });
  }

  /** The call is over. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#outside?.removeEventListener("abort", this.#cancel);
  }

  readonly #cancel = (): void => this.#end("it was stopped");

  #end(why: string): void {
    if (this.why !== null) return;
    this.why = why;
    this.#stop.abort();
    this.#after(graceMs, () => this.#abandon());
  }

  /** A git that does not end when interrupted: its pipes are closed, and nobody waits. */
  #abandon(): void {
    for (const stream of this.#streams) if ("destroy" in stream) (stream.destroy as () => void)();
    this.#giveUp(unreadable(this.why ?? tooQuiet, null));
  }

  #after(ms: number, then: () => void): void {
    this.#timers.push(setTimeout(then, ms).unref());
  }
}
