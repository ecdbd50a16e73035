import type { AuditEntryView } from "#server/contracts/audit.ts";
import type { Lanes } from "./lanes.ts";

/** A row of the timeline: the heading of a day, or an entry of it. */
export type TimelineRow =
  | { readonly kind: "day"; readonly day: string; readonly at: string }
  | {
      readonly kind: "entry";
      readonly day: string;
      readonly entry: AuditEntryView;
      readonly lanes: Lanes;
      /** The first or the last of its day. */
      readonly isFirst: boolean;
      readonly isLast: boolean;
    };

type EntryRow = Extract<TimelineRow, { kind: "entry" }>;

/** Entries, newest first, with a heading wherever another day begins. */
export function timelineRows(
  entries: readonly AuditEntryView[],
  lanes: readonly Lanes[],
  dayOf: (instant: string) => string,
): TimelineRow[] {
  const days = entries.map(({ at }) => dayOf(at));
  return entries.flatMap((entry, index): TimelineRow[] => {
    const day = days[index] ?? "";
    const isFirst = days[index - 1] !== day;
    const isLast = days[index + 1] !== day;
    const row = { kind: "entry" as const, day, entry, lanes: lanes[index] ?? [], isFirst, isLast };
    return isFirst ? [{ kind: "day", day, at: entry.at }, row] : [row];
  });
}

/** The rows of each day under its heading. */
export function groupByDay(
  rows: readonly TimelineRow[],
): { readonly day: string; readonly at: string; readonly entries: EntryRow[] }[] {
  const days: { day: string; at: string; entries: EntryRow[] }[] = [];
  for (const row of rows) {
    if (row.kind === "day") days.push({ day: row.day, at: row.at, entries: [] });
    else days.at(-1)?.entries.push(row);
  }
  return days;
}
