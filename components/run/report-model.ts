import type { RunGrid } from "./run-grid-model.ts";

/** A piece of what a playbook told: lines under a heading, on one host. */
export interface ReportPart {
  readonly host: string;
  /** Null where the playbook gave none. */
  readonly heading: string | null;
  readonly lines: readonly string[];
}

/** What the playbook said by its debug tasks: the answer to "show me …". */
export function reportOf(grid: RunGrid): ReportPart[] {
  return grid.rows
    .filter((row) => /(?:^|\.)debug$/.test(row.action))
    .flatMap((row) =>
      [...row.cells]
        .filter(([, cell]) => cell.status === "ok" && cell.message !== "")
        .flatMap(([host, cell]) => partsOf(host, cell.message)),
    );
}

function partsOf(host: string, message: string): ReportPart[] {
  const value = parsed(message);
  if (!isRecord(value)) return [{ host, heading: null, lines: linesOf(value) }];
  return Object.entries(value)
    .map(([name, inner]) => ({ host, heading: name.replaceAll("_", " "), lines: linesOf(inner) }))
    .filter(({ lines }) => lines.length > 0);
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return message;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function linesOf(value: unknown): string[] {
  if (value === null || value === "") return [];
  if (Array.isArray(value)) return value.flatMap(linesOf);
  if (isRecord(value)) {
    const entries = Object.entries(value);
    return entries.map(
      ([name, inner]) => `${name.replaceAll("_", " ")}: ${linesOf(inner).join(", ")}`,
    );
  }
  return String(value).split("\n");
}
