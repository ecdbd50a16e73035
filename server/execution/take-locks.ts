import type { Tx } from "#server/platform/prisma.ts";
import type { LockRequest } from "./domain/host-locks.ts";
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
  wanted: LockRequest | null,
): Promise<string | null> {
  if (wanted === null) return null;
  await enterHosts(tx, wanted.hosts);
  const lock = await findExcluding(tx, taskId, wanted);
  if (lock !== null) {
    await saveLockWait(tx, taskId, wanted, lock.taskId !== null && !isSilent(lock));
    return lockWords(lock);
  }
  const earlier = await findEarlierWaiter(tx, taskId, wanted);
  if (earlier !== null) {
    await saveLockWait(tx, taskId, wanted, true);
    return `"${earlier}" waits for the same hosts and came first`;
  }
  await insertTaskLocks(tx, taskId, wanted);
  return null;
}

/** Who has a lock, where and until when, for a person. */
export function lockWords(lock: StoredLock): string {
  const place = lock.service === null ? lock.host : `${lock.service} on ${lock.host}`;
  if (lock.taskId !== null) return `${place} is in use by "${lock.taskName ?? "another task"}"`;
  const until = lock.expiresAt === null ? "" : ` until ${lock.expiresAt.toISOString()}`;
  return `${lock.holderName ?? "somebody"} keeps runs off ${place}${until}: ${lock.reason ?? ""}`;
}
