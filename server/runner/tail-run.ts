import { existsSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { ExitRecord, RunEvent } from "#server/contracts/runner.ts";
import { EventLines } from "./event-lines.ts";
import { Alarm, GrowingFile } from "./growing-file.ts";
import { interruptRun } from "./interrupt-run.ts";
import { type OutputLine, OutputLines } from "./output-lines.ts";
import type { Redactor } from "./redactor.ts";
import { readNonce, runPaths } from "./run-directory.ts";
import { defaultLogCapBytes, RunLogWriter } from "./run-log.ts";
import { probeRun, type RunProbe } from "./run-process.ts";

/** How far a run's files were read. Kept with the run, so that another process can go on from there. */
export interface TailOffsets {
  readonly outputOffset: number;
  readonly eventsOffset: number;
  /** Number of the last line handed out. */
  readonly line: number;
  /** Ordinal of the last event handed out. */
  readonly eventCount: number;
}

/** The beginning of a run. */
export const tailStart: TailOffsets = { outputOffset: 0, eventsOffset: 0, line: 0, eventCount: 0 };

/** What happened since the last batch; already redacted and, for lines, already in the kept log. */
export interface TailBatch {
  readonly lines: { readonly n: number; readonly text: string }[];
  readonly events: RunEvent[];
  /** Where to go on once this batch is stored. */
  readonly offsets: TailOffsets;
  /** Lines of this batch that were shortened. */
  readonly cutLines: number;
}

/** Why tailing ended, and the totals since `from`. */
export interface TailEnd {
  readonly state: "exited" | "vanished" | "tombstoned" | "aborted";
  readonly exit: ExitRecord | null;
  readonly tampered: boolean;
  readonly offsets: TailOffsets;
  /** Lines shortened since `from`, plus those the kept log has forgotten. */
  readonly cutLines: number;
  /** Event lines that could not be trusted. */
  readonly droppedEvents: number;
}

/** How a run is followed. */
export interface TailOptions {
  readonly from: TailOffsets;
  /** Awaited before more is read. A batch not stored must not be acknowledged: throw, and tail again later. */
  readonly onBatch: (batch: TailBatch) => Promise<void> | void;
  readonly redact: Redactor;
  readonly signal?: AbortSignal;
  readonly logCapBytes?: number;
}

const pollMs = 100;
const probeMs = 250;
const batchMs = 50;
const batchLines = 200;
const batchBytes = 256 * 1024;

/**
 * Follows a run's output and events until its exit record is there and everything was read, or it vanished; then it
 * also ends whatever the killed shim left behind.
 * Memory stays bounded whatever the run prints. One tail per run at a time: it writes the kept log.
 */
export async function tailRun(runDir: string, options: TailOptions): Promise<TailEnd> {
  const tail = new Tail(runDir, options);
  try {
    return await tail.follow();
  } finally {
    await tail.close();
  }
}

class Tail {
  private readonly runDir: string;
  private readonly options: TailOptions;
  private readonly output: GrowingFile;
  private readonly eventFile: GrowingFile;
  private readonly lines: OutputLines;
  private readonly events: EventLines;
  private readonly log: RunLogWriter;
  private readonly alarm: Alarm;
  private readonly exitPath: string;
  private batch = emptyBatch();
  private offsets: TailOffsets;
  private outputOffset: number;
  private cutLines = 0;
  private flushedAt = 0;

  constructor(runDir: string, options: TailOptions) {
    const { from, redact } = options;
    const paths = runPaths(runDir);
    this.runDir = runDir;
    this.options = options;
    this.exitPath = paths.exit;
    this.offsets = from;
    this.outputOffset = from.outputOffset;
    this.output = new GrowingFile(paths.rawOutput, from.outputOffset);
    this.eventFile = new GrowingFile(paths.events, from.eventsOffset);
    this.lines = new OutputLines(redact, from.outputOffset);
    this.events = new EventLines(
      { key: readNonce(runDir) ?? "", redactor: redact },
      { offset: from.eventsOffset, lastOrdinal: from.eventCount },
    );
    const capBytes = options.logCapBytes ?? defaultLogCapBytes;
    this.log = new RunLogWriter(runDir, { line: from.line, capBytes });
    this.alarm = new Alarm([runDir, paths.work], options.signal);
  }

  async follow(): Promise<TailEnd> {
    let probe: RunProbe = { state: "not_started" };
    let probedAt = 0;
    while (!this.options.signal?.aborted) {
      // Looked at before reading: what was written before the record is then read after seeing it.
      if (Date.now() - probedAt >= probeMs || existsSync(this.exitPath)) {
        probe = probeRun(this.runDir);
        probedAt = Date.now();
      }
      const isOver = !["not_started", "running"].includes(probe.state);
      const hasRead = await this.readMore();
      if (!hasRead && isOver) return await this.finish(probe);
      await this.flushIfDue();
      if (!hasRead) await this.alarm.wait(this.batchWaitMs());
    }
    return this.end("aborted", null, false);
  }

  private async readMore(): Promise<boolean> {
    const events = await this.eventFile.read();
    if (events) this.batch.events.push(...this.events.push(events));
    const output = await this.output.read();
    if (output) await this.take(this.lines.push(output));
    // Gives timers and sockets of this process their turn, however fast the run prints.
    if (output) await nextTurn();
    return events !== null || output !== null;
  }

  private async take(lines: readonly OutputLine[]): Promise<void> {
    for (const { text, wasCut, nextOffset } of lines) {
      const { lines: waiting } = this.batch;
      waiting.push({ n: this.offsets.line + waiting.length + 1, text });
      this.batch.bytes += text.length;
      if (wasCut) this.batch.cut += 1;
      if (nextOffset === null) continue;
      this.outputOffset = nextOffset;
      if (waiting.length >= batchLines || this.batch.bytes >= batchBytes) await this.flush();
    }
  }

  private hasBatch(): boolean {
    return this.batch.lines.length > 0 || this.batch.events.length > 0;
  }

  /** How long a waiting batch may still wait; without one, until the files are looked at again anyway. */
  private batchWaitMs(): number {
    if (!this.hasBatch()) return pollMs;
    return Math.max(1, batchMs - (Date.now() - this.flushedAt));
  }

  private async flushIfDue(): Promise<void> {
    if (this.hasBatch() && Date.now() - this.flushedAt >= batchMs) await this.flush();
  }

  private async flush(): Promise<void> {
    if (!this.hasBatch()) return;
    const { lines, events, cut } = this.batch;
    this.log.append(lines.map(({ text }) => text));
    const offsets = {
      outputOffset: this.outputOffset,
      eventsOffset: this.events.nextOffset,
      line: this.offsets.line + lines.length,
      eventCount: this.events.lastOrdinal,
    };
    await this.options.onBatch({ lines, events, offsets, cutLines: cut });
    this.offsets = offsets;
    this.cutLines += cut;
    this.batch = emptyBatch();
    this.flushedAt = Date.now();
  }

  private async finish(probe: RunProbe): Promise<TailEnd> {
    await this.take(this.lines.end());
    await this.flush();
    switch (probe.state) {
      case "exited":
        return this.end("exited", probe.exit, false);
      case "tombstoned":
        return this.end("tombstoned", null, false);
      default:
        // What a killed shim left behind must not go on beside the next attempt.
        await interruptRun(this.runDir, { graceMs: 0 });
        return this.end("vanished", null, probe.state === "vanished" && probe.tampered);
    }
  }

  private end(state: TailEnd["state"], exit: ExitRecord | null, tampered: boolean): TailEnd {
    return {
      ...{ state, exit, tampered, offsets: this.offsets },
      cutLines: this.cutLines + this.log.droppedLines,
      droppedEvents: this.events.dropped,
    };
  }

  async close(): Promise<void> {
    this.alarm.close();
    await Promise.all([this.output.close(), this.eventFile.close()]);
  }
}

const emptyBatch = () => ({
  lines: [] as TailBatch["lines"],
  events: [] as RunEvent[],
  bytes: 0,
  cut: 0,
});
