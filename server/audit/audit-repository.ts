import type { AuditFacts, AuditType } from "#server/contracts/audit.ts";
import type { Actor } from "#server/contracts/common.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { CommitWriter } from "#server/platform/commit-writes.ts";
import { type Db, Prisma } from "#server/platform/prisma.ts";
import type { ChainHead } from "./domain/chain.ts";

/** Channel that tells the sealer that entries wait; the rows are the message. */
export const auditChannel = "chiffon_audit";

/** A new entry as the database takes it. */
export interface EntryInsert {
  readonly id: string;
  readonly type: AuditType;
  readonly actor_kind: Actor["kind"];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly request_id: string | null;
  readonly plan_id: string | null;
  readonly task_id: string | null;
  readonly run_id: string | null;
  readonly agent_id: string | null;
  readonly service: string | null;
  readonly host: string | null;
  readonly status: string | null;
  readonly facts: AuditFacts;
  readonly payload_hash: string | null;
  readonly text: string | null;
  readonly salt: string | null;
}

/**
 * Writes entries, their free text and their place in the sealer's waiting list, in order, and announces them: one
 * statement whatever their number, because it is part of every change.
 */
export const newEntries: CommitWriter<EntryInsert> = {
  write: (entries) => Prisma.sql`
    audit_input AS MATERIALIZED (
      SELECT * FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) AS (
        id uuid, type text, actor_kind text, actor_id text, actor_name text, request_id uuid, plan_id uuid,
        task_id uuid, run_id uuid, agent_id uuid, service text, host text, status text, facts jsonb,
        payload_hash text, text text, salt text)) WITH ORDINALITY AS entry
    ), audit_added AS (
      INSERT INTO audit_entry (id, type, actor_kind, actor_id, actor_name, request_id, plan_id, task_id, run_id,
        agent_id, service, host, status, facts, payload_hash)
      SELECT id, type, actor_kind, actor_id, actor_name, request_id, plan_id, task_id, run_id,
        agent_id, service, host, status, facts, payload_hash FROM audit_input ORDER BY ordinality
      RETURNING id, ordinal
    ), audit_texts AS (
      INSERT INTO audit_payload (entry_id, text, salt) SELECT id, text, salt FROM audit_input WHERE text IS NOT NULL
    ), audit_waiting AS (
      INSERT INTO audit_unsealed (ordinal, entry_id) SELECT ordinal, id FROM audit_added RETURNING 1
    ), audit_told AS (
      SELECT pg_notify(${auditChannel}, '')::text FROM (SELECT count(*) FROM audit_waiting) AS done
    )`,
  last: "audit_told",
  refusal: (cause) =>
    /\baudit_/.test(String(cause)) ? new AppError("audit_unavailable", { cause }) : null,
};

/** Erases the free text of an entry; false when it had none, or has none any more. */
export async function deletePayload(db: Db, entryId: string): Promise<boolean> {
  const { count } = await db.auditPayload.deleteMany({ where: { entryId } });
  return count > 0;
}

/** The newest link's number and hash, null while nothing is sealed. */
export async function selectHead(db: Db): Promise<ChainHead | null> {
  const [row] = await db.$queryRaw<{ seq: bigint; hash: string }[]>`
    SELECT seq, hash FROM audit_link ORDER BY seq DESC LIMIT 1`;
  return row === undefined ? null : { seq: Number(row.seq), hash: row.hash };
}
