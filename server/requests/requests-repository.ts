import { z } from "zod";
import type { Actor } from "#server/contracts/common.ts";
import { type CheckResult, checkResultSchema } from "#server/contracts/plan.ts";
import {
  type ContextNote,
  type FollowKind,
  followKindSchema,
  type PhaseChange,
  phaseChangeSchema,
  type RequestContext,
  type RequestPhase,
  type RequestPurpose,
  requestContextSchema,
  requestPhaseSchema,
  requestPurposeSchema,
} from "#server/contracts/request.ts";
import { type CommitWriter, writeAtCommit } from "#server/platform/commit-writes.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { assignments, columnsOf } from "#server/platform/sql-columns.ts";
import { currentTraceId } from "#server/platform/trace.ts";
import { boundSummary, phaseLine } from "./domain/context-summary.ts";
import { type RequestEvent, requestMachine, requestPhases } from "./domain/request-state.ts";

export interface NewRequest {
  readonly id: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly personId: string;
  readonly submittedBy: string;
  readonly text: string;
  /** Left out: work. */
  readonly purpose?: RequestPurpose;
  /** People whose API tokens have a part in it. Left out: nobody's. */
  readonly askedByTokensOf?: readonly string[];
}

/** The ended request that another plans again, and what of it. */
export interface Follows {
  readonly requestId: string;
  readonly kind: FollowKind;
}

/** Conversations are about these alone. */
const work: RequestPurpose = "work";

/** @param begun what it begins with, and the request that it follows */
export async function insertRequest(
  tx: Tx,
  request: NewRequest,
  begun: { readonly follows?: Follows; readonly context: Partial<RequestContext> } | null = null,
): Promise<void> {
  const phase: RequestPhase = "intake";
  const { id, conversationId, messageId, personId, submittedBy, purpose = work } = request;
  const askedByTokensOf = [...(request.askedByTokensOf ?? [])];
  const context = JSON.stringify(requestContextSchema.parse(begun?.context ?? {}));
  const { requestId: followsId = null, kind: followKind = null } = begun?.follows ?? {};
  await tx.$executeRaw`
    INSERT INTO request (id, conversation_id, message_id, person_id, submitted_by, text, phase, purpose, context,
      follows_id, follow_kind, asked_by_tokens_of, trace_id)
    VALUES (${id}::uuid, ${conversationId}::uuid, ${messageId}::uuid, ${personId}::uuid, ${submittedBy}, ${request.text},
      ${phase}, ${purpose}, ${context}::jsonb, ${followsId}::uuid, ${followKind}, ${askedByTokensOf}::uuid[],
      ${currentTraceId()}::uuid)`;
}

/** The trace that a request belongs to: that of the call which asked for it; its own id where nobody called. */
export async function findTrace(db: Db, requestId: string): Promise<string> {
  const [row] = await db.$queryRaw<{ traceId: string | null }[]>`
    SELECT trace_id AS "traceId" FROM request WHERE id = ${requestId}::uuid`;
  return row?.traceId ?? requestId;
}

/** Notes that tokens of these people have a part in what a request asks for. */
export async function addTokenAskers(
  tx: Tx,
  requestId: string,
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return;
  await tx.$executeRaw`
    UPDATE request SET asked_by_tokens_of = ARRAY(
      SELECT DISTINCT unnest(asked_by_tokens_of || ${[...personIds]}::uuid[]))
    WHERE id = ${requestId}::uuid`;
}

/** Makes a request follow an ended one; its words were found to ask for that. */
export async function setFollows(
  tx: Tx,
  requestId: string,
  { requestId: followsId, kind: followKind }: Follows,
): Promise<void> {
  await tx.request.update({ where: { id: requestId }, data: { followsId, followKind } });
}

export interface StoredRequest extends NewRequest {
  /** Of the call that asked for it; its own id where nobody called. */
  readonly traceId: string;
  readonly askedByTokensOf: readonly string[];
  readonly purpose: RequestPurpose;
  readonly follows: Follows | null;
  readonly phase: RequestPhase;
  readonly reason: string | null;
  readonly context: RequestContext;
  readonly checks: CheckResult[];
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export async function findRequest(db: Db, requestId: string): Promise<StoredRequest | null> {
  const [row] = await db.$queryRaw<RequestRow[]>`
    SELECT ${requestColumns} FROM request WHERE id = ${requestId}::uuid`;
  return row === undefined ? null : toRequest(row);
}

/** What was said in a conversation right before a request; null for its first. */
export async function findTextBefore(
  db: Db,
  { conversationId, createdAt }: Pick<StoredRequest, "conversationId" | "createdAt">,
): Promise<string | null> {
  const row = await db.request.findFirst({
    where: { conversationId, createdAt: { lt: createdAt }, purpose: work },
    orderBy: { createdAt: "desc" },
    select: { text: true },
  });
  return row?.text ?? null;
}

/** Locks a request's row until the transaction ends and reads it as it is then: what is planned again, is so once. */
export async function lockRequest(tx: Tx, requestId: string): Promise<StoredRequest | null> {
  const [row] = await tx.$queryRaw<RequestRow[]>`
    SELECT ${requestColumns} FROM request WHERE id = ${requestId}::uuid FOR UPDATE`;
  return row === undefined ? null : toRequest(row);
}

/** Requests by their ids, oldest first. */
export async function findRequests(
  db: Db,
  requestIds: readonly string[],
): Promise<StoredRequest[]> {
  const rows = await db.$queryRaw<RequestRow[]>`
    SELECT ${requestColumns} FROM request WHERE id = ANY(${[...requestIds]}::uuid[]) ORDER BY created_at`;
  return rows.map(toRequest);
}

/** The newest requests of a conversation, oldest first, at most 200. */
export async function findRequestsOf(db: Db, conversationId: string): Promise<StoredRequest[]> {
  const rows = await db.request.findMany({
    where: { conversationId, purpose: work },
    orderBy: { createdAt: "desc" },
    take: 200,
  });
  return rows.map(toRequest).reverse();
}

/** The newest request of a conversation; the newest that has a plan, where only those count. */
export async function findNewestRequest(
  db: Db,
  conversationId: string,
  which: "any" | "planned",
): Promise<StoredRequest | null> {
  const row = await db.request.findFirst({
    where: {
      conversationId,
      purpose: work,
      ...(which === "planned" ? { plans: { some: {} } } : {}),
    },
    orderBy: { createdAt: "desc" },
  });
  return row === null ? null : toRequest(row);
}

/**
 * Applies an event to a request that stands where the caller saw it, and writes the step into its history. One that has
 * come back to the same phase meanwhile does not stand there: what was worked out for it is out of date.
 *
 * @returns the new phase, or null when somebody moved it first
 */
export async function transitionRequest(
  tx: Tx,
  request: StoredRequest,
  event: RequestEvent,
  step: {
    actor: Actor;
    reason?: string | null;
    /** What the phase adds to the request's summary, where that is more than the reason. */
    note?: string;
    artifacts?: string[];
    context?: Partial<RequestContext>;
    checks?: CheckResult[];
  },
): Promise<RequestPhase | null> {
  if (!requestMachine.can(request.phase, event)) return null;
  const to = requestMachine.next(request.phase, event);
  const words = step.note ?? step.reason ?? null;
  const line = phaseLine({ from: request.phase, to, actor: step.actor, words });
  // What others add to a context stays as it is now: `notes` and `withdrew` are never written over.
  const { notes: _notes, withdrew: _withdrew, ...known } = { ...request.context, ...step.context };
  const context = { ...known, summary: boundSummary([...request.context.summary, line]) };
  const set = assignments({
    phase: to,
    reason: step.reason ?? null,
    context: Prisma.sql`${JSON.stringify(context)}::jsonb || coalesce((
      SELECT jsonb_object_agg(key, value) FROM jsonb_each(context) WHERE key IN ('notes', 'withdrew')), '{}')`,
    updatedAt: new Date(),
    checks: step.checks === undefined ? undefined : JSON.stringify(step.checks),
  });
  const changed = await tx.$executeRaw`
    UPDATE request SET ${set}
    WHERE id = ${request.id}::uuid AND phase = ${request.phase} AND updated_at = ${request.updatedAt}`;
  if (changed !== 1) return null;
  await writeAtCommit(tx, phaseChanges, [
    {
      requestId: request.id,
      ...{ fromPhase: request.phase, toPhase: to, event },
      actor: step.actor,
      reason: step.reason ?? null,
      artifacts: step.artifacts ?? [],
    },
  ]);
  return to;
}

interface NewPhaseChange {
  readonly requestId: string;
  readonly fromPhase: RequestPhase;
  readonly toPhase: RequestPhase;
  readonly event: RequestEvent;
  readonly actor: Actor;
  readonly reason: string | null;
  readonly artifacts: readonly string[];
}

const phaseChanges: CommitWriter<NewPhaseChange> = {
  write: (changes) => Prisma.sql`
    phase_changes_added AS (
      INSERT INTO phase_change (request_id, from_phase, to_phase, event, actor, reason, artifacts)
      SELECT "requestId", "fromPhase", "toPhase", event, actor, reason, artifacts FROM ROWS FROM (
        jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS ("requestId" uuid, "fromPhase" text, "toPhase" text,
          event text, actor jsonb, reason text, artifacts jsonb)
      ) WITH ORDINALITY ORDER BY ordinality
      RETURNING 1
    )`,
  last: "phase_changes_added",
};

/** Adds a note to a request's context; false when the request is not there or holds `most` already. */
export async function insertNote(
  tx: Tx,
  requestId: string,
  note: ContextNote,
  most: number,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE request SET context = jsonb_set(context, '{notes}', coalesce(context->'notes', '[]') || ${JSON.stringify(note)}::jsonb)
    WHERE id = ${requestId}::uuid AND jsonb_array_length(coalesce(context->'notes', '[]')) < ${most}`;
  return changed === 1;
}

/**
 * Notes which request somebody's words end, with the row of those words locked; false when they are dealt with, or end
 * another one. Whoever works the words out again after a crash thus ends the same request or none.
 */
export async function claimWithdrawal(tx: Tx, saidId: string, requestId: string): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE request SET context = jsonb_set(context, '{withdrew}', to_jsonb(${requestId}::text))
    WHERE id = ${saidId}::uuid AND phase = 'planning'
      AND coalesce(context->>'withdrew', ${requestId}::text) = ${requestId}::text`;
  return changed === 1;
}

export async function findPhaseChanges(db: Db, requestId: string): Promise<PhaseChange[]> {
  const rows = await db.$queryRaw<(Omit<PhaseChange, "at"> & { readonly at: Date })[]>`
    SELECT from_phase AS "from", to_phase AS "to", event, actor, reason, artifacts, at FROM phase_change
    WHERE request_id = ${requestId}::uuid ORDER BY id LIMIT 500`;
  return rows.map((row) => phaseChangeSchema.parse({ ...row, at: row.at.toISOString() }));
}

/** Requests that should have moved on by themselves and did not, for `seconds`: their nudge was lost. */
export async function findStuck(
  db: Db,
  phases: readonly RequestPhase[],
  seconds: number,
): Promise<string[]> {
  const rows = await db.request.findMany({
    where: { phase: { in: [...phases] }, updatedAt: { lt: new Date(Date.now() - seconds * 1000) } },
    select: { id: true },
    orderBy: { updatedAt: "asc" },
    take: 100,
  });
  return rows.map((row) => row.id);
}

/** How many requests wait for approval, by conversation; those without any are missing. */
export async function countActiveIn(
  db: Db,
  conversationIds: readonly string[],
): Promise<Map<string, ActiveRequests>> {
  const approval: RequestPhase = "approval";
  const rows = await db.request.groupBy({
    by: ["conversationId", "phase"],
    where: {
      conversationId: { in: [...conversationIds] },
      phase: { in: [approval, ...requestPhases.executing] },
    },
    _count: true,
  });
  const counts = new Map<string, ActiveRequests>();
  for (const { conversationId, phase, _count: count } of rows) {
    const { awaiting, running } = counts.get(conversationId) ?? { awaiting: 0, running: 0 };
    counts.set(
      conversationId,
      phase === approval
        ? { running, awaiting: awaiting + count }
        : { awaiting, running: running + count },
    );
  }
  return counts;
}

/** Requests of a conversation that need a decision, and those that are carried out. */
export interface ActiveRequests {
  readonly awaiting: number;
  readonly running: number;
}

type RequestRow = Prisma.RequestGetPayload<object>;

const requestColumns = columnsOf<RequestRow>("request", {
  ...{ id: true, conversationId: true, messageId: true, personId: true, submittedBy: true },
  ...{ text: true, purpose: true, phase: true, followsId: true, followKind: true },
  ...{ askedByTokensOf: true, traceId: true, reason: true, context: true, checks: true },
  ...{ createdAt: true, updatedAt: true },
});

function toRequest(row: RequestRow): StoredRequest {
  return {
    id: row.id,
    conversationId: row.conversationId,
    messageId: row.messageId,
    personId: row.personId,
    submittedBy: row.submittedBy,
    traceId: row.traceId ?? row.id,
    text: row.text,
    purpose: requestPurposeSchema.parse(row.purpose),
    phase: requestPhaseSchema.parse(row.phase),
    follows:
      row.followsId === null
        ? null
        : { requestId: row.followsId, kind: followKindSchema.parse(row.followKind) },
    askedByTokensOf: row.askedByTokensOf,
    reason: row.reason,
    context: requestContextSchema.parse(row.context),
    checks: z.array(checkResultSchema).parse(row.checks),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}
