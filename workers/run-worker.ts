import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { RunEvent, RunSpec } from "#server/contracts/runner.ts";
import { isAnsibleWork, type WorkType } from "#server/contracts/task.ts";
import type { RunMaterials } from "#server/execution/run-materials-service.ts";
import type { Ended, HeldRun } from "#server/execution/run-service.ts";
import { type AppError, isAppError } from "#server/lib/app-error.ts";
import type { Logger } from "#server/platform/logger.ts";
import { forgetInput } from "#server/runner/clean-run.ts";
import { readRunEvents } from "#server/runner/event-lines.ts";
import { interruptRun } from "#server/runner/interrupt-run.ts";
import { decideOutcome, type OutcomeFacts } from "#server/runner/outcome.ts";
import { prepareRun } from "#server/runner/prepare-run.ts";
import { createRedactor } from "#server/runner/redactor.ts";
import { readRunLog } from "#server/runner/run-log.ts";
import { RunMeter } from "#server/runner/run-meter.ts";
import { probeRun, tombstoneRun } from "#server/runner/run-process.ts";
import { readRedactions } from "#server/runner/run-secrets.ts";
import { startRunAgent } from "#server/runner/run-ssh-agent.ts";
import type { RunUsage } from "#server/runner/run-usage.ts";
import type { ShimStarter } from "#server/runner/shim-starter.ts";
import { type TailEnd, type TailOffsets, tailRun, tailStart } from "#server/runner/tail-run.ts";
import type { RunJournal } from "./run-journal.ts";
import { buildRunSpec, type RunPlaces } from "./run-spec.ts";
import type { TaskReporter } from "./task-reporter.ts";

/** What one run needs of its surroundings. */
export interface RunWorkerDeps {
  /** Which agent this is, as Chiffon knows it. */
  readonly agentId: string;
  readonly reporter: Pick<TaskReporter, "materials" | "markSpawned" | "report" | "finish">;
  readonly paths: RunPlaces;
  /** What is Chiffon's own, and nothing of a run. */
  readonly hiddenPaths: readonly string[];
  readonly callbackDir: string;
  /** The shim, where it does not lie beside the runner's code. */
  readonly shimFile?: string | undefined;
  readonly testWorkTypes: boolean;
  readonly shims: Pick<ShimStarter, "start">;
  /** What this machine remembers of its runs beside their directories; null where that is not needed. */
  readonly journal: RunJournal | null;
  readonly log: Logger;
}

const retryMs = 500;
/** Lines at the end of the output that may say why Ansible stopped. */
const tailLines = 40;
/** Between the end of a run's time and that of its keys. */
const keyMarginSeconds = 60;

/** Takes one claimed run from start to end: prepare, spawn, follow, finish. Also takes up a run that another process began. */
export class RunWorker {
  readonly run: HeldRun;
  private readonly deps: RunWorkerDeps;
  readonly runDir: string;
  private readonly abort = new AbortController();
  private cancelled = false;

  constructor(deps: RunWorkerDeps, run: HeldRun) {
    this.deps = deps;
    this.run = run;
    this.runDir = path.join(deps.paths.runs, run.runId);
  }

  /** Starts a run that was just claimed. Resolves when it is over or no longer ours. */
  async start(): Promise<void> {
    try {
      this.deps.journal?.claimed(this.run.runId);
      if (!(await this.prepare())) return;
      if (!(await this.deps.reporter.markSpawned(this.run))) {
        await this.forgetUnstarted();
        return;
      }
      this.deps.journal?.spawned(this.run.runId);
      await this.deps.shims.start(this.runDir);
    } catch (error) {
      await this.refuse(error);
      return;
    }
    await this.follow(tailStart);
  }

  /** Goes on with a run whose former process is gone: follows it, or proves that it never began. */
  async resume(): Promise<void> {
    if (this.deps.journal?.isSpawned(this.run.runId) === true && !existsSync(this.runDir)) {
      await this.finishGone();
      return;
    }
    await mkdir(this.runDir, { recursive: true, mode: 0o700 });
    if (probeRun(this.runDir).state === "not_started" && tombstoneRun(this.runDir)) {
      await this.finishUnstarted("Its agent stopped before the run began.");
      return;
    }
    if (probeRun(this.runDir).state === "tombstoned") {
      await this.finishUnstarted("Its agent stopped before the run began.");
      return;
    }
    if (this.run.cancelAsked) void this.cancel();
    await this.follow(readTail(this.run.tail));
  }

  /** Stops the run and everything it started. The follower then reports what is known of it. */
  async cancel(): Promise<void> {
    if (this.cancelled) return;
    this.cancelled = true;
    const result = await interruptRun(this.runDir);
    if (result.survivors > 0) {
      this.deps.log.error(
        { runId: this.run.runId, survivors: result.survivors },
        "processes survived a cancel",
      );
    }
  }

  /** Stops following without touching the run: it goes on and is adopted later. */
  detach(): void {
    this.abort.abort();
  }

  /** Writes the run's directory and starts its ssh-agent; false when the run was refused and that is recorded. */
  private async prepare(): Promise<boolean> {
    const { values, access } = await this.deps.reporter.materials(this.run);
    const spec = buildRunSpec(this.run, values, { ...this.deps, access });
    const { paths, callbackDir, shimFile } = this.deps;
    const prepared = await prepareRun(spec, {
      ...{ runsDir: paths.runs, callbackDir },
      ...(shimFile === undefined ? {} : { shimFile }),
    });
    if (prepared.ok) {
      if (prepared.warning !== null)
        this.deps.log.warn(
          { runId: this.run.runId, warning: prepared.warning },
          "run is less confined than planned",
        );
      await this.startAgent(spec, access);
      return true;
    }
    await this.finishRefused(
      `Files differ from the approved ones: ${prepared.paths.slice(0, 5).join(", ")}.`,
    );
    return false;
  }

  /** Only runs with ssh hosts have one. It lives as long as the run, not as long as this worker. */
  private async startAgent(
    spec: RunSpec,
    { keys, knownHosts }: RunMaterials["access"],
  ): Promise<void> {
    if (spec.command.kind !== "ansible" || spec.command.sshAgent !== true) return;
    const lifetimeSeconds = spec.timeoutSeconds + keyMarginSeconds;
    await startRunAgent(this.runDir, { keys, knownHosts, lifetimeSeconds });
  }

  /** The fence was lost before the process was there: what was prepared for it goes, unless another began it. */
  private async forgetUnstarted(): Promise<void> {
    if (tombstoneRun(this.runDir)) await forgetInput(this.runDir);
  }

  private async refuse(error: unknown): Promise<void> {
    const { log, run } = { log: this.deps.log, run: this.run };
    log.error({ err: error, runId: run.runId }, "run could not be started");
    // Where not even its directory can be made, nothing of it can begin.
    await mkdir(this.runDir, { recursive: true, mode: 0o700 }).catch(() => undefined);
    // Whoever takes `started` first decides: after this no shim of the run can begin any more.
    if (existsSync(this.runDir) && !tombstoneRun(this.runDir)) {
      await this.follow(tailStart);
      return;
    }
    if (isRefusal(error)) await this.finishRefused(error.message);
    else await this.finishUnstarted(`The run could not be started on its agent${causeOf(error)}.`);
  }

  private async follow(from: TailOffsets): Promise<void> {
    // Measures also while the database is away and nothing can be reported.
    const meter = new RunMeter(this.runDir, { onFault: (error) => this.noteUnmeasured(error) });
    try {
      await this.followMeasured(from, meter);
    } finally {
      meter.stop();
    }
  }

  private noteUnmeasured(error: unknown): void {
    this.deps.log.warn({ err: error, runId: this.run.runId }, "what the run uses is not measured");
  }

  private async followMeasured(from: TailOffsets, meter: RunMeter): Promise<void> {
    const redact = createRedactor([this.run.nonce, ...readRedactions(this.runDir)]);
    for (let reported = from; !this.abort.signal.aborted; ) {
      try {
        const end = await tailRun(this.runDir, {
          from: reported,
          redact,
          signal: this.abort.signal,
          onBatch: async (batch) => {
            const held = await this.deps.reporter.report(this.run, {
              events: batch.events,
              lines: batch.lines.map((line) => ({ line: line.n, text: line.text })),
              lineCount: batch.offsets.line,
              cutLines: batch.cutLines,
              tail: batch.offsets,
            });
            if (!held) this.abort.abort();
            reported = batch.offsets;
          },
        });
        await this.end(end, readRunEvents(this.runDir, redact).events, meter.stop());
        return;
      } catch (error) {
        // The database was away. The run goes on without us; what it wrote meanwhile is read once we can store it.
        this.deps.log.warn(
          { err: error, runId: this.run.runId },
          "could not store progress; trying again",
        );
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  private async end(
    end: TailEnd,
    events: readonly RunEvent[],
    usage: RunUsage | null,
  ): Promise<void> {
    if (end.state === "aborted") return;
    if (end.state === "tombstoned") {
      await this.finishUnstarted("The run never began.");
      return;
    }
    const vanished = end.state === "vanished";
    if (vanished) await interruptRun(this.runDir); // nothing of it may live on before anybody judges or repeats it
    const outcome = decideOutcome({
      kind: outcomeKind(this.run.body.task.workType),
      events,
      exit: end.exit,
      timedOut: end.exit?.timedOut === true,
      cancelled: this.cancelled || this.run.cancelAsked,
      idempotent: this.run.body.task.idempotent,
      expectedHosts: this.run.body.task.hosts,
      lastLines: this.lastLines(end.offsets.line),
      lines: end.offsets.line,
      cutLines: end.cutLines,
      usage,
    });
    await this.finish({
      outcome,
      neverStarted: false,
      vanished: vanished && !this.cancelled && outcome.checks === undefined,
      problem: end.tampered ? "The exit record was not written by this run's own shim." : null,
    });
  }

  /** Once that is recorded, nothing secret of the run stays here. */
  private async finish(ended: Ended): Promise<void> {
    await this.deps.reporter.finish(this.run, ended);
    this.deps.journal?.ended(this.run.runId);
    await forgetInput(this.runDir);
  }

  /** The end of the kept log, which is redacted. */
  private lastLines(lineCount: number): string[] {
    const range = { fromLine: Math.max(1, lineCount - tailLines + 1), count: tailLines };
    return readRunLog(this.runDir, range).lines.map(({ text }) => text);
  }

  private async finishUnstarted(message: string): Promise<void> {
    await this.finishWith(message, true);
  }

  /** Never started either, but trying again would meet the same refusal. */
  private async finishRefused(message: string): Promise<void> {
    await this.finishWith(message, false);
  }

  /** It was spawned here, and its directory is gone: nobody can say how far it came, so nobody may repeat it. */
  private async finishGone(): Promise<void> {
    const facts = { kind: "command" as const, events: [], exit: null, timedOut: false };
    await this.finish({
      outcome: decideOutcome({
        ...facts,
        cancelled: false,
        idempotent: this.run.body.task.idempotent,
      }),
      neverStarted: false,
      vanished: true,
      problem: "The run's directory was removed from its agent's machine.",
    });
  }

  private async finishWith(message: string, neverStarted: boolean): Promise<void> {
    const facts = {
      kind: "command" as const,
      events: [],
      exit: null,
      timedOut: false,
      cancelled: false,
      idempotent: true,
    };
    const cancelled = this.cancelled || this.run.cancelAsked;
    await this.finish({
      outcome: { ...decideOutcome(facts), verdict: cancelled ? "cancelled" : "failed", message },
      neverStarted: neverStarted && !cancelled,
      vanished: false,
      problem: null,
    });
  }
}

function outcomeKind(workType: WorkType): OutcomeFacts["kind"] {
  if (workType === "ansible.preview") return "preview";
  return isAnsibleWork(workType) ? "ansible" : "command";
}

/** True when the run itself is what is wrong. A fault of the surroundings (no database, no process) may pass. */
function isRefusal(error: unknown): error is AppError {
  return isAppError(error) && !error.retryable && error.code !== "run_failed";
}

function readTail(tail: unknown): TailOffsets {
  if (typeof tail !== "object" || tail === null) return tailStart;
  return { ...tailStart, ...(tail as Partial<TailOffsets>) }; // written by `report`, read back as it was
}

const knownCauses: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on its disk",
  EDQUOT: "its disk quota is used up",
  EROFS: "its disk can only be read",
  EACCES: "it may not write to its data directory",
  EMFILE: "it has too many files open",
};

/** What people can do something about; anything else stands in the log only. */
function causeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const cause = knownCauses[code];
  return cause === undefined ? "" : `: ${cause}`;
}
