import type { RunStatus } from "#server/contracts/run.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import type { Db } from "#server/platform/prisma.ts";

/** Newest succeeded tasks that are looked through: older ones say little about how long it takes today. */
const tasksLookedThrough = 2_000;

const taskSucceeded: TaskStatus = "succeeded";
const runSucceeded: RunStatus = "succeeded";

/** Seconds that the newest succeeded runs of one playbook took, newest first. One index scan, whatever the history's length. */
export async function findRecentDurations(
  db: Db,
  entry: { repositoryId: string; path: string; name: string },
  limit: number,
): Promise<number[]> {
  const rows = await db.$queryRaw<{ ms: number }[]>`
    WITH newest AS MATERIALIZED (
      SELECT id, name FROM task WHERE status = ${taskSucceeded} ORDER BY updated_at DESC LIMIT ${tasksLookedThrough}
    )
    SELECT (run.outcome->>'durationMs')::float8 AS ms
    FROM newest
    JOIN task ON task.id = newest.id
    JOIN run ON run.task_id = newest.id AND run.status = ${runSucceeded}
    WHERE newest.name = ${entry.name}
      AND task.body->>'repositoryId' = ${entry.repositoryId}
      AND task.body->'task'->>'entryPath' = ${entry.path}
      AND run.outcome IS NOT NULL
    ORDER BY run.finished_at DESC LIMIT ${limit}`;
  return rows.map(({ ms }) => ms / 1000);
}

/** The newest ended runs of plans that held a repository's file, newest first. */
export async function findRunsOf(
  db: Db,
  { repositoryId, path }: { readonly repositoryId: string; readonly path: string },
  limit: number,
): Promise<string[]> {
  const held = JSON.stringify([{ path }]);
  const rows = await db.$queryRaw<{ id: string }[]>`
    WITH newest AS MATERIALIZED (SELECT id FROM task ORDER BY updated_at DESC LIMIT ${tasksLookedThrough})
    SELECT run.id
    FROM newest
    JOIN task ON task.id = newest.id
    JOIN run ON run.task_id = newest.id AND run.finished_at IS NOT NULL
    WHERE task.body->>'repositoryId' = ${repositoryId} AND task.body->'task'->'files' @> ${held}::jsonb
    ORDER BY run.finished_at DESC LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}
