import type { RunStatus } from "#server/contracts/run.ts";
import { type Db, Prisma } from "#server/platform/prisma.ts";
import { taskStatuses } from "./domain/task-state.ts";

/** A host that another task has to itself, beside the task that waits for it. */
export interface LockWait {
  readonly taskId: string;
  readonly host: string;
  readonly service: string;
  readonly holderName: string;
  readonly holderRequestId: string;
  readonly holderRunId: string | null;
  readonly holderStartedAt: Date | null;
  readonly holderSeconds: number | null;
}

/** For each of these tasks the first host that it needs and another holds; tasks that wait for none are missing. */
export async function findLockWaits(db: Db, taskIds: readonly string[]): Promise<LockWait[]> {
  return db.$queryRaw<LockWait[]>`
    SELECT DISTINCT ON (task.id) task.id AS "taskId", wanted.host, task.service, holder.name AS "holderName",
      holder.request_id AS "holderRequestId", holder.started_at AS "holderStartedAt",
      (holder.body #>> '{task,estimatedSeconds}')::float8 AS "holderSeconds",
      (SELECT id FROM run WHERE run.task_id = holder.id ORDER BY attempt DESC LIMIT 1) AS "holderRunId"
    FROM task CROSS JOIN LATERAL jsonb_array_elements_text(task.hosts) AS wanted (host)
      JOIN host_lock ON host_lock.resource = wanted.host || '/' || task.service AND host_lock.task_id <> task.id
      JOIN task AS holder ON holder.id = host_lock.task_id
    WHERE task.id = ANY(${[...taskIds]}::uuid[]) AND task.service IS NOT NULL AND task.agent_id IS NULL
    ORDER BY task.id, host_lock.resource`;
}

/** Tasks that take a slot of an agent now. */
export async function findSlotsTaken(db: Db) {
  const rows = await db.$queryRaw<
    { name: string; hosts: unknown; startedAt: Date | null; seconds: number | null }[]
  >`
    SELECT name, hosts, started_at AS "startedAt", (body #>> '{task,estimatedSeconds}')::float8 AS seconds
    FROM task WHERE agent_id IS NOT NULL AND status IN (${Prisma.join(taskStatuses.live)}) LIMIT 500`;
  return rows.map(({ name, hosts, startedAt, seconds }) => ({
    taskName: name,
    hosts: Array.isArray(hosts) ? hosts.map(String) : [],
    ...{ startedAt, estimatedSeconds: seconds ?? 0 },
  }));
}

/** Seconds that what waits of each plan is expected to take. */
export async function findWaitingSeconds(
  db: Db,
  planIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw<{ planId: string; seconds: number | null }[]>`
    SELECT plan_id AS "planId", sum((body #>> '{task,estimatedSeconds}')::float8) AS seconds FROM task
    WHERE plan_id = ANY(${[...planIds]}::uuid[]) AND agent_id IS NULL AND status IN (${Prisma.join(taskStatuses.waiting)})
    GROUP BY plan_id`;
  return new Map(rows.map(({ planId, seconds }) => [planId, seconds ?? 0]));
}

/** The lost runs of these tasks: whose they are, and the end of their last lease. */
export async function findLostWaits(
  db: Db,
  taskIds: readonly string[],
): Promise<{ taskId: string; agentName: string; since: Date }[]> {
  const status: RunStatus = "lost";
  const rows = await db.run.findMany({
    where: { taskId: { in: [...taskIds] }, status },
    select: { taskId: true, agentName: true, leaseUntil: true },
  });
  return rows.map(({ taskId, agentName, leaseUntil }) => ({
    taskId,
    agentName,
    since: leaseUntil,
  }));
}
