// Stands in for the web process: answers everything, ends as told.
import { createServer } from "node:http";

createServer((_request, response) => response.end("{}")).listen(
  Number(process.env.PORT),
  process.env.HOST,
);
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));
