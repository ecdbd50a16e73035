import type { PlanTask } from "#server/contracts/plan.ts";
import type { CatalogEntry } from "#server/contracts/playbook.ts";

/** An estimate with where it comes from; `estimateRuns` is how many past runs stand behind it. */
export type Estimate = Pick<PlanTask, "estimatedSeconds" | "estimateSource" | "estimateSpread"> & {
  readonly estimateRuns: number;
};

/** How long a past run took, the hosts it was for, and what it used at most where that was measured. */
export interface PastRun {
  readonly seconds: number;
  readonly hosts: readonly string[];
  readonly memoryMib: number | null;
  readonly vramMib: number | null;
}

/** Most past runs that an estimate looks at. */
export const runsLookedAt = 20;

/** Hosts that Ansible works on at once unless told otherwise. */
const forks = 5;

/**
 * How long a task will take: the median of the last 20 succeeded runs of the same playbook on the same hosts; without one
 * there, on any hosts; without either what the playbook says of itself; without that a figure from the kinds of modules it
 * uses.
 */
export function estimateTask(
  entry: Pick<CatalogEntry, "estimatedSeconds" | "modules" | "images">,
  hosts: readonly string[],
  recent: readonly PastRun[],
): Estimate {
  if (recent.length > 0) return fromHistory(hosts, recent);
  if (entry.estimatedSeconds !== null) {
    return {
      estimatedSeconds: entry.estimatedSeconds,
      estimateSource: "playbook",
      estimateRuns: 0,
    };
  }
  const rounds = Math.max(1, Math.ceil(hosts.length / forks));
  return {
    estimatedSeconds: rounds * secondsByModules(entry),
    estimateSource: "default",
    estimateRuns: 0,
  };
}

function fromHistory(hosts: readonly string[], recent: readonly PastRun[]): Estimate {
  const same = recent.filter((run) => isSameSet(run.hosts, hosts));
  const looked = (same.length > 0 ? same : recent).slice(0, runsLookedAt);
  const seconds = looked.map((run) => Math.max(1, Math.round(run.seconds)));
  return {
    estimatedSeconds: Math.max(1, Math.round(median(looked.map((run) => run.seconds)))),
    estimateSource: "history",
    estimateRuns: looked.length,
    estimateSpread: {
      leastSeconds: Math.min(...seconds),
      mostSeconds: Math.max(...seconds),
      isOfSameHosts: same.length > 0,
    },
  };
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  const named = new Set(others);
  return new Set(some).size === named.size && some.every((host) => named.has(host));
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
