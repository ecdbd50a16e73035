import type { RunStatus } from "#server/contracts/run.ts";
import type { TaskStatus, WorkType } from "#server/contracts/task.ts";
import { type Db, Prisma } from "#server/platform/prisma.ts";
import { runStatuses } from "./domain/run-state.ts";
import { type TaskBody, taskBodySchema } from "./task-body.ts";

/** Newest succeeded tasks that are looked through: older ones say little about how long it takes today. */
const tasksLookedThrough = 2_000;

/** What a preview did says nothing about a real run. */
const inEarnest: WorkType = "ansible.playbook";
const taskSucceeded: TaskStatus = "succeeded";
const runSucceeded: RunStatus = "succeeded";
const inReview: RunStatus = "needs_review";

/** How long a run took, the hosts it was for, and what all its processes used at most where that was measured. */
export interface PastRun {
  readonly seconds: number;
  readonly hosts: readonly string[];
  readonly memoryMib: number | null;
  readonly vramMib: number | null;
}

/** What the newest succeeded runs of one playbook took, newest first. One index scan, whatever the history's length. */
export async function findRecentRuns(
  db: Db,
  entry: { repositoryId: string; path: string; name: string },
  limit: number,
): Promise<PastRun[]> {
  const rows = await db.$queryRaw<
    { ms: number; hosts: unknown; memoryMib: number | null; vramMib: number | null }[]
  >`
    WITH newest AS MATERIALIZED (
      SELECT id, name FROM task WHERE status = ${taskSucceeded} ORDER BY updated_at DESC LIMIT ${tasksLookedThrough}
    )
    SELECT (run.outcome->>'durationMs')::float8 AS ms, task.hosts,
      CASE WHEN run.outcome->'resources'->>'memoryOf' = 'tree'
        THEN (run.outcome->'resources'->>'peakMemoryMib')::float8 END AS "memoryMib",
      (run.outcome->'resources'->>'peakVramMib')::float8 AS "vramMib"
    FROM newest
    JOIN task ON task.id = newest.id
    JOIN run ON run.task_id = newest.id AND run.status = ${runSucceeded}
    WHERE newest.name = ${entry.name}
      AND task.body->>'repositoryId' = ${entry.repositoryId}
      AND task.body->'task'->>'entryPath' = ${entry.path}
      AND task.work_type = ${inEarnest} AND run.outcome IS NOT NULL
    ORDER BY run.finished_at DESC LIMIT ${limit}`;
  return rows.map(({ ms, hosts, ...used }) => ({
    ...used,
    seconds: ms / 1000,
    hosts: Array.isArray(hosts) ? hosts.map(String) : [],
  }));
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
    WHERE task.work_type = ${inEarnest} AND task.body->>'repositoryId' = ${repositoryId} AND task.body->'task'->'files' @> ${held}::jsonb
    ORDER BY run.finished_at DESC LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/** Which of these runs ended before an instant and wait for nobody's review, and when they did. */
export async function findEndedBefore(
  db: Db,
  runIds: readonly string[],
  before: Date,
): Promise<{ runId: string; finishedAt: Date }[]> {
  return db.$queryRaw`
    SELECT id AS "runId", finished_at AS "finishedAt" FROM run
    WHERE id = ANY(${[...runIds]}::uuid[]) AND finished_at < ${before} 
      AND status NOT IN (${Prisma.join([...runStatuses.open, inReview])})`;
}

/** An attempt that went well, with all that was approved for it. */
export interface GoodRun {
  readonly requestId: string;
  readonly agentName: string;
  readonly endedAt: Date;
  readonly body: TaskBody;
}

/** What tells that two tasks run the same thing, whatever it was called then. */
export interface RunEntry {
  readonly repositoryId: string;
  readonly path: string;
  readonly kind: string;
  /** Tells roles and tags of one file apart; null where the path says it all. */
  readonly name: string | null;
}

/** Which of an entry's runs: the last before an instant, or the first after it; none of one request, where that is named. */
export type RunMoment = ({ readonly before: Date } | { readonly after: Date }) & {
  readonly notOf?: string;
};

/**
 * The run of an entry that went well last before an instant, or first after it; null where there is none. A run whose check
 * did not pass afterwards did not go well. One index scan, whatever the history's length.
 */
export async function findGoodRun(
  db: Db,
  entry: RunEntry,
  when: RunMoment,
): Promise<GoodRun | null> {
  const isBefore = "before" in when;
  const limits = isBefore
    ? Prisma.sql`updated_at < ${when.before} ORDER BY updated_at DESC`
    : Prisma.sql`updated_at > ${when.after} ORDER BY updated_at ASC`;
  const order = isBefore ? Prisma.sql`DESC` : Prisma.sql`ASC`;
  const isOther =
    when.notOf === undefined
      ? Prisma.sql`true`
      : Prisma.sql`task.request_id <> ${when.notOf}::uuid`;
  const isNamed = entry.name === null ? Prisma.sql`true` : Prisma.sql`task.name = ${entry.name}`;
  const [row] = await db.$queryRaw<(Omit<GoodRun, "body"> & { readonly body: unknown })[]>`
    WITH looked AS MATERIALIZED (
      SELECT id FROM task WHERE status = ${taskSucceeded} AND ${limits} LIMIT ${tasksLookedThrough}
    )
    SELECT task.request_id AS "requestId", run.agent_name AS "agentName", run.finished_at AS "endedAt", task.body
    FROM looked
    JOIN task ON task.id = looked.id
    JOIN run ON run.task_id = looked.id AND run.status = ${runSucceeded}
    WHERE task.body->>'repositoryId' = ${entry.repositoryId}
      AND task.body->'task'->>'entryPath' = ${entry.path}
      AND task.body->'task'->>'entryKind' = ${entry.kind}
      AND task.work_type = ${inEarnest}
      AND ${isNamed} AND ${isOther} AND run.finished_at IS NOT NULL
      AND NOT EXISTS (
        SELECT FROM request, jsonb_array_elements(request.checks) AS made
        WHERE request.id = task.request_id AND made->>'taskKey' = task.task_key
          AND made->>'ok' = 'false' AND made->>'isUnresolved' IS DISTINCT FROM 'true'
      )
    ORDER BY run.finished_at ${order} LIMIT 1`;
  return row === undefined ? null : { ...row, body: taskBodySchema.parse(row.body) };
}
