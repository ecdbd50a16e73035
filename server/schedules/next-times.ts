import { Cron } from "croner";
import { leastMinutesApart } from "#server/contracts/schedule.ts";
import { AppError } from "#server/lib/app-error.ts";

/** How many firings are looked at to see how far apart they are. */
const looked = 100;

/** When something is due, by the clocks of a place. Clocks that change are croner's business. */
export interface Times {
  /** Five fields of cron. */
  readonly cron: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** The first due time after a moment; null where there is none. */
export function nextTime(times: Times, after: Date): Date | null {
  return clockOf(times).nextRun(after);
}

/** The next few due times after a moment. */
export function nextTimes(times: Times, after: Date, count: number): Date[] {
  return clockOf(times).nextRuns(count, after);
}

/** Due times from one on, up to a moment, oldest first; the newest `most` where there are more. */
export function timesUpTo(times: Times, first: Date, now: Date, most: number): Date[] {
  const clock = clockOf(times);
  const due: Date[] = [];
  for (let at: Date | null = first; at !== null && at <= now; at = clock.nextRun(at)) {
    due.push(at);
    if (due.length > most) due.shift();
  }
  return due;
}

/**
 * Refuses times that never come, come too often or belong to no place.
 *
 * @throws invalid_input
 */
export function assertTimes(times: Times, now: Date): void {
  const next = soundTimes(times, now);
  if (next.length === 0)
    throw new AppError("invalid_input", { message: "That time never comes. Say another." });
  const isClose = next.some((at, index) => {
    const before = next[index - 1];
    return before !== undefined && at.getTime() - before.getTime() < leastMinutesApart * 60_000;
  });
  if (isClose)
    throw new AppError("invalid_input", {
      message: `Firings must be at least ${leastMinutesApart} minutes apart.`,
    });
}

function soundTimes(times: Times, now: Date): Date[] {
  try {
    return nextTimes(times, now, looked);
  } catch (cause) {
    const isZone = !isTimeZone(times.timeZone);
    const message = isZone
      ? `"${times.timeZone}" is no time zone. Give one such as Europe/Berlin.`
      : `"${times.cron}" is not five fields of cron: minute, hour, day of month, month, day of week.`;
    throw new AppError("invalid_input", { message, cause });
  }
}

/** The place whose clock this machine goes by. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Without a function it is only asked, and sets no timer. */
function clockOf({ cron, timeZone }: Times): Cron {
  return new Cron(cron, { timezone: timeZone, mode: "5-part" });
}
