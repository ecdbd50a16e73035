import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs";
import type { RunJournal } from "../run-journal.ts";

type Step = "claimed" | "spawned" | "ended";

/** A run's journal in a file, one JSON line a step. Each is on disk before what follows it happens. */
export class FileJournal implements RunJournal {
  readonly #file: string;
  /** The last step of each run that has not ended. */
  readonly #open = new Map<string, Step>();

  /** Reads what a former process left, and forgets runs that have ended. */
  constructor(file: string) {
    this.#file = file;
    for (const [runId, step] of readSteps(file)) this.#keep(runId, step);
    const draft = `${file}.draft`;
    append(draft, [...this.#open].map(([runId, step]) => lineOf(runId, step)).join(""), "w");
    renameSync(draft, file);
  }

  claimed(runId: string): void {
    this.#note(runId, "claimed");
  }

  spawned(runId: string): void {
    this.#note(runId, "spawned");
  }

  ended(runId: string): void {
    this.#note(runId, "ended");
  }

  isSpawned(runId: string): boolean {
    return this.#open.get(runId) === "spawned";
  }

  #note(runId: string, step: Step): void {
    if (this.#open.get(runId) === step) return;
    append(this.#file, lineOf(runId, step), "a");
    this.#keep(runId, step);
  }

  #keep(runId: string, step: Step): void {
    if (step === "ended") this.#open.delete(runId);
    else this.#open.set(runId, step);
  }
}

const lineOf = (runId: string, step: Step): string => `${JSON.stringify({ runId, step })}\n`;

function append(file: string, text: string, how: "a" | "w"): void {
  const handle = openSync(file, how, 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** A line that was cut off in a crash says nothing. */
function readSteps(file: string): [string, Step][] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line): [string, Step][] => {
      const match = /^\{"runId":"([0-9a-f-]{36})","step":"(claimed|spawned|ended)"\}$/.exec(line);
      return match?.[1] === undefined ? [] : [[match[1], match[2] as Step]]; // as the pattern says
    });
}
