import type { TaskView, TaskWait } from "#server/contracts/plan.ts";
import type { Db } from "#server/platform/prisma.ts";
import { estimateStart, type SlotTaken, secondsLeft } from "./domain/wait-estimate.ts";
import { findWaitingPlans } from "./placement-repository.ts";
import {
  findLockWaits,
  findLostWaits,
  findSlotsTaken,
  findWaitingSeconds,
  type LockWait,
} from "./wait-repository.ts";

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
  now: Date,
): Promise<Map<string, TaskView[]>> {
  const paused = [...tasks.values()].flat().filter(({ status }) => status === "paused");
  if (paused.length === 0) return new Map(tasks);
  const ids = paused.map(({ id }) => id);
  const [lost, locks, backlog, slots] = await Promise.all([
    findLostWaits(db, ids),
    findLockWaits(db, ids),
    findWaitingPlans(db, maxBacklog),
    findSlotsTaken(db),
  ]);
  const line: Line = {
    backlog,
    seconds: await findWaitingSeconds(db, backlog),
    taken: slots.map((slot) => ({ ...slot, secondsLeft: secondsLeft(slot, now) })),
  };
  const waits = new Map<string, TaskWait>([
    ...locks.map((lock) => [lock.taskId, lockWait(lock, now)] as const),
    ...lost.map((one) => [one.taskId, lostWait(one)] as const),
  ]);
  return new Map(
    [...tasks].map(([planId, ofPlan]) => {
      const turn = turnOf(planId, line);
      return [
        planId,
        ofPlan.map((task) =>
          task.status === "paused" ? { ...task, waitsFor: waits.get(task.id) ?? turn } : task,
        ),
      ];
    }),
  );
}

/** What waits for an agent, in its order, and what is in its way. */
interface Line {
  readonly backlog: readonly string[];
  readonly seconds: ReadonlyMap<string, number>;
  readonly taken: readonly SlotTaken[];
}

function lockWait(lock: LockWait, now: Date): TaskWait {
  const { host, service, holderName, holderRequestId, holderRunId } = lock;
  const holder = { taskName: holderName, requestId: holderRequestId, runId: holderRunId };
  const { holderStartedAt: startedAt, holderSeconds } = lock;
  const left = secondsLeft({ estimatedSeconds: holderSeconds ?? 0, startedAt }, now);
  return { kind: "lock", host, service, holder, etaSeconds: Math.ceil(left) };
}

function lostWait({ agentName, since }: { agentName: string; since: Date }): TaskWait {
  return { kind: "lost", agentName, since: since.toISOString() };
}

function turnOf(planId: string, { backlog, seconds, taken }: Line): TaskWait | null {
  const at = backlog.indexOf(planId);
  if (at === -1) return null;
  const ahead = backlog.slice(0, at).map((id) => seconds.get(id) ?? 0);
  const start = estimateStart(taken, ahead);
  const after = start?.after ?? null;
  return {
    ...{ kind: "turn", position: at + 1, of: backlog.length, etaSeconds: start?.seconds ?? null },
    after: after === null ? null : { taskName: after.taskName, hosts: [...after.hosts] },
  };
}
