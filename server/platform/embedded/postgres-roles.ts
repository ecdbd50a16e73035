import pg from "pg";

/** The roles of one database: `owner` changes its shape, `app` works with its rows and can't change its shape. */
export interface DatabaseRoles {
  database: string;
  owner: { name: string; password: string };
  app: { name: string; password: string };
}

/**
 * Creates the two roles and the database where they are missing and sets their passwords again.
 * Tables that `owner` makes later are readable and writable for `app`; a migration takes rights away where it must.
 * Safe to repeat; `adminUrl` must belong to a superuser.
 */
export async function provisionDatabase(adminUrl: string, roles: DatabaseRoles): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const role of [roles.owner, roles.app]) await ensureRole(client, role);
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [
      roles.database,
    ]);
    if (rowCount === 0) {
      await client.query(`CREATE DATABASE ${name(roles.database)} OWNER ${name(roles.owner.name)}`);
      await client.query(`REVOKE ALL ON DATABASE ${name(roles.database)} FROM PUBLIC`);
      await client.query(
        `GRANT CONNECT ON DATABASE ${name(roles.database)} TO ${name(roles.app.name)}`,
      );
    }
  });
  const url = new URL(adminUrl);
  url.pathname = `/${roles.database}`;
  await withClient(url.href, (client) => grantFutureTables(client, roles));
}

/** Connects, works and always disconnects. */
export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A server that stops while we talk reports through the failing query as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(
  client: pg.Client,
  role: { name: string; password: string },
): Promise<void> {
  const { rowCount } = await client.query("SELECT 1 FROM pg_roles WHERE rolname = $1", [role.name]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${name(role.name)} LOGIN`);
  await client.query(
    `ALTER ROLE ${name(role.name)} LOGIN PASSWORD ${client.escapeLiteral(role.password)}`,
  );
}

async function grantFutureTables(client: pg.Client, { owner, app }: DatabaseRoles): Promise<void> {
  const ownerName = name(owner.name);
  const appName = name(app.name);
  await client.query(`
    ALTER SCHEMA public OWNER TO ${ownerName};
    GRANT USAGE ON SCHEMA public TO ${appName};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${ownerName} IN SCHEMA public
      GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${appName};
    ALTER DEFAULT PRIVILEGES FOR ROLE ${ownerName} IN SCHEMA public
      GRANT USAGE, SELECT ON SEQUENCES TO ${appName};
  `);
}

const name = (identifier: string) => pg.escapeIdentifier(identifier);
