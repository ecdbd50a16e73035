import { Queue } from "bullmq";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Job } from "#server/contracts/jobs.ts";
import { withRedis } from "#server/platform/embedded/redis-policy.ts";
import { JobQueue } from "#server/platform/job-queue.ts";
import { createLogger } from "#server/platform/logger.ts";
import {
  countFailures,
  enqueue,
  findSetAside,
  maxOutboxAttempts,
  retrySetAside,
  takeDue,
} from "#server/platform/outbox.ts";
import { type Database, inTransaction, openDatabase } from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { startOwnRedis, useRedis } from "#tests/support/redis.ts";
import { OutboxRelay } from "./outbox-relay.ts";

const database = useDatabase();
const redis = useRedis();
const log = createLogger("test", "silent");
const planId = "00000000-0000-4000-8000-000000000001";
const readable: Job = { name: "plan.dispatch", planId };
/** As a version wrote it that called things otherwise. */
const unreadable = { name: "plan.dispatch", plan: planId };

let db: Database;
let queue: JobQueue;
let orchestrator: Queue;
let relay: OutboxRelay;

beforeAll(() => {
  db = openDatabase(database.url);
  queue = new JobQueue(redis.url);
  orchestrator = new Queue("orchestrator", { connection: { url: redis.url }, prefix: "chiffon" });
  relay = new OutboxRelay({ db, queue, log });
});
beforeEach(async () => {
  await db.outbox.deleteMany();
  await orchestrator.obliterate({ force: true });
});
afterAll(async () => {
  await orchestrator.close();
  await queue.close();
  await db.$disconnect();
});

const add = (job: object) => db.outbox.create({ data: { job } });
const addReadable = (count: number) =>
  inTransaction(db, (tx) =>
    enqueue(
      tx,
      Array.from({ length: count }, () => readable),
    ),
  );
const makeDue = () => db.outbox.updateMany({ data: { availableAt: new Date(0) } });
const handedOn = () => orchestrator.getWaitingCount();

describe("a row that can't be read", () => {
  it("keeps no other back, however many it is and wherever it stands", async () => {
    await db.outbox.createMany({ data: Array.from({ length: 120 }, () => ({ job: unreadable })) });
    await addReadable(70);
    await relay.drain();
    expect(await handedOn()).toBe(70);
    expect(await db.outbox.count()).toBe(120);
  });

  it("is tried again later, then set aside with what is wrong with it, and not taken any more", async () => {
    const { id } = await add(unreadable);
    for (let attempt = 1; attempt < maxOutboxAttempts; attempt++) {
      await relay.drain();
      // Not at once: whoever can read it may come with an upgrade that is under way.
      const [row] = await db.outbox.findMany();
      expect(row).toMatchObject({ attempts: attempt });
      expect(Number(row?.availableAt)).toBeGreaterThan(Date.now() + 1_000);
      await relay.drain();
      expect(await db.outbox.findMany()).toEqual([row]);
      await makeDue();
    }
    await relay.drain();
    const [row] = await findSetAside(db);
    expect(row).toMatchObject({ id, job: unreadable, attempts: maxOutboxAttempts });
    expect(row?.lastError).toMatch(/^planId: /);
    await relay.drain();
    expect(await findSetAside(db)).toEqual([row]);
  });

  it("is handed on when a version that reads it takes it, also after it was set aside", async () => {
    const { id } = await add(unreadable);
    const setAside = await inTransaction(db, async (tx) => {
      const rows = await takeDue(tx, 1);
      const failures = rows.map((row) => ({
        row: { ...row, attempts: maxOutboxAttempts - 1 },
        error: "planId: missing",
      }));
      return countFailures(tx, failures);
    });
    expect(setAside).toEqual([id]);
    await db.outbox.update({ where: { id }, data: { job: readable } });
    await relay.drain();
    expect(await handedOn()).toBe(0);
    expect(await inTransaction(db, (tx) => retrySetAside(tx, id))).not.toBeNull();
    await relay.drain();
    expect(await handedOn()).toBe(1);
    expect(await db.outbox.count()).toBe(0);
  });
});

describe("a Redis that takes nothing", () => {
  it.each(["away", "full"] as const)(
    "(%s) is no fault of the rows: they wait, uncounted",
    async (how) => {
      const own = await startOwnRedis();
      const ownQueue = new JobQueue(own.url);
      onTestFinished(async () => {
        await ownQueue.close();
        await own.remove();
      });
      if (how === "full")
        await withRedis(own.url, (client) => client.config("SET", "maxmemory", "1"));
      else await own.stop();
      await addReadable(60);
      await add(unreadable);
      const ownRelay = new OutboxRelay({ db, queue: ownQueue, log });
      await expect(ownRelay.drain()).rejects.toThrow();
      await ownRelay.stop();
      expect(await db.outbox.count({ where: { attempts: 0, setAsideAt: null } })).toBe(61);
      await relay.drain();
      expect(await handedOn()).toBe(60);
    },
  );
});
