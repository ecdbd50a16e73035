import type { CheckResult } from "#server/contracts/plan.ts";
import type { TaskHold, TaskStatus } from "#server/contracts/task.ts";
import { asJson, type Db, type Tx } from "#server/platform/prisma.ts";
import { type HoldEvent, holdMachine } from "./domain/hold-state.ts";

const held: TaskHold = "held";

/**
 * Moves the wait of a task for its first host, where it still stands as the caller saw it.
 *
 * @param checks those made on the first host; left out: what is stored stays
 * @returns false when somebody moved it first
 */
export async function transitionHold(
  tx: Tx,
  task: { readonly id: string; readonly hold: TaskHold | null },
  event: HoldEvent,
  checks?: readonly CheckResult[],
): Promise<boolean> {
  if (task.hold === null || !holdMachine.can(task.hold, event)) return false;
  const changed = await tx.task.updateMany({
    where: { id: task.id, hold: task.hold },
    data: {
      hold: holdMachine.next(task.hold, event),
      ...(checks === undefined ? {} : { holdChecks: asJson(checks) }),
    },
  });
  return changed.count === 1;
}

/** Keeps what the checks on the first host said. */
export async function keepChecks(
  tx: Tx,
  taskId: string,
  checks: readonly CheckResult[],
): Promise<void> {
  await tx.task.update({ where: { id: taskId }, data: { holdChecks: asJson(checks) } });
}

/** Tasks that wait for a judgement whose first host has been done for `seconds`: their nudge was lost. At most 100. */
export async function findLongUnjudged(db: Db, seconds: number): Promise<string[]> {
  const succeeded: TaskStatus = "succeeded";
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT task.id FROM task JOIN task first ON first.plan_id = task.plan_id
      AND first.task_key = task.body #>> '{task,firstHost,firstTaskKey}'
    WHERE task.hold = ${held} AND task.finished_at IS NULL AND first.status = ${succeeded}
      AND first.finished_at < now() - make_interval(secs => ${seconds})
    ORDER BY first.finished_at LIMIT 100`;
  return rows.map(({ id }) => id);
}
