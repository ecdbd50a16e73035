import { z } from "zod";
import { type Actor, actorSchema } from "#server/contracts/common.ts";
import {
  type InstallKind,
  type InstallProblem,
  type InstallProgress,
  type InstallStatus,
  installKindSchema,
  installProblemSchema,
  installProgressSchema,
  installStatusSchema,
  type LockChange,
  type LockItem,
  lockChangeSchema,
  lockItemSchema,
} from "#server/contracts/dependency.ts";
import type { PlanStatus } from "#server/contracts/plan.ts";
import { asJson, type Db, Prisma, type Tx } from "#server/platform/prisma.ts";
import { type InstallEvent, installMachine, installStatuses } from "../domain/install-state.ts";

/** One press of *Install* or *Update* as it is stored. */
export interface InstallRow {
  readonly id: string;
  readonly repositoryId: string;
  readonly kind: InstallKind;
  readonly status: InstallStatus;
  readonly actor: Actor;
  readonly attempts: number;
  readonly progress: InstallProgress;
  readonly problems: readonly InstallProblem[];
  readonly changes: readonly LockChange[];
  readonly lockHash: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

type StoredInstall = Prisma.DependencyInstallGetPayload<object>;

function toInstall(row: StoredInstall): InstallRow {
  return {
    id: row.id,
    repositoryId: row.repositoryId,
    kind: installKindSchema.parse(row.kind),
    status: installStatusSchema.parse(row.status),
    actor: actorSchema.parse(row.actor),
    attempts: row.attempts,
    progress: installProgressSchema.parse(row.progress),
    problems: z.array(installProblemSchema).parse(row.problems),
    changes: z.array(lockChangeSchema).parse(row.changes),
    lockHash: row.lockHash,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

/** Adds an install that waits for a worker. A second one that is live is a unique violation. */
export async function insertInstall(
  tx: Tx,
  install: { repositoryId: string; kind: InstallKind; actor: Actor },
): Promise<string> {
  const status: InstallStatus = "waiting";
  const progress: InstallProgress = { done: 0, total: 0, current: null };
  const row = await tx.dependencyInstall.create({
    data: { ...install, actor: asJson(install.actor), status, progress: asJson(progress) },
    select: { id: true },
  });
  return row.id;
}

/** One install, or null. */
export async function findInstall(db: Db, installId: string): Promise<InstallRow | null> {
  const row = await db.dependencyInstall.findUnique({ where: { id: installId } });
  return row === null ? null : toInstall(row);
}

/** The newest install of a repository, or null. */
export async function newestInstall(db: Db, repositoryId: string): Promise<InstallRow | null> {
  const row = await db.dependencyInstall.findFirst({
    where: { repositoryId },
    orderBy: { createdAt: "desc" },
  });
  return row === null ? null : toInstall(row);
}

/** The install of a repository that waits or runs, or null. */
export async function liveInstall(db: Db, repositoryId: string): Promise<InstallRow | null> {
  const row = await db.dependencyInstall.findFirst({
    where: { repositoryId, status: { in: [...installStatuses.live] } },
  });
  return row === null ? null : toInstall(row);
}

/**
 * Takes an install for this worker: one that waits, or runs under a lease that lapsed. The new number of attempts is
 * its fence.
 *
 * @returns null when somebody has it, or it is over
 */
export async function claimInstall(
  tx: Tx,
  installId: string,
  leaseSeconds: number,
): Promise<InstallRow | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    UPDATE dependency_install SET status = ${installMachine.next("waiting", "start")}, attempts = attempts + 1,
      lease_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE id = ${installId}::uuid AND (status IN (${Prisma.join(installMachine.sources("start"))})
      OR (status IN (${Prisma.join(installMachine.sources("resume"))}) AND lease_until < now()))
    RETURNING id`;
  return row === undefined ? null : findInstall(tx, row.id);
}

/** Who has an install, and which attempt that is. */
export interface HeldInstall {
  readonly id: string;
  readonly attempts: number;
}

/** Extends a lease; false when the install is another's by now, or over. */
export async function renewInstall(
  db: Db,
  { id, attempts }: HeldInstall,
  leaseSeconds: number,
): Promise<boolean> {
  const changed = await db.$executeRaw`
    UPDATE dependency_install SET lease_until = now() + make_interval(secs => ${leaseSeconds})
    WHERE id = ${id}::uuid AND attempts = ${attempts}
      AND status IN (${Prisma.join(installMachine.sources("resume"))})`;
  return changed === 1;
}

/** Stores how far an install is; false when it is another's by now, or over. */
export async function saveInstallProgress(
  tx: Tx,
  { id, attempts }: HeldInstall,
  progress: InstallProgress,
): Promise<boolean> {
  const { count } = await tx.dependencyInstall.updateMany({
    where: { id, attempts, status: { in: installMachine.sources("resume") } },
    data: { progress: asJson(progress) },
  });
  return count === 1;
}

/** Columns that an event may set. */
export interface InstallPatch {
  readonly problems?: readonly InstallProblem[];
  readonly changes?: readonly LockChange[];
  readonly lockHash?: string;
  readonly finishedAt?: Date;
}

/**
 * Applies an event to an install, for the holder of its fence only.
 *
 * @returns false when it is another's by now, or its status does not allow the event
 */
export async function transitionInstall(
  tx: Tx,
  { id, attempts, status }: HeldInstall & { readonly status: InstallStatus },
  event: InstallEvent,
  patch: InstallPatch = {},
): Promise<boolean> {
  if (!installMachine.can(status, event)) return false;
  const { problems, changes, ...rest } = patch;
  const { count } = await tx.dependencyInstall.updateMany({
    where: { id, attempts, status },
    data: {
      ...rest,
      ...(problems === undefined ? {} : { problems: asJson(problems) }),
      ...(changes === undefined ? {} : { changes: asJson(changes) }),
      status: installMachine.next(status, event),
    },
  });
  return count === 1;
}

/** Declines every update of a repository that is still offered: a newer press decides. */
export async function declineOffered(tx: Tx, repositoryId: string, now: Date): Promise<void> {
  const offered: InstallStatus = "offered";
  await tx.dependencyInstall.updateMany({
    where: { repositoryId, status: offered },
    data: { status: installMachine.next(offered, "decline"), finishedAt: now },
  });
}

/** Installs that nobody attends to: waiting for `seconds`, or running under a lease that lapsed. At most 20. */
export async function unattendedInstalls(db: Db, seconds: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM dependency_install
    WHERE (status IN (${Prisma.join(installMachine.sources("start"))})
        AND created_at < now() - make_interval(secs => ${seconds}))
      OR (status IN (${Prisma.join(installMachine.sources("resume"))}) AND lease_until < now())
    ORDER BY created_at LIMIT 20`;
  return rows.map(({ id }) => id);
}

/** Keeps what a lock holds; the same lock twice is one. */
export async function saveLock(tx: Tx, hash: string, items: readonly LockItem[]): Promise<void> {
  await tx.dependencyLock.createMany({
    data: [{ hash, items: asJson(items) }],
    skipDuplicates: true,
  });
}

/** What a lock holds; nothing for null and for one that is not known. */
export async function findLockItems(db: Db, hash: string | null): Promise<LockItem[]> {
  if (hash === null) return [];
  const row = await db.dependencyLock.findUnique({ where: { hash } });
  return row === null ? [] : z.array(lockItemSchema).parse(row.items);
}

/** Locks the repository's row. @returns the lock in use; undefined when the repository is gone */
export async function lockRepository(
  tx: Tx,
  repositoryId: string,
): Promise<{ name: string; requirementsLock: string | null } | undefined> {
  const [row] = await tx.$queryRaw<{ name: string; requirementsLock: string | null }[]>`
    SELECT name, requirements_lock AS "requirementsLock" FROM repository
    WHERE id = ${repositoryId}::uuid FOR UPDATE`;
  return row;
}

/** Takes a lock into use and notes it in the repository's history. */
export async function putInUse(
  tx: Tx,
  use: { repositoryId: string; hash: string; actor: Actor; text: string },
): Promise<void> {
  const { repositoryId, hash, actor, text } = use;
  await tx.repository.update({ where: { id: repositoryId }, data: { requirementsLock: hash } });
  await tx.repositoryLock.create({ data: { repositoryId, hash, actor: asJson(actor), text } });
}

/** Locks that were in use for a repository, newest first, at most 20. */
export async function lockHistory(
  db: Db,
  repositoryId: string,
): Promise<{ hash: string; at: Date; actor: Actor; text: string }[]> {
  const rows = await db.repositoryLock.findMany({
    where: { repositoryId },
    orderBy: { id: "desc" },
    take: 20,
  });
  return rows.map(({ hash, at, actor, text }) => ({
    hash,
    at,
    actor: actorSchema.parse(actor),
    text,
  }));
}

/** Locks whose content somebody may still need: in use, offered, or of a plan that can still run. */
export async function neededLocks(db: Db): Promise<Set<string>> {
  const live: PlanStatus[] = ["awaiting_approval", "approved"];
  const offered: InstallStatus = "offered";
  const rows = await db.$queryRaw<{ hash: string }[]>`
    SELECT requirements_lock AS hash FROM repository WHERE requirements_lock IS NOT NULL
    UNION SELECT lock_hash FROM dependency_install WHERE lock_hash IS NOT NULL AND status = ${offered}
    UNION SELECT body ->> 'requirementsLock' FROM plan
      WHERE status IN (${Prisma.join(live)}) AND body ->> 'requirementsLock' IS NOT NULL`;
  return new Set(rows.map(({ hash }) => hash));
}
