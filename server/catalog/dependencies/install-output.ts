import { mkdirSync } from "node:fs";
import type { OutputLine } from "#server/contracts/events.ts";
import { OutputLines } from "#server/runner/output-lines.ts";
import { createRedactor } from "#server/runner/redactor.ts";
import { RunLogWriter } from "#server/runner/run-log.ts";

const batchMs = 200;
const logCapBytes = 2 * 1024 * 1024;
/** Lines that travel in events; beyond, browsers read the log. */
const linesInEvents = 2_000;

/** What an install prints: kept in a log, and sent on a few times a second. */
export class InstallOutput {
  private readonly splitter = new OutputLines(createRedactor([]), 0);
  private readonly log: RunLogWriter;
  private readonly send: (lines: readonly OutputLine[], lineCount: number) => Promise<void>;
  private waiting: OutputLine[] = [];
  private lineCount = 0;
  private timer: NodeJS.Timeout | null = null;
  private sending: Promise<void> = Promise.resolve();

  /** @param folder of this install's log; an earlier attempt's is written over */
  constructor(
    folder: string,
    send: (lines: readonly OutputLine[], lineCount: number) => Promise<void>,
  ) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.log = new RunLogWriter(folder, { line: 0, capBytes: logCapBytes });
    this.send = send;
  }

  /** Takes the next bytes. */
  push(chunk: Buffer): void {
    this.take(this.splitter.push(chunk).map(({ text }) => text));
  }

  /** Writes and sends what is left. */
  async end(): Promise<void> {
    this.take(this.splitter.end().map(({ text }) => text));
    if (this.timer !== null) clearTimeout(this.timer);
    this.flush();
    await this.sending;
  }

  private take(texts: readonly string[]): void {
    if (texts.length === 0) return;
    this.log.append(texts);
    for (const text of texts) {
      this.lineCount += 1;
      if (this.lineCount <= linesInEvents) this.waiting.push({ line: this.lineCount, text });
    }
    this.timer ??= setTimeout(() => this.flush(), batchMs);
  }

  private flush(): void {
    this.timer = null;
    const lines = this.waiting;
    if (lines.length === 0) return;
    this.waiting = [];
    const { lineCount } = this;
    // In order, and never the reason why an install fails: the log holds all of it.
    this.sending = this.sending.then(() => this.send(lines, lineCount)).catch(() => undefined);
  }
}
