import type { RunStatus } from "#server/contracts/run.ts";
import type { Db } from "#server/platform/prisma.ts";

/** A host that another task has to itself, beside the task that waits for it. */
export interface LockWait {
  readonly taskId: string;
  readonly host: string;
  readonly service: string;
  readonly holderName: string;
  readonly holderRequestId: string;
  readonly holderRunId: string | null;
}

/** For each of these tasks the first host that it needs and another holds; tasks that wait for none are missing. */
export async function findLockWaits(db: Db, taskIds: readonly string[]): Promise<LockWait[]> {
  return db.$queryRaw<LockWait[]>`
    SELECT DISTINCT ON (task.id) task.id AS "taskId", wanted.host, task.service, holder.name AS "holderName",
      holder.request_id AS "holderRequestId",
      (SELECT id FROM run WHERE run.task_id = holder.id ORDER BY attempt DESC LIMIT 1) AS "holderRunId"
    FROM task CROSS JOIN LATERAL jsonb_array_elements_text(task.hosts) AS wanted (host)
      JOIN host_lock ON host_lock.resource = wanted.host || '/' || task.service AND host_lock.task_id <> task.id
      JOIN task AS holder ON holder.id = host_lock.task_id
    WHERE task.id = ANY(${[...taskIds]}::uuid[]) AND task.service IS NOT NULL AND task.agent_id IS NULL
    ORDER BY task.id, host_lock.resource`;
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
