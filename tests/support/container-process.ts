import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { loadConfig } from "#server/config.ts";
import { createContainer } from "#server/container.ts";

// Wires a container, has it scan, ask git, Redis and the database and seal, then closes it and must end by itself:
// DATA-DIR DATABASE-URL REDIS-URL as arguments. It prints how many threads scan and how many processes of git it has, before and after.
const [dataDir = "", databaseUrl = "", redisUrl = ""] = process.argv.slice(2);
const threads: Worker[] = [];
process.on("worker", (worker) => threads.push(worker));

const config = loadConfig({
  CHIFFON_DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl,
  REDIS_URL: redisUrl,
});
const container = createContainer({ ...config, logLevel: "silent" }, { process: "test" });
const { catalog, matching, health } = container.services;
await container.waitForDatabase();
container.startSealer(() => () => undefined);
await catalog.seedHomelab();
const [entry] = await matching.listPlaybooks();
const { source } = await catalog.planFacts(entry?.id ?? "");
await catalog.headChange(source.repositoryId, source.commit, []);
await health.check();
report();
await container.close();
// What was killed takes a moment to be gone.
for (let tries = 0; tries < 200 && gitProcesses() > 0; tries++) await delay(10);
report();

function report(): void {
  const scanning = threads.filter(({ threadId }) => threadId !== -1).length;
  process.stdout.write(`${JSON.stringify({ scanning, git: gitProcesses() })}\n`);
}

function gitProcesses(): number {
  const pids = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").trim().split(" ");
  return pids.filter((pid) => nameOf(pid) === "git").length;
}

function nameOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return null;
  }
}
