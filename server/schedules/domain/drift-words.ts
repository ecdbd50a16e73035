import type { Preview } from "#server/contracts/preview.ts";
import { plural } from "#server/lib/units.ts";

/** What a look at the hosts comes to. */
export interface DriftFinding {
  readonly words: string;
  /** Whether the plan is worth a decision: it would bring something back to where it should be. */
  readonly hasDrift: boolean;
}

/** Says what a preview found; null while it goes on. */
export function driftOf(preview: Preview): DriftFinding | null {
  switch (preview.state) {
    case "waiting":
    case "running":
      return null;
    case "failed":
    case "cancelled":
      return {
        words: `The hosts could not be looked at: ${preview.reason ?? preview.state}`,
        hasDrift: false,
      };
    case "made":
      return found(preview);
  }
}

function found({ report, effects }: Preview): DriftFinding {
  const counts = report?.counts ?? null;
  if (report === null || counts === null)
    return { words: "The hosts could not be looked at.", hasDrift: false };
  const away = report.hosts.filter(({ isReached }) => !isReached).map(({ host }) => host);
  // Where something would change, the effects say what was not seen.
  const unseen = counts.changes > 0 ? 0 : counts.unseen + counts.unknown;
  const notes = [
    ...(away.length === 0 ? [] : [`${away.slice(0, 5).join(", ")} could not be reached.`]),
    ...(unseen === 0
      ? []
      : [`${plural(unseen, "step")} could not be looked at without running them.`]),
    ...(counts.fails === 0 ? [] : [`${plural(counts.fails, "step")} would fail as things stand.`]),
  ];
  const main = counts.changes === 0 ? nothing(notes.length > 0) : wouldChange(report, effects);
  return { words: [main, ...notes].join(" "), hasDrift: counts.changes > 0 };
}

const nothing = (hasNotes: boolean): string =>
  hasNotes ? "No change was seen." : "Nothing would change.";

function wouldChange(report: NonNullable<Preview["report"]>, effects: Preview["effects"]): string {
  const hosts = report.hosts.filter(({ counts }) => counts.changes > 0);
  const told = effects?.effects.slice(0, 5) ?? [];
  if (told.length > 0) return `Drift found. Approved, the plan ${told.join("; ")}.`;
  const where = hosts.map(({ host, counts }) => `${plural(counts.changes, "step")} on ${host}`);
  return `Drift found: the plan would change ${where.slice(0, 5).join(", ")}.`;
}
