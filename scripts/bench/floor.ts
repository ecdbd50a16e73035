import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Queue, QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { median } from "./report.ts";

const run = promisify(execFile);
const rounds = 25;

/**
 * What starting anything costs on this machine at the least: six commits, two BullMQ hops and bubblewrap of `true`,
 * one after the other. Milliseconds, median of 25.
 */
export async function measureFloorMs(databaseUrl: string, redisUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on("error", () => undefined); // the database may be stopped first when another measurement failed
  await client.connect();
  const open = () => new Redis(redisUrl, { maxRetriesPerRequest: null });
  const connections = [open(), open(), open()] as const;
  const name = `bench-floor-${process.pid}`;
  const queue = new Queue(name, { connection: connections[0] });
  let arrived: () => void = () => undefined;
  const worker = new Worker(name, async () => arrived(), { connection: connections[1] });
  const events = new QueueEvents(name, { connection: connections[2] });
  await Promise.all([worker.waitUntilReady(), events.waitUntilReady()]);
  await client.query(
    "CREATE TEMP TABLE bench_floor (id int PRIMARY KEY, n int); INSERT INTO bench_floor VALUES (1, 0)",
  );
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    for (let commit = 0; commit < 6; commit++)
      await client.query(
        "INSERT INTO bench_floor VALUES ($1, 1) ON CONFLICT (id) DO UPDATE SET n = bench_floor.n + 1",
        [round + 2],
      );
    for (let hop = 0; hop < 2; hop++) {
      const here = new Promise<void>((resolve) => {
        arrived = resolve;
      });
      await queue.add("hop", {}, { removeOnComplete: true });
      await here;
    }
    await run("bwrap", [
      "--unshare-pid",
      "--die-with-parent",
      "--ro-bind",
      "/",
      "/",
      "--dev",
      "/dev",
      "--proc",
      "/proc",
      "true",
    ]);
    samples.push(performance.now() - startedAt);
  }
  await Promise.allSettled([worker.close(), events.close(), queue.obliterate({ force: true })]);
  await queue.close();
  for (const connection of connections) connection.disconnect();
  await client.end();
  return median(samples);
}
