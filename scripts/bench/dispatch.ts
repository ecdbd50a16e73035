import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type RunningChiffon, startChiffon } from "#scripts/start/supervisor.ts";
import type { Container } from "#server/container.ts";
import type { Principal } from "#server/contracts/people.ts";
import type { Plan, PlanBody, PlanTask } from "#server/contracts/plan.ts";
import { taskStatuses } from "#server/execution/domain/task-state.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { benchBacklog } from "./dispatch-backlog.ts";
import { noopBody } from "./noop-plans.ts";
import { containerOf, somebody } from "./own-container.ts";
import { measureFamily } from "./process-use.ts";
import { type Metric, metric } from "./report.ts";

const tasks = 1_000;
const limitMs = 180_000;
const floorClients = 8;
const floorMs = 3_000;

/** Measures what giving work out costs: a thousand tasks of one plan from end to end, and one task before a long backlog. */
export async function benchDispatch(note: (line: string) => void): Promise<Metric[]> {
  const scratch = mkdtempSync(path.join(tmpdir(), "chiffon-bench-"));
  // The built-in services do not run as root and must be able to enter.
  chmodSync(scratch, 0o755);
  const chiffon = await startChiffon({
    dataDir: path.join(scratch, "data"),
    ...{ port: 0, host: "127.0.0.1" },
    env: {
      CHIFFON_TEST_WORK_TYPES: "1",
      // Whatever else this machine does.
      ...{ CHIFFON_OVERLOAD_FACTOR: "1000", CHIFFON_MIN_FREE_PERCENT: "0" },
      WORKER_CONCURRENCY: String(4 * cpus().length),
    },
    log: note,
  });
  try {
    await chiffon.ready();
    await new ChiffonClient(chiffon.url).setUp(chiffon.setupToken ?? "");
    const container = containerOf(chiffon);
    const commits = await measureCommits(container, note);
    const perSecond = await runThousand(container, chiffon, note).finally(() => container.close());
    const higher = "higher" as const;
    return [
      metric("pg_commits_per_s", commits, "commits/s", { better: higher, limit: null }),
      metric("dispatch_tasks_per_s", perSecond, "tasks/s", { better: higher, limit: 100 }),
      metric("dispatch_ratio_to_pg_commits", perSecond / commits, "", {
        ...{ better: higher, limit: 0.02 },
      }),
      ...(await benchBacklog(note)),
    ];
  } finally {
    await chiffon.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What this database commits at most: rows that are written by eight connections, nothing else. */
async function measureCommits(
  { db, config: { databaseUrl: url } }: Container,
  note: (line: string) => void,
): Promise<number> {
  const { id: personId } = await db.person.findFirstOrThrow();
  note(`plain commits, ${floorClients} connections for ${floorMs / 1000} s`);
  const counts = Array.from({ length: floorClients }, async () => {
    const { id } = await db.conversation.create({ data: { title: "floor", personId } });
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => undefined);
    await client.connect();
    let count = 0;
    for (const until = Date.now() + floorMs; Date.now() < until; count++)
      await client.query("UPDATE conversation SET title = $1 WHERE id = $2", [
        `floor ${count}`,
        id,
      ]);
    await client.end();
    return count;
  });
  const all = await Promise.all(counts);
  return (all.reduce((sum, count) => sum + count, 0) / floorMs) * 1000;
}

/** A thousand tasks of one approved plan, each `/bin/true` through the real shim: tasks per second, first to last. */
async function runThousand(
  container: Container,
  chiffon: RunningChiffon,
  note: (line: string) => void,
): Promise<number> {
  const { db, services } = container;
  const principal = await somebody(container);
  const plan = await approveForLater(container, principal);
  note(`${tasks} tasks of one plan`);
  const cpuBefore = cpuByProcess(chiffon);
  const startedAt = performance.now();
  await services.decisions.startNow(principal, plan.id);
  const where = { planId: plan.id, status: { in: [...taskStatuses.final] } };
  let ended = 0;
  for (const until = Date.now() + limitMs; ended < tasks && Date.now() < until; ) {
    await delay(200);
    ended = await db.task.count({ where });
  }
  const seconds = (performance.now() - startedAt) / 1000;
  // What a slow machine did not get to is not counted; it is said.
  if (ended < tasks) note(`  only ${ended} ended within ${limitMs / 1000} s`);
  const good = await db.task.count({ where: { planId: plan.id, status: "succeeded" } });
  const runs = await db.run.count({ where: { task: { planId: plan.id }, status: "succeeded" } });
  if (good < ended) throw new Error(`${good} of ${ended} tasks succeeded`);
  if (ended === tasks && runs !== tasks) throw new Error(`${runs} runs for ${tasks} tasks`);
  for (const [name, used] of Object.entries(cpuByProcess(chiffon)))
    note(
      `  ${name}: ${(((used - (cpuBefore[name] ?? 0)) / ended) * 1000).toFixed(1)} ms CPU a task`,
    );
  return ended / seconds;
}

function cpuByProcess(chiffon: RunningChiffon): Record<string, number> {
  return Object.fromEntries(
    Object.entries(chiffon.pids()).flatMap(([name, pid]) =>
      pid === null
        ? []
        : [[name, measureFamily(pid).reduce((sum, use) => sum + use.cpuSeconds, 0)]],
    ),
  );
}

/** A plan holds at most 50 tasks, so the others are given to execution below planning, under the same approval. */
async function approveForLater(container: Container, principal: Principal): Promise<Plan> {
  const { db, services } = container;
  const conversation = await db.conversation.create({
    data: { title: "bench", personId: principal.personId },
  });
  const body = noopPlan(1);
  const plan = await services.requests.submitPrepared(principal, {
    ...{ conversationId: conversation.id, text: "no-ops", body },
  });
  const startAt = new Date(Date.now() + 3_600_000).toISOString();
  await services.decisions.decide(principal, plan.id, {
    ...{ planVersion: plan.version, planDigest: plan.digest, decision: "approve", startAt },
  });
  const approved = await services.plans.find(plan.id);
  if (approved === null) throw new Error("the plan is gone");
  const more = noopTasks(tasks).slice(1);
  for (let from = 0; from < more.length; from += 50) {
    const body = { ...approved.body, tasks: more.slice(from, from + 50) };
    await inTransaction(db, (tx) =>
      services.execution.createTasks(tx, { ...approved, body }, conversation.id),
    );
  }
  return plan;
}

/** A plan of so many tasks that need nothing of each other. */
export function noopPlan(count: number): PlanBody {
  const repository = {
    ...{ id: randomUUID(), name: "none", branch: "main" },
    commit: "",
    treeId: "",
  };
  return { ...noopBody(repository), tasks: noopTasks(count) };
}

function noopTasks(count: number): PlanTask[] {
  const [task] = noopBody({
    id: randomUUID(),
    name: "none",
    branch: "main",
    commit: "",
    treeId: "",
  }).tasks;
  if (task === undefined) throw new Error("a no-op has a task");
  const resources = { cpuCores: 0, memoryMb: 0, gpuVramMb: 0 };
  return Array.from({ length: count }, (_, at) => ({
    ...{ ...task, resources, taskKey: `t${(at + 1) % 1_000}`, order: at + 1 },
  }));
}
