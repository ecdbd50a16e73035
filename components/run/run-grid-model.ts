import type { HostResultStatus, RunEvent } from "#server/contracts/runner.ts";

/** What one ansibleTask did on one host. */
export interface GridCell {
  readonly status: HostResultStatus;
  readonly durationMs: number;
  readonly message: string;
  readonly diff: string | null;
  readonly isIgnored: boolean;
}

/** One ansibleTask with its results by host. */
export interface GridRow {
  /** Ordinal of the event that started it. */
  readonly n: number;
  readonly taskId: string;
  readonly name: string;
  readonly action: string;
  readonly path: string | null;
  readonly startedAt: string;
  readonly cells: ReadonlyMap<string, GridCell>;
}

/** Everything the grid shows, computed from a run's events. */
export interface RunGrid {
  readonly plays: readonly string[];
  readonly hosts: readonly string[];
  readonly rows: readonly GridRow[];
  readonly warnings: readonly string[];
  /** The recap came: nothing runs any more. */
  readonly isOver: boolean;
}

interface Row extends Omit<GridRow, "cells"> {
  readonly cells: Map<string, GridCell>;
}

/** Folds a run's events into rows and cells. Results find their row by task id, else by name, newest first. */
export function runGrid(events: readonly RunEvent[]): RunGrid {
  const plays: string[] = [];
  const hosts = new Set<string>();
  const rows: Row[] = [];
  const warnings = new Set<string>();
  let isOver = false;
  for (const event of events) {
    switch (event.type) {
      case "play.started":
        plays.push(event.name);
        for (const host of event.hosts ?? []) hosts.add(host);
        break;
      case "ansibleTask.started":
        rows.push(rowOf(event));
        break;
      case "host.result":
        hosts.add(event.host);
        takeResult(rows, event);
        break;
      case "warning":
        warnings.add(event.message);
        break;
      // Checks are no part of the playbook: the request shows what came of them.
      case "checks.started":
      case "check.result":
        break;
      case "stats":
        isOver = true;
        break;
    }
  }
  return { plays, hosts: [...hosts], rows, warnings: [...warnings], isOver };
}

function rowOf(event: Extract<RunEvent, { type: "ansibleTask.started" }>): Row {
  const { n, taskId, name, action, path, at } = event;
  return { n, taskId, name, action, path: path ?? null, startedAt: at, cells: new Map() };
}

function takeResult(rows: Row[], event: Extract<RunEvent, { type: "host.result" }>): void {
  const row =
    rows.findLast((one) => one.taskId === event.taskId) ??
    rows.findLast((one) => one.name === event.ansibleTask) ??
    addRow(rows, event);
  row.cells.set(event.host, {
    status: event.status,
    durationMs: event.durationMs,
    message: event.message,
    diff: event.diff ?? null,
    isIgnored: event.ignoreErrors,
  });
}

/** A result whose start was not reported still gets its row. */
function addRow(rows: Row[], event: Extract<RunEvent, { type: "host.result" }>): Row {
  const row: Row = {
    n: event.n,
    taskId: event.taskId ?? `result-${event.n}`,
    name: event.ansibleTask,
    action: "",
    path: null,
    startedAt: event.at,
    cells: new Map(),
  };
  rows.push(row);
  return row;
}

/** How a row stands as a whole: the worst of its cells, *running* while hosts are missing in the newest one. */
export type RowStatus = HostResultStatus | "running" | "none";

const severity: readonly HostResultStatus[] = ["unreachable", "failed", "changed", "ok", "skipped"];

/** See RowStatus. `isNewest` is whether no later ansibleTask has started in a run that still goes on. */
export function rowStatus(row: GridRow, isNewest: boolean): RowStatus {
  if (isNewest) return "running";
  const cells = [...row.cells.values()].filter((cell) => !cell.isIgnored);
  const worst = severity.find((status) => cells.some((cell) => cell.status === status));
  return worst ?? (row.cells.size > 0 ? "ok" : "none");
}
