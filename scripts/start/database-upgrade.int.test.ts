import { expect, inject, onTestFinished, test } from "vitest";
import { readMigrations } from "#scripts/migrate.mjs";
import { withClient } from "#server/platform/embedded/postgres-roles.ts";
import { createDatabase } from "#tests/support/postgres.ts";
import { upgradeDatabase } from "./database-upgrade.ts";

const migrationsDir = new URL("../../prisma/migrations", import.meta.url).pathname;

/** A database in use that lacks the newest migration, as after `git pull`; that migration changes nothing twice. */
async function openOutdatedDatabase() {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  await withClient(database.ownerUrl, async (client) => {
    await client.query("CREATE TABLE precious (word text); INSERT INTO precious VALUES ('kept')");
    await client.query(
      `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = $1`,
      [readMigrations(migrationsDir).at(-1)?.name],
    );
  });
  const { adminUrl } = inject("postgres");
  return { databaseUrl: database.url, ownerUrl: database.ownerUrl, adminUrl, redisUrl: "unused" };
}

const copies = (adminUrl: string) =>
  withClient(adminUrl, async (client) => {
    const sql = "SELECT datname FROM pg_database WHERE starts_with(datname, 'before_')";
    return (await client.query<{ datname: string }>(sql)).rows.map(({ datname }) => datname);
  });

test("a built-in database in use is copied before its shape changes, also when the change then fails", async () => {
  const addresses = await openOutdatedDatabase();
  await upgradeDatabase(addresses, () => undefined).catch(() => undefined);
  const [copy] = await copies(addresses.adminUrl);
  expect(copy).toBeDefined();
  onTestFinished(() =>
    withClient(addresses.adminUrl, async (client) => {
      await client.query(`DROP DATABASE "${copy}"`);
    }),
  );
  const url = new URL(addresses.adminUrl);
  url.pathname = `/${copy}`;
  const rows = await withClient(
    url.href,
    async (client) => (await client.query("SELECT * FROM precious")).rows,
  );
  expect(rows).toEqual([{ word: "kept" }]);
});

test("nothing is copied when nothing changes", async () => {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const { adminUrl } = inject("postgres");
  const addresses = {
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    adminUrl,
    redisUrl: "unused",
  };
  await upgradeDatabase(addresses, () => undefined);
  expect(await copies(adminUrl)).toEqual([]);
});
