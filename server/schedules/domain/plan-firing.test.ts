import fc from "fast-check";
import { expect, it } from "vitest";
import { missedWords, planFiring } from "./plan-firing.ts";

const hour = 3_600_000;
const at = (hours: number) => new Date(hours * hour);

it.each([
  ["nothing when nothing is due", [], 10, { due: null, missed: [] }],
  ["what is due now", [at(10)], 10, { due: at(10), missed: [] }],
  ["what is late within the grace", [at(9.5)], 10, { due: at(9.5), missed: [] }],
  ["nothing that is later than that", [at(8)], 10, { due: null, missed: [at(8)] }],
  ["once for several", [at(8), at(9), at(10)], 10.5, { due: at(10), missed: [at(8), at(9)] }],
])("fires %s", (_what, times, now, expected) => {
  expect(planFiring(times, at(now), hour)).toEqual(expected);
});

it("acts on each due time once: it fires or was missed, and at most one fires", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 100 })), fc.nat({ max: 10 }), (hours, grace) => {
      const times = [...new Set(hours)].sort((a, b) => a - b).map(at);
      const { due, missed } = planFiring(times, at(100), grace * hour);
      expect([...missed, ...(due === null ? [] : [due])]).toEqual(times);
    }),
  );
});

it("says how many were missed", () => {
  expect(missedWords("update web1", 3, false)).toBe(
    '3 firings of "update web1" missed while Chiffon was off. The next one is at its usual time.',
  );
});
