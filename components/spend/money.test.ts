import fc from "fast-check";
import { expect, it } from "vitest";
import { fieldText, moneyText, readField, tokensText } from "./money.ts";

it.each([
  [0, "$0"],
  [42, "$0.0001"],
  [4_200, "$0.0042"],
  [10_000, "$0.01"],
  [3_100_000, "$3.10"],
])("says %d micro-dollars as %s", (microUsd, text) => {
  expect(moneyText(microUsd)).toBe(text);
});

it("says tokens as they are, and millions shortly", () => {
  expect(tokensText(12_400)).toBe("12,400");
  expect(tokensText(1_234_567)).toBe("1.2 M");
});

it("reads an empty field as no limit, and refuses what is no amount", () => {
  expect(readField("externalDayMicroUsd", " ")).toBeNull();
  expect(readField("externalDayMicroUsd", "$2,50")).toBe(2_500_000);
  expect(readField("externalDayMicroUsd", "-1")).toBeUndefined();
  expect(readField("externalDayMicroUsd", "much")).toBeUndefined();
  expect(readField("externalDayTokens", "1.5")).toBeUndefined();
});

it("reads back every limit it shows", () => {
  fc.assert(
    fc.property(fc.nat({ max: 1_000_000_000 }), (limit) => {
      for (const name of ["externalMonthMicroUsd", "localDayTokens"] as const)
        expect(readField(name, fieldText(name, limit))).toBe(limit);
    }),
  );
});
