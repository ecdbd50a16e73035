import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LogBuffer } from "./log-buffer.ts";

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => ({
    line: from + index,
    text: `line ${from + index}`,
  }));

describe("log buffer", () => {
  it("knows when a line was written down, whatever order that is learned in", () => {
    const buffer = new LogBuffer();
    expect(buffer.timeOf(1)).toBeUndefined();
    const mark = (line: number) => ({ line, at: new Date(line * 1000).toISOString() });
    buffer.putTimes([mark(200), mark(300)]);
    buffer.putTimes([mark(10), mark(100), mark(200)]);
    expect([9, 10, 99, 100, 250, 999].map((line) => buffer.timeOf(line))).toEqual([
      undefined,
      ...[10, 10, 100, 200, 300].map((line) => mark(line).at),
    ]);
    // Within the same second nothing new is said.
    buffer.putTimes([{ line: 150, at: new Date(100_700).toISOString() }]);
    expect(buffer.timeOf(160)).toBe(mark(100).at);
  });

  it("holds each line once however often and in whatever order it arrives", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1 }), (numbers) => {
        const buffer = new LogBuffer();
        for (const number of numbers) buffer.put([{ line: number, text: `line ${number}` }]);
        expect(buffer.lineCount).toBe(Math.max(...numbers));
        for (const number of numbers) expect(buffer.line(number)).toBe(`line ${number}`);
      }),
    );
  });

  it("names exactly the lines it does not hold", () => {
    const buffer = new LogBuffer();
    buffer.put(lines(10, 12));
    buffer.announce(20);
    expect(buffer.missing({ from: 1, to: 30 }, 5)).toEqual([
      { from: 1, to: 5 },
      { from: 6, to: 9 },
      { from: 13, to: 17 },
      { from: 18, to: 20 },
    ]);
  });

  it("never names a line twice or beyond the end", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 })),
        fc.integer({ min: 1, max: 250 }),
        fc.integer({ min: 1, max: 50 }),
        (held, count, maxLength) => {
          const buffer = new LogBuffer();
          for (const number of held) buffer.put([{ line: number, text: "x" }]);
          buffer.announce(count);
          const named = buffer
            .missing({ from: 1, to: 1000 }, maxLength)
            .flatMap(({ from, to }) => lines(from, to).map(({ line }) => line));
          const expected = lines(1, buffer.lineCount)
            .map(({ line }) => line)
            .filter((line) => !held.includes(line));
          expect(named).toEqual(buffer.lineCount === 0 ? [] : expected);
        },
      ),
    );
  });

  it("keeps what is near the newest lines when it is full", () => {
    const buffer = new LogBuffer(4);
    buffer.put(lines(1, 10_000));
    expect(buffer.line(1)).toBeUndefined();
    expect(buffer.line(10_000)).toBe("line 10000");
    expect(buffer.lineCount).toBe(10_000);
  });
});
