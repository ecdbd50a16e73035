import { applyMigrations, inspectMigrations } from "#scripts/migrate.mjs";
import { withClient } from "#server/platform/embedded/postgres-roles.ts";
import type { ServiceAddresses } from "./services.ts";

const COPY_PREFIX = "before_";
const KEPT_COPIES = 2;

/**
 * Brings the database to the shape this code expects. A built-in database in use is copied first, as `before_MIGRATION`,
 * and the two newest copies are kept; of the owner's own Postgres no copy is made, and the log says so.
 */
export async function upgradeDatabase(
  addresses: ServiceAddresses,
  log: (line: string) => void,
): Promise<void> {
  const { isEmpty, pending } = await inspectMigrations(addresses.ownerUrl);
  const [first] = pending;
  if (first === undefined) return;
  if (!isEmpty && addresses.adminUrl) {
    await copyDatabase(addresses.adminUrl, databaseOf(addresses.ownerUrl), first, log);
  } else if (!isEmpty) {
    log(`changing your database (${pending.length} migrations); your own backups cover it`);
  }
  await applyMigrations(addresses.ownerUrl, { log: isEmpty ? () => undefined : log });
}

async function copyDatabase(
  adminUrl: string,
  database: string,
  migration: string,
  log: (line: string) => void,
): Promise<void> {
  // Postgres cuts names at 63 bytes.
  const copy = `${COPY_PREFIX}${migration}`.replace(/\W/g, "_").slice(0, 63);
  await withClient(adminUrl, async (client) => {
    const existing = await client.query<{ datname: string }>(
      "SELECT datname FROM pg_database WHERE starts_with(datname, $1) ORDER BY datname DESC",
      [COPY_PREFIX],
    );
    const names = existing.rows.map(({ datname }) => datname).filter((name) => name !== copy);
    // A copy of the same name is from a start that failed half-way: ours is as new or newer.
    const outdated = [copy, ...names.slice(KEPT_COPIES - 1)];
    for (const name of outdated)
      await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)}`);
    await client.query(
      `CREATE DATABASE ${client.escapeIdentifier(copy)} TEMPLATE ${client.escapeIdentifier(database)} STRATEGY FILE_COPY`,
    );
    log(`copied the database to ${copy} before changing it`);
  });
}

function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
