import { maskSpans, type Redactor, type SecretScanner, type SecretSpan } from "./redactor.ts";

/** One finished line, redacted. */
export interface OutputLine {
  readonly text: string;
  readonly wasCut: boolean;
  /** Raw offset from which a new splitter would go on without loss or leak; null where a secret crosses the border. */
  readonly nextOffset: number | null;
}

interface PendingLine {
  readonly start: number;
  readonly end: number;
  readonly kept: Buffer;
  readonly wasCut: boolean;
}

/** Longest line that is kept, in bytes. */
export const lineCapBytes = 16 * 1024;

/** Splits raw output into redacted lines. Holds at most one line's cap and what a secret may still span. */
export class OutputLines {
  private readonly scanner: SecretScanner;
  private readonly pending: PendingLine[] = [];
  private parts: Buffer[] = [];
  private keptBytes = 0;
  private lineStart: number;
  private offset: number;

  constructor(redactor: Redactor, startOffset: number) {
    this.scanner = redactor.createScanner(startOffset);
    this.lineStart = startOffset;
    this.offset = startOffset;
  }

  /** Takes the next bytes and returns the lines that are complete and settled; the last has an offset. */
  push(chunk: Buffer): OutputLine[] {
    this.scanner.push(chunk);
    let position = 0;
    for (let newline = chunk.indexOf(10); newline !== -1; newline = chunk.indexOf(10, position)) {
      this.keep(chunk.subarray(position, newline));
      this.endLine(this.offset + newline, this.offset + newline + 1);
      position = newline + 1;
    }
    this.keep(chunk.subarray(position));
    this.offset += chunk.length;
    this.forgetUnkept();
    return this.release(this.scanner.settled);
  }

  /** The rest, with a last line that has no newline. */
  end(): OutputLine[] {
    if (this.offset > this.lineStart) this.endLine(this.offset, this.offset);
    return this.release(Number.POSITIVE_INFINITY);
  }

  private keep(bytes: Buffer): void {
    const room = lineCapBytes - this.keptBytes;
    if (room <= 0 || bytes.length === 0) return;
    const part = bytes.subarray(0, room);
    // A copy: the reader's buffer is used again.
    this.parts.push(Buffer.from(part));
    this.keptBytes += part.length;
  }

  private endLine(contentEnd: number, end: number): void {
    const wasCut = contentEnd - this.lineStart > this.keptBytes;
    const kept =
      this.parts.length === 1 && this.parts[0] ? this.parts[0] : Buffer.concat(this.parts);
    this.pending.push({ start: this.lineStart, end, kept, wasCut });
    this.parts = [];
    this.keptBytes = 0;
    this.lineStart = end;
  }

  /** In an endless line the spans past its cap are not needed, save one that may cross its end. */
  private forgetUnkept(): void {
    const { spans } = this.scanner;
    if (spans.length < 10_000 || this.keptBytes < lineCapBytes) return;
    const first = spans.findIndex(({ start }) => start > this.lineStart + lineCapBytes);
    if (first !== -1) spans.splice(first, spans.length - 1 - first);
  }

  /** A line goes out only up to a border that no secret crosses, so that a restart there misses none. */
  private release(settled: number): OutputLine[] {
    const { spans } = this.scanner;
    const isEnd = settled === Number.POSITIVE_INFINITY;
    const lines: OutputLine[] = [];
    let safeCount = 0;
    let first = 0;
    for (const line of this.pending) {
      if (line.end > settled) break;
      first = skipEnded(spans, first, line.start);
      const own = spansWithin(spans, first, line.end);
      const isSafe = isEnd || (own.at(-1)?.end ?? 0) <= line.end;
      lines.push({ ...maskLine(line, own), nextOffset: isSafe ? line.end : null });
      if (isSafe) safeCount = lines.length;
    }
    const end = this.pending[safeCount - 1]?.end;
    if (end === undefined) return [];
    this.pending.splice(0, safeCount);
    spans.splice(0, skipEnded(spans, 0, end));
    return lines.slice(0, safeCount);
  }
}

/** Index of the first span, from `first` on, that reaches beyond the offset. */
function skipEnded(spans: readonly SecretSpan[], first: number, offset: number): number {
  let index = first;
  while (index < spans.length && (spans[index]?.end ?? 0) <= offset) index++;
  return index;
}

function spansWithin(spans: readonly SecretSpan[], first: number, end: number): SecretSpan[] {
  const within: SecretSpan[] = [];
  for (let index = first; index < spans.length; index++) {
    const span = spans[index];
    if (!span || span.start >= end) break;
    within.push(span);
  }
  return within;
}

function maskLine({ start, kept, wasCut }: PendingLine, spans: readonly SecretSpan[]) {
  const text = spans.length > 0 ? maskSpans(kept, start, spans) : kept.toString("utf8");
  return { text: clean(text, wasCut), wasCut };
}

/** Databases refuse NUL; a carriage return before the newline belongs to the line end. */
function clean(text: string, wasCut: boolean): string {
  const whole = text.includes("\0") ? text.replaceAll("\0", "\uFFFD") : text;
  const trimmed = whole.endsWith("\r") ? whole.slice(0, -1) : whole;
  return wasCut ? `${trimmed} …[line cut]` : trimmed;
}
