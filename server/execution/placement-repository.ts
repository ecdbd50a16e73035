import { type RoutingDecision, routingDecisionSchema } from "#server/contracts/routing.ts";
import type { RunStatus } from "#server/contracts/run.ts";
import type { TaskHold, TaskStatus } from "#server/contracts/task.ts";
import { type CommitWriter, writeAtCommit } from "#server/platform/commit-writes.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { taskStatuses } from "./domain/task-state.ts";

/** What tasks take of their agent. Sizes are mebibytes; `newMemoryMb` is what its last heartbeat can't have seen. */
interface Held {
  readonly slots: number;
  readonly memoryMb: number;
  readonly newMemoryMb: number;
  readonly vramMb: number;
}

/** What an agent did of one kind of work; the age is null when it ended none. */
interface TrackRecord {
  readonly runs: number;
  readonly succeeded: number;
  readonly lastRunAgeSeconds: number | null;
}

/** As text, for an index serves only a query that names the same statuses as it does. */
const live = Prisma.raw(taskStatuses.live.map((status) => `'${status}'`).join(", "));

/**
 * What the tasks of each agent take of it: those placed, running, or paused because their run is lost. Agents that
 * hold nothing are missing.
 *
 * @param agentId of one alone
 */
export async function findHeld(db: Db, agentId: string | null = null): Promise<Map<string, Held>> {
  const whose =
    agentId === null
      ? Prisma.sql`task.agent_id IS NOT NULL`
      : Prisma.sql`task.agent_id = ${agentId}::uuid`;
  const rows = await db.$queryRaw<(Held & { agentId: string })[]>`
    SELECT held.agent_id AS "agentId", count(*)::int AS slots, coalesce(sum(memory), 0)::float8 AS "memoryMb",
      coalesce(sum(memory) FILTER (WHERE is_new), 0)::float8 AS "newMemoryMb", coalesce(sum(vram), 0)::float8 AS "vramMb"
    FROM (
      SELECT task.agent_id, (task.body #>> '{task,resources,memoryMb}')::numeric AS memory,
        (task.body #>> '{task,resources,gpuVramMb}')::numeric AS vram,
        task.status <> ${"running" satisfies TaskStatus} OR task.started_at > agent.last_heartbeat_at AS is_new
      FROM task JOIN agent ON agent.id = task.agent_id WHERE ${whose} AND task.status IN (${live})
    ) AS held GROUP BY held.agent_id`;
  return new Map(rows.map(({ agentId: id, ...held }) => [id, held]));
}

/** What each agent did in the last 30 days, by work type and agent. */
export async function findTrackRecords(
  db: Db,
  workTypes: readonly string[],
): Promise<Map<string, Map<string, TrackRecord>>> {
  if (workTypes.length === 0) return new Map();
  const rows = await db.$queryRaw<
    {
      workType: string;
      agentId: string;
      runs: number;
      succeeded: number;
      age: number | null;
    }[]
  >`
    SELECT task.work_type AS "workType", run.agent_id AS "agentId", count(*)::int AS runs,
      count(*) FILTER (WHERE run.status = ${"succeeded" satisfies RunStatus})::int AS succeeded,
      extract(epoch FROM now() - max(run.finished_at))::float8 AS age
    FROM run JOIN task ON task.id = run.task_id
    WHERE task.work_type IN (${Prisma.join([...new Set(workTypes)])}) AND run.finished_at > now() - interval '30 days'
    GROUP BY task.work_type, run.agent_id`;
  const records = new Map<string, Map<string, TrackRecord>>();
  for (const { workType, agentId, runs, succeeded, age } of rows) {
    const ofType = records.get(workType) ?? new Map<string, TrackRecord>();
    ofType.set(agentId, { runs, succeeded, lastRunAgeSeconds: age });
    records.set(workType, ofType);
  }
  return records;
}

/** Gives up all that a task has to itself. */
export async function releaseHostLocks(tx: Tx, taskId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM host_lock WHERE task_id = ${taskId}::uuid`;
}

/** Decisions that are kept of one task: a task that waits gets a new one whenever the reason changes. */
const keptDecisions = 20;

interface NewDecision extends Pick<RoutingDecision, "method" | "reason" | "candidates"> {
  readonly taskId: string;
  readonly agentId: string | null;
  readonly details: unknown;
}

const decisions: CommitWriter<NewDecision> = {
  write: (made) => Prisma.sql`
    decisions_added AS (
      INSERT INTO routing_decision (task_id, method, agent_id, reason, candidates, details)
      SELECT "taskId", method, "agentId", reason, candidates, details FROM ROWS FROM (
        jsonb_to_recordset(${JSON.stringify(made)}::jsonb) AS ("taskId" uuid, method text, "agentId" uuid, reason text,
          candidates jsonb, details jsonb)
      ) WITH ORDINALITY ORDER BY ordinality
      RETURNING 1
    )`,
  last: "decisions_added",
};

export async function insertRoutingDecision(
  tx: Tx,
  taskId: string,
  decision: RoutingDecision,
): Promise<void> {
  const { method, reason, candidates, ...details } = decision;
  const { chosenAgentId: agentId } = details;
  await writeAtCommit(tx, decisions, [{ taskId, method, agentId, reason, candidates, details }]);
  if (agentId !== null) return;
  await tx.$executeRaw`
    DELETE FROM routing_decision WHERE task_id = ${taskId}::uuid AND agent_id IS NULL AND id NOT IN (
      SELECT id FROM routing_decision WHERE task_id = ${taskId}::uuid ORDER BY id DESC LIMIT ${keptDecisions - 1})`;
}

/** Agents that waiting tasks were given to before, by task, in that order; they did not finish them. */
export async function findFormerAgents(
  db: Db,
  taskIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (taskIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ taskId: string; agentIds: string[] }[]>`
    SELECT task_id AS "taskId", array_agg(agent_id::text ORDER BY id) AS "agentIds" FROM routing_decision
    WHERE task_id = ANY(${[...taskIds]}::uuid[]) AND agent_id IS NOT NULL GROUP BY task_id`;
  return new Map(rows.map(({ taskId, agentIds }) => [taskId, agentIds]));
}

/** The newest decision about a task, or null. */
export async function findRoutingDecision(
  db: Db,
  taskId: string,
): Promise<(RoutingDecision & { at: string }) | null> {
  const [row] = await db.$queryRaw<Prisma.RoutingDecisionGetPayload<object>[]>`
    SELECT method, agent_id AS "agentId", reason, candidates, details, at FROM routing_decision
    WHERE task_id = ${taskId}::uuid ORDER BY id DESC LIMIT 1`;
  if (row === undefined) return null;
  const { method, agentId, reason, candidates, details, at } = row;
  const own = { chosenAgentId: agentId, method, reason, candidates };
  // Of an agent that was removed since, only the details know.
  const decision = routingDecisionSchema.parse({ taskKey: "t1", ...own, ...Object(details) });
  return { ...decision, at: at.toISOString() };
}

/** Tasks that an agent holds, oldest first. */
export async function findWorkOf(db: Db, agentId: string) {
  return db.task.findMany({
    where: { agentId, status: { in: [...taskStatuses.live] } },
    orderBy: { createdAt: "asc" },
    take: 100,
    select: { id: true, requestId: true, name: true, status: true, startedAt: true },
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
      AND (hold IS NULL OR hold = ${"released" satisfies TaskHold})
      AND (depends_on = '[]' OR NOT EXISTS (
        SELECT 1 FROM task needed WHERE needed.plan_id = task.plan_id AND jsonb_exists(task.depends_on, needed.task_key)
          AND needed.status NOT IN (${Prisma.join(taskStatuses.final)}))
        OR (SELECT count(*) FROM task needed WHERE needed.plan_id = task.plan_id AND jsonb_exists(task.depends_on, needed.task_key)
          AND needed.status = ${"succeeded" satisfies TaskStatus}) >=
          CASE task.join_policy WHEN 'first' THEN 1 WHEN 'majority' THEN jsonb_array_length(task.depends_on) / 2 + 1 END)
    GROUP BY plan_id ORDER BY min(priority), min(created_at) LIMIT ${limit}`;
  return rows.map((row) => row.planId);
}

/** Tasks that are looked at for the next plans: more than a pass tries, whatever plans hold. */
const nextWindow = 1_000;

/**
 * The plans that wait first for a free slot or lock, as {@link findWaitingPlans} has them, from the head of the line alone:
 * what waits behind does not make it slower. A plan so far behind is found by the sweep. The statuses stand there as the
 * index has them.
 */
export async function findNextWaiting(db: Db, limit: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ planId: string }[]>`
    SELECT plan_id AS "planId" FROM (
      SELECT plan_id, priority, created_at FROM task
      WHERE status IN ('pending', 'paused') AND agent_id IS NULL AND (hold IS NULL OR hold = 'released')
        AND (retry_at IS NULL OR retry_at <= now())
        AND (depends_on = '[]' OR NOT EXISTS (
          SELECT 1 FROM task needed WHERE needed.plan_id = task.plan_id AND jsonb_exists(task.depends_on, needed.task_key)
            AND needed.status NOT IN (${Prisma.join(taskStatuses.final)})))
      ORDER BY priority, created_at LIMIT ${limit === 1 ? 1 : nextWindow}
    ) AS next GROUP BY plan_id ORDER BY min(priority), min(created_at) LIMIT ${limit}`;
  return rows.map((row) => row.planId);
}

/** Tasks that were given to an agent and not claimed for `seconds`: their nudge was lost. */
export async function findUnclaimed(db: Db, seconds: number) {
  return db.$queryRaw<{ id: string; agentId: string; planId: string; age: number }[]>`
    SELECT id, agent_id AS "agentId", plan_id AS "planId", extract(epoch FROM now() - placed_at)::float8 AS age FROM task
    WHERE status = ${"pending" satisfies TaskStatus} AND agent_id IS NOT NULL AND placed_at < now() - make_interval(secs => ${seconds})
    LIMIT 200`;
}
