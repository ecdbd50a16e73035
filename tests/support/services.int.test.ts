import { Redis } from "ioredis";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { readMigrations } from "#scripts/migrate.mjs";
import { measurePace } from "#tests/support/machine-pace.ts";
import { createDatabase, useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";

const migrationsDir = new URL("../../prisma/migrations", import.meta.url).pathname;

describe("databases for tests", () => {
  const database = useDatabase();

  test("have every migration applied", async () => {
    const rows = await query(
      database.ownerUrl,
      'SELECT migration_name FROM "_prisma_migrations" ORDER BY 1',
    );
    expect(rows.map((row) => row["migration_name"])).toEqual(
      readMigrations(migrationsDir).map(({ name }) => name),
    );
  });

  test("do not let the product's role change tables", async () => {
    await expect(query(database.url, "CREATE TABLE sneaky (id int)")).rejects.toThrow(
      /permission denied/,
    );
  });

  test("let the product's role read and write the rows of a table made later", async () => {
    await query(database.ownerUrl, "CREATE TABLE later (id serial, word text)");
    await query(database.url, "INSERT INTO later (word) VALUES ('a')");
    expect(await query(database.url, "SELECT id, word FROM later")).toEqual([{ id: 1, word: "a" }]);
  });

  test("are copied in well under a second", async () => {
    const started = performance.now();
    const copies = await Promise.all([createDatabase(), createDatabase(), createDatabase()]);
    const elapsedMs = performance.now() - started;
    await Promise.all(copies.map((copy) => copy.drop()));
    expect(elapsedMs).toBeLessThan(3_000 * measurePace());
  });
});

describe("Redis for tests", () => {
  const { url } = useRedis();
  const redis = new Redis(url);
  afterAll(() => redis.disconnect());

  test("starts empty", async () => {
    expect(await redis.dbsize()).toBe(0);
    await redis.set("left", "behind");
  });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
