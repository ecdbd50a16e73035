import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  truncateSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { type LineTime, LineTimes, readLineTimes } from "./line-times.ts";
import { runPaths } from "./run-directory.ts";

/**
 * The kept log of a run: the head in `output.log`, the newest lines in numbered segments beside it, and a sparse
 * index. An index record says: line L (from 1) begins at this offset of this segment (0 is the head).
 */
interface IndexRecord {
  readonly line: number;
  readonly segment: number;
  readonly offset: number;
}

const recordBytes = 24;
const linesPerRecord = 512;
const bytesPerRecord = 64 * 1024;
const tailSegments = 8;

/** Default size of a kept log, head and tail together. */
export const defaultLogCapBytes = 20 * 1024 * 1024;

const segmentPath = (runDir: string, segment: number) =>
  segment === 0 ? runPaths(runDir).log : `${runPaths(runDir).log}.${segment}`;

/** Appends redacted lines and forgets the middle once the cap is reached. One writer at a time. */
export class RunLogWriter {
  private readonly runDir: string;
  private readonly headBytes: number;
  private readonly segmentBytes: number;
  private line: number;
  private segment = 0;
  private size = 0;
  private sinceRecord = { lines: Number.POSITIVE_INFINITY, bytes: 0 };
  private readonly times: LineTimes;
  /** Lines no longer in the log. */
  droppedLines = 0;

  /** Opens the log to go on after line number `line`; what was written beyond it is removed. */
  constructor(runDir: string, { line, capBytes }: { line: number; capBytes: number }) {
    this.runDir = runDir;
    this.line = line;
    this.headBytes = Math.floor(capBytes / 2);
    this.segmentBytes = Math.max(1, Math.floor(capBytes / 2 / tailSegments));
    this.rewindTo(line);
    this.times = new LineTimes(runDir, line);
  }

  /** Writes lines that hold no newline themselves. */
  append(lines: readonly string[]): void {
    if (lines.length > 0) this.times.note(this.line + 1, Date.now());
    let batch: Buffer[] = [];
    const flush = () => {
      if (batch.length > 0)
        appendFileSync(segmentPath(this.runDir, this.segment), Buffer.concat(batch), {
          mode: 0o600,
        });
      batch = [];
    };
    for (const text of lines) {
      const bytes = Buffer.from(`${text}\n`, "utf8");
      const cap = this.segment === 0 ? this.headBytes : this.segmentBytes;
      if (this.size > 0 && this.size + bytes.length > cap) {
        flush();
        this.nextSegment();
      }
      this.recordIfDue(bytes.length);
      batch.push(bytes);
      this.line += 1;
      this.size += bytes.length;
    }
    flush();
  }

  private recordIfDue(nextBytes: number): void {
    if (this.sinceRecord.lines >= linesPerRecord || this.sinceRecord.bytes >= bytesPerRecord) {
      const record = { line: this.line + 1, segment: this.segment, offset: this.size };
      appendFileSync(runPaths(this.runDir).logIndex, encodeRecord(record), { mode: 0o600 });
      this.sinceRecord = { lines: 0, bytes: 0 };
    }
    this.sinceRecord.lines += 1;
    this.sinceRecord.bytes += nextBytes;
  }

  private nextSegment(): void {
    this.segment += 1;
    this.size = 0;
    this.sinceRecord = { lines: Number.POSITIVE_INFINITY, bytes: 0 };
    const oldest = this.segment - tailSegments;
    if (oldest < 1) return;
    const records = readIndex(this.runDir);
    const first = records.find((record) => record.segment === oldest)?.line ?? 0;
    const after = records.find((record) => record.segment === oldest + 1)?.line ?? first;
    this.droppedLines += after - first;
    rmSync(segmentPath(this.runDir, oldest), { force: true });
  }

  private rewindTo(line: number): void {
    const records = readIndex(this.runDir);
    const keep = records.filter((record) => record.line <= line + 1);
    const last = line === 0 ? undefined : keep.at(-1);
    for (const segment of listSegments(this.runDir)) {
      if (!last || segment > last.segment)
        rmSync(segmentPath(this.runDir, segment), { force: true });
    }
    if (!last) {
      rmSync(runPaths(this.runDir).logIndex, { force: true });
      return;
    }
    truncateSync(runPaths(this.runDir).logIndex, keep.length * recordBytes);
    const { offset, lines } = skipLines(this.runDir, last, line + 1 - last.line);
    if (existsSync(segmentPath(this.runDir, last.segment))) {
      truncateSync(segmentPath(this.runDir, last.segment), offset);
    }
    this.segment = last.segment;
    this.size = offset;
    // A log that lost lines in a crash goes on with a new record, so that numbers stay true.
    const isShort = lines < line + 1 - last.line;
    this.sinceRecord = {
      lines: isShort ? Number.POSITIVE_INFINITY : lines,
      bytes: offset - last.offset,
    };
    this.droppedLines = droppedBefore(records, listSegments(this.runDir));
  }
}

/** A stretch of a run's kept log. */
export interface RunLogRange {
  readonly lines: { readonly n: number; readonly text: string }[];
  /** Number of the last line of the log so far; 0 when it is empty. */
  readonly lastLine: number;
  /** The first line asked for that is no longer kept, and the last, if the range begins in the forgotten middle. */
  readonly omitted: { readonly from: number; readonly to: number } | null;
  /** When its lines were written down. */
  readonly times: LineTime[];
}

/** Reads up to `count` lines (at most 5,000) from line number `fromLine` (from 1) on. Forgotten lines are skipped. */
export function readRunLog(
  runDir: string,
  { fromLine, count }: { fromLine: number; count: number },
): RunLogRange {
  const present = new Set(listSegments(runDir));
  const records = readIndex(runDir).filter((record) => present.has(record.segment));
  const lastLine = findLastLine(runDir, records);
  const from = Math.max(1, fromLine);
  const lines: { n: number; text: string }[] = [];
  const wanted = Math.min(count, 5000);
  const start = Math.max(
    0,
    records.findLastIndex((record) => record.line <= from),
  );
  for (let index = start; index < records.length && lines.length < wanted; index++) {
    const block = readBlock(runDir, records, index).filter(({ n }) => n >= from);
    lines.push(...block.slice(0, wanted - lines.length));
  }
  const first = lines[0]?.n ?? lastLine + 1;
  const isGap = first > from && from <= lastLine;
  const to = lines.at(-1)?.n;
  const times = to === undefined ? [] : readLineTimes(runDir, { from: first, to });
  return { lines, lastLine, omitted: isGap ? { from, to: first - 1 } : null, times };
}

/** The lines from one index record to the next. */
function readBlock(runDir: string, records: readonly IndexRecord[], index: number) {
  const record = records[index];
  if (!record) return [];
  const next = records[index + 1];
  const end = next?.segment === record.segment ? next.offset : null;
  return readLines(runDir, record, end).map((text, position) => ({
    n: record.line + position,
    text,
  }));
}

function findLastLine(runDir: string, records: readonly IndexRecord[]): number {
  const last = records.at(-1);
  return last ? last.line + readLines(runDir, last, null).length - 1 : 0;
}

function encodeRecord({ line, segment, offset }: IndexRecord): Buffer {
  const bytes = Buffer.alloc(recordBytes);
  bytes.writeDoubleLE(line, 0);
  bytes.writeDoubleLE(segment, 8);
  bytes.writeDoubleLE(offset, 16);
  return bytes;
}

function readIndex(runDir: string): IndexRecord[] {
  const path = runPaths(runDir).logIndex;
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  return Array.from({ length: Math.floor(bytes.length / recordBytes) }, (_, index) => ({
    line: bytes.readDoubleLE(index * recordBytes),
    segment: bytes.readDoubleLE(index * recordBytes + 8),
    offset: bytes.readDoubleLE(index * recordBytes + 16),
  }));
}

/** None while nothing has been written, not even the folder. */
function listSegments(runDir: string): number[] {
  const name = basename(runPaths(runDir).log);
  const folder = dirname(runPaths(runDir).log);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((entry) => {
    if (entry === name) return [0];
    const suffix = entry.startsWith(`${name}.`) ? entry.slice(name.length + 1) : "";
    return /^\d+$/.test(suffix) ? [Number(suffix)] : [];
  });
}

function droppedBefore(records: readonly IndexRecord[], present: readonly number[]): number {
  const kept = new Set(present);
  let dropped = 0;
  for (const [index, record] of records.entries()) {
    const next = records[index + 1];
    if (!kept.has(record.segment) && next) dropped += next.line - record.line;
  }
  return dropped;
}

/** The complete lines from a record up to `end`, or to the segment's end. */
function readLines(runDir: string, { segment, offset }: IndexRecord, end: number | null): string[] {
  const bytes = readRange(segmentPath(runDir, segment), offset, end);
  const last = bytes.lastIndexOf(10);
  return last === -1 ? [] : bytes.toString("utf8", 0, last).split("\n");
}

function readRange(path: string, offset: number, end: number | null): Buffer {
  if (!existsSync(path)) return Buffer.alloc(0);
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(Math.max(0, (end ?? fstatSync(file).size) - offset));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
  } finally {
    closeSync(file);
  }
}

/** The offset after `count` lines from a record on, or after as many as there are. */
function skipLines(
  runDir: string,
  record: IndexRecord,
  count: number,
): { offset: number; lines: number } {
  const bytes = readRange(segmentPath(runDir, record.segment), record.offset, null);
  let position = 0;
  let lines = 0;
  while (lines < count) {
    const newline = bytes.indexOf(10, position);
    if (newline === -1) break;
    position = newline + 1;
    lines += 1;
  }
  return { offset: record.offset + position, lines };
}
