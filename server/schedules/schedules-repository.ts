import {
  type FiringOutcome,
  firingOutcomeSchema,
  type PageQuery,
  type ScheduleFiring,
  type ScheduleKind,
  scheduleKindSchema,
} from "#server/contracts/schedule.ts";
import type { Db, Tx } from "#server/platform/prisma.ts";

/** A schedule as it is stored. */
export interface StoredSchedule {
  readonly id: string;
  readonly personId: string;
  readonly personName: string;
  /** Holds its person where an API token made or changed it. */
  readonly askedByTokensOf: readonly string[];
  readonly kind: ScheduleKind;
  readonly text: string;
  readonly repeatsRequestId: string | null;
  readonly conversationId: string | null;
  readonly cron: string;
  readonly words: string;
  readonly timeZone: string;
  readonly graceMinutes: number;
  readonly enabled: boolean;
  readonly problem: string | null;
  readonly nextAt: Date | null;
  readonly createdAt: Date;
  readonly deletedAt: Date | null;
}

export type NewSchedule = Omit<StoredSchedule, "createdAt" | "deletedAt" | "problem">;
export type SchedulePatch = Partial<
  Pick<
    StoredSchedule,
    | ("text" | "cron" | "words" | "timeZone" | "graceMinutes" | "enabled" | "problem" | "nextAt")
    | ("conversationId" | "deletedAt" | "askedByTokensOf")
  >
>;

/** What came of a due time, before it has an id. */
export interface NewFiring {
  readonly scheduleId: string;
  readonly dueAt: Date;
  readonly outcome: FiringOutcome;
  readonly count?: number;
  readonly requestId?: string;
  readonly reason?: string;
}

/** Lets one schedule after the other be counted and made, until the transaction ends. */
export async function lockSchedules(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('chiffon.schedules'))`;
}

export async function countSchedules(db: Db): Promise<number> {
  return db.schedule.count({ where: { deletedAt: null } });
}

export async function insertSchedule(tx: Tx, schedule: NewSchedule): Promise<void> {
  await tx.schedule.create({
    data: { ...schedule, askedByTokensOf: [...schedule.askedByTokensOf] },
  });
}

/** A schedule by its id, deleted ones too. */
export async function findSchedule(db: Db, scheduleId: string): Promise<StoredSchedule | null> {
  const row = await db.schedule.findUnique({ where: { id: scheduleId } });
  return row === null ? null : toSchedule(row);
}

/** Locks a schedule until the transaction ends and reads it as it is then. */
export async function lockSchedule(tx: Tx, scheduleId: string): Promise<StoredSchedule | null> {
  await tx.$queryRaw`SELECT id FROM schedule WHERE id = ${scheduleId}::uuid FOR UPDATE`;
  return findSchedule(tx, scheduleId);
}

/** Schedules, newest first. */
export async function findSchedules(db: Db, page: PageQuery): Promise<StoredSchedule[]> {
  const rows = await db.schedule.findMany({
    where: { deletedAt: null },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
    ...pageOf(page),
  });
  return rows.map(toSchedule);
}

/** Schedules whose time has come, longest due first. */
export async function findDue(db: Db, now: Date, limit: number): Promise<StoredSchedule[]> {
  const rows = await db.schedule.findMany({
    where: { enabled: true, deletedAt: null, nextAt: { lte: now } },
    orderBy: { nextAt: "asc" },
    take: limit,
  });
  return rows.map(toSchedule);
}

export async function updateSchedule(
  tx: Tx,
  scheduleId: string,
  { askedByTokensOf, ...patch }: SchedulePatch,
): Promise<void> {
  await tx.schedule.update({
    where: { id: scheduleId },
    data: {
      ...patch,
      ...(askedByTokensOf === undefined ? {} : { askedByTokensOf: [...askedByTokensOf] }),
    },
  });
}

/** Moves a schedule on from the due time that the caller saw; false when somebody was first. */
export async function claimDue(
  tx: Tx,
  { id, nextAt }: Pick<StoredSchedule, "id" | "nextAt">,
  next: Date | null,
): Promise<boolean> {
  const { count } = await tx.schedule.updateMany({
    where: { id, nextAt, enabled: true, deletedAt: null },
    data: { nextAt: next },
  });
  return count === 1;
}

/** Removes for good what was deleted before a moment. */
export async function removeDeleted(db: Db, before: Date): Promise<void> {
  await db.schedule.deleteMany({ where: { deletedAt: { lt: before } } });
}

/** @throws by the unique rule when that due time was dealt with already */
export async function insertFiring(tx: Tx, firing: NewFiring): Promise<ScheduleFiring> {
  return toFiring(await tx.scheduleFiring.create({ data: firing }));
}

/** Removes firings of a schedule that lie further back than `before`. */
export async function removeFirings(tx: Tx, scheduleId: string, before: Date): Promise<void> {
  await tx.scheduleFiring.deleteMany({ where: { scheduleId, at: { lt: before } } });
}

/** Firings of a schedule, newest first. */
export async function findFirings(
  db: Db,
  scheduleId: string,
  page: PageQuery,
): Promise<ScheduleFiring[]> {
  const rows = await db.scheduleFiring.findMany({
    where: { scheduleId },
    orderBy: [{ at: "desc" }, { id: "asc" }],
    ...pageOf(page),
  });
  return rows.map(toFiring);
}

/** The newest firing of each schedule, by schedule; those that never fired are missing. */
export async function findNewestFirings(
  db: Db,
  scheduleIds: readonly string[],
): Promise<Map<string, ScheduleFiring>> {
  const newest = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT ON (schedule_id) id FROM schedule_firing WHERE schedule_id = ANY(${[...scheduleIds]}::uuid[])
    ORDER BY schedule_id, at DESC, due_at DESC`;
  const rows = await db.scheduleFiring.findMany({
    where: { id: { in: newest.map(({ id }) => id) } },
  });
  return new Map(rows.map((row) => [row.scheduleId, toFiring(row)]));
}

/** Whether a firing made that request. */
export async function hasFiring(db: Db, requestId: string): Promise<boolean> {
  return (
    (await db.scheduleFiring.findFirst({ where: { requestId }, select: { id: true } })) !== null
  );
}

/** The request that a schedule made last; null where it made none yet. */
export async function findLastRequest(db: Db, scheduleId: string): Promise<string | null> {
  const row = await db.scheduleFiring.findFirst({
    where: { scheduleId, requestId: { not: null } },
    orderBy: { at: "desc" },
  });
  return row?.requestId ?? null;
}

/** A drift check that has not found anything yet. */
export interface OpenCheck {
  readonly firingId: string;
  readonly requestId: string;
  readonly schedule: StoredSchedule;
}

/** Drift checks of the last two days without a result, oldest first. */
export async function findOpenChecks(db: Db, since: Date, limit: number): Promise<OpenCheck[]> {
  const kind: ScheduleKind = "drift";
  const rows = await db.scheduleFiring.findMany({
    where: { result: null, requestId: { not: null }, at: { gt: since }, schedule: { kind } },
    include: { schedule: true },
    orderBy: { at: "asc" },
    take: limit,
  });
  return rows.flatMap(({ id: firingId, requestId, schedule }) =>
    requestId === null ? [] : [{ firingId, requestId, schedule: toSchedule(schedule) }],
  );
}

/** @returns false where a result is there already: the first counts */
export async function saveResult(tx: Tx, firingId: string, result: string): Promise<boolean> {
  const { count } = await tx.scheduleFiring.updateMany({
    where: { id: firingId, result: null },
    data: { result },
  });
  return count === 1;
}

function pageOf({ cursor, limit }: PageQuery) {
  return { take: limit + 1, ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }) };
}

type ScheduleRow = NonNullable<Awaited<ReturnType<Db["schedule"]["findUnique"]>>>;
type FiringRow = NonNullable<Awaited<ReturnType<Db["scheduleFiring"]["findUnique"]>>>;

function toSchedule(row: ScheduleRow): StoredSchedule {
  return { ...row, kind: scheduleKindSchema.parse(row.kind) };
}

function toFiring({ dueAt, at, ...row }: FiringRow): ScheduleFiring {
  return {
    ...row,
    dueAt: dueAt.toISOString(),
    at: at.toISOString(),
    outcome: firingOutcomeSchema.parse(row.outcome),
  };
}
