// Applies prisma/migrations without Prisma's engine binary. Same lock, same table and same checksums as
// `prisma migrate deploy`, so either tool accepts what the other has done.
import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";

const MIGRATIONS_DIR = fileURLToPath(new URL("../prisma/migrations", import.meta.url));
/** The advisory lock Prisma Migrate itself takes. */
const PRISMA_LOCK_KEY = 72707369;
const LOCK_TIMEOUT = "60s";

/**
 * Applies every migration that the database has not seen yet, oldest first, each in one transaction.
 * Returns the names applied. Two callers at once: the second waits and then finds nothing to do.
 *
 * @param {string} databaseUrl the owner role's URL
 * @param {{ log?: (line: string) => void, directory?: string }} [options]
 * @returns {Promise<string[]>}
 */
export async function applyMigrations(databaseUrl, options = {}) {
  const { log = () => {}, directory = MIGRATIONS_DIR } = options;
  return withClient(databaseUrl, async (client) => {
    await client.query(`SET lock_timeout = '${LOCK_TIMEOUT}'`);
    await client.query("SELECT pg_advisory_lock($1)", [PRISMA_LOCK_KEY]);
    await createHistoryTable(client);
    const pending = findPending(readMigrations(directory), await readApplied(client));
    for (const migration of pending) {
      await applyOne(client, migration);
      log(`applied migration ${migration.name}`);
    }
    return pending.map(({ name }) => name);
  });
}

/**
 * Says what `applyMigrations` would do, changing nothing.
 *
 * @param {string} databaseUrl
 * @param {{ directory?: string }} [options]
 * @returns {Promise<{ isEmpty: boolean, pending: string[] }>} `isEmpty`: no migration was ever applied
 */
export async function inspectMigrations(databaseUrl, { directory = MIGRATIONS_DIR } = {}) {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query(`SELECT to_regclass('"_prisma_migrations"') AS found`);
    const applied = rows[0].found ? await readApplied(client) : new Map();
    const pending = findPending(readMigrations(directory), applied).map(({ name }) => name);
    return { isEmpty: applied.size === 0, pending };
  });
}

async function withClient(databaseUrl, work) {
  const options = { connectionString: databaseUrl, connectionTimeoutMillis: 10_000 };
  const client = new pg.Client(options);
  // A lost connection also fails the query that is under way.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** @param {string} directory */
export function readMigrations(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(directory, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

async function createHistoryTable(client) {
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
}

/** Returns name → checksum of what this database has seen. */
async function readApplied(client) {
  const { rows } = await client.query(
    'SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  );
  const unfinished = rows.find((row) => row.finished_at === null);
  if (unfinished) {
    throw new Error(
      `Migration ${unfinished.migration_name} was begun by another tool and never finished. Look at the database, ` +
        `then run: npx prisma migrate resolve --rolled-back ${unfinished.migration_name}`,
    );
  }
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function findPending(migrations, applied) {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new Error(
      `This database is newer than this code: it has ${unknown.join(", ")}. ` +
        "Update the code (git pull) or restore the backup taken before that migration.",
    );
  }
  for (const { name, checksum } of migrations) {
    if (applied.has(name) && applied.get(name) !== checksum) {
      throw new Error(
        `Migration ${name} was edited after it had been applied here. Restore the file (git checkout -- ` +
          `prisma/migrations/${name}) and put the change into a new migration.`,
      );
    }
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/** The record and the change share one transaction: killed in the middle, neither exists. */
async function applyOne(client, { name, sql, checksum }) {
  const id = randomUUID();
  const record = 'INSERT INTO "_prisma_migrations" (id, checksum, migration_name';
  try {
    await client.query("BEGIN");
    await client.query(`${record}) VALUES ($1, $2, $3)`, [id, checksum, name]);
    await client.query(sql);
    await client.query(
      'UPDATE "_prisma_migrations" SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = $1',
      [id],
    );
    await client.query("COMMIT");
  } catch (cause) {
    await client.query("ROLLBACK");
    await client.query(`${record}, logs, rolled_back_at) VALUES ($1, $2, $3, $4, now())`, [
      id,
      checksum,
      name,
      String(cause),
    ]);
    throw new Error(`Migration ${name} failed and was rolled back: ${cause.message}`, { cause });
  }
}

async function main() {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) {
    process.stderr.write("Set DATABASE_URL to the database to migrate (with its owner role).\n");
    return 2;
  }
  const log = (line) => process.stderr.write(`${line}\n`);
  const names = await applyMigrations(databaseUrl, { log });
  if (names.length === 0) log("nothing to apply");
  return 0;
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
}
