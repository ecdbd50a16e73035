import type { RunStatus } from "#server/contracts/run.ts";
import { type Db, Prisma } from "#server/platform/prisma.ts";
import { taskStatuses } from "./domain/task-state.ts";

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
