import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { isAlive } from "./os-process.ts";
import { type RunningPostgres, startPostgres } from "./postgres.ts";
import { withClient } from "./postgres-roles.ts";
import { waitUntil } from "./wait-until.ts";

const folders: string[] = [];
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "postgres-"));
  folders.push(dataDir);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningPostgres> {
  const postgres = await startPostgres({ name: "shop", dataDir, log: () => undefined });
  onTestFinished(() => postgres.stop());
  return postgres;
}

const query = (url: string, sql: string) =>
  withClient(url, async (client) => (await client.query(sql)).rows);

function kill(postgres: RunningPostgres): Promise<unknown> {
  process.kill(postgres.pid, "SIGKILL");
  return waitUntil(() => !isAlive(postgres.pid), { what: "it dies", timeoutMs: 5_000 });
}

describe("the built-in Postgres", () => {
  test("has every acknowledged row back after kill -9", async () => {
    const first = await start();
    await query(first.url, "CREATE TABLE item (id serial PRIMARY KEY)");
    await withClient(first.appUrl, async (client) => {
      for (let count = 0; count < 200; count++)
        await client.query("INSERT INTO item DEFAULT VALUES");
    });
    await kill(first);

    const second = await start();
    expect(await query(second.appUrl, "SELECT count(*)::int AS count FROM item")).toEqual([
      { count: 200 },
    ]);
    expect(second.port).toBe(first.port);
  });

  test("keeps its port although children of a killed server die late", async () => {
    const first = await start();
    const held = new pg.Client({ connectionString: first.appUrl });
    held.on("error", () => undefined);
    await held.connect();
    const { rows } = await held.query("SELECT pg_backend_pid() AS pid");
    const backend: number = rows[0].pid;
    process.kill(backend, "SIGSTOP");
    await kill(first);
    const starting = start();
    await waitUntil(
      () => readFileSync(path.join(dataDir, "logs/postgres.log"), "utf8").includes("still in use"),
      { what: "the first attempt fails", timeoutMs: 10_000 },
    );
    process.kill(backend, "SIGCONT");
    expect((await starting).port).toBe(first.port);
  });

  test("is taken over, not started twice, when it outlived its starter", async () => {
    const first = await start();
    const second = await start();
    expect(second).toMatchObject({ pid: first.pid, url: first.url, wasReused: true });
  });

  test("is replaced when the one that still runs does not take our password", async () => {
    const first = await start();
    writeFileSync(
      path.join(dataDir, "secrets", "postgres-admin"),
      "another password that nobody set\n",
    );
    await expect(start()).rejects.toThrow(/does not start/);
    expect(isAlive(first.pid)).toBe(false);
  });

  test("ignores a pid file whose process id now belongs to somebody else", async () => {
    const first = await start();
    await kill(first);
    const pidFile = path.join(dataDir, "postgres", "postmaster.pid");
    const lines = readFileSync(pidFile, "utf8").split("\n");
    writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join("\n"));
    const second = await start();
    expect(second.wasReused).toBe(false);
  });

  test("starts over when the first initialisation was interrupted", async () => {
    mkdirSync(path.join(dataDir, "postgres.new"));
    writeFileSync(path.join(dataDir, "postgres.new", "PG_VERSION"), "18\n");
    await start();
  });

  test("says what to do when another major version made the files", async () => {
    mkdirSync(path.join(dataDir, "postgres"));
    writeFileSync(path.join(dataDir, "postgres", "PG_VERSION"), "15\n");
    await expect(start()).rejects.toThrow(/made by Postgres 15.*restore the backup/);
  });

  test("lets the app role work with rows and nothing else", async () => {
    const { url, appUrl } = await start();
    await query(url, "CREATE TABLE item (id serial PRIMARY KEY)");
    await query(appUrl, "INSERT INTO item DEFAULT VALUES");
    await expect(query(appUrl, "DROP TABLE item")).rejects.toThrow(/must be owner/);
    await expect(query(appUrl, "CREATE TABLE other (id int)")).rejects.toThrow(/permission denied/);
    await expect(query(appUrl, "TRUNCATE item")).rejects.toThrow(/permission denied/);
  });

  test("answers on loopback only, to a password kept in a file of mode 0600", async () => {
    const { port, adminUrl, url } = await start();
    expect(await query(adminUrl, "SHOW listen_addresses")).toEqual([
      { listen_addresses: "127.0.0.1" },
    ]);
    expect(await query(adminUrl, "SHOW unix_socket_directories")).toEqual([
      { unix_socket_directories: "" },
    ]);
    await expect(
      query(`postgresql://shop_owner:wrong@127.0.0.1:${port}/shop`, "SELECT 1"),
    ).rejects.toThrow(/password authentication failed/);
    const secret = path.join(dataDir, "secrets", "postgres-owner");
    expect(statSync(secret).mode & 0o777).toBe(0o600);
    expect(url).toContain(readFileSync(secret, "utf8").trim());
  });
});
