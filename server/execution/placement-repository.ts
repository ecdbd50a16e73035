import type { RoutingDecision } from "#server/contracts/agent.ts";
import type { RunStatus } from "#server/contracts/run.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { taskStatuses } from "./domain/task-state.ts";

/**
 * Locks an agent's row until the transaction ends and counts the tasks it holds: placements on one agent happen one at
 * a time. The count is a statement of its own, because one that waited for the lock would still see what was before.
 */
export async function lockAgentSlots(
  tx: Tx,
  agentId: string,
): Promise<{ slots: number; taken: number } | null> {
  const [held] = await tx.$queryRaw<{ slots: number }[]>`
    SELECT slots FROM agent WHERE id = ${agentId}::uuid FOR UPDATE`;
  if (held === undefined) return null;
  const [count] = await tx.$queryRaw<{ taken: number }[]>`
    SELECT count(*)::int AS taken FROM task
    WHERE agent_id = ${agentId}::uuid AND status IN (${Prisma.join(taskStatuses.live)})`;
  return { slots: held.slots, taken: count?.taken ?? 0 };
}

/** Tasks each agent holds: placed, running, or paused because its run is lost. */
export async function countSlotsTaken(db: Db): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ agentId: string; taken: number }[]>`
    SELECT agent_id AS "agentId", count(*)::int AS taken FROM task
    WHERE agent_id IS NOT NULL AND status IN (${Prisma.join(taskStatuses.live)}) GROUP BY agent_id`;
  return new Map(rows.map((row) => [row.agentId, row.taken]));
}

/** What each agent did of one work type in the last 30 days. */
export async function findTrackRecords(db: Db, workType: string) {
  const rows = await db.$queryRaw<
    { agentId: string; runs: number; succeeded: number; age: number | null }[]
  >`
    SELECT run.agent_id AS "agentId", count(*)::int AS runs,
      count(*) FILTER (WHERE run.status = ${"succeeded" satisfies RunStatus})::int AS succeeded,
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

/**
 * Plans that have work waiting for a free slot or lock, by priority and age: those to try again when something ends. Work that waits
 * for another task is none of it, or eight long plans would hide every other from the sweep. Without `paused`, only
 * work that was never looked at.
 */
export async function findWaitingPlans(
  db: Db,
  limit: number,
  { paused }: { paused: boolean } = { paused: true },
): Promise<string[]> {
  const waiting = paused ? taskStatuses.waiting : (["pending"] satisfies TaskStatus[]);
  const rows = await db.$queryRaw<{ planId: string }[]>`
    SELECT plan_id AS "planId" FROM task
    WHERE status IN (${Prisma.join(waiting)}) AND agent_id IS NULL AND (retry_at IS NULL OR retry_at <= now())
      AND NOT EXISTS (
        SELECT 1 FROM task needed WHERE needed.plan_id = task.plan_id AND jsonb_exists(task.depends_on, needed.task_key)
          AND needed.status NOT IN (${Prisma.join(taskStatuses.final)}))
    GROUP BY plan_id ORDER BY min(priority), min(created_at) LIMIT ${limit}`;
  return rows.map((row) => row.planId);
}

/** Tasks that were given to an agent and not claimed for `seconds`: their nudge was lost. */
export async function findUnclaimed(db: Db, seconds: number) {
  return db.$queryRaw<{ id: string; agentId: string; planId: string; age: number }[]>`
    SELECT id, agent_id AS "agentId", plan_id AS "planId", extract(epoch FROM now() - placed_at)::float8 AS age FROM task
    WHERE status = ${"pending" satisfies TaskStatus} AND agent_id IS NOT NULL AND placed_at < now() - make_interval(secs => ${seconds})
    LIMIT 200`;
}
