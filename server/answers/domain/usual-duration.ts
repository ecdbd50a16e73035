import { formatDuration } from "#server/lib/units.ts";

/** A piece of work that went well, with when it began and ended. */
interface TimedWork {
  readonly name: string;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/**
 * How long the newest work usually takes: the median of all of its name, with the extremes where there are several.
 *
 * @param done newest first
 * @returns a sentence; null where no time is known
 */
export function sayUsualDuration(done: readonly TimedWork[]): string | null {
  const newest = done.find((work) => secondsOf(work) !== null);
  if (newest === undefined) return null;
  const took = done
    .filter(({ name }) => name === newest.name)
    .map(secondsOf)
    .filter((seconds) => seconds !== null)
    .sort((a, b) => a - b);
  const middle = took[Math.floor((took.length - 1) / 2)] ?? 0;
  if (took.length === 1)
    return `“${newest.name}” was done once from here and took ${formatDuration(middle)}.`;
  const span = `${formatDuration(took[0] ?? 0)} to ${formatDuration(took.at(-1) ?? 0)}`;
  const last = formatDuration(secondsOf(newest) ?? 0);
  return `“${newest.name}” usually takes ${formatDuration(middle)}: ${span} over its last ${took.length} times, ${last} the last time.`;
}

function secondsOf({ startedAt, finishedAt }: TimedWork): number | null {
  if (startedAt === null || finishedAt === null) return null;
  return Math.max(0, (finishedAt.getTime() - startedAt.getTime()) / 1_000);
}
