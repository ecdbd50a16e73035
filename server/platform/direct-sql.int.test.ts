import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { writeAtCommit } from "#server/platform/commit-writes.ts";
import { PrismaClient } from "#server/platform/generated/prisma/client.ts";
import {
  type Database,
  inTransaction,
  isDatabaseDown,
  isUniqueViolation,
  openDatabase,
  Prisma,
} from "#server/platform/prisma.ts";
import { useDatabase } from "#tests/support/postgres.ts";

const lab = useDatabase();
let db: Database;
let plain: PrismaClient;

beforeAll(() => {
  db = openDatabase(lab.url, 2);
  plain = new PrismaClient({ adapter: new PrismaPg({ connectionString: lab.url, max: 1 }) });
});
afterAll(async () => {
  await db.$disconnect();
  await plain.$disconnect();
});

const allTypes = Prisma.sql`
  SELECT 7 AS int, 9007199254740993::bigint AS big, 1.5::float8 AS float, 12.50::numeric AS numeric, true AS bool,
    'é'::text AS text, NULL::text AS nothing, 'd9428888-122b-11e1-b85c-61cd3cbb3210'::uuid AS uuid,
    '2026-03-29 02:30:00.125+02'::timestamptz AS at, '{"a":[1,null]}'::json AS json, '[{"b":"c"}]'::jsonb AS jsonb,
    '\\x00ff'::bytea AS bytes, ARRAY['a','b"c'] AS texts, ARRAY[1,2]::int[] AS ints, ARRAY[3]::bigint[] AS bigs,
    ARRAY['d9428888-122b-11e1-b85c-61cd3cbb3210']::uuid[] AS uuids, ARRAY[]::text[] AS none,
    ARRAY['2026-03-29 00:30:00Z']::timestamptz[] AS instants, count(*) AS count`;

const written = Prisma.sql`
  SELECT ${new Date("2026-10-25T00:30:00.007Z")}::timestamptz AS at, ${["x", 'y"z', "{}"]}::text[] AS texts,
    ${12n}::bigint AS big, ${null}::text AS nothing, ${false}::boolean AS bool, ${JSON.stringify(["j"])}::jsonb AS json,
    ${new Uint8Array([0, 255])}::bytea AS bytes, ${0.1}::float8 AS float, ${[4, 5]}::int[] AS ints`;

const plainBytes = (rows: unknown) =>
  (rows as Record<string, unknown>[]).map(({ bytes, ...rest }) => ({
    ...rest,
    bytes: [...(bytes as Uint8Array)],
  }));

describe("a statement in SQL", () => {
  it.each([
    ["read", allTypes],
    ["written", written],
  ])("gives what it gives through Prisma: values %s", async (_, sql) => {
    const through = plainBytes(await plain.$queryRaw(sql));
    expect(plainBytes(await db.$queryRaw(sql))).toEqual(through);
    expect(plainBytes(await inTransaction(db, (tx) => tx.$queryRaw(sql)))).toEqual(through);
  });

  it("counts the rows that it changed", async () => {
    const insert = () =>
      db.$executeRaw`INSERT INTO setting (key, value) VALUES ('direct', '1'::jsonb)`;
    expect(await insert()).toBe(1);
    expect(await db.$executeRaw`UPDATE setting SET value = '2' WHERE key = ${"nobody"}`).toBe(0);
    const refused: unknown = await insert().catch((error: unknown) => error);
    expect(isUniqueViolation(refused)).toBe(true);
    await db.setting.deleteMany();
  });

  it("sees what its transaction has written, and goes with it", async () => {
    const seen = await inTransaction(db, async (tx) => {
      await tx.setting.create({ data: { key: "inside", value: 1 } });
      await tx.$executeRaw`UPDATE setting SET value = '2' WHERE key = 'inside'`;
      const others = await db.$queryRaw<unknown[]>`SELECT 1 FROM setting WHERE key = 'inside'`;
      return [await tx.setting.findUnique({ where: { key: "inside" } }), others];
    });
    expect(seen).toMatchObject([{ value: 2 }, []]);
    const failing = inTransaction(db, async (tx) => {
      await tx.$executeRaw`DELETE FROM setting`;
      throw new Error("on purpose");
    });
    await expect(failing).rejects.toThrow("on purpose");
    expect(await db.setting.count()).toBe(1);
    await db.setting.deleteMany();
  });

  it("goes over no connection that its transaction has given back", async () => {
    const kept = await inTransaction(db, async (tx) => ({ tx }));
    await expect(kept.tx.$queryRaw`SELECT 1`).rejects.toThrow("transaction is over");
  });

  it("runs again with its transaction where two waited for each other", async () => {
    await db.setting.createMany({ data: ["a", "b"].map((key) => ({ key, value: 0 })) });
    let arrived = 0;
    let bothHold: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      bothHold = resolve;
    });
    const take = (first: string, second: string) =>
      inTransaction(db, async (tx) => {
        await tx.$executeRaw`UPDATE setting SET value = '1' WHERE key = ${first}`;
        arrived += 1;
        if (arrived === 2) bothHold();
        await both;
        await tx.$executeRaw`UPDATE setting SET value = '1' WHERE key = ${second}`;
      });
    await Promise.all([take("a", "b"), take("b", "a")]);
    expect(arrived).toBeGreaterThan(2);
    expect(await db.setting.findMany({ select: { value: true } })).toEqual([
      { value: 1 },
      { value: 1 },
    ]);
    await db.setting.deleteMany();
  });
});

describe("a transaction", () => {
  const keys = async () =>
    (await db.setting.findMany({ orderBy: { key: "asc" } })).map(({ key }) => key);
  afterEach(async () => {
    await db.setting.deleteMany();
  });

  it("keeps apart what is read by it and what is read beside it in the same moment", async () => {
    const where = { key: "mine" };
    const found = await inTransaction(db, async (tx) => {
      await tx.setting.create({ data: { ...where, value: 1 } });
      return Promise.all([
        ...[tx, db, tx, db].map((each) => each.setting.findUnique({ where })),
        tx.$queryRaw`SELECT key FROM setting`,
      ]);
    });
    expect(found.map((each) => each !== null)).toEqual([true, false, true, false, true]);
    expect(found[4]).toEqual([where]);
  });

  it("is taken back where its end is refused, and says by whom", async () => {
    const refused = inTransaction(db, async (tx) => {
      await tx.setting.create({ data: { key: "begun", value: 1 } });
      const aside = {
        write: () => Prisma.sql`refused AS (
          INSERT INTO setting (key, value) VALUES ('begun', '2'::jsonb) RETURNING key)`,
        last: "refused",
      };
      await writeAtCommit(tx, aside, [1]);
    });
    await expect(refused).rejects.toSatisfy(isUniqueViolation);
    expect(await keys()).toEqual([]);
  });

  it("is taken back where a refusal was passed over", async () => {
    const failed = inTransaction(db, async (tx) => {
      await tx.setting.create({ data: { key: "before", value: 1 } });
      await tx.$executeRaw`SELECT 1 / 0`.catch(() => undefined);
    });
    await expect(failed).rejects.toThrow("a statement of this transaction failed");
    expect(await keys()).toEqual([]);
  });

  it("ends after its time, and sends nothing more", async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let late: unknown;
    const slow = db.$transaction(
      async (tx) => {
        await tx.setting.create({ data: { key: "slow", value: 1 } });
        await held;
        late = await tx.setting.create({ data: { key: "late", value: 1 } }).catch((err) => err);
      },
      { timeout: 200 },
    );
    await expect(slow).rejects.toThrow("it took too long");
    goOn();
    await vi.waitFor(() => expect(String(late)).toContain("transaction is over"));
    expect(await keys()).toEqual([]);
  });

  it("whose connection is cut fails alone; the next one is given another", async () => {
    const owner = new pg.Client({ connectionString: lab.ownerUrl });
    await owner.connect();
    const cut = inTransaction(db, async (tx) => {
      const [own] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await tx.setting.create({ data: { key: "cut", value: 1 } });
      await owner.query("SELECT pg_terminate_backend($1)", [own?.pid]);
      await tx.setting.create({ data: { key: "after", value: 1 } });
    });
    const error: unknown = await cut.catch((cause: unknown) => cause);
    expect(isDatabaseDown(error)).toBe(true);
    await owner.end();
    await inTransaction(db, (tx) => tx.setting.create({ data: { key: "next", value: 1 } }));
    expect(await keys()).toEqual(["next"]);
  });

  it("waits for a connection where all are taken, and holds none after it failed", async () => {
    const failures = Array.from({ length: 12 }, (_, at) =>
      inTransaction(db, async (tx) => {
        await tx.setting.create({ data: { key: `k${at}`, value: 1 } });
        if (at % 2 === 0) throw new Error("on purpose");
      }),
    );
    const settled = await Promise.allSettled(failures);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(6);
    expect(await keys()).toHaveLength(6);
  });
});

describe("instants", () => {
  it("are the database's own, whatever zone its owner keeps", async () => {
    const owner = new pg.Client({ connectionString: lab.ownerUrl });
    await owner.connect();
    const name = new URL(lab.url).pathname.slice(1);
    await owner.query(`ALTER DATABASE "${name}" SET timezone TO 'Asia/Tokyo'`);
    await owner.end();
    const abroad = openDatabase(lab.url, 1);
    try {
      const at = new Date("2026-11-29T12:00:00.000Z");
      await abroad.setting.create({ data: { key: "zone", value: 1, updatedAt: at } });
      const [row] = await abroad.$queryRaw<{ at: Date; text: string }[]>`
        SELECT updated_at AS at, to_char(updated_at AT TIME ZONE 'UTC', 'HH24:MI') AS text FROM setting WHERE key = 'zone'`;
      expect(row).toEqual({ at, text: "12:00" });
      expect(
        (await abroad.setting.findUniqueOrThrow({ where: { key: "zone" } })).updatedAt,
      ).toEqual(at);
    } finally {
      await abroad.$disconnect();
    }
  });
});
