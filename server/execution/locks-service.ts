import { randomUUID } from "node:crypto";
import type { AuditService } from "#server/audit/audit-service.ts";
import { systemActor } from "#server/contracts/common.ts";
import type { HostLock, LockHolder, TakeLockBody } from "#server/contracts/lock.ts";
import { maxHeldLocks } from "#server/contracts/lock.ts";
import { actorOf, type Principal } from "#server/contracts/people.ts";
import { AppError } from "#server/lib/app-error.ts";
import { appendEvent } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";
import {
  countPersonLocks,
  deleteLock,
  enterHosts,
  findExcluding,
  findLock,
  findLocks,
  forgetOldWaits,
  replacePersonLock,
  type StoredLock,
  takeLapsedLocks,
} from "./lock-repository.ts";
import { lockWords } from "./take-locks.ts";

/** Hosts named to somebody who misspelt one. */
const namedHosts = 10;

/** What people keep runs off, and what runs keep each other off. */
export class LocksService {
  private readonly deps: {
    readonly db: Database;
    readonly audit: AuditService;
    /** Names of every host of every inventory. */
    readonly hostNames: () => Promise<readonly string[]>;
  };

  constructor(deps: LocksService["deps"]) {
    this.deps = deps;
  }

  /** Every lock in force, by host. */
  async list(): Promise<{ locks: HostLock[] }> {
    return { locks: (await findLocks(this.deps.db)).map(toLock) };
  }

  /**
   * Keeps runs off a host until a time. Keyed by person, host and service: taken again, it takes the place of the first.
   *
   * @throws invalid_input for a host of no inventory, lock_held naming who has it
   */
  async take(principal: Principal, body: TakeLockBody): Promise<{ locks: HostLock[] }> {
    const { host, service = null, mode, reason, ttlMinutes } = body;
    await this.assertHost(host);
    const { personId, name: holderName } = principal;
    await inTransaction(this.deps.db, async (tx) => {
      await enterHosts(tx, [host]);
      const held = await findExcluding(tx, personId, { hosts: [host], service, mode });
      if (held !== null)
        throw new AppError("lock_held", {
          message: `${sentenceOf(lockWords(held))} Nothing was locked.`,
          details: { lockId: held.id, requestId: held.requestId, since: held.at.toISOString() },
        });
      if ((await countPersonLocks(tx)) >= maxHeldLocks)
        throw new AppError("invalid_input", {
          message: `There are ${maxHeldLocks} locks already. Release some first.`,
        });
      const lock = { host, service, mode, personId, holderName, reason, ttlMinutes };
      const until = await replacePersonLock(tx, { id: randomUUID(), ...lock });
      await this.deps.audit.record(tx, {
        type: "lock.taken",
        actor: actorOf(principal),
        subject: { host, service },
        facts: { mode, until: until.toISOString() },
        text: reason,
      });
      await appendEvent(tx, "fleet", { type: "lock.changed", host });
    });
    return this.list();
  }

  /**
   * Releases a person's lock: its holder, or an admin.
   *
   * @throws not_found, not_allowed, invalid_state for the lock of a task
   */
  async release(principal: Principal, lockId: string): Promise<{ locks: HostLock[] }> {
    await inTransaction(this.deps.db, async (tx) => {
      const lock = await findLock(tx, lockId);
      if (lock === null) throw new AppError("not_found");
      if (lock.personId === null)
        throw new AppError("invalid_state", {
          message: "A task has that lock and gives it up when it ends. Stop the task instead.",
        });
      if (lock.personId !== principal.personId && principal.role !== "admin")
        throw new AppError("not_allowed", {
          message: `Only ${lock.holderName ?? "its holder"} or an admin can release that lock.`,
        });
      if (!(await deleteLock(tx, lockId))) throw new AppError("not_found");
      await this.deps.audit.record(tx, {
        type: "lock.released",
        actor: actorOf(principal),
        subject: { host: lock.host, service: lock.service },
        facts: { heldBy: lock.holderName, since: lock.at.toISOString() },
      });
      await this.goOn(tx, lock.host);
    });
    return this.list();
  }

  /** Ends people's locks whose time is over, so that what waits goes on. Part of the sweep. */
  async sweep(): Promise<void> {
    await forgetOldWaits(this.deps.db);
    await inTransaction(this.deps.db, async (tx) => {
      for (const { host, service, holderName } of await takeLapsedLocks(tx)) {
        await this.deps.audit.record(tx, {
          type: "lock.lapsed",
          actor: systemActor,
          subject: { host, service },
          facts: { heldBy: holderName },
        });
        await this.goOn(tx, host);
      }
    });
  }

  private async goOn(tx: Tx, host: string): Promise<void> {
    await enqueue(tx, [{ name: "waiting.dispatch" }]);
    await appendEvent(tx, "fleet", { type: "lock.changed", host });
  }

  private async assertHost(host: string): Promise<void> {
    const names = await this.deps.hostNames();
    if (names.includes(host)) return;
    const known = names.slice(0, namedHosts).join(", ");
    throw new AppError("invalid_input", {
      message: `No inventory has a host ${host}. ${known === "" ? "Add a host first." : `There are: ${known}.`}`,
    });
  }
}

function toLock(stored: StoredLock & { readonly waiting: number }): HostLock {
  const { id, host, service, mode, reason, at, expiresAt, waiting } = stored;
  return {
    ...{ id, host, service, mode, reason, waiting },
    holder: holderOf(stored),
    since: at.toISOString(),
    until: expiresAt?.toISOString() ?? null,
  };
}

function holderOf(stored: StoredLock): LockHolder {
  const { taskId, requestId, runId, taskName, leaseUntil, personId, holderName } = stored;
  if (taskId === null || requestId === null)
    return { kind: "person", personId: personId ?? "", name: holderName ?? "" };
  return {
    ...{ kind: "task", taskId, requestId, runId, name: taskName ?? "" },
    leaseUntil: leaseUntil?.toISOString() ?? null,
  };
}

function sentenceOf(words: string): string {
  return /[.!?]$/.test(words) ? words : `${words}.`;
}
