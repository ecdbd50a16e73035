import { expect, it } from "vitest";
import { askedSchedule } from "./asked-schedule.ts";

it.each([
  [
    "update the packages on web1 every Sunday at 4",
    "update the packages on web1",
    "Every Sunday at 04:00",
  ],
  [
    "Every Sunday at 4, update the packages on web1.",
    "update the packages on web1",
    "Every Sunday at 04:00",
  ],
  ["please back up nas1 daily at 03:00", "back up nas1", "Every day at 03:00"],
  ["back up nas1 daily, please", "back up nas1", "Every day at 04:00"],
  [
    "renew the certificates on the 1st at 6:30",
    "renew the certificates",
    "On the 1st of each month at 06:30",
  ],
  ["deploy jellyfin on pi every night at 3am", "deploy jellyfin on pi", "Every night at 03:00"],
])("finds the request and its times in %s", (message, text, when) => {
  expect(askedSchedule(message)).toEqual({ text, when });
});

it.each([
  "update the packages on web1",
  "restart the daily backup",
  "install the weekly report on web1",
  "why does web1 reboot every night?",
  "what runs every Sunday at 4",
  "is a backup made every day",
  "set the cron job of nextcloud to every 5 minutes",
  "let the backup run every night",
  "every Sunday at 4",
  "undo every day",
  "update web1 tomorrow at 3 pm",
  "back up nas1 daily and web1 weekly",
])("finds none in %s", (message) => {
  expect(askedSchedule(message)).toBeNull();
});
