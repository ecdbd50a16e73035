import type { AuditEntryView } from "#server/contracts/audit.ts";
import { canonicalJson } from "#server/lib/canonical-json.ts";

const columns = [
  ["seq", (entry) => entry.seq],
  ["at", (entry) => entry.at],
  ["type", (entry) => entry.type],
  ["actor", (entry) => entry.actor.name],
  ["actor_kind", (entry) => entry.actor.kind],
  ["service", (entry) => entry.service],
  ["host", (entry) => entry.hosts?.join(" ") ?? entry.host],
  ["status", (entry) => entry.status],
  ["facts", (entry) => canonicalJson(entry.facts)],
  ["text", (entry) => entry.text],
  ["request_id", (entry) => entry.requestId],
  ["plan_id", (entry) => entry.planId],
  ["task_id", (entry) => entry.taskId],
  ["run_id", (entry) => entry.runId],
  ["id", (entry) => entry.id],
  ["hash", (entry) => entry.hash],
] as const satisfies [string, (entry: AuditEntryView) => string | number | null][];

/** The first line of an export. */
export const csvHeader = `${columns.map(([name]) => name).join(",")}\r\n`;

/** One entry as an RFC 4180 line. */
export function csvLine(entry: AuditEntryView): string {
  return `${columns.map(([, read]) => csvCell(read(entry))).join(",")}\r\n`;
}

/** Text that a spreadsheet would take for a formula is given a leading apostrophe, so that opening it runs nothing. */
function csvCell(value: string | number | null): string {
  if (value === null) return "";
  const cell = String(value);
  const harmless = typeof value === "string" && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
