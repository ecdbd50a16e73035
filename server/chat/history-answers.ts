import type { AuditService } from "#server/audit/audit-service.ts";
import type { CatalogService } from "#server/catalog/catalog-service.ts";
import type { AuditEntryView } from "#server/contracts/audit.ts";
import type { MessagePart } from "#server/contracts/chat.ts";
import { plural } from "#server/lib/units.ts";
import type { Question } from "#server/planning/planning-service.ts";
import { rowsInAnswer, text } from "./parts.ts";

/** Where answers about the past come from. */
interface HistorySources {
  readonly audit: AuditService;
  readonly catalog: CatalogService;
}

/** What happened to a service, or to anything: from the audit. */
export async function answerHistory(
  { audit, catalog }: HistorySources,
  { about, days }: Question,
): Promise<MessagePart[]> {
  const service = about === null ? null : ((await catalog.findService(about)) ?? about);
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
  const name = service ?? "your machines";
  if (page.entries.length === 0) {
    return [
      text(
        `Nothing is recorded for ${name}${days === null ? "" : ` in the last ${plural(days, "day")}`}.`,
      ),
    ];
  }
  const [last] = page.entries;
  return [
    text(`The last thing that happened to ${name}: ${last === undefined ? "" : inWords(last)}.`),
    entriesTable(
      `What happened to ${name}`,
      page.entries,
      service === null ? "/audit" : `/audit?service=${encodeURIComponent(service)}`,
    ),
  ];
}

/** What failed lately: from the audit. */
export async function answerFailures(
  { audit, catalog }: HistorySources,
  { about, days }: Question,
): Promise<MessagePart[]> {
  const service = about === null ? undefined : ((await catalog.findService(about)) ?? about);
  const span = days ?? 7;
  const page = await audit.failures(span, service);
  const where = service === undefined ? "" : ` of ${service}`;
  if (page.entries.length === 0)
    return [text(`No failures${where} in the last ${plural(span, "day")}.`)];
  const href = `/audit?status=failed&days=${span}${service === undefined ? "" : `&service=${encodeURIComponent(service)}`}`;
  return [
    text(`${plural(page.total, "failure")}${where} in the last ${plural(span, "day")}.`),
    entriesTable("Failures", page.entries.slice(0, rowsInAnswer), href),
  ];
}

function entriesTable(
  title: string,
  entries: readonly AuditEntryView[],
  href: string,
): MessagePart {
  return {
    kind: "table",
    title,
    columns: ["When", "What", "By", "Service", "Detail"],
    rows: entries.map((entry) => [
      entry.at,
      eventWords(entry.type),
      entry.actor.name,
      entry.service ?? "",
      (entry.text ?? "").slice(0, 160),
    ]),
    links: [{ label: "Open in the timeline", href }],
  };
}

function inWords(entry: AuditEntryView): string {
  const detail = entry.text === null ? "" : ` (${entry.text.slice(0, 160)})`;
  return `${eventWords(entry.type)} by ${entry.actor.name} at ${entry.at}${detail}`;
}

/** "task.needs_review" becomes "task needs review". */
function eventWords(type: string): string {
  return type.replace(/[._]/g, " ");
}
