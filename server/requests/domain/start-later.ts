import { AppError } from "#server/lib/app-error.ts";

/** An approval says yes to what is there now: it may wait for a day, no longer. */
const maxHoursAhead = 24;

/** When an approved plan starts. @throws invalid_input for a time that has passed, or is more than a day away */
export function startOf(given: string, now: Date): Date {
  const startAt = new Date(given);
  const aheadMs = startAt.getTime() - now.getTime();
  if (aheadMs > 0 && aheadMs <= maxHoursAhead * 3_600_000) return startAt;
  throw new AppError("invalid_input", {
    message: `A plan can start within the next ${maxHoursAhead} hours. Give such a time, or leave it out to start now.`,
  });
}
