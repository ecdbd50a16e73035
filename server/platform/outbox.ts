import type { Job } from "#server/contracts/jobs.ts";
import { required } from "#server/lib/assert.ts";
import { backoffDelayMs } from "#server/lib/backoff.ts";
import { type CommitWriter, writeAtCommit } from "#server/platform/commit-writes.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";

/** Channel that says "the outbox has something": its payload is empty, the rows are the message. */
export const outboxChannel = "chiffon_outbox";

/** Failures of its own that a row may have. The delays in between leave an upgrade the time to bring code that reads it. */
export const maxOutboxAttempts = 6;
const backoff = { baseMs: 2_000, maxMs: 60_000, jitter: 0 };
const maxError = 500;

/** A row that waits to be handed to a queue. Its job is as it was stored: another version may have written it. */
export interface OutboxRow {
  readonly id: bigint;
  readonly job: unknown;
  readonly attempts: number;
}

/** A row that failed too often. */
export interface SetAsideRow extends OutboxRow {
  readonly lastError: string | null;
  readonly createdAt: Date;
  readonly setAsideAt: Date | null;
}

interface NewRow {
  readonly job: Job;
  readonly delayMs: number;
}

const outboxRows: CommitWriter<NewRow> = {
  write: (rows) => Prisma.sql`
    outbox_added AS (
      INSERT INTO outbox (job, available_at)
      SELECT job, now() + "delayMs" * interval '1 millisecond' FROM ROWS FROM (
        jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS (job jsonb, "delayMs" float8)
      ) WITH ORDINALITY ORDER BY ordinality
      RETURNING 1
    ), outbox_told AS (
      SELECT pg_notify(${outboxChannel}, '')::text FROM (SELECT count(*) FROM outbox_added) AS done
    )`,
  last: "outbox_told",
};

/**
 * Writes jobs beside the change that causes them: they are handed on if and only if the transaction commits.
 * At least once; handlers key on the ids in the job.
 */
export async function enqueue(
  tx: Tx,
  jobs: readonly Job[],
  { delayMs = 0 }: { delayMs?: number } = {},
): Promise<void> {
  await writeAtCommit(
    tx,
    outboxRows,
    jobs.map((job) => ({ job, delayMs })),
  );
}

/**
 * Takes up to `limit` due rows under lock, oldest first, skipping those another relay holds. Call inside a transaction
 * that ends only after the jobs were handed on, so that a crash leaves the rows in place.
 */
export async function takeDue(tx: Tx, limit: number): Promise<OutboxRow[]> {
  return tx.$queryRaw<OutboxRow[]>`
    SELECT id, job, attempts FROM outbox WHERE available_at <= now() AND set_aside_at IS NULL
    ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
}

/** True while anything waits to be handed on, now or later. */
export async function isOutboxFilled(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM outbox WHERE set_aside_at IS NULL LIMIT 1`;
  return rows.length > 0;
}

/** Removes rows that were handed on. */
export async function removeHandedOn(tx: Tx, ids: readonly bigint[]): Promise<void> {
  if (ids.length > 0)
    await tx.$executeRaw`DELETE FROM outbox WHERE id = ANY(${ids.map(String)}::bigint[])`;
}

/**
 * Counts failures that are the rows' own, in one statement: each is tried again later, or set aside once it has failed
 * too often.
 *
 * @returns the ids of those that were set aside
 */
export async function countFailures(
  tx: Tx,
  failures: readonly { readonly row: OutboxRow; readonly error: string }[],
): Promise<bigint[]> {
  if (failures.length === 0) return [];
  const counted = failures.map(({ row, error }) => {
    const attempts = row.attempts + 1;
    const isSetAside = attempts >= maxOutboxAttempts;
    // One that is set aside is due at once when a person wants it tried again.
    const delayMs = isSetAside ? 0 : backoffDelayMs(backoff, attempts, 0);
    return { id: String(row.id), attempts, isSetAside, delayMs, error: error.slice(0, maxError) };
  });
  const rows = await tx.$queryRaw<{ id: bigint; isSetAside: boolean }[]>`
    UPDATE outbox SET attempts = failure.attempts, last_error = failure.error,
      available_at = now() + failure."delayMs" * interval '1 millisecond',
      set_aside_at = CASE WHEN failure."isSetAside" THEN now() END
    FROM jsonb_to_recordset(${JSON.stringify(counted)}::jsonb)
      AS failure(id bigint, attempts int, "isSetAside" boolean, "delayMs" int, error text)
    WHERE outbox.id = failure.id RETURNING outbox.id, failure."isSetAside"`;
  return rows.filter(({ isSetAside }) => isSetAside).map(({ id }) => id);
}

/** Rows that wait, for health, and those set aside, which wait for nothing but a person. */
export async function countJobs(db: Db): Promise<{ waiting: number; setAside: number }> {
  const [row] = await db.$queryRaw<{ waiting: number; setAside: number }[]>`
    SELECT count(*) FILTER (WHERE set_aside_at IS NULL)::int AS waiting,
      count(set_aside_at)::int AS "setAside" FROM outbox`;
  return required(row, "the outbox's counts");
}

/** Rows set aside, oldest first, at most 100. */
export async function findSetAside(db: Db): Promise<SetAsideRow[]> {
  return db.outbox.findMany({
    where: { setAsideAt: { not: null } },
    orderBy: { id: "asc" },
    take: 100,
  });
}

/** Makes a row that was set aside due again, with all its attempts; null when it is not set aside any more. */
export async function retrySetAside(tx: Tx, id: bigint): Promise<SetAsideRow | null> {
  const [row] = await tx.outbox.updateManyAndReturn({
    where: { id, setAsideAt: { not: null } },
    data: { attempts: 0, setAsideAt: null },
  });
  if (row === undefined) return null;
  await tx.$executeRaw`SELECT pg_notify(${outboxChannel}, '')`;
  return row;
}

/** Removes a row that was set aside for good; null when it is not set aside any more. */
export async function discardSetAside(tx: Tx, id: bigint): Promise<SetAsideRow | null> {
  const row = await tx.outbox.findFirst({ where: { id, setAsideAt: { not: null } } });
  if (row === null) return null;
  const { count } = await tx.outbox.deleteMany({ where: { id, setAsideAt: { not: null } } });
  return count === 1 ? row : null;
}
