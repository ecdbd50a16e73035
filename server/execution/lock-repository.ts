import type { LockMode } from "#server/contracts/lock.ts";
import type { TaskStatus } from "#server/contracts/task.ts";
import { type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import type { LockRequest } from "./domain/host-locks.ts";
import { taskStatuses } from "./domain/task-state.ts";

/** Seconds after which a waiting task that was not tried again no longer holds its place. */
const placeSeconds = 30;

/** A lock with who has it. */
export interface StoredLock {
  readonly id: string;
  readonly host: string;
  readonly service: string | null;
  readonly mode: LockMode;
  readonly taskId: string | null;
  readonly personId: string | null;
  readonly holderName: string | null;
  readonly reason: string | null;
  readonly at: Date;
  readonly expiresAt: Date | null;
  readonly taskName: string | null;
  readonly taskStatus: TaskStatus | null;
  readonly taskStartedAt: Date | null;
  /** How long its plan expects it to take. */
  readonly taskSeconds: number | null;
  readonly requestId: string | null;
  readonly runId: string | null;
  readonly leaseUntil: Date | null;
}

const lockColumns = Prisma.sql`
  held.id, held.host, held.service, held.mode, held.task_id AS "taskId", held.person_id AS "personId",
  held.holder_name AS "holderName", held.reason, held.at, held.expires_at AS "expiresAt", holder.name AS "taskName",
  holder.status AS "taskStatus", holder.started_at AS "taskStartedAt",
  (holder.body #>> '{task,estimatedSeconds}')::float8 AS "taskSeconds", holder.request_id AS "requestId", run.id AS "runId", run.lease_until AS "leaseUntil"`;
const holders = Prisma.sql`
  LEFT JOIN task AS holder ON holder.id = held.task_id
  LEFT JOIN LATERAL (SELECT id, lease_until FROM run WHERE run.task_id = held.task_id ORDER BY attempt DESC LIMIT 1) AS run ON true`;
const inForce = Prisma.sql`(held.expires_at IS NULL OR held.expires_at > clock_timestamp())`;

/** The SQL of {@link excludes}, for a row `other` with service and mode; hosts are compared by the caller. */
function excludedBy(
  { service, mode }: Omit<LockRequest, "hosts">,
  other: "held" | "wait",
): Prisma.Sql {
  const row = Prisma.raw(other);
  return Prisma.sql`(${row}.service IS NULL OR ${service}::text IS NULL OR ${row}.service = ${service})
    AND (${row}.mode = ${"exclusive" satisfies LockMode} OR ${mode} = ${"exclusive" satisfies LockMode})`;
}

/**
 * Lets only this transaction take locks on these hosts until it ends. Everybody takes them in one order, that of the keys,
 * so nobody waits in a circle. What is locked is to be read afterwards.
 */
export async function enterHosts(tx: Tx, hosts: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(key) FROM (
      SELECT DISTINCT hashtextextended('host_lock ' || host, 0) AS key FROM unnest(${[...hosts]}::text[]) AS host ORDER BY key
    ) AS keys`;
}

/** The first lock of somebody else that a lock request can't be had beside; null where there is none. */
export async function findExcluding(
  db: Db,
  holderId: string,
  wanted: LockRequest,
): Promise<StoredLock | null> {
  const [lock] = await db.$queryRaw<StoredLock[]>`
    SELECT ${lockColumns} FROM host_lock AS held ${holders}
    WHERE held.host = ANY(${[...wanted.hosts]}::text[]) AND coalesce(held.task_id, held.person_id) <> ${holderId}::uuid
      AND ${excludedBy(wanted, "held")} AND ${inForce}
    ORDER BY held.host, held.at LIMIT 1`;
  return lock ?? null;
}

/** The name of a task that waits for what a lock request takes away and came before; null where there is none. */
export async function findEarlierWaiter(
  db: Db,
  taskId: string,
  wanted: LockRequest,
): Promise<string | null> {
  const [first] = await db.$queryRaw<{ name: string }[]>`
    SELECT task.name FROM lock_wait AS wait JOIN task ON task.id = wait.task_id
    WHERE wait.hosts && ${[...wanted.hosts]}::text[] AND wait.task_id <> ${taskId}::uuid AND ${excludedBy(wanted, "wait")}
      AND wait.keeps_place AND wait.seen_at > clock_timestamp() - make_interval(secs => ${placeSeconds})
      AND task.status IN (${Prisma.join(taskStatuses.waiting)}) AND task.agent_id IS NULL
      AND (wait.since, wait.task_id) < (
        coalesce((SELECT own.since FROM lock_wait AS own WHERE own.task_id = ${taskId}::uuid), 'infinity'::timestamptz),
        ${taskId}::uuid)
    ORDER BY wait.since LIMIT 1`;
  return first?.name ?? null;
}

/** Stores a task's locks, one per host; it waits for none any more. */
export async function insertTaskLocks(tx: Tx, taskId: string, wanted: LockRequest): Promise<void> {
  const { service, mode } = wanted;
  // What it holds from before, with the same request, gives way.
  await tx.$executeRaw`
    WITH waited AS (DELETE FROM lock_wait WHERE task_id = ${taskId}::uuid)
    DELETE FROM host_lock WHERE task_id = ${taskId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO host_lock (id, host, service, mode, task_id)
    SELECT gen_random_uuid(), host, ${service}, ${mode}, ${taskId}::uuid FROM unnest(${[...wanted.hosts]}::text[]) AS host`;
}

/** Notes that a task waits; `since` stays what it was. @param keepsPlace those who come later wait behind it */
export async function saveLockWait(
  tx: Tx,
  taskId: string,
  { hosts, service, mode }: LockRequest,
  keepsPlace: boolean,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO lock_wait (task_id, hosts, service, mode, keeps_place, since, seen_at)
    VALUES (${taskId}::uuid, ${[...hosts]}::text[], ${service}, ${mode}, ${keepsPlace}, clock_timestamp(), clock_timestamp())
    ON CONFLICT (task_id) DO UPDATE SET hosts = excluded.hosts, service = excluded.service, mode = excluded.mode,
      keeps_place = excluded.keeps_place, seen_at = excluded.seen_at`;
}

/** Locks in force, by host, at most 500, each with how many tasks wait for it. */
export async function findLocks(db: Db): Promise<(StoredLock & { readonly waiting: number })[]> {
  return db.$queryRaw`
    SELECT ${lockColumns}, (
      SELECT count(*)::int FROM lock_wait AS wait JOIN task ON task.id = wait.task_id
      WHERE held.host = ANY(wait.hosts) AND (wait.service IS NULL OR held.service IS NULL OR wait.service = held.service)
        AND (wait.mode = ${"exclusive" satisfies LockMode} OR held.mode = ${"exclusive" satisfies LockMode})
        AND task.status IN (${Prisma.join(taskStatuses.waiting)}) AND task.agent_id IS NULL
    ) AS waiting
    FROM host_lock AS held ${holders} WHERE ${inForce} ORDER BY held.host, held.at LIMIT 500`;
}

export async function findLock(db: Db, lockId: string): Promise<StoredLock | null> {
  const [lock] = await db.$queryRaw<StoredLock[]>`
    SELECT ${lockColumns} FROM host_lock AS held ${holders} WHERE held.id = ${lockId}::uuid`;
  return lock ?? null;
}

/** A lock that a person takes. */
export interface PersonLock {
  readonly id: string;
  readonly host: string;
  readonly service: string | null;
  readonly mode: LockMode;
  readonly personId: string;
  readonly holderName: string;
  readonly reason: string;
  /** Minutes on the database's clock. */
  readonly ttlMinutes: number;
}

/** Stores a person's lock in place of the one that they have on the same host and service. @returns until when */
export async function replacePersonLock(tx: Tx, lock: PersonLock): Promise<Date> {
  const { host, service, personId } = lock;
  await tx.hostLock.deleteMany({ where: { host, service, personId } });
  const [row] = await tx.$queryRaw<{ until: Date }[]>`
    INSERT INTO host_lock (id, host, service, mode, person_id, holder_name, reason, expires_at)
    VALUES (${lock.id}::uuid, ${host}, ${service}, ${lock.mode}, ${personId}::uuid, ${lock.holderName}, ${lock.reason},
      clock_timestamp() + make_interval(mins => ${lock.ttlMinutes}))
    RETURNING expires_at AS until`;
  return row?.until ?? new Date();
}

/** How many locks people hold. */
export async function countPersonLocks(db: Db): Promise<number> {
  return db.hostLock.count({ where: { personId: { not: null } } });
}

/** @returns false when it is gone already */
export async function deleteLock(tx: Tx, lockId: string): Promise<boolean> {
  return (await tx.hostLock.deleteMany({ where: { id: lockId } })).count === 1;
}

/** Removes people's locks whose time is over, and returns them; at most 100. */
export async function takeLapsedLocks(
  tx: Tx,
): Promise<{ host: string; service: string | null; holderName: string | null }[]> {
  return tx.$queryRaw`
    DELETE FROM host_lock WHERE id IN (
      SELECT id FROM host_lock WHERE expires_at <= clock_timestamp() ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED)
    RETURNING host, service, holder_name AS "holderName"`;
}

/** Forgets the waits of tasks that wait no more. */
export async function forgetOldWaits(db: Db): Promise<void> {
  await db.$executeRaw`
    DELETE FROM lock_wait WHERE task_id IN (
      SELECT wait.task_id FROM lock_wait AS wait JOIN task ON task.id = wait.task_id
      WHERE task.status NOT IN (${Prisma.join(taskStatuses.waiting)}) LIMIT 500)`;
}

/** For each of these tasks the first lock that it waits for; tasks that wait for none are missing. */
export async function findLockWaits(
  db: Db,
  taskIds: readonly string[],
): Promise<(StoredLock & { readonly waiterId: string })[]> {
  return db.$queryRaw`
    SELECT DISTINCT ON (wait.task_id) wait.task_id AS "waiterId", ${lockColumns}
    FROM lock_wait AS wait JOIN task AS waiter ON waiter.id = wait.task_id
      JOIN host_lock AS held ON held.host = ANY(wait.hosts) AND held.task_id IS DISTINCT FROM wait.task_id
        AND (wait.service IS NULL OR held.service IS NULL OR wait.service = held.service)
        AND (wait.mode = ${"exclusive" satisfies LockMode} OR held.mode = ${"exclusive" satisfies LockMode})
      ${holders}
    WHERE wait.task_id = ANY(${[...taskIds]}::uuid[]) AND waiter.agent_id IS NULL AND ${inForce}
    ORDER BY wait.task_id, held.host, held.at`;
}

/** True for a run of which nobody knows how it goes on: those behind it are not kept waiting for others as well. */
export function isSilent({ taskStatus }: Pick<StoredLock, "taskStatus">): boolean {
  return taskStatus === "paused";
}
