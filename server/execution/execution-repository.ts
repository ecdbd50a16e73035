import type { RoutingDecision } from "#server/contracts/agent.ts";
import type { RunStatus } from "#server/contracts/run.ts";
import type { RunOutcome } from "#server/contracts/runner.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { type RunEvent, runMachine } from "./domain/run-state.ts";
import { type TaskEvent, taskMachine } from "./domain/task-state.ts";
import type { TaskBody } from "./task-body.ts";

/** A task to be created at approval. */
export interface NewTask {
  readonly id: string;
  readonly requestId: string;
  readonly conversationId: string;
  readonly planId: string;
  readonly priority: number;
  readonly body: TaskBody;
}

/** Creates the tasks of an approved plan in one statement. */
export async function insertTasks(tx: Tx, tasks: readonly NewTask[]): Promise<void> {
  const status: TaskStatus = "pending";
  await tx.task.createMany({
    data: tasks.map(({ id, requestId, conversationId, planId, priority, body }) => ({
      id,
      requestId,
      conversationId,
      planId,
      priority,
      status,
      taskKey: body.task.taskKey,
      ordinal: body.task.order,
      name: body.task.name,
      workType: body.task.workType,
      agentType: body.task.agentType,
      service: body.task.service,
      hosts: body.task.hosts,
      body: asJson(body),
      dependsOn: body.task.dependsOn,
      idempotent: body.task.idempotent,
      timeoutSeconds: body.task.timeoutSeconds,
    })),
  });
}

export async function findTasksOfPlan(db: Db, planId: string) {
  return db.task.findMany({ where: { planId }, orderBy: { ordinal: "asc" } });
}

export async function findTasksWithRuns(db: Db, where: { planId: string } | { id: string }) {
  return db.task.findMany({
    where,
    orderBy: { ordinal: "asc" },
    include: { runs: { orderBy: { attempt: "asc" } } },
  });
}

export async function findTask(db: Db, taskId: string) {
  return db.task.findUnique({ where: { id: taskId } });
}

export type TaskRow = NonNullable<Awaited<ReturnType<typeof findTask>>>;
export type TaskWithRuns = Awaited<ReturnType<typeof findTasksWithRuns>>[number];

/** Columns an event may set beside the status. */
export type TaskPatch = Partial<
  Pick<
    TaskRow,
    | "pausedReason"
    | "message"
    | "agentId"
    | "placedAt"
    | "retryAt"
    | "startedAt"
    | "finishedAt"
    | "cancelAskedAt"
    | "checkedHead"
  >
>;

/**
 * Applies an event to a task that stands where the caller saw it.
 *
 * @returns the new status, or null when somebody moved it first
 */
export async function transitionTask(
  tx: Tx,
  task: { readonly id: string; readonly status: string },
  event: TaskEvent,
  patch: TaskPatch = {},
): Promise<TaskStatus | null> {
  const from = task.status as TaskStatus; // the column holds only what this module wrote
  if (!taskMachine.can(from, event)) return null;
  const to = taskMachine.next(from, event);
  const changed = await tx.task.updateMany({
    where: { id: task.id, status: from },
    data: { ...patch, status: to, updatedAt: new Date() },
  });
  return changed.count === 1 ? to : null;
}

/**
 * Locks a waiting, unplaced task until the transaction ends. False when it was placed, cancelled or is over: whoever
 * decided to place it looked at it earlier.
 */
export async function lockWaitingTask(tx: Tx, taskId: string): Promise<boolean> {
  const sources: TaskStatus[] = ["pending", ...taskMachine.sources("resume")];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM task WHERE id = ${taskId}::uuid AND agent_id IS NULL AND status IN (${Prisma.join(sources)})
    FOR UPDATE`;
  return rows.length === 1;
}

/**
 * Locks tasks until the transaction ends and reads them as they are then: whoever stops a task must not act on what it
 * was before an agent claimed it. In plan order, as everybody who locks several does.
 */
export async function lockTasks(
  tx: Tx,
  which: { readonly planId: string } | { readonly id: string },
): Promise<TaskRow[]> {
  const condition =
    "planId" in which
      ? Prisma.sql`plan_id = ${which.planId}::uuid`
      : Prisma.sql`id = ${which.id}::uuid`;
  await tx.$queryRaw`SELECT id FROM task WHERE ${condition} ORDER BY ordinal, id FOR UPDATE`;
  return tx.task.findMany({ where: which, orderBy: { ordinal: "asc" } });
}

/** Gives a waiting task to an agent. False when it was placed, cancelled or claimed meanwhile. */
export async function placeTaskRow(
  tx: Tx,
  taskId: string,
  agentId: string,
  checkedHead: string,
): Promise<boolean> {
  const sources: TaskStatus[] = ["pending", ...taskMachine.sources("resume")];
  const to: TaskStatus = "pending";
  const changed = await tx.task.updateMany({
    where: { id: taskId, status: { in: sources }, agentId: null },
    data: {
      status: to,
      agentId,
      checkedHead,
      placedAt: new Date(),
      pausedReason: null,
      updatedAt: new Date(),
    },
  });
  return changed.count === 1;
}

/** Locks an agent's row and counts the tasks it holds: placements on one agent happen one at a time. */
export async function lockAgentSlots(
  tx: Tx,
  agentId: string,
): Promise<{ slots: number; taken: number } | null> {
  const rows = await tx.$queryRaw<{ slots: number; taken: number }[]>`
    WITH held AS (SELECT id, slots FROM agent WHERE id = ${agentId}::uuid FOR UPDATE)
    SELECT held.slots, (
      SELECT count(*)::int FROM task WHERE task.agent_id = held.id AND task.status IN ('pending', 'running', 'paused')
    ) AS taken FROM held`;
  return rows[0] ?? null;
}

/** Tasks each agent holds: placed, running, or paused because its run is lost. */
export async function countSlotsTaken(db: Db): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ agentId: string; taken: number }[]>`
    SELECT agent_id AS "agentId", count(*)::int AS taken FROM task
    WHERE agent_id IS NOT NULL AND status IN ('pending', 'running', 'paused') GROUP BY agent_id`;
  return new Map(rows.map((row) => [row.agentId, row.taken]));
}

/** What each agent did of one work type in the last 30 days. */
export async function findTrackRecords(db: Db, workType: string) {
  const rows = await db.$queryRaw<
    { agentId: string; runs: number; succeeded: number; age: number | null }[]
  >`
    SELECT run.agent_id AS "agentId", count(*)::int AS runs,
      count(*) FILTER (WHERE run.status = 'succeeded')::int AS succeeded,
      extract(epoch FROM now() - max(run.finished_at))::float8 AS age
    FROM run JOIN task ON task.id = run.task_id
    WHERE task.work_type = ${workType} AND run.finished_at > now() - interval '30 days'
    GROUP BY run.agent_id`;
  return new Map(
    rows.map((row) => [
      row.agentId,
      { runs: row.runs, succeeded: row.succeeded, lastRunAgeSeconds: row.age },
    ]),
  );
}

/**
 * Takes host-and-service locks for a task, all or none, in one order for everybody so that no two tasks wait for each
 * other.
 *
 * @returns the resource that another task holds, or null when all were taken
 */
export async function acquireHostLocks(
  tx: Tx,
  taskId: string,
  resources: readonly string[],
): Promise<string | null> {
  const wanted = [...new Set(resources)].sort();
  if (wanted.length === 0) return null;
  const blocked = await tx.$queryRaw<{ resource: string }[]>`
    SELECT resource FROM host_lock WHERE resource IN (${Prisma.join(wanted)}) AND task_id <> ${taskId}::uuid LIMIT 1`;
  if (blocked[0] !== undefined) return blocked[0].resource;
  await tx.hostLock.createMany({
    data: wanted.map((resource) => ({ resource, taskId })),
    skipDuplicates: true,
  });
  const held = await tx.hostLock.count({ where: { taskId, resource: { in: wanted } } });
  return held === wanted.length ? null : (wanted[0] ?? null);
}

export async function releaseHostLocks(tx: Tx, taskId: string): Promise<void> {
  await tx.hostLock.deleteMany({ where: { taskId } });
}

export async function insertRoutingDecision(
  tx: Tx,
  taskId: string,
  decision: RoutingDecision,
): Promise<void> {
  await tx.routingDecision.create({
    data: {
      taskId,
      method: decision.method,
      agentId: decision.chosenAgentId,
      reason: decision.reason,
      candidates: asJson(decision.candidates),
    },
  });
}

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

/** Runs whose holder has been silent for longer than their lease and `graceSeconds`. */
export async function findSilentRuns(db: Db, graceSeconds: number) {
  return db.$queryRaw<{ id: string; fence: number; taskId: string }[]>`
    SELECT id, fence, task_id AS "taskId" FROM run
    WHERE status IN ('claimed', 'spawned') AND lease_until < now() - make_interval(secs => ${graceSeconds}) LIMIT 100`;
}

export async function findRun(db: Db, runId: string) {
  return db.run.findUnique({ where: { id: runId }, include: { task: true } });
}

export type RunRow = NonNullable<Awaited<ReturnType<typeof findRun>>>;

/** Stores how far the output was read; silently nothing when the fence was lost. */
export async function saveTail(
  db: Db,
  run: { id: string; fence: number },
  tail: unknown,
  lines: number,
): Promise<boolean> {
  const changed = await db.run.updateMany({
    where: { id: run.id, fence: run.fence },
    data: { tail: asJson(tail), lines },
  });
  return changed.count === 1;
}

/**
 * Plans that have work waiting for room, by priority and age: those to try again when something ends. Work that waits
 * for another task is none of it, or eight long plans would hide every other from the sweep.
 */
export async function findWaitingPlans(db: Db, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ planId: string }[]>`
    SELECT plan_id AS "planId" FROM task
    WHERE status IN ('pending', 'paused') AND agent_id IS NULL AND (retry_at IS NULL OR retry_at <= now())
      AND NOT EXISTS (
        SELECT 1 FROM task needed WHERE needed.plan_id = task.plan_id AND jsonb_exists(task.depends_on, needed.task_key)
          AND needed.status NOT IN ('succeeded', 'failed', 'skipped', 'cancelled'))
    GROUP BY plan_id ORDER BY min(priority), min(created_at) LIMIT ${limit}`;
  return rows.map((row) => row.planId);
}

/** Tasks that were given to an agent and not claimed for `seconds`: their nudge was lost. */
export async function findUnclaimed(db: Db, seconds: number) {
  return db.$queryRaw<{ id: string; agentId: string; planId: string; age: number }[]>`
    SELECT id, agent_id AS "agentId", plan_id AS "planId", extract(epoch FROM now() - placed_at)::float8 AS age FROM task
    WHERE status = 'pending' AND agent_id IS NOT NULL AND placed_at < now() - make_interval(secs => ${seconds})
    LIMIT 200`;
}

/** Takes a placed, unclaimed task back from its agent. */
export async function unplaceTask(tx: Tx, taskId: string): Promise<boolean> {
  const waiting: TaskStatus = "pending";
  const changed = await tx.task.updateMany({
    where: { id: taskId, status: waiting, agentId: { not: null } },
    data: { agentId: null, placedAt: null, updatedAt: new Date() },
  });
  return changed.count === 1;
}

/** Requests whose tasks are all over although the request still executes: their last nudge was lost. */
export async function findFinishedUnsettled(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ requestId: string }[]>`
    SELECT task.request_id AS "requestId" FROM task JOIN plan ON plan.id = task.plan_id AND plan.status = 'approved'
      JOIN request ON request.id = task.request_id AND request.phase IN ('execution', 'verification')
    GROUP BY task.request_id
    HAVING bool_and(task.status IN ('succeeded', 'failed', 'skipped', 'cancelled'))
      AND max(task.updated_at) < now() - interval '2 seconds' LIMIT 100`;
  return rows.map((row) => row.requestId);
}

/**
 * Approved plans past their own expiry of which something still waits and nothing runs or needs a person. On database
 * time.
 */
export async function findWaitingPastExpiry(
  db: Db,
): Promise<{ planId: string; requestId: string }[]> {
  return db.$queryRaw<{ planId: string; requestId: string }[]>`
    SELECT plan.id AS "planId", plan.request_id AS "requestId" FROM plan JOIN task ON task.plan_id = plan.id
    WHERE plan.status = 'approved' AND plan.expires_at < now()
    GROUP BY plan.id
    HAVING bool_or(task.status IN ('pending', 'paused'))
      AND NOT bool_or(task.status IN ('running', 'needs_review'))
      AND NOT bool_or(task.status = 'paused' AND task.agent_id IS NOT NULL)
    LIMIT 100`;
}

export async function findRunningTasks(db: Db) {
  const running: TaskStatus = "running";
  return db.task.findMany({ where: { status: running }, orderBy: { startedAt: "asc" }, take: 50 });
}
