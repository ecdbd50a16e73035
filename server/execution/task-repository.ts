import type { TaskStatus } from "#server/contracts/task.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
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
