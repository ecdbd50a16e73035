import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type pg from "pg";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { applyMigrations, readMigrations } from "#scripts/migrate.mjs";
import { withClient } from "#server/platform/embedded/postgres-roles.ts";
import { closedColumns } from "../prisma/closed-columns.ts";
import { createDatabase, useDatabase } from "./support/postgres.ts";

const guardsMigration = "20261127090935_state_guards";

/** Runs SQL as the product does: the guards hold for it as for anybody. */
const database = useDatabase();
const query = (sql: string, values: unknown[] = []) =>
  withClient(database.url, (client) => client.query(sql, values));

/** A request with a waiting plan and one pending task of it. */
async function insertWork(run: (sql: string, values: unknown[]) => Promise<unknown>) {
  const requestId = randomUUID();
  const planId = await insertPlan(run, requestId, 1, async () => {
    await run(
      `INSERT INTO request (id, conversation_id, message_id, person_id, submitted_by, text, phase)
       VALUES ($1, $1, $1, $1, 'ada', 'deploy', 'approval')`,
      [requestId],
    );
  });
  const taskId = randomUUID();
  await run(
    `INSERT INTO task (id, request_id, conversation_id, plan_id, task_key, ordinal, name, work_type, agent_type, hosts, body,
       depends_on, idempotent, timeout_seconds, status)
     VALUES ($1, $2, $2, $3, 't1', 1, 'deploy', 'ansible.playbook', 'infra', '[]', '{}', '[]', true, 60, 'pending')`,
    [taskId, requestId, planId],
  );
  return { requestId, planId, taskId };
}

async function insertPlan(
  run: (sql: string, values: unknown[]) => Promise<unknown>,
  requestId: string,
  version: number,
  before: () => Promise<void> = async () => undefined,
): Promise<string> {
  await before();
  const planId = randomUUID();
  await run(
    `INSERT INTO plan (id, request_id, version, status, digest, body, repository_id, commit, expires_at)
     VALUES ($1, $2, $3, 'awaiting_approval', 'd', '{}', $1, 'c', now() + interval '1 hour')`,
    [planId, requestId, version],
  );
  return planId;
}

let work: Awaited<ReturnType<typeof insertWork>>;
beforeAll(async () => {
  work = await insertWork(query);
});

it("accepts in each closed column what the code's table has, and nothing else", async () => {
  const { rows } = await query(
    `SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conname LIKE '%_check'`,
  );
  const found = new Map<string, string[]>(
    rows.map(({ conname, definition }) => [
      conname,
      [...definition.matchAll(/'([^']*)'/g)].map(([, value]) => value).sort(),
    ]),
  );
  const wanted = new Map(
    closedColumns.map(({ table, column, values }) => [
      `${table}_${column}_check`,
      [...values].sort(),
    ]),
  );
  expect(found).toEqual(wanted);
});

describe("Postgres refuses", () => {
  it.each([
    ["task", "status", () => work.taskId],
    ["plan", "status", () => work.planId],
    ["request", "phase", () => work.requestId],
  ] as const)("a %s whose %s is none of the code's", async (table, column, id) => {
    const update = query(`UPDATE ${table} SET ${column} = 'asleep' WHERE id = $1`, [id()]);
    await expect(update).rejects.toThrow(`violates check constraint "${table}_${column}_check"`);
  });

  it("a second plan of a request that awaits approval, until the first is superseded", async () => {
    await expect(insertPlan(query, work.requestId, 2)).rejects.toThrow(
      "plan_one_awaiting_approval",
    );
    await query("UPDATE plan SET status = 'superseded' WHERE id = $1", [work.planId]);
    await insertPlan(query, work.requestId, 2);
  });

  it("a lock of no task, and lets a lock go with its task", async () => {
    const lock = (taskId: string) =>
      query(
        "INSERT INTO host_lock (id, host, service, mode, task_id) VALUES (gen_random_uuid(), 'nas', 'jellyfin', 'exclusive', $1)",
        [taskId],
      );
    await expect(lock(randomUUID())).rejects.toThrow("host_lock_task_id_fkey");
    const { taskId } = await insertWork(query);
    await lock(taskId);
    await query("DELETE FROM task WHERE id = $1", [taskId]);
    expect((await query("SELECT 1 FROM host_lock")).rowCount).toBe(0);
  });

  it("a host of no repository", async () => {
    const insert = query(
      "INSERT INTO host_record (id, repository_id, name) VALUES ($1, $1, 'nas')",
      [randomUUID()],
    );
    await expect(insert).rejects.toThrow("host_record_repository_id_fkey");
  });
});

/** A database as the version before the guards left it. */
async function openUnguardedDatabase(): Promise<string> {
  const old = await createDatabase();
  const directory = mkdtempSync(path.join(tmpdir(), "migrations-"));
  onTestFinished(async () => {
    rmSync(directory, { recursive: true, force: true });
    await old.drop();
  });
  for (const { name } of readMigrations("prisma/migrations"))
    if (name < guardsMigration)
      cpSync(path.join("prisma/migrations", name), path.join(directory, name), { recursive: true });
  await withClient(old.ownerUrl, (client) =>
    client.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public"),
  );
  await applyMigrations(old.ownerUrl, { directory });
  return old.ownerUrl;
}

it("an installation with rows that the guards would refuse upgrades, and keeps all others", async () => {
  const url = await openUnguardedDatabase();
  const rowsOf = (client: pg.Client, sql: string) =>
    client.query(sql).then(({ rows }) => rows.map((row) => Object.values(row)[0]));
  const { planId, taskId, newer } = await withClient(url, async (client) => {
    const run = (sql: string, values: unknown[]) => client.query(sql, values);
    const kept = await insertWork(run);
    const [orphan, agentId] = [randomUUID(), randomUUID()];
    const decide = `INSERT INTO routing_decision (task_id, method, agent_id, reason, candidates)
      VALUES ($1, 'capability', $2, 'only one', '[{"excludedBecause": "offline"}]')`;
    for (const [at, id] of [orphan, kept.taskId].entries()) {
      await run("INSERT INTO host_lock (resource, task_id) VALUES ($1, $2)", [`nas/${at}`, id]);
      await run(decide, [id, agentId]);
    }
    await run("INSERT INTO host_record (id, repository_id, name) VALUES ($1, $1, 'nas')", [orphan]);
    return { ...kept, newer: await insertPlan(run, kept.requestId, 2) };
  });
  await applyMigrations(url);
  await withClient(url, async (client) => {
    expect(await rowsOf(client, "SELECT task_id FROM host_lock")).toEqual([taskId]);
    expect(await rowsOf(client, "SELECT task_id FROM routing_decision")).toEqual([taskId]);
    expect(await rowsOf(client, "SELECT agent_id FROM routing_decision")).toEqual([null]);
    expect(await rowsOf(client, "SELECT id FROM host_record")).toEqual([]);
    const waiting = "SELECT id FROM plan WHERE status = 'awaiting_approval'";
    expect(await rowsOf(client, waiting)).toEqual([newer]);
    expect(await rowsOf(client, "SELECT id FROM plan WHERE status = 'superseded'")).toEqual([
      planId,
    ]);
  });
});
