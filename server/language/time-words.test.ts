import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAppError } from "#server/lib/app-error.ts";
import { findTimePhrase, readRecurrence } from "./time-words.ts";

describe("readRecurrence", () => {
  it.each([
    ["every Sunday at 4", "0 4 * * 0", "Every Sunday at 04:00"],
    ["Sundays at 4pm", "0 16 * * 0", "Every Sunday at 16:00"],
    ["at 4 every sunday", "0 4 * * 0", "Every Sunday at 04:00"],
    ["daily at 03:00", "0 3 * * *", "Every day at 03:00"],
    ["every day at noon", "0 12 * * *", "Every day at 12:00"],
    ["every day", "0 4 * * *", "Every day at 04:00"],
    ["every night", "0 3 * * *", "Every night at 03:00"],
    ["every night at 23:30", "30 23 * * *", "Every night at 23:30"],
    ["every 6 hours", "0 */6 * * *", "Every 6 hours"],
    ["hourly", "0 * * * *", "Every hour"],
    ["every 15 minutes", "*/15 * * * *", "Every 15 minutes"],
    ["on the 1st at 6:30", "30 6 1 * *", "On the 1st of each month at 06:30"],
    [
      "on the 1st and 15th of every month at 12:00 am",
      "0 0 1,15 * *",
      "On the 1st and 15th of each month at 00:00",
    ],
    ["on the last day of the month", "0 4 L * *", "On the last day of each month at 04:00"],
    ["monthly on the 3rd at midnight", "0 0 3 * *", "On the 3rd of each month at 00:00"],
    ["weekdays at 7:30", "30 7 * * 1-5", "Every weekday at 07:30"],
    [
      "every Monday, Wednesday and Friday at 6 pm",
      "0 18 * * 1,3,5",
      "Every Monday, Wednesday and Friday at 18:00",
    ],
    ["weekly on Thursday at 4 o'clock", "0 4 * * 4", "Every Thursday at 04:00"],
    ["weekends at 10:00", "0 10 * * 0,6", "Every Saturday and Sunday at 10:00"],
    ["0 4 * * 0", "0 4 * * 0", "By cron 0 4 * * 0"],
  ])("reads %s", (said, cron, words) => {
    expect(readRecurrence(said)).toEqual({ cron, words });
    // What is shown to a person can be said again and means the same.
    if (cron !== said) expect(readRecurrence(words)).toEqual({ cron, words });
  });

  it.each([
    "whenever you like",
    "every 7 hours",
    "every 25 minutes",
    "every second Sunday at 4",
    "every Sunday at 25",
    "every Sunday at 4:75",
    "every other day",
    "every 6 hours at 4",
    "on the 32nd",
    "on Sunday",
    "every Sunday at 4 and also on Mondays",
    "",
  ])("refuses %j and names what can be said", (said) => {
    try {
      expect(readRecurrence(said)).toBe("refused");
    } catch (error) {
      expect(isAppError(error, "invalid_input") && error.message).toContain("every Sunday at 4");
    }
  });
});

describe("findTimePhrase", () => {
  it.each([
    ["update the packages on web1 every Sunday at 4", "0 4 * * 0", "update the packages on web1"],
    [
      "every Sunday at 4, update the packages on web1.",
      "0 4 * * 0",
      "update the packages on web1.",
    ],
    ["back up nas1 daily at 03:00 please", "0 3 * * *", "back up nas1 please"],
    ["renew the certificates on the 1st at 6:30.", "30 6 1 * *", "renew the certificates."],
    ["check web1 every 6 hours", "0 */6 * * *", "check web1"],
  ])("finds the time in %s", (text, cron, rest) => {
    expect(findTimePhrase(text)).toMatchObject({ cron, rest });
  });

  it.each([
    "deploy jellyfin",
    "update the packages on web1",
    "what runs every so often",
    "restart nginx on sunday-server",
    "why did the daily-backup fail?",
    "install the first version",
    "update web1 on Sunday",
  ])("finds none in %s", (text) => {
    expect(findTimePhrase(text)).toBeNull();
  });
});

const time = fc.record({ hour: fc.nat({ max: 23 }), minute: fc.nat({ max: 59 }) });
const twoDigits = (value: number) => String(value).padStart(2, "0");
const dayNames = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

it("reads every time of every day back as it was said", () => {
  fc.assert(
    fc.property(time, fc.nat({ max: 6 }), ({ hour, minute }, dayOfWeek) => {
      const clock = `${twoDigits(hour)}:${twoDigits(minute)}`;
      const said = `every ${dayNames[dayOfWeek]} at ${clock}`;
      const read = readRecurrence(said);
      expect(read.cron).toBe(`${minute} ${hour} * * ${dayOfWeek}`);
      // What is shown to a person can be said again and means the same.
      expect(readRecurrence(read.words)).toEqual(read);
    }),
  );
});

it("never throws but for what it names, and never loops, whatever is said", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (said) => {
      findTimePhrase(said);
      try {
        readRecurrence(said);
      } catch (error) {
        expect(isAppError(error, "invalid_input")).toBe(true);
      }
    }),
  );
});
