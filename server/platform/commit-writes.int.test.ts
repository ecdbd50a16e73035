import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NewEvent } from "#server/platform/event-log.ts";
import { appendEvents, readEvents } from "#server/platform/event-log.ts";
import { enqueue } from "#server/platform/outbox.ts";
import { type Database, inTransaction, openDatabase } from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { writeCollected } from "./commit-writes.ts";

const lab = useDatabase();
let db: Database;

beforeAll(() => {
  db = openDatabase(lab.url, 4);
});
afterAll(() => db.$disconnect());

const news = (awaiting: number): NewEvent => ({
  topic: "inbox",
  body: { type: "inbox.changed", awaiting },
});
const waiting = async () =>
  (await db.outbox.findMany({ orderBy: { id: "asc" } })).map(({ job }) => job);

describe("what is written at a commit", () => {
  it("is nowhere before, and there in the order given afterwards", async () => {
    await inTransaction(db, async (tx) => {
      await enqueue(tx, [{ name: "waiting.dispatch" }]);
      await appendEvents(tx, news(1), news(2));
      await enqueue(tx, [{ name: "known_hosts.write" }]);
      await appendEvents(tx, news(3));
      expect(await tx.outbox.count()).toBe(0);
    });
    expect(await waiting()).toEqual([{ name: "waiting.dispatch" }, { name: "known_hosts.write" }]);
    const events = await readEvents(db, "inbox", 0, 10);
    expect(events.map(({ seq, body }) => [seq, body])).toEqual(
      [1, 2, 3].map((each) => [each, { type: "inbox.changed", awaiting: each }]),
    );
  });

  it("goes with what it belongs to", async () => {
    const [jobs, events] = [await waiting(), await readEvents(db, "inbox", 0, 10)];
    const change = inTransaction(db, async (tx) => {
      await enqueue(tx, [{ name: "waiting.dispatch" }]);
      await appendEvents(tx, news(4));
      throw new Error("changed its mind");
    });
    await expect(change).rejects.toThrow("changed its mind");
    expect([await waiting(), await readEvents(db, "inbox", 0, 10)]).toEqual([jobs, events]);
  });

  it("takes the change with it when it can't be written", async () => {
    const before = await waiting();
    const change = inTransaction(db, async (tx) => {
      await tx.$executeRaw`INSERT INTO outbox (job) VALUES ('{"name":"waiting.dispatch"}')`;
      await appendEvents(tx, {
        topic: "inbox",
        body: { type: "inbox.changed", awaiting: "\0" },
      } as never);
    });
    await expect(change).rejects.toThrow();
    expect(await waiting()).toEqual(before);
  });

  it("is there at once for a statement that must find it, and once only", async () => {
    const before = (await waiting()).length;
    await inTransaction(db, async (tx) => {
      await enqueue(tx, [{ name: "waiting.dispatch" }]);
      await writeCollected(tx);
      expect(await tx.outbox.count()).toBe(before + 1);
    });
    expect((await waiting()).length).toBe(before + 1);
  });

  it("comes due after its own delay", async () => {
    await db.outbox.deleteMany();
    await inTransaction(db, async (tx) => {
      await enqueue(tx, [{ name: "waiting.dispatch" }], { delayMs: 60_000 });
      await enqueue(tx, [{ name: "known_hosts.write" }]);
    });
    const rows = await db.$queryRaw<{ name: string; seconds: number }[]>`
      SELECT job ->> 'name' AS name, extract(epoch FROM available_at - now())::float8 AS seconds FROM outbox ORDER BY id`;
    expect(rows.map(({ name, seconds }) => [name, seconds > 50])).toEqual([
      ["waiting.dispatch", true],
      ["known_hosts.write", false],
    ]);
  });
});
