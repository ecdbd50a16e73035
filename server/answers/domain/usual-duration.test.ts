import { expect, it } from "vitest";
import { sayUsualDuration } from "./usual-duration.ts";

const start = new Date("2026-01-01T10:00:00Z");
function work(name: string, seconds: number | null) {
  const finishedAt = new Date(start.getTime() + (seconds ?? 0) * 1_000);
  return { name, startedAt: seconds === null ? null : start, finishedAt };
}

it("tells the median and the extremes of the work that was done last", () => {
  const done = [
    work("Deploy Plex", 90),
    work("Restart Plex", 5),
    ...[30, 60].map((s) => work("Deploy Plex", s)),
  ];
  expect(sayUsualDuration(done)).toBe(
    "“Deploy Plex” usually takes 1 min: 30 s to 1 min 30 s over its last 3 times, 1 min 30 s the last time.",
  );
});

it("says so when it was done only once", () => {
  expect(sayUsualDuration([work("Deploy Plex", 42)])).toBe(
    "“Deploy Plex” was done once from here and took 42 s.",
  );
});

it("tells nothing where no time is known", () => {
  expect(sayUsualDuration([])).toBeNull();
  expect(sayUsualDuration([work("Deploy Plex", null)])).toBeNull();
});
