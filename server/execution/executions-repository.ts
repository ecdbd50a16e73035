import { type Execution, executionSchema, type RunStatus } from "#server/contracts/run.ts";
import { runOutcomeSchema } from "#server/contracts/runner.ts";
import type { WorkType } from "#server/contracts/task.ts";
import type { Db, Prisma } from "#server/platform/prisma.ts";

/** Which attempts: all that is given must hold. */
export interface ExecutionFilter {
  readonly status?: RunStatus | undefined;
  readonly agentId?: string | undefined;
  readonly workType?: WorkType | undefined;
  readonly service?: string | undefined;
  readonly host?: string | undefined;
  readonly since: Date;
  /** The attempt that was shown last. */
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const shownTask = {
  id: true,
  planId: true,
  requestId: true,
  name: true,
  workType: true,
  service: true,
  hosts: true,
} as const;

/** Attempts at tasks, the newest first. */
export async function findExecutions(db: Db, filter: ExecutionFilter): Promise<Execution[]> {
  const { status, agentId, workType, service, host, since, cursor, limit } = filter;
  const task: Prisma.TaskWhereInput = {
    ...(workType === undefined ? {} : { workType }),
    ...(service === undefined ? {} : { service }),
    ...(host === undefined ? {} : { hosts: { array_contains: [host] } }),
  };
  const rows = await db.run.findMany({
    where: {
      claimedAt: { gte: since },
      ...(status === undefined ? {} : { status }),
      ...(agentId === undefined ? {} : { agentId }),
      ...(Object.keys(task).length === 0 ? {} : { task }),
    },
    orderBy: [{ claimedAt: "desc" }, { id: "desc" }],
    take: limit,
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
    include: { task: { select: shownTask } },
  });
  return rows.map(toExecution);
}

type Row = Prisma.RunGetPayload<{ include: { task: { select: typeof shownTask } } }>;

function toExecution({ task, ...run }: Row): Execution {
  const outcome = runOutcomeSchema.safeParse(run.outcome).data;
  return executionSchema.parse({
    ...{ runId: run.id, taskId: task.id, planId: task.planId, requestId: task.requestId },
    ...{ taskName: task.name, workType: task.workType, service: task.service },
    hosts: Array.isArray(task.hosts) ? task.hosts.map(String) : [],
    ...{ agentId: run.agentId, agentName: run.agentName, attempt: run.attempt },
    status: run.status,
    claimedAt: run.claimedAt.toISOString(),
    spawnedAt: run.spawnedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
    durationMs: outcome?.durationMs ?? null,
    exitCode: outcome?.exitCode ?? null,
    resources: outcome?.resources ?? null,
    message: outcome?.message ?? null,
  });
}
