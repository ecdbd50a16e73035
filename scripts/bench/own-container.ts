import type { RunningChiffon } from "#scripts/start/supervisor.ts";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import type { Principal } from "#server/contracts/people.ts";

/** The services of a running installation in this process too; the caller closes them. */
export function containerOf({ addresses, dataDir }: RunningChiffon): Container {
  const config = loadConfig({
    ...{ DATABASE_URL: addresses.databaseUrl, REDIS_URL: addresses.redisUrl },
    ...{ CHIFFON_DATA_DIR: dataDir, LOG_LEVEL: "error" },
  });
  return createContainer(config, { process: "bench" });
}

/** The person of a new installation, as its services know people. */
export async function somebody({ db }: Container): Promise<Principal> {
  const { id, name } = await db.person.findFirstOrThrow();
  return { personId: id, name, role: "admin", sessionId: "" };
}
