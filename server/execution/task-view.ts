import { type TaskView, taskViewSchema } from "#server/contracts/plan.ts";
import { type Run, runSchema } from "#server/contracts/run.ts";
import { taskMachine } from "./domain/task-state.ts";
import type { TaskWithRuns } from "./task-repository.ts";

/** A task with its runs as people see it. */
export function toTaskView(task: TaskWithRuns): TaskView {
  return taskViewSchema.parse({
    id: task.id,
    taskKey: task.taskKey,
    name: task.name,
    status: task.status,
    pausedReason: task.pausedReason,
    agentName: task.runs.at(-1)?.agentName ?? null,
    attempts: task.attempts,
    startedAt: task.startedAt?.toISOString() ?? null,
    finishedAt: taskMachine.isFinal(taskViewSchema.shape.status.parse(task.status))
      ? (task.finishedAt?.toISOString() ?? null)
      : null,
    message: task.message,
    runs: task.runs.map(toRun),
  });
}

/** One attempt as people see it. */
export function toRun(row: TaskWithRuns["runs"][number]): Run {
  return runSchema.parse({
    id: row.id,
    taskId: row.taskId,
    attempt: row.attempt,
    fence: row.fence,
    status: row.status,
    agentName: row.agentName,
    claimedAt: row.claimedAt.toISOString(),
    spawnedAt: row.spawnedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    outcome: row.outcome,
    problem: row.problem,
  });
}
