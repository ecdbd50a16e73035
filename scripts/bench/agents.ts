import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { applyMigrations } from "#scripts/migrate.mjs";
import { AgentsService } from "#server/agents/agents-service.ts";
import { AuditService } from "#server/audit/audit-service.ts";
import type { MachineMetrics } from "#server/contracts/agent.ts";
import { systemClock } from "#server/platform/clock.ts";
import { startPostgres } from "#server/platform/embedded/postgres.ts";
import { openDatabase } from "#server/platform/prisma.ts";
import { measureFamily } from "./process-use.ts";
import { type Metric, metric, percentile } from "./report.ts";

const intervalMs = 10_000;
const rounds = 3;
const metrics: MachineMetrics = {
  ...{ cpuCores: 4, load: [0.5, 0.5, 0.5], memoryTotalMb: 8_192, memoryAvailableMb: 4_096 },
};

/** Measures what agents cost that only say that they are alive: the registry's own service on a real database. */
export async function benchAgents(note: (line: string) => void): Promise<Metric[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  // The built-in Postgres does not run as root and must be able to enter.
  chmodSync(scratch, 0o755);
  const dataDir = path.join(scratch, "data");
  const postgres = await startPostgres({ name: "chiffon", dataDir, log: () => undefined });
  const db = openDatabase(postgres.appUrl, 4);
  try {
    await applyMigrations(postgres.url);
    const clock = systemClock;
    const audit = new AuditService({ db, clock });
    const agents = new AgentsService({ db, audit, clock, offlineAfterMs: 90_000 });
    note("enrolling 1,000 agents");
    const ids = await enrol(agents, 1_000);
    note(`100 agents that report every ${intervalMs / 1000} s, three times`);
    const hundred = await beatEach(agents, ids.slice(0, 100), postgres.pid);
    note("1,000 agents, three times");
    const thousand = await beatEach(agents, ids, postgres.pid);
    const lower = "lower" as const;
    return [
      metric("heartbeat_100_agents_cpu_percent", hundred.cpuPercent, "% of a core", {
        ...{ better: lower, limit: 3 },
      }),
      metric("heartbeat_1000_agents_cpu_percent", thousand.cpuPercent, "% of a core", {
        ...{ better: lower, limit: null },
      }),
      metric("heartbeat_1000_agents_ms_p95", percentile(thousand.tookMs, 0.95), "ms", {
        ...{ better: lower, limit: 50 },
      }),
    ];
  } finally {
    await db.$disconnect();
    await postgres.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function enrol(agents: AgentsService, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number++) {
    const { id } = await agents.register({
      ...{ identity: randomUUID(), name: `agent-${number}`, agentType: "infra", slots: 2 },
      ...{ workTypes: ["ansible.playbook"], domains: [], version: "0", metrics },
      tools: {
        ...{ ansible: null, ansibleLint: null, bubblewrap: null, ssh: null, git: null },
        ansibles: [],
      },
    });
    ids.push(id);
  }
  return ids;
}

/** Every agent reports once an interval, one after the other as machines do that were started at different times. */
async function beatEach(agents: AgentsService, ids: readonly string[], postgresPid: number) {
  const before = cpuSeconds(postgresPid);
  const startedAt = performance.now();
  const beats: Promise<number>[] = [];
  for (let beat = 0; beat < ids.length * rounds; beat++) {
    const dueMs = startedAt + (beat * intervalMs) / ids.length;
    await delay(Math.max(0, dueMs - performance.now()));
    beats.push(beatOnce(agents, ids[beat % ids.length] ?? ""));
  }
  const tookMs = await Promise.all(beats);
  const seconds = (performance.now() - startedAt) / 1000;
  return { tookMs, cpuPercent: ((cpuSeconds(postgresPid) - before) / seconds) * 100 };
}

async function beatOnce(agents: AgentsService, id: string): Promise<number> {
  const startedAt = performance.now();
  await agents.heartbeat(id, metrics, 0);
  return performance.now() - startedAt;
}

/** Of this process and the database; its connections live as long as the measurement. */
function cpuSeconds(postgresPid: number): number {
  const { user, system } = process.cpuUsage();
  const database = measureFamily(postgresPid).reduce((all, use) => all + use.cpuSeconds, 0);
  return (user + system) / 1e6 + database;
}
