import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { applyMigrations } from "#scripts/migrate.mjs";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import { startPostgres } from "#server/platform/embedded/postgres.ts";
import { startRedis } from "#server/platform/embedded/redis.ts";
import { EffectPlans, enrolSilentAgent } from "#tests/support/offer-effects.ts";
import { succeeded } from "#tests/support/run-endings.ts";
import { type Metric, median, metric } from "./report.ts";

const rounds = 30;
const tasksOfPlan = 50;

/** Measures what one dispatch costs while much or little waits: a run ends, and what has waited longest gets its slot. */
export async function benchBacklog(note: (line: string) => void): Promise<Metric[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  chmodSync(scratch, 0o755);
  const dataDir = path.join(scratch, "data");
  const log = () => undefined;
  const postgres = await startPostgres({ name: "chiffon", dataDir, log });
  const redis = await startRedis({ dataDir, log });
  try {
    await applyMigrations(postgres.url);
    const config = loadConfig({
      ...{ DATABASE_URL: postgres.appUrl, REDIS_URL: redis.url, CHIFFON_DATA_DIR: dataDir },
      ...{ AGENT_OFFLINE_SECONDS: "3600", LOG_LEVEL: "error" },
    });
    const container = createContainer(config, { process: "bench" });
    try {
      return await measureBacklogs(container, note);
    } finally {
      await container.close();
    }
  } finally {
    await redis.stop();
    await postgres.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function measureBacklogs(
  container: Container,
  note: (line: string) => void,
): Promise<Metric[]> {
  const { id: agentId, name } = await enrolSilentAgent(container, 1);
  const agent = { agentId, name };
  const plans = await EffectPlans.open(container);
  note("one dispatch after the other with 100 tasks waiting");
  await fill(container, plans, 100);
  await cycle(container, agent, 5);
  const few = median(await cycle(container, agent, rounds));
  note("the same with 10,000 waiting");
  await fill(container, plans, 10_000);
  await cycle(container, agent, 5);
  const many = median(await cycle(container, agent, rounds));
  const lower = "lower" as const;
  return [
    metric("dispatch_ms_of_100", few, "ms", { better: lower, limit: null }),
    metric("dispatch_ms_of_10k", many, "ms", { better: lower, limit: null }),
    metric("dispatch_cost_ratio_10k_to_100", many / few, "", { better: lower, limit: 1.3 }),
  ];
}

/** Adds waiting tasks until there are so many, as rows of plans that were looked at and found no slot. */
async function fill({ db, services }: Container, plans: EffectPlans, count: number): Promise<void> {
  const first = await plans.offerApproved(...Array.from({ length: tasksOfPlan }, () => ({})));
  await services.dispatch.dispatch(first.id);
  const waiting = await db.task.count({ where: { agentId: null, status: "paused" } });
  const reason = await db.task.findFirst({ where: { planId: first.id, agentId: null } });
  for (let more = Math.ceil((count - waiting) / tasksOfPlan); more > 0; more--)
    await plans.offerApproved(...Array.from({ length: tasksOfPlan }, () => ({})));
  await db.task.updateMany({
    where: { status: "pending", agentId: null },
    data: { status: "paused", pausedReason: reason?.pausedReason ?? "every agent is busy" },
  });
  await db.outbox.deleteMany();
  await db.$executeRaw`ANALYZE task`;
}

/** Runs end one after the other; milliseconds of each, from its end until the next is claimed. */
async function cycle(
  { db, services }: Container,
  agent: { readonly agentId: string; readonly name: string },
  count: number,
): Promise<number[]> {
  const took: number[] = [];
  for (let round = 0; round < count; round++) {
    const placed = await db.task.findFirst({
      where: { agentId: agent.agentId, status: "pending" },
    });
    if (placed === null) {
      await services.backlog.backfill();
      round -= 1;
      continue;
    }
    const startedAt = performance.now();
    const run = await services.runs.claim(placed.id, agent);
    if (run === null) throw new Error(`task ${placed.id} of ${randomUUID()} could not be claimed`);
    await services.runs.markSpawned(run, agent);
    await services.runs.finish(run, agent, succeeded);
    await services.backlog.backfill();
    took.push(performance.now() - startedAt);
  }
  return took;
}
