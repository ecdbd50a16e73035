import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { RunLogWriter, readRunLog } from "./run-log.ts";

let runDir: string;
beforeEach(() => {
  runDir = mkdtempSync(join(tmpdir(), "chiffon-log-"));
});
afterEach(() => rmSync(runDir, { recursive: true, force: true }));

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => `line ${from + index}`);

const size = () =>
  readdirSync(runDir)
    .filter((name) => name.startsWith("output.log"))
    .reduce((sum, name) => sum + statSync(join(runDir, name)).size, 0);

describe("the kept log", () => {
  it("knows when lines were written, at most once a second, and forgets it with lines that are written anew", () => {
    vi.useFakeTimers({ now: 10_000 });
    onTestFinished(() => void vi.useRealTimers());
    const append = (writer: RunLogWriter, from: number, count: number, afterMs: number) => {
      vi.advanceTimersByTime(afterMs);
      writer.append(numbered(from, count));
    };
    const writer = new RunLogWriter(runDir, { line: 0, capBytes: 10 ** 6 });
    append(writer, 1, 5, 0);
    append(writer, 6, 5, 900);
    append(writer, 11, 5, 200);
    append(writer, 16, 5, 3000);
    const times = (fromLine: number, count: number) =>
      readRunLog(runDir, { fromLine, count }).times.map(({ line, atMs }) => [line, atMs]);
    expect(times(1, 20)).toEqual([
      [1, 10_000],
      [11, 11_100],
      [16, 14_100],
    ]);
    expect(times(12, 3)).toEqual([[11, 11_100]]);
    expect(times(99, 3)).toEqual([]);
    append(new RunLogWriter(runDir, { line: 12, capBytes: 10 ** 6 }), 13, 3, 5000);
    expect(times(1, 20)).toEqual([
      [1, 10_000],
      [11, 11_100],
      [13, 19_100],
    ]);
  });

  it("gives back any range by line number", () => {
    const writer = new RunLogWriter(runDir, { line: 0, capBytes: 10 ** 7 });
    for (let batch = 0; batch < 30; batch++) writer.append(numbered(batch * 100 + 1, 100));
    for (const fromLine of [1, 511, 512, 513, 1500, 2999]) {
      const { lines, lastLine, omitted } = readRunLog(runDir, { fromLine, count: 3 });
      expect(lines).toEqual(
        numbered(fromLine, Math.min(3, 3001 - fromLine)).map((text, index) => ({
          n: fromLine + index,
          text,
        })),
      );
      expect([lastLine, omitted]).toEqual([3000, null]);
    }
    expect(readRunLog(runDir, { fromLine: 3001, count: 5 })).toEqual({
      lines: [],
      lastLine: 3000,
      omitted: null,
      times: [],
    });
  });

  it("stays below its cap, keeps head and tail, and names the gap", () => {
    const capBytes = 20_000;
    const writer = new RunLogWriter(runDir, { line: 0, capBytes });
    for (let batch = 0; batch < 100; batch++) {
      writer.append(numbered(batch * 100 + 1, 100));
      expect(size()).toBeLessThanOrEqual(capBytes);
    }
    expect(readRunLog(runDir, { fromLine: 1, count: 1 }).lines).toEqual([{ n: 1, text: "line 1" }]);
    const middle = readRunLog(runDir, { fromLine: 5000, count: 2 });
    const next = middle.lines[0]?.n ?? 0;
    expect(middle.lines[0]?.text).toBe(`line ${next}`);
    expect(middle.omitted).toEqual({ from: 5000, to: next - 1 });
    expect(readRunLog(runDir, { fromLine: 10_000, count: 9 }).lines).toEqual([
      { n: 10_000, text: "line 10000" },
    ]);
    const kept = readRunLog(runDir, { fromLine: 1, count: 5000 }).lines.length;
    expect(writer.droppedLines + kept).toBe(10_000);
  });

  it.each([0, 1, 511, 512, 700, 1290])(
    "goes on after line %i as if it had never gone further",
    (line) => {
      new RunLogWriter(runDir, { line: 0, capBytes: 40_000 }).append(numbered(1, 1300));
      const writer = new RunLogWriter(runDir, { line, capBytes: 40_000 });
      writer.append(numbered(line + 1, 5));
      const { lines, lastLine } = readRunLog(runDir, { fromLine: Math.max(1, line), count: 10 });
      expect(lastLine).toBe(line + 5);
      expect(lines.at(-1)).toEqual({ n: line + 5, text: `line ${line + 5}` });
      expect(lines.every(({ n, text }) => text === `line ${n}`)).toBe(true);
    },
  );

  it("is empty before the first line, and while there is no folder for it", () => {
    const empty = { lines: [], lastLine: 0, omitted: null, times: [] };
    for (const folder of [runDir, join(runDir, "to come")])
      expect(readRunLog(folder, { fromLine: 1, count: 5 })).toEqual(empty);
  });
});
