import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { beforeEach, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { appendEvent, readEvents } from "#server/platform/event-log.ts";
import { inTransaction } from "#server/platform/prisma.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import { until } from "#tests/support/installation.ts";
import { RetentionService } from "./retention-service.ts";

const lab = useDispatchLab(3);
const runCount = 100_000;
const eventCount = 1_000_000;
const folders = 5_000;
const outputBytes = 2_000;

let taskId: string;
const runsPlace = () => lab().container.paths.runs;
const giveFolder = (runId: string) => {
  mkdirSync(path.join(runsPlace(), runId, "home"), { recursive: true });
  writeFileSync(path.join(runsPlace(), runId, "output.log"), "x".repeat(outputBytes));
};
/** Runs of one task that ended so long ago, each a second after the one before. */
const insertRuns = (
  count: number,
  firstFence: number,
  endedDaysAgo: number,
  status = "succeeded",
) =>
  lab().db.$queryRaw<{ id: string }[]>`
    INSERT INTO run (id, task_id, attempt, fence, agent_id, agent_name, status, nonce, lease_until, finished_at)
    SELECT gen_random_uuid(), ${taskId}::uuid, n, ${firstFence}::int + n, ${lab().agent.agentId}::uuid, 'old', ${status}, 'n', now(),
      now() - make_interval(days => ${endedDaysAgo}, secs => -n)
    FROM generate_series(1, ${count}::int) AS n RETURNING id`;
const databaseBytes = async () => {
  const [row] = await lab().db.$queryRaw<
    { size: bigint }[]
  >`SELECT pg_database_size(current_database()) AS size`;
  return Number(row?.size);
};
/** Tells events one after the other while `doing` goes on: how many a second, and the share of the time that one took. */
async function workingWhile<T>(doing: () => Promise<T>) {
  let count = 0;
  let slowestMs = 0;
  let isOver = false;
  const startedAt = performance.now();
  const working = (async () => {
    while (!isOver) {
      const from = performance.now();
      await inTransaction(lab().db, (tx) =>
        appendEvent(tx, "inbox", { type: "inbox.changed", awaiting: count }),
      );
      slowestMs = Math.max(slowestMs, performance.now() - from);
      count += 1;
    }
  })();
  const result = await doing();
  isOver = true;
  await working;
  const ms = performance.now() - startedAt;
  return { result, perSecond: (count / ms) * 1000, slowestShare: slowestMs / ms };
}
const retention = (maxBytes: number) => {
  const { db, services } = lab().container;
  return new RetentionService({
    ...{
      db,
      audit: services.audit,
      clock: { now: () => new Date() },
      execution: services.execution,
    },
    runs: runsPlace(),
    settings: { days: 90, maxBytes },
  });
};

beforeEach(async () => {
  const plan = await lab().plans.offerApproved();
  taskId = required((await lab().tasksOf(plan))[0], "a task").id;
});

it("takes what is old with its space, stops no work, and leaves the history whole", async () => {
  const { db, container } = lab();
  const old = await insertRuns(runCount, 1_000, 200);
  for (const { id } of old.slice(0, folders)) giveFolder(id);
  const young = await insertRuns(10, 900_000, 10);
  const inReview = await insertRuns(1, 950_000, 200, "needs_review");
  for (const { id } of [...young, ...inReview]) giveFolder(id);
  await db.$executeRaw`
    INSERT INTO event (topic, seq, body, at, part)
    SELECT 'run:' || (n / 1000), n % 1000, '{"type":"routing.changed"}', happened, (extract(epoch FROM happened)::bigint / 2592000) % 6
    FROM generate_series(1, ${eventCount}::int) AS n,
      LATERAL (SELECT now() - interval '150 days' + n * interval '2 seconds' AS happened) AS moment`;
  const before = await databaseBytes();

  const alone = await workingWhile(() => delay(2_000));
  const { result: removed, ...beside } = await workingWhile(() =>
    retention(Number.MAX_SAFE_INTEGER).prune(),
  );

  expect(removed).toMatchObject({ events: eventCount, runs: folders });
  expect(removed.bytes).toBe(folders * outputBytes);
  expect(await databaseBytes()).toBeLessThan(before - 50 * 2 ** 20);
  // Work goes on at its pace, and nothing waited for all that time.
  expect(beside.perSecond).toBeGreaterThan(alone.perSecond / 10);
  expect(beside.slowestShare).toBeLessThan(0.5);
  expect(readdirSync(runsPlace()).toSorted()).toEqual(
    [...young, ...inReview].map(({ id }) => id).toSorted(),
  );
  expect(await db.run.count()).toBe(runCount + 11);
  expect((await readEvents(db, "inbox", 0, 1)).length).toBe(1);
  container.startSealer(() => () => undefined);
  await until("all is sealed", async () => (await db.auditUnsealed.count()) === 0, 20_000);
  expect(await container.services.verification.run()).toMatchObject({ ok: true, unsealed: 0 });
  expect(await db.auditEntry.count({ where: { type: "retention.pruned" } })).toBe(1);
});

it("takes the oldest output where there is too much of it, but nothing of the last day", async () => {
  const { db } = lab();
  const [longAgo] = await insertRuns(1, 960_000, 60);
  const [lately] = await insertRuns(1, 970_000, 0);
  for (const run of [longAgo, lately]) giveFolder(required(run, "a run").id);
  await retention(4_096).prune();
  expect(existsSync(path.join(runsPlace(), required(longAgo, "a run").id))).toBe(false);
  expect(existsSync(path.join(runsPlace(), required(lately, "a run").id))).toBe(true);
  expect(await db.auditEntry.count({ where: { type: "retention.pruned" } })).toBe(2);
});

it("does and says nothing where nothing is to go", async () => {
  const { db } = lab();
  expect(await retention(Number.MAX_SAFE_INTEGER).prune()).toEqual({
    events: 0,
    runs: 0,
    bytes: 0,
  });
  expect(await db.auditEntry.count({ where: { type: "retention.pruned" } })).toBe(2);
});

it("never empties what happened within the last day, whoever asks", async () => {
  await expect(lab().db.$queryRaw`SELECT empty_old_events(now())`).rejects.toThrow("last day");
});
