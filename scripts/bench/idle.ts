import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { startPostgres } from "#server/platform/embedded/postgres.ts";
import { startRedis } from "#server/platform/embedded/redis.ts";
import { measureFamily, type ProcessUse } from "./process-use.ts";
import { type Metric, median, metric } from "./report.ts";

const settleMs = 60_000;
const measuredMs = 60_000;
const warmStarts = 3;
const startLimitMs = 180_000;
const stopLimitMs = 30_000;
const mib = 2 ** 20;

/** Measures what a new installation takes that nobody uses, npm and the built-in services included, and how fast it starts. */
export async function benchIdle(note: (line: string) => void): Promise<Metric[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  // The built-in services do not run as root and must be able to enter.
  chmodSync(scratch, 0o755);
  const dataDir = path.join(scratch, "data");
  try {
    note("first start, with what set-up and the builds need");
    await (await startWithNpm(dataDir)).stop();
    const warm: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round < warmStarts; round++) {
      floors.push(await measureStartFloor(dataDir));
      const started = await startWithNpm(dataDir);
      warm.push(started.seconds);
      await started.stop();
    }
    const installation = await startWithNpm(dataDir);
    try {
      return [...startMetrics(warm, floors), ...(await measureIdle(installation.pid, note))];
    } finally {
      await installation.stop();
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function startMetrics(warm: readonly number[], floors: readonly number[]): Metric[] {
  const seconds = median(warm);
  return [
    metric("warm_start_s", seconds, "s", { better: "lower", limit: 2 }),
    metric("start_ratio_to_floor", seconds / median(floors), "×", { better: "lower", limit: null }),
  ];
}

async function measureIdle(root: number, note: (line: string) => void): Promise<Metric[]> {
  note(`waiting ${settleMs / 1000} s, then measuring ${measuredMs / 1000} s`);
  await delay(settleMs);
  const before = new Map(measureFamily(root).map((each) => [each.pid, each]));
  await delay(measuredMs);
  const after = measureFamily(root);
  const spent = (use: ProcessUse): number =>
    use.cpuSeconds - (before.get(use.pid)?.cpuSeconds ?? 0);
  const percent = (seconds: number): number => (seconds / (measuredMs / 1000)) * 100;
  for (const use of after.toSorted((a, b) => b.pssBytes - a.pssBytes).slice(0, 8))
    note(
      `${(use.pssBytes / mib).toFixed(0).padStart(4)} MiB ${percent(spent(use)).toFixed(2).padStart(5)} %  ${use.command.slice(0, 80)}`,
    );
  const memory = after.reduce((all, use) => all + use.pssBytes, 0) / mib;
  const cpu = percent(after.reduce((all, use) => all + spent(use), 0));
  return [
    metric("idle_pss_mib", memory, "MiB", { better: "lower", limit: 400 }),
    metric("idle_cpu_percent", cpu, "% of a core", { better: "lower", limit: 1.5 }),
  ];
}

/** As an owner starts it, in a process group of its own. `seconds`: until it says that it is ready. */
async function startWithNpm(dataDir: string) {
  const startedAt = performance.now();
  const npm = spawn("npm", ["start"], {
    detached: true,
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, CHIFFON_DATA_DIR: dataDir, PORT: "0", HOST: "127.0.0.1" },
  });
  const stop = () => stopGroup(npm);
  try {
    await saysReady(npm);
  } catch (error) {
    await stop();
    throw error;
  }
  return { pid: npm.pid ?? 0, seconds: (performance.now() - startedAt) / 1000, stop };
}

async function saysReady(npm: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(startLimitMs);
  for await (const line of createInterface({ input: npm.stdout ?? process.stdin, signal }))
    if (line.includes("is ready")) return;
  throw new Error("`npm start` ended before it was ready");
}

async function stopGroup(npm: ChildProcess): Promise<void> {
  if (npm.pid === undefined || npm.exitCode !== null) return;
  const ended = once(npm, "exit", { signal: AbortSignal.timeout(stopLimitMs) });
  process.kill(-npm.pid, "SIGINT");
  await ended;
}

/** What starting must cost at the least: Postgres and Redis on the same data, and a Node that does nothing. Seconds. */
async function measureStartFloor(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const log = () => undefined;
  const [postgres, redis] = await Promise.all([
    startPostgres({ name: "chiffon", dataDir, log }),
    startRedis({ dataDir, log }),
    promisify(execFile)(process.execPath, ["-e", "0"]),
  ]);
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all([postgres.stop(), redis.stop()]);
  return seconds;
}
