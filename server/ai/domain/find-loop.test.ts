import fc from "fast-check";
import { expect, it } from "vitest";
import { endsInLoop } from "./find-loop.ts";

it("sees a text that says the same over and over, whatever went before", () => {
  const phrase = fc.string({ minLength: 8, maxLength: 200 });
  fc.assert(
    fc.property(fc.string(), phrase, (before, again) => {
      expect(endsInLoop(before + again.repeat(25))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

it.each([
  [
    "prose",
    "nas1 was updated at 10:02 by Ada and is up. nas2 was not touched since Monday. ".repeat(2),
  ],
  ["a list of like lines", Array.from({ length: 20 }, (_, n) => `- host${n} answered\n`).join("")],
  ["a rule of dashes", `Hosts\n${"-".repeat(80)}\n`],
  ["nothing", ""],
])("lets %s pass", (_, text) => {
  expect(endsInLoop(text)).toBe(false);
});
