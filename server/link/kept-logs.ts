import { mkdirSync } from "node:fs";
import path from "node:path";
import type { OutputLine } from "#server/contracts/events.ts";
import { defaultLogCapBytes, RunLogWriter } from "#server/runner/run-log.ts";

/** The logs of runs on other machines, kept beside those of this one so that both are read alike. */
export class KeptLogs {
  readonly #runs: string;
  readonly #underWay = new Map<string, Promise<unknown>>();

  /** @param runs the directory of runs */
  constructor(runs: string) {
    this.#runs = runs;
  }

  /** Does one thing about a run at a time. */
  async oneByOne<T>(runId: string, work: () => Promise<T>): Promise<T> {
    const before = this.#underWay.get(runId) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.#underWay.set(runId, mine);
    try {
      return await mine;
    } finally {
      if (this.#underWay.get(runId) === mine) this.#underWay.delete(runId);
    }
  }

  /** Appends lines behind number `after`; what stands there already is written anew. */
  append(runId: string, after: number, lines: readonly OutputLine[]): void {
    if (lines.length === 0) return;
    const runDir = path.join(this.#runs, runId);
    mkdirSync(runDir, { recursive: true, mode: 0o700 });
    const log = new RunLogWriter(runDir, { line: after, capBytes: defaultLogCapBytes });
    log.append(lines.map(({ text }) => text));
  }
}
