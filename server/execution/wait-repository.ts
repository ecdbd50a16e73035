import type { RunStatus } from "#server/contracts/run.ts";
import type { Db } from "#server/platform/prisma.ts";

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
