import type { HostChange, PostMortemReport } from "#server/contracts/post-mortem.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { isResult } from "./host-failures.ts";
import { shortened } from "./shortened.ts";

const mostShown = 50;
const longestDiff = 2_000;

/**
 * What had changed on hosts by the first failure, by time, and how much changed after it.
 *
 * @param events of all runs of the request
 * @param failedAt null where nothing says when: everything counts as before
 */
export function changesBy(
  events: readonly RunEvent[],
  failedAt: string | null,
): PostMortemReport["changed"] {
  const changes = events
    .filter(isResult)
    .filter(({ status }) => status === "changed")
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const isBefore = ({ at }: { at: string }) =>
    failedAt === null || Date.parse(at) <= Date.parse(failedAt);
  const before = changes.filter(isBefore);
  return {
    before: before.slice(0, mostShown).map(
      ({ at, host, ansibleTask, diff }): HostChange => ({
        ...{ at, host, ansibleTask },
        diff: diff === undefined || diff === "" ? null : shortened(diff, longestDiff, "\n…"),
      }),
    ),
    beforeOmitted: Math.max(0, before.length - mostShown),
    after: changes.length - before.length,
  };
}
