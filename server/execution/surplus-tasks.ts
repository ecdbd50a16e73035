import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import { findUnneeded } from "#server/lib/join-policy.ts";
import type { Clock } from "#server/platform/clock.ts";
import { announceRequest } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import { isTaskLive } from "./domain/task-state.ts";
import { taskSubject } from "./held-run.ts";
import { releaseHostLocks } from "./placement-repository.ts";
import {
  type GraphTask,
  lockTasks,
  markCancelAsked,
  type TaskRow,
  transitionTask,
} from "./task-repository.ts";

interface Deps {
  readonly db: Database;
  readonly audit: AuditService;
  readonly clock: Clock;
}

/** Ends what a plan does without: what has not begun is skipped, what runs is asked to stop. Idempotent; keyed by task. */
export async function endSurplus(deps: Deps, tasks: readonly GraphTask[]): Promise<void> {
  const surplus = findUnneeded(tasks).filter(({ task }) => isTaskLive(task.status));
  for (const { task, because } of surplus)
    await inTransaction(deps.db, async (tx) => {
      const [now] = await lockTasks(tx, { id: task.id });
      if (now === undefined || !isTaskLive(now.status)) return;
      const isBegun = now.status === "running" || (now.status === "paused" && now.agentId !== null);
      if (isBegun) await askToStop(deps, tx, now, because);
      else await skip(deps, tx, now, because);
    });
}

async function skip(deps: Deps, tx: Tx, task: TaskRow, because: GraphTask): Promise<void> {
  const skipped = await transitionTask(tx, task, "skip", {
    message: `Not needed: "${because.name}" has what it waits for.`,
    finishedAt: deps.clock.now(),
  });
  if (skipped === null) return;
  await releaseHostLocks(tx, task.id);
  await deps.audit.record(tx, {
    type: "task.skipped",
    actor: systemActor,
    subject: { ...taskSubject(task), status: skipped },
    facts: { notNeededBy: because.id },
  });
  await enqueue(tx, [{ name: "request.settle", requestId: task.requestId }]);
  await announceRequest(tx, task);
}

async function askToStop(deps: Deps, tx: Tx, task: TaskRow, because: GraphTask): Promise<void> {
  if (task.agentId === null || task.cancelAskedAt !== null) return;
  await markCancelAsked(tx, task.id, deps.clock.now());
  await deps.audit.record(tx, {
    type: "task.cancelled",
    actor: systemActor,
    subject: taskSubject(task),
    facts: { whileRunning: true, notNeededBy: because.id },
  });
  await enqueue(tx, [{ name: "task.cancel", taskId: task.id, agentId: task.agentId }]);
  await announceRequest(tx, task);
}
