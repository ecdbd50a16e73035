// A broken agent, for proving that the harness notices: it takes over a run whose lease has lapsed by starting it
// again, without looking at what the run's directory says. Takes the arguments of workers/main.ts.
import { rmSync } from "node:fs";
import type { RunSpec } from "#server/contracts/runner.ts";
import { spawnRun } from "#server/runner/run-process.ts";
import { type TailOffsets, tailStart } from "#server/runner/tail-run.ts";
import { RunWorker } from "#workers/run-worker.ts";

/** What the mutant uses of the class that it breaks. */
interface Insides {
  readonly runDir: string;
  prepare(): Promise<RunSpec | null>;
  follow(from: TailOffsets): Promise<void>;
}

Object.assign(RunWorker.prototype, {
  async resume(this: Insides): Promise<void> {
    rmSync(this.runDir, { recursive: true, force: true });
    if ((await this.prepare()) === null) return;
    await spawnRun(this.runDir);
    await this.follow(tailStart);
  },
});

await import("#workers/main.ts");
