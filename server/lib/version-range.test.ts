import fc from "fast-check";
import { expect, it } from "vitest";
import { compareVersions, isInRange } from "./version-range.ts";

it.each([
  ["2.14.18", ">=2.14.0", true],
  ["2.14.18", ">=2.15", false],
  ["2.14.18", ">=2.12,<2.17", true],
  ["2.17.0", ">=2.12,<2.17", false],
  ["2.9.27", "2.10", false],
  ["2.10.1", "2.9", true],
  ["2.14.18", "==2.14.*", true],
  ["2.15.1", "==2.14.*", false],
  ["2.16.0rc1", ">=2.16", true],
  ["2.16.3", "!=2.16.3", false],
  ["2.16.3", "something else", true],
  ["2.16.3", "", true],
])("%s in %s: %s", (version, range, isInside) => {
  expect(isInRange(version, range)).toBe(isInside);
});

it("orders versions by number, not by text", () => {
  const version = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(version, version, (a, b) => {
      const order = compareVersions(a.join("."), b.join("."));
      expect(Math.sign(order)).toBe(-Math.sign(compareVersions(b.join("."), a.join("."))) + 0);
    }),
  );
  expect(compareVersions("2.9", "2.10")).toBeLessThan(0);
  expect(compareVersions("2.10", "2.10.0")).toBe(0);
});
