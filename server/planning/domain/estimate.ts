import type { PlanTask } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";

/** An estimate with where it comes from; `estimateRuns` is how many past runs stand behind it. */
export type Estimate = Pick<PlanTask, "estimatedSeconds" | "estimateSource"> & {
  readonly estimateRuns: number;
};

/** Most past runs that an estimate looks at. */
export const runsLookedAt = 20;

/** Hosts that Ansible works on at once unless told otherwise. */
const forks = 5;

/**
 * How long a task will take: the median of the last 20 succeeded runs of the same playbook; without one what the
 * playbook says of itself; without that a figure from the kinds of modules it uses.
 */
export function estimateTask(
  entry: Pick<CatalogEntry, "estimatedSeconds" | "modules" | "images">,
  hostCount: number,
  recentDurations: readonly number[],
): Estimate {
  const looked = recentDurations.slice(0, runsLookedAt);
  if (looked.length > 0) {
    return {
      estimatedSeconds: Math.max(1, Math.round(median(looked))),
      estimateSource: "history",
      estimateRuns: looked.length,
    };
  }
  if (entry.estimatedSeconds !== null) {
    return {
      estimatedSeconds: entry.estimatedSeconds,
      estimateSource: "playbook",
      estimateRuns: 0,
    };
  }
  const rounds = Math.max(1, Math.ceil(hostCount / forks));
  return {
    estimatedSeconds: rounds * secondsByModules(entry),
    estimateSource: "default",
    estimateRuns: 0,
  };
}

const slowModules: readonly (readonly [RegExp, number])[] = [
  [/(?:^|\.)(?:apt|dnf|yum|package|pacman|apk|zypper|snap|pip|npm)$/, 60],
  [/(?:^|\.)(?:docker_\w+|podman_\w+|get_url|unarchive|git)$/, 40],
  [/(?:^|\.)(?:reboot|win_reboot)$/, 120],
];
const baseSeconds = 20;

function secondsByModules({ modules }: Pick<CatalogEntry, "modules">): number {
  const extra = slowModules
    .filter(([pattern]) => modules.some((module) => pattern.test(module)))
    .reduce((sum, [, seconds]) => sum + seconds, 0);
  return baseSeconds + Math.min(10, modules.length) * 2 + extra;
}

/** The middle of several numbers; of an even count the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? upper;
  return (lower + upper) / 2;
}
