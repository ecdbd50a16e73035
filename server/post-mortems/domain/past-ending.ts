import type { Differences } from "#server/contracts/post-mortem.ts";
import { formatDuration } from "#server/lib/units.ts";
import { isWithoutDifferences } from "./differences.ts";

/** How an earlier failure ended, in a sentence: when the playbook ran well again, and what was different then. */
export function endingOf(
  next: { readonly differences: Differences | null; readonly secondsLater: number } | null,
): string {
  if (next === null) return "It has not run well since.";
  const after = `It ran well again ${formatDuration(next.secondsLater)} later`;
  if (next.differences === null) return `${after}.`;
  if (isWithoutDifferences(next.differences))
    return `${after}, without a change that Chiffon knows of.`;
  return `${after}; different then: ${differing(next.differences)}.`;
}

const mostNamed = 3;

function differing(differences: Differences): string {
  const { commits, variables, versions, settings } = differences;
  const files = (commits?.touched ?? []).map(({ path }) => path);
  const values = [...variables, ...versions, ...settings].map(
    ({ name, before, after }) => `${name} (${before ?? "not set"} → ${after ?? "not set"})`,
  );
  const isElsewhere = differences.hostsAdded.length + differences.hostsRemoved.length > 0;
  const named = [...files, ...values, ...(isElsewhere ? ["other hosts"] : [])];
  const more = named.length - mostNamed;
  return `${named.slice(0, mostNamed).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
