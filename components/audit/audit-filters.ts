import type { AuditQuery, AuditType } from "#server/contracts/audit.ts";

/** Filters as the address holds them; empty means any. */
export interface AuditFilters {
  readonly text: string;
  readonly kind: string;
  readonly status: string;
  readonly service: string;
  readonly host: string;
  readonly person: string;
  readonly request: string;
  readonly risk: string;
  readonly agent: string;
  /** US dollars that models cost at least. */
  readonly cost: string;
  /** Local calendar days, `2026-11-21`. */
  readonly from: string;
  readonly to: string;
  /** The last so many days, as answers of the chat link to. */
  readonly days: string;
}

/** Names of the filters, as they stand in the address. */
export const filterNames = [
  "text",
  "kind",
  "status",
  "service",
  "host",
  "person",
  "request",
  "risk",
  "agent",
  "cost",
  "from",
  "to",
  "days",
] as const satisfies readonly (keyof AuditFilters)[];

/** Groups of kinds a person picks from; a single kind can stand in the address too. */
export const kindGroups: Readonly<Record<string, readonly AuditType[]>> = {
  Decisions: ["plan.approved", "plan.rejected", "task.reviewed"],
  Failures: ["task.failed", "run.lost", "task.needs_review"],
  "Finished work": ["task.succeeded", "task.failed", "task.cancelled", "task.skipped"],
  Plans: [
    "plan.proposed",
    "plan.approved",
    "plan.rejected",
    "plan.expired",
    "plan.stale",
    "plan.superseded",
  ],
  Runs: ["run.claimed", "run.spawned", "run.finished", "run.lost", "run.adopted"],
  "People and sign-in": [
    "setup.completed",
    "person.invited",
    "person.joined",
    "person.changed",
    "person.password_changed",
    "token.created",
    "token.revoked",
    "client.allowed",
    "session.started",
    "session.ended",
    "session.refused",
  ],
  Security: [
    "security.rejected",
    "session.refused",
    "host.pinned",
    "secret.created",
    "secret.rotated",
    "secret.deleted",
    "secret.used",
    "payload.erased",
  ],
  "Fleet and repositories": [
    "agent.registered",
    "agent.enrolled",
    "agent.changed",
    "agent.revoked",
    "agent.hosts_changed",
    "enrolment.created",
    "enrolment.revoked",
    "repository.added",
    "repository.scanned",
    "repository.removed",
    "host.added",
    "host.changed",
    "host.removed",
    "host.pinned",
    "host.tested",
    "settings.changed",
    "job.retried",
    "job.discarded",
    "model.asked",
  ],
};

/** No filter at all. */
export const noFilters: AuditFilters = readFilters(new URLSearchParams());

/** The filters of an address. */
export function readFilters(search: Pick<URLSearchParams, "get">): AuditFilters {
  const entries = filterNames.map((name) => [name, search.get(name) ?? ""]);
  // Every name of the interface is in filterNames.
  return Object.fromEntries(entries) as unknown as AuditFilters;
}

/** The address of a set of filters. */
export function filtersHref(filters: AuditFilters): string {
  const search = new URLSearchParams();
  for (const name of filterNames) if (filters[name]) search.set(name, filters[name]);
  const text = search.toString();
  return text === "" ? "/audit" : `/audit?${text}`;
}

/** What to ask the server for. Days are those of the reader's clock: from midnight to midnight. */
export function auditQueryOf(filters: AuditFilters): Partial<AuditQuery> {
  const query: Record<string, unknown> = {
    text: filters.text,
    status: filters.status,
    service: filters.service,
    host: filters.host,
    person: filters.person,
    requestId: filters.request,
    risk: ["low", "medium", "high"].includes(filters.risk) ? filters.risk : undefined,
    agent: filters.agent,
    minCostUsd: /^\d{1,5}(?:\.\d{1,6})?$/.test(filters.cost) ? Number(filters.cost) : undefined,
    type: kindGroups[filters.kind] ?? (filters.kind ? [filters.kind] : undefined),
    from: dayStart(filters.from, 0),
    to: dayStart(filters.to, 1),
    days: /^[1-9]\d{0,2}$/.test(filters.days) ? Number(filters.days) : undefined,
  };
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== undefined);
  return Object.fromEntries(given) as Partial<AuditQuery>;
}

function dayStart(day: string, plusDays: number): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const date = new Date(`${day}T00:00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + plusDays);
  return date.toISOString();
}
