import type { AuditEntryView, AuditFacts, AuditQuery, AuditType } from "#server/contracts/audit.ts";
import type { Actor, Risk } from "#server/contracts/common.ts";
import { type Db, Prisma } from "#server/platform/prisma.ts";

/** The filters of a query, without its paging. */
export type AuditFilters = Omit<AuditQuery, "cursor" | "limit">;

/** What to look for. `now` is what `days` counts back from. */
export interface Selection {
  readonly filters: AuditFilters;
  readonly now: Date;
  /**
   * `failure`: tasks that failed or need review, and requests that failed without such a task, so that one mishap
   * counts once. `outcome`: how work on tasks ended.
   */
  readonly only?: "failure";
}

/** An entry as people see it, with the ordinal that paging goes by. */
export interface FoundEntry {
  readonly ordinal: bigint;
  readonly view: AuditEntryView;
}

/** Entries that match, newest first, at most `limit`; only those written before `before`, if given. */
export async function selectEntries(
  db: Db,
  selection: Selection,
  { limit, before = null }: { limit: number; before?: bigint | null },
): Promise<FoundEntry[]> {
  const older = before === null ? Prisma.sql`true` : Prisma.sql`e.ordinal < ${before}`;
  const rows = await db.$queryRaw<ViewRow[]>`
    SELECT e.ordinal, e.id, l.seq, e.type, e.at, e.actor_kind, e.actor_id, e.actor_name, e.request_id, e.plan_id,
      e.task_id, e.run_id, e.service, e.host, e.status, e.facts, p.text, l.hash, task.hosts
    FROM audit_entry e
    LEFT JOIN task ON task.id = e.task_id
    LEFT JOIN audit_payload p ON p.entry_id = e.id
    LEFT JOIN audit_link l ON l.entry_id = e.id
    WHERE ${matches(selection)} AND ${older} ORDER BY e.ordinal DESC LIMIT ${limit}`;
  return rows.map((row) => ({ ordinal: row.ordinal, view: toView(row) }));
}

/** A sealed entry with its place in the chain. */
export interface SealedView {
  readonly seq: number;
  readonly agentId: string | null;
  readonly view: AuditEntryView;
}

/** Sealed entries of these types behind `afterSeq`, in the order of the chain, at most `limit`. */
export async function selectSealed(
  db: Db,
  afterSeq: number,
  types: readonly AuditType[],
  limit: number,
): Promise<SealedView[]> {
  const rows = await db.$queryRaw<(ViewRow & { agent_id: string | null })[]>`
    SELECT e.ordinal, e.id, l.seq, e.type, e.at, e.actor_kind, e.actor_id, e.actor_name, e.request_id, e.plan_id,
      e.task_id, e.run_id, e.service, e.host, e.status, e.facts, p.text, l.hash, e.agent_id, NULL AS hosts
    FROM audit_link l JOIN audit_entry e ON e.id = l.entry_id
    LEFT JOIN audit_payload p ON p.entry_id = e.id
    WHERE l.seq > ${afterSeq} AND e.type = ANY (${[...types]}) ORDER BY l.seq LIMIT ${limit}`;
  return rows.map((row) => ({
    seq: Number(row.seq),
    agentId: row.agent_id,
    view: toView(row),
  }));
}

/** How many entries match. */
export async function countEntries(db: Db, selection: Selection): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM audit_entry e LEFT JOIN audit_payload p ON p.entry_id = e.id
    WHERE ${matches(selection)}`;
  return Number(row?.count ?? 0);
}

const dayMs = 24 * 3600 * 1000;

function matches({ filters, now, only }: Selection): Prisma.Sql {
  const conditions = [matchesFilters(filters, now)];
  if (only === "failure") conditions.push(isFailure);
  return allOf(conditions);
}

/**
 * The condition for these filters over `audit_entry e` with its free text `p`. Every value is a parameter. All that
 * are given must hold; without any, every entry matches.
 */
function matchesFilters(filters: AuditFilters, now: Date): Prisma.Sql {
  const { type, status, service, person, host, requestId, taskId, text, days, from, to } = filters;
  const conditions: (Prisma.Sql | false)[] = [
    type !== undefined && type.length > 0 && Prisma.sql`e.type = ANY (${type})`,
    status !== undefined && Prisma.sql`e.status = ${status}`,
    service !== undefined && Prisma.sql`e.service = ${service}`,
    person !== undefined &&
      Prisma.sql`(lower(e.actor_name) = lower(${person}) OR e.actor_id = ${person}
        OR (e.actor_kind = 'token' AND starts_with(lower(e.actor_name), lower(${person}) || ' through token ')))`,
    host !== undefined && matchesHost(host),
    requestId !== undefined && Prisma.sql`e.request_id = ${requestId}::uuid`,
    taskId !== undefined && Prisma.sql`e.task_id = ${taskId}::uuid`,
    text !== undefined && text !== "" && matchesText(text),
    days !== undefined && Prisma.sql`e.at >= ${new Date(now.getTime() - days * dayMs)}`,
    from !== undefined && Prisma.sql`e.at >= ${new Date(from)}`,
    to !== undefined && Prisma.sql`e.at <= ${new Date(to)}`,
  ];
  return allOf([...conditions, ...matchesWork(filters)].filter((condition) => condition !== false));
}

/** What is known of the work that an entry is about: how risky it is, who does it, what it cost. */
function matchesWork({ risk, agent, minCostUsd }: AuditFilters): (Prisma.Sql | false)[] {
  return [
    risk !== undefined && matchesRisk(risk),
    agent !== undefined && matchesAgent(agent),
    minCostUsd !== undefined && matchesCost(minCostUsd),
  ];
}

/**
 * Failures: tasks that failed or need review, and requests that failed before any of their tasks did, so that one
 * mishap counts once.
 */
const isFailure: Prisma.Sql = Prisma.sql`(e.type IN ('task.failed', 'task.needs_review')
  OR (e.type = 'request.phase_changed' AND e.status = 'failed' AND NOT EXISTS (
    SELECT 1 FROM audit_entry t WHERE t.request_id = e.request_id AND t.type IN ('task.failed', 'task.needs_review'))))`;

/** Joins conditions with AND; no condition matches everything. */
function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join([...conditions], " AND ");
}

/** `host` may be one of several of an entry's task, or of those that it names in its facts. */
function matchesHost(host: string): Prisma.Sql {
  return Prisma.sql`(e.host = ${host}
    OR e.task_id IN (SELECT id FROM task WHERE hosts @> to_jsonb(${host}::text))
    OR ${host} = ANY (regexp_split_to_array(coalesce(e.facts ->> 'hosts', ''), '[,\\s]+')))`;
}

function matchesRisk(risk: Risk): Prisma.Sql {
  return Prisma.sql`(e.plan_id IN (SELECT id FROM plan WHERE body ->> 'risk' = ${risk})
    OR (e.plan_id IS NULL AND e.request_id IN (
      SELECT newest.request_id FROM (SELECT DISTINCT ON (request_id) request_id, body FROM plan
        ORDER BY request_id, version DESC) AS newest
      WHERE newest.body ->> 'risk' = ${risk})))`;
}

function matchesAgent(agent: string): Prisma.Sql {
  const runs = Prisma.sql`FROM run WHERE lower(agent_name) = lower(${agent})`;
  return Prisma.sql`((e.actor_kind = 'agent' AND lower(e.actor_name) = lower(${agent}))
    OR e.agent_id IN (SELECT id FROM agent WHERE lower(name) = lower(${agent}))
    OR e.run_id IN (SELECT id ${runs}) OR e.task_id IN (SELECT task_id ${runs}))`;
}

/** What is reserved for a call counts as spent until it is settled, as on the page of spend. */
function matchesCost(minCostUsd: number): Prisma.Sql {
  return Prisma.sql`e.request_id IN (SELECT request_id FROM model_call WHERE request_id IS NOT NULL
    GROUP BY request_id HAVING sum(coalesce(cost_micro_usd, reserved_micro_usd)) >= ${Math.round(minCostUsd * 1e6)})`;
}

function matchesText(text: string): Prisma.Sql {
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const searched = ["e.service", "e.host", "e.actor_name", "e.type", "e.facts::text", "p.text"];
  const terms = searched.map((column) => Prisma.sql`${Prisma.raw(column)} ILIKE ${pattern}`);
  return Prisma.sql`(${Prisma.join(terms, " OR ")})`;
}

interface ViewRow {
  ordinal: bigint;
  id: string;
  seq: bigint | null;
  type: AuditType;
  at: Date;
  actor_kind: Actor["kind"];
  actor_id: string;
  actor_name: string;
  request_id: string | null;
  plan_id: string | null;
  task_id: string | null;
  run_id: string | null;
  service: string | null;
  host: string | null;
  status: string | null;
  facts: AuditFacts;
  text: string | null;
  hash: string | null;
  hosts: unknown;
}

function toView(row: ViewRow): AuditEntryView {
  return {
    id: row.id,
    seq: row.seq === null ? null : Number(row.seq),
    type: row.type,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    requestId: row.request_id,
    planId: row.plan_id,
    taskId: row.task_id,
    runId: row.run_id,
    service: row.service,
    host: row.host,
    ...(Array.isArray(row.hosts) && row.hosts.length > 1 ? { hosts: row.hosts.map(String) } : {}),
    status: row.status,
    facts: row.facts,
    text: row.text,
    hash: row.hash,
  };
}
