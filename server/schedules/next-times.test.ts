import { describe, expect, it } from "vitest";
import { assertTimes, nextTimes, timesUpTo } from "./next-times.ts";

const berlin = (cron: string) => ({ cron, timeZone: "Europe/Berlin" });
const dueAfter = (times: { cron: string; timeZone: string }, from: string, count: number) =>
  nextTimes(times, new Date(from), count).map((at) => at.toISOString().slice(0, 16));

describe("clocks that change", () => {
  it("keeps the hour of day when summer begins and when it ends", () => {
    expect(dueAfter(berlin("0 4 * * *"), "2026-03-28T00:00:00Z", 2)).toEqual([
      "2026-03-28T03:00",
      "2026-03-29T02:00",
    ]);
    expect(dueAfter(berlin("0 4 * * *"), "2026-10-24T00:00:00Z", 2)).toEqual([
      "2026-10-24T02:00",
      "2026-10-25T03:00",
    ]);
  });

  it("fires once, as soon as the clock is set forward, for a time that this leaves out", () => {
    const times = dueAfter(berlin("30 2 * * *"), "2026-03-28T12:00:00Z", 2);
    expect(times).toEqual(["2026-03-29T01:00", "2026-03-30T00:30"]);
  });

  it("fires once for a time that a clock set back has twice", () => {
    const times = dueAfter(berlin("30 2 * * *"), "2026-10-24T12:00:00Z", 2);
    expect(times).toEqual(["2026-10-25T00:30", "2026-10-26T01:30"]);
  });
});

it("lists what was due, the newest where there is too much", () => {
  const first = new Date("2026-01-01T00:00:00Z");
  const times = { cron: "0 * * * *", timeZone: "UTC" };
  const due = timesUpTo(times, first, new Date("2026-01-01T03:30:00Z"), 3);
  expect(due.map((at) => at.getUTCHours())).toEqual([1, 2, 3]);
  expect(timesUpTo(times, first, new Date("2025-12-31T23:59:59Z"), 3)).toEqual([]);
});

it.each([
  ["too close", berlin("*/4 * * * *"), "at least 5 minutes apart"],
  ["too close in one place only", berlin("0,2 4 * * *"), "at least 5 minutes apart"],
  ["a date that never is", berlin("0 4 30 2 *"), "never comes"],
  ["no fields", berlin("99 * * * *"), "five fields"],
  ["words for fields", berlin("a b c d e"), "five fields"],
  ["no place", { cron: "0 4 * * *", timeZone: "Berlin/Europe" }, "no time zone"],
])("refuses times: %s", (_why, times, words) => {
  expect(() => assertTimes(times, new Date("2026-01-01T00:00:00Z"))).toThrow(words);
});

it("takes five minutes, and a day that only some months have", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  expect(() => assertTimes(berlin("*/5 * * * *"), now)).not.toThrow();
  expect(() => assertTimes(berlin("0 4 31 * *"), now)).not.toThrow();
  expect(() => assertTimes(berlin("0 4 L * *"), now)).not.toThrow();
});
