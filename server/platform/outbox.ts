import { type Job, jobSchema } from "#server/contracts/jobs.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";

/** Channel that says "the outbox has something": its payload is empty, the rows are the message. */
export const outboxChannel = "chiffon_outbox";

/** A row that waits to be handed to a queue. */
export interface OutboxRow {
  readonly id: bigint;
  readonly job: Job;
  readonly attempts: number;
}

/**
 * Writes jobs beside the change that causes them: they are handed on if and only if the transaction commits.
 * At least once; handlers key on the ids in the job.
 */
export async function enqueue(
  tx: Tx,
  jobs: readonly Job[],
  options: { delayMs?: number } = {},
): Promise<void> {
  if (jobs.length === 0) return;
  const payload = JSON.stringify(jobs);
  const delay = `${options.delayMs ?? 0} milliseconds`;
  await tx.$executeRaw`
    WITH added AS (
      INSERT INTO outbox (job, available_at)
      SELECT job, now() + ${delay}::interval FROM jsonb_array_elements(${payload}::jsonb) AS job
      RETURNING 1
    ) SELECT pg_notify(${outboxChannel}, '') FROM (SELECT count(*) FROM added) AS done`;
}

/**
 * Takes up to `limit` due rows under lock, oldest first, skipping those another dispatcher holds. Call inside a
 * transaction that ends only after the jobs were handed on, so that a crash leaves the rows in place.
 */
export async function takeDue(tx: Tx, limit: number): Promise<OutboxRow[]> {
  const rows = await tx.$queryRaw<{ id: bigint; job: unknown; attempts: number }[]>`
    SELECT id, job, attempts FROM outbox WHERE available_at <= now()
    ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  return rows.map((row) => ({ id: row.id, job: jobSchema.parse(row.job), attempts: row.attempts }));
}

/** Removes rows that were handed on. */
export async function removeHandedOn(tx: Tx, ids: readonly bigint[]): Promise<void> {
  if (ids.length > 0) await tx.outbox.deleteMany({ where: { id: { in: [...ids] } } });
}

/** Rows that wait, for health and the sweep. */
export async function countWaiting(db: Db): Promise<number> {
  return db.outbox.count();
}
