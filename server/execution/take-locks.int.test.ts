import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { succeeded } from "#tests/support/run-endings.ts";
import { excludes, type LockRequest } from "./domain/host-locks.ts";
import { LocksService } from "./locks-service.ts";
import { takeTaskLocks } from "./take-locks.ts";

const slots = 4;
const lab = useDispatchLab(slots);
const takers = 6;

const lockRequests: fc.Arbitrary<LockRequest> = fc.record({
  hosts: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }),
  service: fc.constantFrom(null, "x", "y"),
  mode: fc.constantFrom("exclusive" as const, "shared" as const),
});

/** Pairs of holders at one moment that exclude each other: what must never be seen. */
function overlaps(held: ReadonlyMap<string, LockRequest>): string[] {
  const holders = [...held];
  return holders.flatMap(([one, wanted], at) =>
    holders
      .slice(at + 1)
      .filter(([, other]) => excludes(wanted, other))
      .map(([other]) => `${one} beside ${other}`),
  );
}

/** Holds nothing yet: rows of tasks that only stand for their ids. */
async function makeTasks(count: number): Promise<string[]> {
  const { plans } = lab();
  const plan = await plans.offerApproved(...Array.from({ length: count }, () => ({})));
  return (await lab().tasksOf(plan)).map(({ id }) => id);
}

describe("takers of locks, in any order and all at once", () => {
  it("never overlap, never wait in a circle, and each has its turn: 1,000 interleavings", async () => {
    const { db } = lab();
    const taskIds = await makeTasks(takers);
    const seen: string[] = [];
    let taken = 0;
    const round = async (given: readonly LockRequest[], pauses: readonly number[]) => {
      await db.hostLock.deleteMany();
      await db.lockWait.deleteMany();
      const held = new Map<string, LockRequest>();
      const tries = new Map<string, number>();
      await Promise.all(
        given.map(async (wanted, at) => {
          const taskId = required(taskIds[at], "a task");
          for (let turn = 1; ; turn++) {
            tries.set(taskId, turn);
            if (turn > 300) throw new Error(`starved: ${JSON.stringify(wanted)}`);
            const why = await inTransaction(db, (tx) => takeTaskLocks(tx, taskId, wanted));
            if (why === null) break;
          }
          held.set(taskId, wanted);
          seen.push(...overlaps(held));
          taken += 1;
          for (let turn = 0; turn < (pauses[at] ?? 0); turn++)
            await new Promise((next) => setImmediate(next));
          seen.push(...overlaps(held));
          held.delete(taskId);
          await db.hostLock.deleteMany({ where: { taskId } });
        }),
      );
    };
    await fc.assert(
      fc.asyncProperty(
        fc.array(lockRequests, { minLength: takers, maxLength: takers }),
        fc.array(fc.nat(8), { minLength: takers, maxLength: takers }),
        round,
      ),
      { numRuns: 1000, endOnFailure: true },
    );
    expect(seen).toEqual([]);
    expect(taken).toBeGreaterThanOrEqual(1000 * takers);
  }, 900_000);

  it("a taker that does not look would be caught: by the check of this test, and by Postgres", async () => {
    const { db } = lab();
    const [one = "", other = ""] = await makeTasks(2);
    const wanted: LockRequest = { hosts: ["a"], service: null, mode: "exclusive" };
    expect(
      overlaps(
        new Map([
          [one, wanted],
          [other, { ...wanted, service: "x" }],
        ]),
      ),
    ).toHaveLength(1);
    await inTransaction(db, (tx) => takeTaskLocks(tx, one, wanted));
    const blindly = db.hostLock.create({
      data: { host: "a", service: "x", mode: "shared", taskId: other },
    });
    await expect(blindly).rejects.toThrow("host_lock_conflict");
  });

  it("an exclusive one is not kept out by shared ones that keep coming", async () => {
    const { db } = lab();
    const [reader = "", writer = "", late = ""] = await makeTasks(3);
    const shared: LockRequest = { hosts: ["a"], service: "x", mode: "shared" };
    const take = (taskId: string, wanted: LockRequest) =>
      inTransaction(db, (tx) => takeTaskLocks(tx, taskId, wanted));
    expect(await take(reader, shared)).toBeNull();
    expect(await take(writer, { ...shared, mode: "exclusive" })).toContain("x on a is in use by");
    expect(await take(late, shared)).toContain("came first");
    await db.hostLock.deleteMany({ where: { taskId: reader } });
    expect(await take(late, shared)).toContain("came first");
    expect(await take(writer, { ...shared, mode: "exclusive" })).toBeNull();
  });
});

describe("a person's lock", () => {
  const admin = { personId: randomUUID(), name: "Ada", role: "admin", sessionId: "" } as const;
  const abel = { ...admin, personId: randomUUID(), name: "Abel", role: "approver" } as const;
  const body = {
    host: "localhost",
    mode: "exclusive",
    reason: "new disks",
    ttlMinutes: 60,
  } as const;
  const service = () => {
    const { db, services } = lab();
    return new LocksService({ db, audit: services.audit, hostNames: async () => ["localhost"] });
  };

  it("keeps tasks waiting, who say whom they wait for, and lets them go on when it is released", async () => {
    const locks = service();
    const { services, plans, agent } = lab();
    const { locks: held } = await locks.take(abel, body);
    const [lock] = held;
    const plan = await plans.offerApproved({ service: "alpha" });
    expect(await services.dispatch.dispatch(plan.id)).toBe(0);
    const [task] = (await services.requestViews.view(plan.requestId)).tasks;
    expect(task?.pausedReason).toContain("Abel keeps runs off localhost until");
    expect(task?.waitsFor).toMatchObject({
      ...{ kind: "lock", host: "localhost", service: null, holder: null },
      keptBy: { name: "Abel", reason: "new disks" },
    });
    expect((await locks.list()).locks[0]).toMatchObject({ waiting: 1 });
    await expect(
      locks.release({ ...abel, personId: randomUUID() }, lock?.id ?? ""),
    ).rejects.toThrow("Only Abel or an admin");
    expect((await locks.release(admin, lock?.id ?? "")).locks).toEqual([]);
    expect(await services.dispatch.dispatch(plan.id)).toBe(1);
    expect((await lab().tasksOf(plan))[0]).toMatchObject({ agentId: agent.agentId });
  });

  it("is refused while a task has the host, and names it", async () => {
    const locks = service();
    const { services, plans } = lab();
    const plan = await plans.offerApproved({ service: "alpha" });
    await services.dispatch.dispatch(plan.id);
    await expect(locks.take(abel, body)).rejects.toThrow(/alpha on localhost is in use by ".*"/);
    const [lock] = (await locks.list()).locks;
    expect(lock).toMatchObject({ host: "localhost", service: "alpha", holder: { kind: "task" } });
    await expect(locks.release(admin, lock?.id ?? "")).rejects.toThrow("Stop the task instead");
  });

  it("taken again takes the place of the first, and lapses by itself", async () => {
    const locks = service();
    const { db } = lab();
    await locks.take(abel, body);
    const { locks: held } = await locks.take(abel, { ...body, reason: "more disks" });
    expect(held).toHaveLength(1);
    await expect(locks.take(admin, body)).rejects.toThrow("Abel keeps runs off localhost");
    await db.hostLock.updateMany({ data: { expiresAt: new Date(Date.now() - 1000) } });
    expect((await locks.list()).locks).toEqual([]);
    await locks.sweep();
    expect(await db.hostLock.count()).toBe(0);
    const lapsed = await db.auditEntry.count({ where: { type: "lock.lapsed" } });
    expect(lapsed).toBe(1);
    expect(await db.outbox.count()).toBeGreaterThan(0);
  });

  it("on a host that no inventory has is refused with the names there are", async () => {
    const locks = service();
    await expect(locks.take(abel, { ...body, host: "nas9" })).rejects.toThrow(
      "No inventory has a host nas9. There are: localhost.",
    );
  });
});

describe("four dispatchers and 200 tasks", () => {
  it("never exceed slots or locks, and all tasks come to their end", async () => {
    const { services, db, plans, agent } = lab();
    const offered: string[] = [];
    for (let each = 0; each < 50; each++) {
      const tasks = Array.from({ length: 4 }, (_, at) => ({
        service: [null, "alpha", "beta", "gamma", "delta"][(each + at) % 5] ?? null,
      }));
      offered.push((await plans.offerApproved(...tasks)).id);
    }
    const where = { planId: { in: offered } };
    const left = () => db.task.count({ where: { ...where, status: { not: "succeeded" } } });
    const faults: string[] = [];
    let done = false;
    const dispatcher = async (first: number) => {
      for (let at = first; !done; at++)
        await services.dispatch.dispatch(offered[at % offered.length] ?? "");
    };
    const watcher = async () => {
      while (!done) {
        const [seen] = await db.$queryRaw<{ held: number; overlapping: number }[]>`
          SELECT (SELECT count(*)::int FROM task WHERE agent_id IS NOT NULL AND status IN ('pending', 'running', 'paused')) AS held,
            (SELECT count(*)::int FROM host_lock one JOIN host_lock other ON one.id < other.id AND one.host = other.host
              AND one.service = other.service AND one.task_id <> other.task_id) AS overlapping`;
        if ((seen?.held ?? 0) > slots) faults.push(`${seen?.held} tasks in ${slots} slots`);
        if ((seen?.overlapping ?? 0) > 0) faults.push("two tasks have one lock");
      }
    };
    const runner = async () => {
      const deadline = Date.now() + 600_000;
      while ((await left()) > 0 && Date.now() < deadline) {
        const placed = await db.task.findFirst({
          where: { ...where, status: "pending", agentId: { not: null } },
        });
        const run = placed === null ? null : await services.runs.claim(placed.id, agent);
        if (run === null || !(await services.runs.markSpawned(run, agent))) continue;
        await services.runs.finish(run, agent, succeeded);
      }
      done = true;
    };
    await Promise.all([...[0, 12, 25, 37].map(dispatcher), watcher(), runner(), runner()]);
    expect(faults).toEqual([]);
    expect(await left()).toBe(0);
    expect(await db.hostLock.count()).toBe(0);
  }, 900_000);
});
