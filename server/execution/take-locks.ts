import type { Tx } from "#server/platform/prisma.ts";
import type { LockWish } from "./domain/host-locks.ts";
import {
  enterHosts,
  findEarlierWaiter,
  findExcluding,
  insertTaskLocks,
  isSilent,
  type StoredLock,
  saveLockWait,
} from "./lock-repository.ts";

/**
 * Takes what a task must have to itself, all or nothing, so that whoever holds a lock waits for none. First come, first
 * served: a task does not overtake one that waits for the same, or shared locks could keep an exclusive one out for ever.
 * Who waits for a person, or for a run that has fallen silent, holds up nobody else meanwhile.
 *
 * @returns why it has to wait, for a person; null when it has them
 */
export async function takeTaskLocks(
  tx: Tx,
  taskId: string,
  wish: LockWish | null,
): Promise<string | null> {
  if (wish === null) return null;
  await enterHosts(tx, wish.hosts);
  const lock = await findExcluding(tx, taskId, wish);
  if (lock !== null) {
    await saveLockWait(tx, taskId, wish, lock.taskId !== null && !isSilent(lock));
    return lockWords(lock);
  }
  const earlier = await findEarlierWaiter(tx, taskId, wish);
  if (earlier !== null) {
    await saveLockWait(tx, taskId, wish, true);
    return `"${earlier}" waits for the same hosts and came first`;
  }
  await insertTaskLocks(tx, taskId, wish);
  return null;
}

/** Who has a lock, where and until when, for a person. */
export function lockWords(lock: StoredLock): string {
  const place = lock.service === null ? lock.host : `${lock.service} on ${lock.host}`;
  if (lock.taskId !== null) return `${place} is in use by "${lock.taskName ?? "another task"}"`;
  const until = lock.expiresAt === null ? "" : ` until ${lock.expiresAt.toISOString()}`;
  return `${lock.holderName ?? "somebody"} keeps runs off ${place}${until}: ${lock.reason ?? ""}`;
}
