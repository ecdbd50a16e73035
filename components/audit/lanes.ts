import type { AuditEntryView } from "#server/contracts/audit.ts";

/** What the line of a run does beside one entry. */
export interface LaneCell {
  readonly runId: string;
  /** It goes on to newer entries above, and to older ones below. */
  readonly goesUp: boolean;
  readonly goesDown: boolean;
  /** The entry is one of the run. */
  readonly isHere: boolean;
}

/** For each place of a lane what stands there beside an entry; null where no line does. As many for every entry. */
export type Lanes = readonly (LaneCell | null)[];

/** Lines side by side at most: further runs have none until one ends. */
export const maxLanes = 4;

interface OpenLane {
  readonly runId: string;
  readonly last: number;
}

/**
 * Lines that join the entries of each run, newest entry first: a run with one entry has none. Beside each entry stands
 * what every lane does there; a lane is free again once its run's oldest entry has passed.
 */
export function lanesOf(entries: readonly Pick<AuditEntryView, "runId">[]): Lanes[] {
  const oldest = new Map<string, number>();
  entries.forEach(({ runId }, at) => {
    if (runId !== null) oldest.set(runId, at);
  });
  const open: (OpenLane | null)[] = [];
  const begun = new Set<string>();
  const cellsOf = entries.map(({ runId }, at) => {
    const last = runId === null ? undefined : oldest.get(runId);
    const starts = runId !== null && !begun.has(runId) && last !== undefined && last > at;
    if (runId !== null) begun.add(runId);
    if (starts) place(open, { runId, last });
    const cells = open.map((lane): LaneCell | null =>
      lane === null
        ? null
        : {
            runId: lane.runId,
            goesUp: !(starts && lane.runId === runId),
            goesDown: lane.last > at,
            isHere: lane.runId === runId,
          },
    );
    const ended = open.findIndex((lane) => lane?.last === at);
    if (ended !== -1) open[ended] = null;
    return cells;
  });
  for (const cells of cellsOf) while (cells.length < open.length) cells.push(null);
  return cellsOf;
}

function place(open: (OpenLane | null)[], lane: OpenLane): void {
  const free = open.indexOf(null);
  if (free !== -1) open[free] = lane;
  else if (open.length < maxLanes) open.push(lane);
}
