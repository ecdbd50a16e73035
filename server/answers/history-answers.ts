import type { AuditService } from "#server/audit/audit-service.ts";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import { text } from "#server/lib/message-parts.ts";
import { plural } from "#server/lib/units.ts";
import type { MatchingService } from "#server/matching/matching-service.ts";
import type { Question } from "#server/planning/proposals-service.ts";
import { rowsInAnswer } from "./domain/answer-size.ts";

/** Where answers about the past come from. */
interface HistorySources {
  readonly audit: AuditService;
  readonly matching: MatchingService;
}

/**
 * What happened to a service, or to anything.
 *
 * @param recent the same in sentences: what was done, where, by whom
 */
export async function answerHistory(
  { audit, matching }: HistorySources,
  { about, days }: Question,
  recent: string,
): Promise<MessagePart[]> {
  const service = about === null ? null : ((await matching.findService(about)) ?? about);
  const page = await audit.query({
    ...(service === null ? {} : { service }),
    type: [
      "plan.approved",
      "plan.rejected",
      "task.succeeded",
      "task.failed",
      "task.cancelled",
      "task.needs_review",
      "plan.stale",
      "plan.expired",
    ],
    days: days ?? 365,
    limit: rowsInAnswer,
  });
  if (page.entries.length === 0) return [text(recent)];
  return [
    text(recent),
    entriesTable(
      `What happened to ${service ?? "your machines"}`,
      page.entries,
      service === null ? "/audit" : `/audit?service=${encodeURIComponent(service)}`,
    ),
  ];
}

/**
 * What failed lately: from the audit.
 *
 * @param recent the same in sentences
 */
export async function answerFailures(
  { audit, matching }: HistorySources,
  { about, days }: Question,
  recent: string,
): Promise<MessagePart[]> {
  const service = about === null ? undefined : ((await matching.findService(about)) ?? about);
  const span = days ?? 7;
  const page = await audit.failures(span, service);
  const where = service === undefined ? "" : ` of ${service}`;
  if (page.entries.length === 0)
    return [text(`No failures${where} in the last ${plural(span, "day")}.`)];
  const href = `/audit?status=failed&days=${span}${service === undefined ? "" : `&service=${encodeURIComponent(service)}`}`;
  return [
    text(`${plural(page.total, "failure")}${where} in the last ${plural(span, "day")}. ${recent}`),
    entriesTable("Failures", page.entries.slice(0, rowsInAnswer), href),
  ];
}

function entriesTable(
  title: string,
  entries: readonly AuditEntryView[],
  href: string,
): MessagePart {
  const rows = entries.map((entry) => [
    entry.at,
    eventWords(entry.type),
    entry.actor.name,
    entry.service ?? "",
    detailOf(entry),
  ]);
  // A column that says the same in every row, or nothing, only takes room.
  const kept = ["When", "What", "By", "Service", "Detail"]
    .map((column, at) => ({ column, at }))
    .filter(({ at }) => at < 3 || new Set(rows.map((row) => row[at])).size > 1);
  return {
    kind: "table",
    title,
    columns: kept.map(({ column }) => column),
    rows: rows.map((row) => kept.map(({ at }) => row[at] ?? "")),
    links: [{ label: "Open in the timeline", href }],
  };
}

function detailOf({ text, facts }: AuditEntryView): string {
  const playbook = facts["entryPath"];
  return (text ?? (typeof playbook === "string" ? playbook : "")).slice(0, 160);
}

/** "task.needs_review" becomes "task needs review". */
function eventWords(type: string): string {
  return type.replace(/[._]/g, " ");
}
