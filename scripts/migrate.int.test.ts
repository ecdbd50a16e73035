import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { withClient } from "#server/platform/embedded/postgres-roles.ts";
import { createDatabase } from "#tests/support/postgres.ts";
import { applyMigrations, inspectMigrations } from "./migrate.mjs";

const folders: string[] = [];
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "migrations-"));
  folders.push(directory);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function migration(name: string, sql: string) {
  mkdirSync(path.join(directory, name), { recursive: true });
  writeFileSync(path.join(directory, name, "migration.sql"), sql);
}

/** A database no migration was ever applied to. */
async function openEmptyDatabase(): Promise<string> {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const reset = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
  await withClient(database.ownerUrl, (client) => client.query(reset));
  return database.ownerUrl;
}

const count = (url: string, sql: string) =>
  withClient(url, async (client) => Number((await client.query(sql)).rows[0].count));

describe("applying migrations", () => {
  test("applies each once, oldest first, also when two processes start together", async () => {
    const url = await openEmptyDatabase();
    migration("2_second", "ALTER TABLE item ADD COLUMN word text");
    migration("1_first", "CREATE TABLE item (id int); INSERT INTO item VALUES (1)");
    const names = await Promise.all([1, 2].map(() => applyMigrations(url, { directory })));
    expect(names.flat().sort()).toEqual(["1_first", "2_second"]);
    expect(await count(url, "SELECT count(*) FROM item")).toBe(1);
    expect(await inspectMigrations(url, { directory })).toEqual({ isEmpty: false, pending: [] });
  });

  test("leaves nothing of a migration that fails, and applies it once it is mended", async () => {
    const url = await openEmptyDatabase();
    migration("1_first", "CREATE TABLE item (id int); SELECT 1 / 0");
    await expect(applyMigrations(url, { directory })).rejects.toThrow(
      "Migration 1_first failed and was rolled back: division by zero",
    );
    expect(await count(url, "SELECT count(*) FROM pg_tables WHERE tablename = 'item'")).toBe(0);
    migration("1_first", "CREATE TABLE item (id int)");
    expect(await applyMigrations(url, { directory })).toEqual(["1_first"]);
  });

  test("refuses a file that was edited after it had been applied", async () => {
    const url = await openEmptyDatabase();
    migration("1_first", "SELECT 1");
    await applyMigrations(url, { directory });
    migration("1_first", "SELECT 2");
    await expect(applyMigrations(url, { directory })).rejects.toThrow(/1_first was edited after/);
  });

  test("refuses a database that a newer version has changed", async () => {
    const url = await openEmptyDatabase();
    migration("1_first", "SELECT 1");
    await applyMigrations(url, { directory });
    rmSync(path.join(directory, "1_first"), { recursive: true });
    await expect(applyMigrations(url, { directory })).rejects.toThrow(
      /newer than this code: it has 1_first/,
    );
  });

  test("keeps functions with semicolons in their bodies whole", async () => {
    const url = await openEmptyDatabase();
    const body = "BEGIN PERFORM 1; PERFORM 2; END";
    migration("1_first", `CREATE FUNCTION two() RETURNS void AS $$ ${body} $$ LANGUAGE plpgsql;`);
    await applyMigrations(url, { directory });
    expect(await count(url, "SELECT count(*) FROM pg_proc WHERE proname = 'two'")).toBe(1);
  });
});
