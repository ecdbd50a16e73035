import type { TaskView, TaskWait } from "#server/contracts/plan.ts";
import type { Db } from "#server/platform/prisma.ts";
import { findLockWaits, type StoredLock } from "./lock-repository.ts";
import { findWaitingPlans } from "./placement-repository.ts";
import { findLostWaits } from "./wait-repository.ts";

/** Waiting plans that are counted. */
const maxBacklog = 200;

/**
 * Adds to paused tasks what they wait for now: their agent, a host that another has, or their plan's turn.
 *
 * @param tasks by plan
 */
export async function withWaits(
  db: Db,
  tasks: ReadonlyMap<string, TaskView[]>,
): Promise<Map<string, TaskView[]>> {
  const paused = [...tasks.values()].flat().filter(({ status }) => status === "paused");
  if (paused.length === 0) return new Map(tasks);
  const ids = paused.map(({ id }) => id);
  const [lost, locks, backlog] = await Promise.all([
    findLostWaits(db, ids),
    findLockWaits(db, ids),
    findWaitingPlans(db, maxBacklog),
  ]);
  const waits = new Map<string, TaskWait>([
    ...locks.map((lock) => [lock.waiterId, lockWait(lock)] as const),
    ...lost.map((one) => [one.taskId, lostWait(one)] as const),
  ]);
  return new Map(
    [...tasks].map(([planId, ofPlan]) => {
      const turn = turnOf(planId, backlog);
      return [
        planId,
        ofPlan.map((task) =>
          task.status === "paused" ? { ...task, waitsFor: waits.get(task.id) ?? turn } : task,
        ),
      ];
    }),
  );
}

function lockWait(lock: StoredLock): TaskWait {
  const { host, service, requestId, runId, taskName, holderName, reason, expiresAt } = lock;
  const holder = requestId === null ? null : { taskName: taskName ?? "", requestId, runId };
  const keptBy =
    expiresAt === null
      ? null
      : { name: holderName ?? "", reason: reason ?? "", until: expiresAt.toISOString() };
  return { kind: "lock", host, service, holder, keptBy };
}

function lostWait({ agentName, since }: { agentName: string; since: Date }): TaskWait {
  return { kind: "lost", agentName, since: since.toISOString() };
}

function turnOf(planId: string, backlog: readonly string[]): TaskWait | null {
  const at = backlog.indexOf(planId);
  return at === -1 ? null : { kind: "turn", position: at + 1, of: backlog.length };
}
