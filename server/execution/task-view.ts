import { holdViewSchema, type TaskView } from "#server/contracts/plan.ts";
import { type Run, runSchema } from "#server/contracts/run.ts";
import { isTaskFinal } from "./domain/task-state.ts";
import type { ShownTask } from "./task-repository.ts";

/** A task with its runs as people see it. */
export function toTaskView(task: ShownTask): TaskView {
  return {
    id: task.id,
    taskKey: task.taskKey,
    name: task.name,
    status: task.status,
    pausedReason: task.pausedReason,
    agentName: task.runs.at(-1)?.agentName ?? null,
    attempts: task.attempts,
    startedAt: instantOf(task.startedAt),
    finishedAt: isTaskFinal(task.status) ? instantOf(task.finishedAt) : null,
    message: task.message,
    hold: holdOf(task),
    ...stoppingOf(task),
    runs: task.runs.map(toRun),
  };
}

function holdOf({ hold, holdChecks }: ShownTask): TaskView["hold"] {
  return hold === null ? null : holdViewSchema.parse({ state: hold, checks: holdChecks ?? [] });
}

function stoppingOf({ status, cancelAskedAt, stopAskedAt }: ShownTask): Pick<TaskView, "stopping"> {
  if (isTaskFinal(status) || (cancelAskedAt === null && stopAskedAt === null)) return {};
  return { stopping: cancelAskedAt === null ? "after" : "now" };
}

/** An attempt as it is stored; instants as a row or as JSON has them. */
type StoredRun = Omit<ShownTask["runs"][number], "claimedAt" | "spawnedAt" | "finishedAt"> & {
  readonly claimedAt: Date | string;
  readonly spawnedAt: Date | string | null;
  readonly finishedAt: Date | string | null;
};

/** One attempt as people see it. */
export function toRun(run: StoredRun): Run {
  return runSchema.parse({
    id: run.id,
    taskId: run.taskId,
    attempt: run.attempt,
    fence: run.fence,
    status: run.status,
    agentName: run.agentName,
    claimedAt: instantOf(run.claimedAt),
    spawnedAt: instantOf(run.spawnedAt),
    finishedAt: instantOf(run.finishedAt),
    outcome: run.outcome,
    problem: run.problem,
  });
}

function instantOf(stored: Date | string | null): string | null {
  return stored === null ? null : new Date(stored).toISOString();
}
