import type { ClientBase } from "pg";
import type { AuditFacts } from "#server/contracts/audit.ts";
import type { Actor } from "#server/contracts/common.ts";
import type { AuditRecord } from "./domain/canonical-entry.ts";
import { type ChainHead, type ChainLink, chainStart } from "./domain/chain.ts";
import { planDecisionTypes, type SealedEntry } from "./domain/task-record.ts";

/** A batch as the database knows it; `commit` is null until git has it. */
export interface BatchRow {
  readonly id: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly commit: string | null;
  readonly createdAt: Date;
}

/** A link with whatever is left of its entry. */
export interface StoredLink extends ChainLink {
  readonly batch: number;
  readonly entry: AuditRecord | null;
  /** Free text with its salt; null when there is none or it was erased. */
  readonly payload: { readonly text: string; readonly salt: string } | null;
}

interface EntryRow {
  id: string;
  ordinal: string;
  type: string;
  at: string;
  actor_kind: Actor["kind"];
  actor_id: string;
  actor_name: string;
  request_id: string | null;
  plan_id: string | null;
  task_id: string | null;
  run_id: string | null;
  agent_id: string | null;
  service: string | null;
  host: string | null;
  status: string | null;
  facts: AuditFacts;
  payload_hash: string | null;
}

interface LinkRow {
  seq: string;
  entry_id: string;
  prev: string;
  hash: string;
}

const entryColumns = `e.id, e.ordinal, e.type, 
  to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at,
  e.actor_kind, e.actor_id, e.actor_name, e.request_id, e.plan_id, e.task_id, e.run_id, e.agent_id,
  e.service, e.host, e.status, e.facts, e.payload_hash`;

/** How many entries wait for the sealer, counted up to `limit`, and how old the oldest of them is. */
export async function countWaiting(
  db: ClientBase,
  limit: number,
): Promise<{ count: number; oldestAgeMs: number }> {
  const { rows } = await db.query<{ count: number; age: number | null }>(
    `SELECT count(*)::int AS count, (extract(epoch FROM clock_timestamp() - min(at)) * 1000)::float8 AS age
     FROM (SELECT e.at FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry_id LIMIT $1) AS waiting`,
    [limit],
  );
  return { count: rows[0]?.count ?? 0, oldestAgeMs: rows[0]?.age ?? 0 };
}

/**
 * Waiting entries in the order they were written, at most `limit`. Visible ones only: an entry of an open transaction
 * appears here when that commits, whatever was sealed meanwhile, so none is ever skipped.
 */
export async function readWaiting(db: ClientBase, limit: number): Promise<AuditRecord[]> {
  const { rows } = await db.query<EntryRow>(
    `SELECT ${entryColumns} FROM audit_unsealed u JOIN audit_entry e ON e.id = u.entry_id
     ORDER BY u.ordinal LIMIT $1`,
    [limit],
  );
  return rows.map(toRecord);
}

/** The end of the chain; `chainStart` while it is empty. */
export async function readHead(db: ClientBase): Promise<ChainHead> {
  const { rows } = await db.query<LinkRow>(
    "SELECT seq, hash FROM audit_link ORDER BY seq DESC LIMIT 1",
  );
  return rows[0] === undefined ? chainStart : { seq: Number(rows[0].seq), hash: rows[0].hash };
}

/** Channel that says that entries were sealed; its payload is empty, the links are the message. */
export const sealedChannel = "chiffon_sealed";

/** Writes the links of one new batch and takes their entries off the waiting list. Call inside a transaction. */
export async function insertBatch(
  db: ClientBase,
  links: readonly ChainLink[],
  entries: readonly AuditRecord[],
): Promise<void> {
  const last = links.at(-1);
  if (last === undefined) return;
  await db.query(
    `WITH batch AS (
       INSERT INTO audit_batch (id, first_seq, last_seq, last_hash)
       SELECT coalesce(max(id), 0) + 1, $1, $2, $3 FROM audit_batch RETURNING id
     ), added AS (
       INSERT INTO audit_link (seq, entry_id, prev, hash, batch)
       SELECT link.seq, link.entry_id, link.prev, link.hash, batch.id
       FROM batch, unnest($4::bigint[], $5::uuid[], $6::text[], $7::text[]) AS link (seq, entry_id, prev, hash)
     )
     DELETE FROM audit_unsealed WHERE ordinal = ANY ($8::bigint[])`,
    [
      links[0]?.seq,
      last.seq,
      last.hash,
      links.map(({ seq }) => seq),
      links.map(({ entryId }) => entryId),
      links.map(({ prev }) => prev),
      links.map(({ hash }) => hash),
      entries.map(({ ordinal }) => ordinal),
    ],
  );
  await db.query("SELECT pg_notify($1, '')", [sealedChannel]);
}

/** The oldest batch that git does not have yet, as far as the database knows. */
export async function readUncommittedBatch(db: ClientBase): Promise<BatchRow | null> {
  return (await selectBatches(db, "WHERE commit IS NULL ORDER BY id LIMIT 1"))[0] ?? null;
}

/** Every batch, oldest first. */
export async function readBatches(db: ClientBase): Promise<BatchRow[]> {
  return selectBatches(db, "ORDER BY id");
}

/** Records that git has a batch. Said again, it changes nothing. */
export async function markCommitted(
  db: ClientBase,
  { batch, commit }: { batch: number; commit: string },
): Promise<void> {
  await db.query("UPDATE audit_batch SET commit = $2 WHERE id = $1 AND commit IS NULL", [
    batch,
    commit,
  ]);
}

/** Links after `afterSeq` with their entries and free text, in chain order, at most `limit`. */
export async function readLinks(
  db: ClientBase,
  afterSeq: number,
  limit: number,
): Promise<StoredLink[]> {
  const { rows } = await db.query<
    EntryRow & LinkRow & { batch: number; text: string | null; salt: string | null }
  >(
    `SELECT l.seq, l.entry_id, l.prev, l.hash, l.batch, p.text, p.salt, ${entryColumns}
     FROM (SELECT * FROM audit_link WHERE seq > $1 ORDER BY seq LIMIT $2) l
     LEFT JOIN audit_entry e ON e.id = l.entry_id
     LEFT JOIN audit_payload p ON p.entry_id = l.entry_id AND e.payload_hash IS NOT NULL
     ORDER BY l.seq`,
    [afterSeq, limit],
  );
  return rows.map((row) => ({
    seq: Number(row.seq),
    entryId: row.entry_id,
    prev: row.prev,
    hash: row.hash,
    batch: row.batch,
    // A left join without a partner gives nulls in every column of it.
    entry: row.type === null ? null : toRecord(row),
    payload: row.text === null || row.salt === null ? null : { text: row.text, salt: row.salt },
  }));
}

/** Entries of these tasks up to `lastSeq`, with the decisions about their plans, in chain order. */
export async function readTaskEntries(
  db: ClientBase,
  taskIds: readonly string[],
  lastSeq: number,
): Promise<SealedEntry[]> {
  const { rows } = await db.query<EntryRow & LinkRow>(
    `SELECT l.seq, l.hash, ${entryColumns} FROM audit_entry e JOIN audit_link l ON l.entry_id = e.id
     WHERE l.seq <= $2 AND (e.task_id = ANY ($1::uuid[]) OR (e.task_id IS NULL AND e.type = ANY ($3)
       AND e.plan_id IN (SELECT plan_id FROM audit_entry WHERE task_id = ANY ($1::uuid[]))))
     ORDER BY l.seq`,
    [taskIds, lastSeq, planDecisionTypes],
  );
  return rows.map((row) => ({ seq: Number(row.seq), hash: row.hash, entry: toRecord(row) }));
}

/** Counts that put a verification into proportion. */
export async function countChain(
  db: ClientBase,
): Promise<{ entries: number; sealed: number; waiting: number }> {
  const { rows } = await db.query<{ entries: number; sealed: number; waiting: number }>(
    `SELECT (SELECT count(*)::int FROM audit_entry) AS entries, (SELECT count(*)::int FROM audit_link) AS sealed,
      (SELECT count(*)::int FROM audit_unsealed) AS waiting`,
  );
  return rows[0] ?? { entries: 0, sealed: 0, waiting: 0 };
}

/** An entry that was not written the way the application writes, and the link it belongs before. */
export interface StrayEntry {
  readonly entryId: string;
  readonly beforeSeq: number;
}

/**
 * The first entry that is neither sealed nor waiting. Recorded entries are always one of the two, so this one came
 * another way, or its waiting row was removed.
 */
export async function findStray(db: ClientBase): Promise<StrayEntry | null> {
  const { rows } = await db.query<{ id: string; before: string }>(
    `SELECT e.id, (SELECT coalesce(max(l.seq), 0) + 1 FROM audit_link l JOIN audit_entry s ON s.id = l.entry_id
       WHERE s.ordinal < e.ordinal) AS before
     FROM audit_entry e
     WHERE NOT EXISTS (SELECT 1 FROM audit_link l WHERE l.entry_id = e.id)
       AND NOT EXISTS (SELECT 1 FROM audit_unsealed u WHERE u.entry_id = e.id)
     ORDER BY e.ordinal LIMIT 1`,
  );
  return rows[0] === undefined ? null : { entryId: rows[0].id, beforeSeq: Number(rows[0].before) };
}

/** An entry that waits for the sealer but is gone, null when there is none. */
export async function findLostWaiting(db: ClientBase): Promise<string | null> {
  const { rows } = await db.query<{ entry_id: string }>(
    `SELECT entry_id FROM audit_unsealed u
     WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.id = u.entry_id) ORDER BY ordinal LIMIT 1`,
  );
  return rows[0]?.entry_id ?? null;
}

async function selectBatches(db: ClientBase, rest: string): Promise<BatchRow[]> {
  const { rows } = await db.query<{
    id: number;
    first_seq: string;
    last_seq: string;
    last_hash: string;
    commit: string | null;
    created_at: Date;
  }>(`SELECT id, first_seq, last_seq, last_hash, commit, created_at FROM audit_batch ${rest}`);
  return rows.map((row) => ({
    id: row.id,
    firstSeq: Number(row.first_seq),
    lastSeq: Number(row.last_seq),
    lastHash: row.last_hash,
    commit: row.commit,
    createdAt: row.created_at,
  }));
}

function toRecord(row: EntryRow): AuditRecord {
  return {
    id: row.id,
    ordinal: Number(row.ordinal),
    type: row.type,
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    requestId: row.request_id,
    planId: row.plan_id,
    taskId: row.task_id,
    runId: row.run_id,
    agentId: row.agent_id,
    service: row.service,
    host: row.host,
    status: row.status,
    facts: row.facts,
    payloadHash: row.payload_hash,
  };
}
