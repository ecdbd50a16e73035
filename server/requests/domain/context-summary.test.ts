import fc from "fast-check";
import { expect, it } from "vitest";
import { boundSummary, phaseLine } from "./context-summary.ts";

it("keeps the newest lines, in order, within 2,000 characters", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 240 }), { maxLength: 60 }), (lines) => {
      const kept = boundSummary(lines);
      expect(kept.join("\n").length).toBeLessThanOrEqual(2_000);
      expect(lines.slice(lines.length - kept.length)).toEqual(kept);
      if (lines.join("\n").length < 2_000) expect(kept).toEqual(lines);
    }),
  );
});

it("names a person and what the phase adds, in one line", () => {
  const step = { from: "approval", to: "execution", words: "looks\ngood" };
  expect(phaseLine({ ...step, actor: { kind: "person", name: "Abel" } })).toBe(
    "approval → execution by Abel: looks good",
  );
  expect(phaseLine({ ...step, actor: { kind: "system", name: "Chiffon" }, words: null })).toBe(
    "approval → execution",
  );
});
