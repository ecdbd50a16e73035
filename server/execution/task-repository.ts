import type { PlanStatus } from "#server/contracts/plan.ts";
import type { RequestPhase } from "#server/contracts/request.ts";
import {
  type TaskHold,
  type TaskStatus,
  taskHoldSchema,
  taskStatusSchema,
  type WorkType,
} from "#server/contracts/task.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { assignments, columnsOf } from "#server/platform/sql-columns.ts";
import { type TaskEvent, taskMachine, taskStatuses } from "./domain/task-state.ts";
import type { TaskBody } from "./task-body.ts";

/** A task to be created at approval. */
export interface NewTask {
  readonly id: string;
  readonly requestId: string;
  readonly conversationId: string;
  readonly planId: string;
  readonly priority: number;
  /** When it may start; null: at once. */
  readonly startAt: Date | null;
  readonly body: TaskBody;
}

/** Creates the tasks of an approved plan in one statement. */
export async function insertTasks(tx: Tx, tasks: readonly NewTask[]): Promise<void> {
  const status: TaskStatus = "pending";
  const hold: TaskHold = "held";
  const rows = tasks.map(({ body, startAt, ...own }) => {
    const { taskKey, order, name, workType, agentType, service, hosts, ...task } = body.task;
    const { dependsOn, joinPolicy, idempotent, timeoutSeconds, firstHost } = task;
    return {
      ...own,
      ...{ body, status, taskKey, ordinal: order, name, workType, agentType, service, hosts },
      ...{ dependsOn, joinPolicy, idempotent, timeoutSeconds },
      // Until then it is not ready, as after a failure that is tried again.
      retryAt: startAt,
      hold: firstHost === undefined ? null : hold,
    };
  });
  await tx.$executeRaw`
    INSERT INTO task (id, request_id, conversation_id, plan_id, priority, status, task_key, ordinal, name, work_type, agent_type,
      service, hosts, body, depends_on, join_policy, idempotent, timeout_seconds, hold, retry_at)
    SELECT id, "requestId", "conversationId", "planId", priority, status, "taskKey", ordinal, name, "workType", "agentType",
      service, hosts, body, "dependsOn", "joinPolicy", idempotent, "timeoutSeconds", hold, "retryAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row (id uuid, "requestId" uuid, "conversationId" uuid,
      "planId" uuid, priority int, status text, "taskKey" text, ordinal int, name text, "workType" text, "agentType" text,
      service text, hosts jsonb, body jsonb, "dependsOn" jsonb, "joinPolicy" text, idempotent boolean, "timeoutSeconds" int,
      hold text, "retryAt" timestamptz)`;
}

/** Lets tasks that nobody has taken up yet start without waiting for their time. */
export async function clearStart(tx: Tx, planId: string): Promise<void> {
  const status: TaskStatus = "pending";
  await tx.task.updateMany({ where: { planId, status, agentId: null }, data: { retryAt: null } });
}

type StoredTask = Prisma.TaskGetPayload<object>;

/** A stored task, its status parsed. */
export type TaskRow = Omit<StoredTask, "status" | "hold"> & {
  readonly status: TaskStatus;
  readonly hold: TaskHold | null;
};
/** Parses what a row holds as text. */
export function toTaskRow<T extends StoredTask>(row: T) {
  return {
    ...row,
    status: taskStatusSchema.parse(row.status),
    hold: taskHoldSchema.nullable().parse(row.hold),
  };
}

const taskColumns = columnsOf<StoredTask>("task", {
  ...{
    id: true,
    requestId: true,
    conversationId: true,
    planId: true,
    taskKey: true,
    ordinal: true,
  },
  ...{ name: true, workType: true, agentType: true, service: true, hosts: true, body: true },
  ...{ dependsOn: true, joinPolicy: true, priority: true, idempotent: true, timeoutSeconds: true },
  ...{
    status: true,
    pausedReason: true,
    message: true,
    attempts: true,
    fence: true,
    agentId: true,
  },
  ...{ checkedHead: true, placedAt: true, retryAt: true, cancelAskedAt: true, stopAskedAt: true },
  ...{ startedAt: true, finishedAt: true, createdAt: true, updatedAt: true },
  ...{ hold: true, holdChecks: true },
});

export async function findTasksOfPlan(db: Db, planId: string): Promise<TaskRow[]> {
  const rows = await db.$queryRaw<StoredTask[]>`
    SELECT ${taskColumns} FROM task WHERE plan_id = ${planId}::uuid ORDER BY ordinal`;
  return rows.map(toTaskRow);
}

/** An attempt as far as people see it; the rest is for agents. */
export interface ShownRun {
  readonly id: string;
  readonly taskId: string;
  readonly attempt: number;
  readonly fence: number;
  readonly status: string;
  readonly agentName: string;
  /** Instants as Postgres writes them into JSON. */
  readonly claimedAt: string;
  readonly spawnedAt: string | null;
  readonly finishedAt: string | null;
  readonly outcome: unknown;
  readonly problem: string | null;
}

/** A task with its attempts, oldest first, as far as people see them. */
export interface ShownTask {
  readonly id: string;
  readonly planId: string;
  readonly taskKey: string;
  readonly name: string;
  readonly status: TaskStatus;
  readonly pausedReason: string | null;
  readonly attempts: number;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly message: string | null;
  readonly hold: string | null;
  readonly holdChecks: unknown;
  readonly stopAskedAt: Date | null;
  readonly cancelAskedAt: Date | null;
  readonly runs: readonly ShownRun[];
}

/**
 * Tasks in plan order, each with its runs, as far as people see them. A conversation shows hundreds: they are read as they
 * are, in one statement, runs as one value of their task.
 */
export async function findTasksWithRuns(
  db: Db,
  which: { planIds: readonly string[] } | { id: string },
): Promise<ShownTask[]> {
  const condition =
    "planIds" in which
      ? Prisma.sql`task.plan_id = ANY(${[...which.planIds]}::uuid[])`
      : Prisma.sql`task.id = ${which.id}::uuid`;
  const rows = await db.$queryRaw<(Omit<ShownTask, "status"> & { readonly status: string })[]>`
    SELECT task.id, task.plan_id AS "planId", task.task_key AS "taskKey", task.name, task.status,
      task.paused_reason AS "pausedReason", task.attempts, task.started_at AS "startedAt",
      task.finished_at AS "finishedAt", task.message, task.hold, task.hold_checks AS "holdChecks",
      task.stop_asked_at AS "stopAskedAt", task.cancel_asked_at AS "cancelAskedAt", coalesce(shown.runs, '[]') AS runs
    FROM task LEFT JOIN LATERAL (
      SELECT json_agg(one ORDER BY attempt) AS runs FROM (
        SELECT id, task_id AS "taskId", attempt, fence, status, agent_name AS "agentName", claimed_at AS "claimedAt",
          spawned_at AS "spawnedAt", finished_at AS "finishedAt", outcome, problem
        FROM run WHERE run.task_id = task.id
      ) AS one
    ) AS shown ON true
    WHERE ${condition} ORDER BY task.ordinal`;
  return rows.map((row) => ({ ...row, status: taskStatusSchema.parse(row.status) }));
}

/** What of a task decides whether it may start. */
export type GraphTask = Pick<
  TaskRow,
  | "id"
  | "requestId"
  | "conversationId"
  | "taskKey"
  | "name"
  | "status"
  | "dependsOn"
  | "agentId"
  | "retryAt"
  | "hold"
  | "joinPolicy"
>;

/** A plan's tasks in order, as far as they decide what may start next: every end of a run asks for it. */
export async function findGraph(db: Db, planId: string): Promise<GraphTask[]> {
  return db.$queryRaw<GraphTask[]>`
    SELECT id, request_id AS "requestId", conversation_id AS "conversationId", task_key AS "taskKey", name, status,
      depends_on AS "dependsOn", join_policy AS "joinPolicy", agent_id AS "agentId", retry_at AS "retryAt", hold
    FROM task WHERE plan_id = ${planId}::uuid ORDER BY ordinal`;
}

/** These tasks whole, in plan order. */
export async function findTasks(db: Db, ids: readonly string[]): Promise<TaskRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.$queryRaw<StoredTask[]>`
    SELECT ${taskColumns} FROM task WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY ordinal`;
  return rows.map(toTaskRow);
}

/** True while any task of a plan runs or may run without a person. */
export async function isPlanLive(db: Db, planId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM task WHERE plan_id = ${planId}::uuid AND status IN (${Prisma.join(taskStatuses.live)}) LIMIT 1`;
  return rows.length > 0;
}

export async function findTask(db: Db, taskId: string): Promise<TaskRow | null> {
  const [row] = await db.$queryRaw<StoredTask[]>`
    SELECT ${taskColumns} FROM task WHERE id = ${taskId}::uuid`;
  return row === undefined ? null : toTaskRow(row);
}

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
    | "stopAskedAt"
    | "checkedHead"
    | "fence"
    | "attempts"
  >
>;

/**
 * Applies an event to a task that stands where the caller saw it.
 *
 * @returns the new status, or null when somebody moved it first
 */
export async function transitionTask(
  tx: Tx,
  task: Pick<TaskRow, "id" | "status">,
  event: TaskEvent,
  patch: TaskPatch = {},
): Promise<TaskStatus | null> {
  if (!taskMachine.can(task.status, event)) return null;
  const to = taskMachine.next(task.status, event);
  const set = assignments({ ...patch, status: to, updatedAt: new Date() });
  const changed = await tx.$executeRaw`
    UPDATE task SET ${set} WHERE id = ${task.id}::uuid AND status = ${task.status}`;
  return changed === 1 ? to : null;
}

/** Notes that somebody wants a running task stopped. Its status changes when its agent has stopped it. */
export async function markCancelAsked(tx: Tx, taskId: string, at: Date): Promise<void> {
  await tx.task.update({ where: { id: taskId }, data: { cancelAskedAt: at } });
}

/** Notes that a task is the last of its plan: it goes on to its end and is not tried again. */
export async function markStopAsked(tx: Tx, taskId: string, at: Date): Promise<void> {
  await tx.task.update({ where: { id: taskId }, data: { stopAskedAt: at } });
}

/**
 * Locks a waiting, unplaced task until the transaction ends and reads it as it is then. Null when it was placed,
 * cancelled or is over, or waits for the judgement of another host: whoever decided to place it looked at it earlier.
 */
export async function lockWaitingTask(
  tx: Tx,
  taskId: string,
): Promise<Pick<TaskRow, "id" | "status"> | null> {
  const rows = await tx.$queryRaw<Pick<TaskRow, "id" | "status">[]>`
    SELECT id, status FROM task
    WHERE id = ${taskId}::uuid AND agent_id IS NULL AND status IN (${Prisma.join(taskStatuses.waiting)})
      AND (hold IS NULL OR hold = ${"released" satisfies TaskHold})
    FOR UPDATE`;
  return rows[0] ?? null;
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
  const rows = await tx.$queryRaw<StoredTask[]>`
    SELECT ${taskColumns} FROM task WHERE ${condition} ORDER BY ordinal, id FOR UPDATE`;
  return rows.map(toTaskRow);
}

/** True while any task runs or may run without a person. */
export async function isAnyLive(db: Db): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM task WHERE status IN (${Prisma.join(taskStatuses.live)}) LIMIT 1`;
  return rows.length > 0;
}

/** Plans whose request ends when their tasks are over. */
const settled: readonly PlanStatus[] = ["approved", "stale"];

/** Requests in one of `phases` whose tasks are all over: their last nudge was lost. */
export async function findFinishedUnsettled(
  db: Db,
  phases: readonly RequestPhase[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ requestId: string }[]>`
    SELECT task.request_id AS "requestId" FROM task
      JOIN plan ON plan.id = task.plan_id AND plan.status IN (${Prisma.join(settled)})
      JOIN request ON request.id = task.request_id AND request.phase IN (${Prisma.join(phases)})
    GROUP BY task.request_id
    HAVING bool_and(task.status IN (${Prisma.join(taskStatuses.final)}))
      AND max(task.updated_at) < now() - interval '2 seconds' LIMIT 100`;
  return rows.map((row) => row.requestId);
}

/**
 * Plans approved at least so long ago of which the dispatcher has looked at nothing yet: no task was placed, paused or
 * ended. On database time; at most 100.
 */
export async function findNeverTakenUp(
  db: Db,
  minutes: number,
): Promise<{ planId: string; requestId: string }[]> {
  return db.$queryRaw<{ planId: string; requestId: string }[]>`
    SELECT plan.id AS "planId", plan.request_id AS "requestId" FROM plan
    WHERE plan.status = 'approved' AND greatest(plan.decided_at, plan.start_at) < now() - make_interval(mins => ${minutes})
      AND EXISTS (SELECT 1 FROM task WHERE task.plan_id = plan.id)
      AND NOT EXISTS (
        SELECT 1 FROM task WHERE task.plan_id = plan.id
          AND (task.status <> 'pending' OR task.agent_id IS NOT NULL
            OR EXISTS (
              SELECT 1 FROM routing_decision WHERE routing_decision.task_id = task.id
                AND (details IS NULL OR details ->> 'chosenAgentId' IS NOT NULL))))
    LIMIT 100`;
}

/**
 * Approved plans past their own expiry of which something still waits and nothing runs or needs a person. On database
 * time.
 */
export async function findWaitingPastExpiry(
  db: Db,
  minutes: number,
): Promise<{ planId: string; requestId: string }[]> {
  const paused: TaskStatus = "paused"; // with an agent: its run is lost, and may go on
  return db.$queryRaw<{ planId: string; requestId: string }[]>`
    SELECT plan.id AS "planId", plan.request_id AS "requestId" FROM plan JOIN task ON task.plan_id = plan.id
    WHERE plan.status = ${"approved" satisfies PlanStatus}
      AND greatest(plan.expires_at, plan.start_at + make_interval(mins => ${minutes})) < now()
    GROUP BY plan.id
    HAVING bool_or(task.status IN (${Prisma.join(taskStatuses.waiting)}))
      AND bool_and(task.status IN (${Prisma.join([...taskStatuses.waiting, ...taskStatuses.final])}))
      AND NOT bool_or(task.status = ${paused} AND task.agent_id IS NOT NULL)
    LIMIT 100`;
}

/** What came of the last attempt at a task, as it is stored. */
export async function findLastOutcome(db: Db, taskId: string): Promise<unknown> {
  const run = await db.run.findFirst({
    where: { taskId },
    orderBy: { fence: "desc" },
    select: { outcome: true },
  });
  return run?.outcome ?? null;
}

const preview: WorkType = "ansible.preview";

/** Tasks that are over, the last ended first; previews did nothing. */
export async function findEndedTasks(db: Db, filter: EndedFilter): Promise<TaskRow[]> {
  const rows = await db.task.findMany({
    where: {
      finishedAt: { not: null },
      workType: { not: preview },
      ...(filter.service === undefined ? {} : { service: filter.service }),
      ...(filter.statuses === undefined ? {} : { status: { in: [...filter.statuses] } }),
      ...(filter.host === undefined ? {} : { hosts: { array_contains: [filter.host] } }),
    },
    orderBy: { finishedAt: "desc" },
    take: filter.limit,
  });
  return rows.map(toTaskRow);
}

/** Which ended tasks: all that is given must hold. */
export interface EndedFilter {
  readonly service?: string | undefined;
  readonly host?: string | undefined;
  readonly statuses?: readonly TaskStatus[];
  readonly limit: number;
}

/** Entries whose tasks succeeded in the last 90 days, the most often used first, at most 20. */
export async function findUsedEntries(db: Db): Promise<string[]> {
  const succeeded: TaskStatus = "succeeded";
  const rows = await db.$queryRaw<{ entryId: string }[]>`
    SELECT body ->> 'entryId' AS "entryId" FROM task
    WHERE status = ${succeeded} AND finished_at > now() - interval '90 days' AND body ->> 'entryId' IS NOT NULL
    GROUP BY 1 ORDER BY count(*) DESC, max(finished_at) DESC LIMIT 20`;
  return rows.map(({ entryId }) => entryId);
}

export async function findRunningTasks(db: Db): Promise<TaskRow[]> {
  const running: TaskStatus = "running";
  const rows = await db.task.findMany({
    where: { status: running },
    orderBy: { startedAt: "asc" },
    take: 50,
  });
  return rows.map(toTaskRow);
}
