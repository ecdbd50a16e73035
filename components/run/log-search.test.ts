import { describe, expect, it } from "vitest";
import { LogBuffer } from "#components/lib/log-buffer.ts";
import { LogSearch, nextMatch } from "./log-search.ts";

describe("log search", () => {
  it("finds text through colours and case, and goes on with new lines", () => {
    const buffer = new LogBuffer();
    buffer.put([
      { line: 1, text: "TASK [Install]" },
      { line: 2, text: "\u001b[31mFAT\u001b[0mAL: [nas]" },
    ]);
    const search = new LogSearch("fatal");
    expect(search.extend(buffer)).toEqual([2]);
    buffer.put([{ line: 3, text: "fatal again" }]);
    expect(search.extend(buffer)).toEqual([2, 3]);
  });

  it("waits at a line that is not there yet", () => {
    const buffer = new LogBuffer();
    buffer.put([{ line: 2, text: "x" }]);
    const search = new LogSearch("x");
    expect(search.extend(buffer)).toEqual([]);
    buffer.put([{ line: 1, text: "x" }]);
    expect(search.extend(buffer)).toEqual([1, 2]);
  });

  it("goes round at both ends", () => {
    expect(nextMatch([3, 9], 9, 1)).toBe(3);
    expect(nextMatch([3, 9], 3, -1)).toBe(9);
    expect(nextMatch([3, 9], 4, 1)).toBe(9);
    expect(nextMatch([], 4, 1)).toBeNull();
  });
});
