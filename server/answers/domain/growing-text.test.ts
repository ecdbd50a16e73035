import fc from "fast-check";
import { expect, it } from "vitest";
import { newText, withPiece } from "./growing-text.ts";

it("makes of pieces the text they were taken from, whatever it became in between", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (texts) => {
      let sent = "";
      let shown = "";
      for (const now of texts) {
        const piece = newText(sent, now);
        if (piece !== null) shown = withPiece(shown, piece);
        sent = now;
        expect(shown).toBe(now);
      }
    }),
  );
});

it("shows where a piece is missing", () => {
  expect(withPiece("abc", { at: 9, text: "xyz" })).toBe("abc … xyz");
});
