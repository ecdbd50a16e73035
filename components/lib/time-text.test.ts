import { afterEach, describe, expect, it, vi } from "vitest";
import {
  agoText,
  clockText,
  dateText,
  durationText,
  estimateText,
  momentText,
  timeOfDayText,
  untilText,
} from "./time-text.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const at = (offsetMs: number): string => new Date(now + offsetMs).toISOString();

describe("time in words", () => {
  it.each([
    [0, "0 s"],
    [400, "under 1 s"],
    [59_400, "59 s"],
    [125_000, "2 min 5 s"],
    [3_600_000, "1 h"],
    [4_200_000, "1 h 10 min"],
  ])("says %i ms as %s", (ms, text) => expect(durationText(ms)).toBe(text));

  it.each([
    [2, "about 5 s"],
    [33, "about 35 s"],
    [200, "about 3 min"],
    [5400, "about 1 h 30 min"],
  ])("rounds an estimate of %i s to %s", (seconds, text) =>
    expect(estimateText(seconds)).toBe(text),
  );

  it.each([
    [7_900, "0:07"],
    [760_000, "12:40"],
    [3_723_000, "1:02:03"],
  ])("shows %i ms on a running clock as %s", (ms, text) => expect(clockText(ms)).toBe(text));

  it.each([
    [-1, "now"],
    [30_000, "in 30 s"],
    [90_000, "in 2 min"],
    [86_000_000, "in 24 h"],
    [300_000_000, "in 3 days"],
  ])("says how long until %i ms from now", (ms, text) => expect(untilText(at(ms), now)).toBe(text));

  it("says how long ago", () => {
    expect(agoText(at(-3000), now)).toBe("just now");
    expect(agoText(at(-300_000), now)).toBe("5 min ago");
    expect(agoText(at(-90_000_000), now)).toBe("yesterday");
  });
});

describe("instants by the reader's clock", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("follows a reader to another zone", () => {
    vi.stubEnv("TZ", "America/Los_Angeles");
    expect(timeOfDayText("2026-11-21T23:30:00Z")).toBe("15:30:00");
    expect(dateText("2026-11-21T23:30:00Z")).toMatch(/21/);
    vi.stubEnv("TZ", "Asia/Tokyo");
    expect(timeOfDayText("2026-11-21T23:30:00Z")).toBe("08:30:00");
    expect(dateText("2026-11-21T23:30:00Z")).toMatch(/22/);
  });

  it("calls midnight 00, and knows the hours of summer and winter", () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    expect(timeOfDayText("2026-11-20T23:00:00Z")).toBe("00:00:00");
    expect(timeOfDayText("2026-07-20T12:00:00Z")).toBe("14:00:00");
  });

  it("writes nothing for what is no instant", () => {
    expect(momentText("")).toBe("");
  });
});
