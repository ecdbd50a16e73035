import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storableFacts, storableText } from "./entry-text.ts";

describe("storableText", () => {
  it("never holds NUL or half a character, is never longer than asked, and keeps ordinary text", () => {
    const units = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((n) => String.fromCharCode(n)),
    });
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 50 }), (text, maxLength) => {
        const stored = storableText(text, maxLength);
        expect(stored.length).toBeLessThanOrEqual(maxLength);
        expect(stored).not.toContain("\0");
        expect(Buffer.from(stored, "utf8").toString("utf8")).toBe(stored);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
        fc.pre(!text.includes("\0"));
        expect(storableText(text, 1_000)).toBe(text);
      }),
    );
  });
});

describe("storableFacts", () => {
  it("keeps scalars and drops what JSON cannot hold", () => {
    expect(storableFacts({ a: 1, b: "x\0", c: null, d: true, e: Number.NaN })).toEqual({
      a: 1,
      b: "x\uFFFD",
      c: null,
      d: true,
      e: null,
    });
  });
});
