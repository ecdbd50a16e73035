import { loadConfig } from "#server/config.ts";
import { createContainer } from "#server/container.ts";

// Sends one delivery, as a worker does that has its job: DATA-DIR DATABASE-URL REDIS-URL DELIVERY-ID as arguments.
const [dataDir = "", databaseUrl = "", redisUrl = "", deliveryId = ""] = process.argv.slice(2);
const config = loadConfig({
  CHIFFON_DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
});
const container = createContainer({ ...config, logLevel: "silent" }, { process: "test" });
await container.services.deliver.run(deliveryId);
await container.close();
