import { loadConfig } from "#server/config.ts";
import { createContainer } from "#server/container.ts";

// A worker that does one install, in a process of its own for tests that kill it: DATA-DIR DATABASE-URL REDIS-URL
// INSTALL-ID as arguments.
const [dataDir = "", databaseUrl = "", redisUrl = "", installId = ""] = process.argv.slice(2);
const config = loadConfig({
  CHIFFON_DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
});
const container = createContainer({ ...config, logLevel: "silent" }, { process: "installer" });
await container.services.dependencies.run(installId);
await container.close();
