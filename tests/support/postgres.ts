import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, inject } from "vitest";
import { withClient } from "#server/platform/embedded/postgres-roles.ts";

/** A database of a test's own: every migration applied, no rows. */
export interface TestDatabase {
  name: string;
  /** As the product connects: rows only, no rights to change tables or history. */
  url: string;
  /** As migrations connect. */
  ownerUrl: string;
  /** Drops it, ending whatever is still connected. */
  drop: () => Promise<void>;
}

/** Copies the migrated template, or another idle database, into a fresh one (30–60 ms). */
export async function createDatabase(
  template = inject("postgres").template,
): Promise<TestDatabase> {
  const { adminUrl, appUrl, ownerUrl } = inject("postgres");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await withClient(adminUrl, async (client) => {
    await client.query(
      `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY OWNER ${new URL(ownerUrl).username}`,
    );
    await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${new URL(appUrl).username}`);
  });
  return {
    name,
    url: withDatabase(appUrl, name),
    ownerUrl: withDatabase(ownerUrl, name),
    drop: async () => {
      await withClient(adminUrl, (client) =>
        client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
    },
  };
}

/**
 * Gives the tests of a file (or of the surrounding `describe`) one database. Call it at the top level; its addresses
 * can be read from the first `beforeAll` on.
 */
export function useDatabase(): Readonly<Pick<TestDatabase, "name" | "url" | "ownerUrl">> {
  let database: TestDatabase | null = null;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database?.drop());
  const opened = () => {
    if (!database) throw new Error("the test database exists from the first beforeAll on");
    return database;
  };
  return {
    get name() {
      return opened().name;
    },
    get url() {
      return opened().url;
    },
    get ownerUrl() {
      return opened().ownerUrl;
    },
  };
}

function withDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.href;
}
