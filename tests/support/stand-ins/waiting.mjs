// Stands in for a process that loads first: waits to be told of the services as the product's do, and says where they are.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { awaitConfig } from "../../../server/config.ts";

const file = path.join(process.env.CHIFFON_DATA_DIR, "told");
writeFileSync(`${file}.waiting`, String(process.env.DATABASE_URL));
const { databaseUrl } = await awaitConfig();
writeFileSync(file, databaseUrl);
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
