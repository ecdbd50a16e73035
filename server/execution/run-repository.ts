import type { EventBody, Topic } from "#server/contracts/events.ts";
import type { PlanStatus } from "#server/contracts/plan.ts";
import { type RunStatus, runStatusSchema } from "#server/contracts/run.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import { appendEventsWhere } from "#server/platform/event-log.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { assignments, columnsOf } from "#server/platform/sql-columns.ts";
import { type RunEvent, runMachine, runStatuses } from "./domain/run-state.ts";
import { taskMachine } from "./domain/task-state.ts";
import { findTasks, type TaskRow, transitionTask } from "./task-repository.ts";

/** A task that its agent has just claimed. */
export interface Claim {
  readonly runId: string;
  readonly fence: number;
  readonly attempt: number;
}

/** Who claims which task, and the run it becomes. */
export interface NewClaim {
  readonly taskId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly runId: string;
  readonly nonce: string;
  readonly leaseSeconds: number;
}

/**
 * Claims a placed task for its agent: a new fence, and a run under a lease on database time. It applies only while the
 * plan stands approved, the branch head is one that was compared with the plan and the lock in use is the plan's, so that
 * nothing rejected, expired, stale or superseded can ever start.
 *
 * @returns null when any of that no longer holds
 */
export async function claimTask(tx: Tx, claim: NewClaim): Promise<Claim | null> {
  const task = await lockClaimable(tx, claim);
  if (task === null) return null;
  const fence = task.fence + 1;
  const attempt = task.attempts + 1;
  const { startedAt } = task;
  if (!(await transitionTask(tx, task, "start", { fence, attempts: attempt, startedAt })))
    return null;
  const status: RunStatus = "claimed";
  await tx.$executeRaw`
    INSERT INTO run (id, task_id, attempt, fence, agent_id, agent_name, status, nonce, lease_until)
    VALUES (${claim.runId}::uuid, ${task.id}::uuid, ${attempt}, ${fence}, ${claim.agentId}::uuid, ${claim.agentName},
      ${status}, ${claim.nonce}, now() + make_interval(secs => ${claim.leaseSeconds}))`;
  return { runId: claim.runId, fence, attempt };
}

/** Locks a task that the agent may start now; `startedAt` is when it first started, on database time. */
async function lockClaimable(tx: Tx, { taskId, agentId }: NewClaim) {
  const rows = await tx.$queryRaw<
    (Pick<TaskRow, "id" | "status" | "fence" | "attempts"> & { startedAt: Date })[]
  >`
    SELECT task.id, task.status, task.fence, task.attempts, coalesce(task.started_at, now()) AS "startedAt"
    FROM task JOIN plan ON plan.id = task.plan_id LEFT JOIN repository ON repository.id = plan.repository_id
    WHERE task.id = ${taskId}::uuid AND task.status IN (${Prisma.join(taskMachine.sources("start"))})
      AND task.agent_id = ${agentId}::uuid AND task.cancel_asked_at IS NULL
      AND plan.status = ${"approved" satisfies PlanStatus}
      AND (repository.commit IS NULL OR repository.commit IN (plan.commit, task.checked_head))
      AND (repository.id IS NULL OR repository.requirements_lock IS NOT DISTINCT FROM plan.body ->> 'requirementsLock')
    FOR UPDATE OF task`;
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
  const set = assignments({
    ...rest,
    outcome: outcome === undefined ? undefined : JSON.stringify(outcome),
    status: runMachine.next(first, event),
  });
  const changed = await tx.$executeRaw`
    UPDATE run SET ${set}
    WHERE id = ${run.id}::uuid AND fence = ${run.fence} AND status IN (${Prisma.join(sources)})`;
  return changed === 1;
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
      AND run.status IN (${Prisma.join(runStatuses.open)})
    RETURNING run.id AS "runId", run.status, task.cancel_asked_at IS NOT NULL AS "cancelAsked"`;
}

/** How much of a run was told: its last line and its last event. */
export interface ToldUpTo {
  readonly line: number;
  readonly eventCount: number;
}

/** Lets the leases of an agent's open runs lapse: nobody holds them any more. */
export async function endLeases(tx: Tx, agentId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE run SET lease_until = least(lease_until, now() - interval '1 minute')
    WHERE agent_id = ${agentId}::uuid AND status IN (${Prisma.join(runStatuses.open)})`;
}

/** Tasks that are placed on an agent and not claimed, oldest first; at most 20. */
export async function findPlacedOn(db: Db, agentId: string): Promise<string[]> {
  const rows = await db.task.findMany({
    where: { agentId, cancelAskedAt: null, status: { in: taskMachine.sources("start") } },
    select: { id: true },
    orderBy: { placedAt: "asc" },
    take: 20,
  });
  return rows.map(({ id }) => id);
}

/** Tasks of which a run on the agent was given up within a week: what is left of it is to be ended. At most 50. */
export async function findGivenUpTasks(db: Db, agentId: string): Promise<string[]> {
  const rows = await db.run.findMany({
    where: {
      ...{ agentId, status: givenUp, outcome: { equals: Prisma.DbNull } },
      claimedAt: { gt: new Date(Date.now() - 7 * 86_400_000) },
    },
    select: { taskId: true },
    orderBy: { claimedAt: "desc" },
    take: 50,
  });
  return [...new Set(rows.map(({ taskId }) => taskId))];
}

/**
 * Takes over an open run of the agent whose lease has lapsed: bumps the fence, so that a former holder can write no more.
 *
 * @param evenLeased also where it has not: for an agent that says itself that it does not follow the run
 */
export async function adoptRun(
  tx: Tx,
  runId: string,
  agentId: string,
  { leaseSeconds, evenLeased }: { readonly leaseSeconds: number; readonly evenLeased: boolean },
): Promise<number | null> {
  const rows = await tx.$queryRaw<{ fence: number }[]>`
    WITH bumped AS (
      UPDATE task SET fence = task.fence + 1 FROM run
      WHERE run.id = ${runId}::uuid AND task.id = run.task_id AND run.agent_id = ${agentId}::uuid
        AND run.status IN (${Prisma.join(runStatuses.open)}) AND (${evenLeased} OR run.lease_until < now())
      RETURNING task.id, task.fence
    )
    UPDATE run SET fence = bumped.fence, lease_until = now() + make_interval(secs => ${leaseSeconds})
    FROM bumped WHERE run.id = ${runId}::uuid AND run.task_id = bumped.id RETURNING run.fence`;
  return rows[0]?.fence ?? null;
}

type StoredRun = Prisma.RunGetPayload<object>;

/** A run that is not over, with its task. */
export type OpenRun = Omit<StoredRun, "status"> & {
  readonly status: RunStatus;
  readonly task: TaskRow;
};

/** An agent's runs that are not over. */
export async function findOpenRuns(db: Db, agentId: string): Promise<OpenRun[]> {
  const rows = await db.$queryRaw<StoredRun[]>`
    SELECT ${runColumns} FROM run
    WHERE agent_id = ${agentId}::uuid AND status IN (${Prisma.join(runStatuses.open)}) LIMIT 200`;
  const tasks = new Map(
    (
      await findTasks(
        db,
        rows.map(({ taskId }) => taskId),
      )
    ).map((task) => [task.id, task]),
  );
  return rows.flatMap((row) => {
    const task = tasks.get(row.taskId);
    return task === undefined ? [] : [{ ...row, status: runStatusSchema.parse(row.status), task }];
  });
}

const runColumns = columnsOf<StoredRun>("run", {
  ...{ id: true, taskId: true, attempt: true, fence: true, agentId: true, agentName: true },
  ...{ status: true, nonce: true, leaseUntil: true, outcome: true, problem: true, tail: true },
  ...{ lines: true, claimedAt: true, spawnedAt: true, finishedAt: true },
});

/** Which of these runs are not over. */
export async function findOpenAmong(db: Db, runIds: readonly string[]): Promise<Set<string>> {
  if (runIds.length === 0) return new Set();
  const rows = await db.run.findMany({
    where: { id: { in: [...runIds] }, status: { in: [...runStatuses.open] } },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Runs whose holder has been silent for longer than their lease and `graceSeconds`; at most 100. */
export async function findSilentRuns(
  db: Db,
  graceSeconds: number,
  statuses: readonly RunStatus[] = runStatuses.attended,
) {
  return db.$queryRaw<{ id: string; fence: number; taskId: string }[]>`
    SELECT id, fence, task_id AS "taskId" FROM run
    WHERE status IN (${Prisma.join(statuses)}) AND lease_until < now() - make_interval(secs => ${graceSeconds}) LIMIT 100`;
}

/** A run whose agent is silent, with what of it may still be going on. */
export interface LostRun {
  readonly id: string;
  readonly fence: number;
  readonly taskId: string;
  readonly agentId: string;
  readonly agentName: string;
  readonly taskName: string;
  readonly hosts: readonly string[];
}

const lost: RunStatus = "lost";

/** The lost run of a task; a task has at most one that is not over. */
export async function findLostRunOf(db: Db, taskId: string): Promise<LostRun | null> {
  const row = await db.run.findFirst({ where: { taskId, status: lost }, include: { task: true } });
  return row === null ? null : toLostRun(row);
}

/** Lost runs whose lease ended before an instant, oldest first, at most 100. */
export async function findLongLost(db: Db, before: Date): Promise<LostRun[]> {
  const rows = await db.run.findMany({
    where: { status: lost, leaseUntil: { lt: before } },
    include: { task: true },
    orderBy: { leaseUntil: "asc" },
    take: 100,
  });
  return rows.map(toLostRun);
}

function toLostRun(row: Prisma.RunGetPayload<{ include: { task: true } }>): LostRun {
  const { id, fence, taskId, agentId, agentName, task } = row;
  const hosts = Array.isArray(task.hosts) ? task.hosts.map(String) : [];
  return { id, fence, taskId, agentId, agentName, taskName: task.name, hosts };
}

/** Runs of a task on an agent that ended without an outcome: given up while the agent was away. */
export async function findGivenUpRuns(db: Db, agentId: string, taskId: string): Promise<string[]> {
  const rows = await db.run.findMany({
    where: { taskId, agentId, status: givenUp, outcome: { equals: Prisma.DbNull } },
    select: { id: true },
    take: 20,
  });
  return rows.map(({ id }) => id);
}

/** Which of an agent's runs were given up under its fence: nobody follows them any more. */
export async function findGivenUpAmong(
  db: Db,
  holds: readonly { readonly runId: string; readonly fence: number }[],
): Promise<ReadonlySet<string>> {
  if (holds.length === 0) return new Set();
  const rows = await db.run.findMany({
    where: {
      status: givenUp,
      outcome: { equals: Prisma.DbNull },
      OR: holds.map(({ runId: id, fence }) => ({ id, fence })),
    },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

const givenUp: RunStatus = "needs_review";

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
    /** Where it must stand before, so that what comes twice is stored once. */
    readonly from?: ToldUpTo | undefined;
  },
): Promise<boolean> {
  const topic: Topic = `run:${run.id}`;
  const { from } = progress;
  const goesOn =
    from === undefined
      ? Prisma.empty
      : Prisma.sql`AND lines = ${from.line} AND coalesce((tail ->> 'eventCount')::int, 0) = ${from.eventCount}`;
  const held = Prisma.sql`
    UPDATE run SET tail = ${JSON.stringify(progress.tail)}::jsonb, lines = ${progress.lines}
    WHERE id = ${run.id}::uuid AND fence = ${run.fence} ${goesOn} RETURNING id`;
  return appendEventsWhere(
    db,
    held,
    progress.events.map((body) => ({ topic, body })),
  );
}
