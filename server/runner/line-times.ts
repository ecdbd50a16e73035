import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { runPaths } from "./run-directory.ts";

/** From a line on, up to the next mark, output was written down at this moment or within the second after it. */
export interface LineTime {
  readonly line: number;
  readonly atMs: number;
}

const recordBytes = 16;
const leastGapMs = 1000;

/** Notes when lines of a kept log were written down: at most one mark a second, so that a run has at most one for each. */
export class LineTimes {
  private readonly path: string;
  private lastMs: number;

  /** Goes on after line number `line`; marks beyond it are removed. */
  constructor(runDir: string, line: number) {
    this.path = runPaths(runDir).lineTimes;
    const kept = readMarks(this.path).filter((mark) => mark.line <= line);
    if (existsSync(this.path)) truncateSync(this.path, kept.length * recordBytes);
    this.lastMs = kept.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY;
  }

  /** Line number `line` and those after it are written down now. */
  note(line: number, atMs: number): void {
    // A clock that was set back says something new as well.
    if (Math.abs(atMs - this.lastMs) < leastGapMs) return;
    this.lastMs = atMs;
    const bytes = Buffer.alloc(recordBytes);
    bytes.writeDoubleLE(line, 0);
    bytes.writeDoubleLE(atMs, 8);
    appendFileSync(this.path, bytes, { mode: 0o600 });
  }
}

/** Marks for a range of lines, the one that its first line falls under included; none of a log older than marks are. */
export function readLineTimes(runDir: string, range: { from: number; to: number }): LineTime[] {
  const marks = readMarks(runPaths(runDir).lineTimes);
  const first = marks.findLastIndex(({ line }) => line <= range.from);
  return marks.slice(Math.max(0, first)).filter(({ line }) => line <= range.to);
}

function readMarks(path: string): LineTime[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  return Array.from({ length: Math.floor(bytes.length / recordBytes) }, (_, index) => ({
    line: bytes.readDoubleLE(index * recordBytes),
    atMs: bytes.readDoubleLE(index * recordBytes + 8),
  }));
}
