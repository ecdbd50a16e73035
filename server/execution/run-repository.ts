import type { EventBody, Topic } from "#server/contracts/events.ts";
import type { RunStatus } from "#server/contracts/run.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { appendEventsWhere } from "#server/platform/event-log.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { type RunEvent, runMachine } from "./domain/run-state.ts";

/** A task that its agent has just claimed. */
export interface Claim {
  readonly runId: string;
  readonly fence: number;
  readonly attempt: number;
}

/**
 * Claims a placed task for its agent: a new fence, and a run under a lease on database time, in one statement. It
 * applies only while the plan stands approved and the branch head is one that was compared with the plan, so that
 * nothing rejected, expired, stale or superseded can ever start.
 *
 * @returns null when any of that no longer holds
 */
export async function claimTask(
  tx: Tx,
  claim: {
    taskId: string;
    agentId: string;
    agentName: string;
    runId: string;
    nonce: string;
    leaseSeconds: number;
  },
): Promise<Claim | null> {
  const rows = await tx.$queryRaw<Claim[]>`
    WITH claimed AS (
      UPDATE task SET status = 'running', fence = task.fence + 1, attempts = task.attempts + 1,
        started_at = coalesce(task.started_at, now()), updated_at = now()
      FROM plan LEFT JOIN repository ON repository.id = plan.repository_id
      WHERE task.id = ${claim.taskId}::uuid AND task.status = 'pending' AND task.agent_id = ${claim.agentId}::uuid
        AND task.cancel_asked_at IS NULL AND plan.id = task.plan_id AND plan.status = 'approved'
        AND (repository.commit IS NULL OR repository.commit IN (plan.commit, task.checked_head))
      RETURNING task.id, task.fence, task.attempts
    )
    INSERT INTO run (id, task_id, attempt, fence, agent_id, agent_name, status, nonce, lease_until)
    SELECT ${claim.runId}::uuid, id, attempts, fence, ${claim.agentId}::uuid, ${claim.agentName}, 'claimed',
      ${claim.nonce}, now() + make_interval(secs => ${claim.leaseSeconds})
    FROM claimed RETURNING id AS "runId", fence, attempt`;
  return rows[0] ?? null;
}

/** Columns an event may set on a run. */
export interface RunPatch {
  readonly spawnedAt?: Date;
  readonly finishedAt?: Date;
  readonly outcome?: RunOutcome;
  readonly problem?: string | null;
}

/**
 * Applies an event to a run, for the holder of its fence only.
 *
 * @returns false when the fence was taken by another or the status does not allow the event
 */
export async function transitionRun(
  tx: Tx,
  run: { readonly id: string; readonly fence: number },
  event: RunEvent,
  patch: RunPatch = {},
): Promise<boolean> {
  const sources = runMachine.sources(event);
  const first = sources[0];
  if (first === undefined) return false;
  const { outcome, ...rest } = patch;
  const changed = await tx.run.updateMany({
    where: { id: run.id, fence: run.fence, status: { in: sources } },
    data: {
      ...rest,
      ...(outcome === undefined ? {} : { outcome: asJson(outcome) }),
      status: runMachine.next(first, event),
    },
  });
  return changed.count === 1;
}

/** Extends the leases an agent holds. Returns what it still holds, with the tasks somebody wants to stop. */
export async function renewLeases(
  db: Db,
  agentId: string,
  holds: readonly { readonly runId: string; readonly fence: number }[],
  leaseSeconds: number,
): Promise<{ runId: string; status: RunStatus; cancelAsked: boolean }[]> {
  if (holds.length === 0) return [];
  const wanted = JSON.stringify(holds);
  return db.$queryRaw`
    UPDATE run SET lease_until = now() + make_interval(secs => ${leaseSeconds})
    FROM jsonb_to_recordset(${wanted}::jsonb) AS hold("runId" uuid, fence int), task
    WHERE run.id = hold."runId" AND run.fence = hold.fence AND run.agent_id = ${agentId}::uuid AND task.id = run.task_id
      AND run.status IN ('claimed', 'spawned', 'lost')
    RETURNING run.id AS "runId", run.status, task.cancel_asked_at IS NOT NULL AS "cancelAsked"`;
}

/** Takes over an open run of the agent whose lease has lapsed: bumps the fence, so that a former holder can write no more. */
export async function adoptRun(
  tx: Tx,
  runId: string,
  agentId: string,
  leaseSeconds: number,
): Promise<number | null> {
  const rows = await tx.$queryRaw<{ fence: number }[]>`
    WITH bumped AS (
      UPDATE task SET fence = task.fence + 1 FROM run
      WHERE run.id = ${runId}::uuid AND task.id = run.task_id AND run.agent_id = ${agentId}::uuid
        AND run.status IN ('claimed', 'spawned', 'lost') AND run.lease_until < now()
      RETURNING task.id, task.fence
    )
    UPDATE run SET fence = bumped.fence, lease_until = now() + make_interval(secs => ${leaseSeconds})
    FROM bumped WHERE run.id = ${runId}::uuid AND run.task_id = bumped.id RETURNING run.fence`;
  return rows[0]?.fence ?? null;
}

/** An agent's runs that are not over. */
export async function findOpenRuns(db: Db, agentId: string) {
  return db.run.findMany({
    where: { agentId, status: { in: ["claimed", "spawned", "lost"] } },
    include: { task: true },
    take: 200,
  });
}

export type OpenRun = Awaited<ReturnType<typeof findOpenRuns>>[number];

/** Runs whose holder has been silent for longer than their lease and `graceSeconds`. */
export async function findSilentRuns(db: Db, graceSeconds: number) {
  return db.$queryRaw<{ id: string; fence: number; taskId: string }[]>`
    SELECT id, fence, task_id AS "taskId" FROM run
    WHERE status IN ('claimed', 'spawned') AND lease_until < now() - make_interval(secs => ${graceSeconds}) LIMIT 100`;
}

export async function findRun(db: Db, runId: string) {
  return db.run.findUnique({ where: { id: runId }, include: { task: true } });
}

/**
 * Stores how far a run was read and appends what was read to its topic, in one statement: a running play reports many
 * times a second. Nothing happens when the fence was lost.
 */
export async function saveProgress(
  db: Db,
  run: { readonly id: string; readonly fence: number },
  progress: {
    readonly tail: unknown;
    readonly lines: number;
    readonly events: readonly EventBody[];
  },
): Promise<boolean> {
  const topic: Topic = `run:${run.id}`;
  const held = Prisma.sql`
    UPDATE run SET tail = ${JSON.stringify(progress.tail)}::jsonb, lines = ${progress.lines}
    WHERE id = ${run.id}::uuid AND fence = ${run.fence} RETURNING id`;
  return appendEventsWhere(
    db,
    held,
    progress.events.map((body) => ({ topic, body })),
  );
}
