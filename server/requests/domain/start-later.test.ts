import { expect, it } from "vitest";
import { startOf } from "./start-later.ts";

const now = new Date("2026-11-29T12:00:00Z");

it("takes a time within a day", () => {
  expect(startOf("2026-11-29T12:00:01Z", now)).toEqual(new Date("2026-11-29T12:00:01Z"));
  expect(startOf("2026-11-30T12:00:00Z", now)).toEqual(new Date("2026-11-30T12:00:00Z"));
});

it.each(["2026-11-29T12:00:00Z", "2026-11-29T11:00:00Z", "2026-11-30T12:00:01Z"])(
  "refuses %s",
  (given) => {
    expect(() => startOf(given, now)).toThrow("within the next 24 hours");
  },
);
