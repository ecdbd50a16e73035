import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import type { ChildSpec } from "#scripts/start/child.ts";
import { type RunningChiffon, startChiffon } from "#scripts/start/supervisor.ts";
import { isAlive } from "#server/platform/embedded/os-process.ts";
import { waitUntil } from "#server/platform/embedded/wait-until.ts";

const standIns = path.resolve("tests/support/stand-ins");
const children = [
  { name: "web", role: "web" as const, args: [path.join(standIns, "web.mjs")] },
  { name: "agent", role: "worker" as const, args: [path.join(standIns, "worker.mjs")] },
];

const folders: string[] = [];
let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), "supervisor-"));
  folders.push(dataDir);
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

async function start(lines: string[] = [], specs: ChildSpec[] = children): Promise<RunningChiffon> {
  const chiffon = await startChiffon({
    dataDir,
    port: 0,
    host: "127.0.0.1",
    build: false,
    children: specs,
    log: (line) => lines.push(line),
  });
  onTestFinished(() => chiffon.stop({ graceMs: 200 }));
  await chiffon.ready();
  return chiffon;
}

/** Waits until every name has a live process other than the one it had. */
function replaced(chiffon: RunningChiffon, before: Record<string, number | null>, names: string[]) {
  return waitUntil(
    () => {
      const now = chiffon.pids();
      const areNew = names.every((name) => {
        const pid = now[name] ?? null;
        return pid !== null && pid !== before[name] && isAlive(pid);
      });
      return areNew ? now : null;
    },
    { what: `${names.join(" and ")} come back`, timeoutMs: 15_000 },
  );
}

function takePort(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1" }, () => resolve(server));
  });
}

describe("the supervisor", () => {
  test("starts a killed process again, whichever it is", async () => {
    const chiffon = await start();
    const before = chiffon.pids();
    const names = ["web", "agent", "postgres", "redis"];
    for (const name of names) chiffon.kill(name, "SIGKILL");
    await replaced(chiffon, before, names);
    await chiffon.ready();
  });

  test("moves its children to a database that had to take another port, whatever they wait for", async () => {
    const chiffon = await start();
    const before = chiffon.pids();
    const { databaseUrl } = chiffon.addresses;
    chiffon.kill("postgres", "SIGKILL");
    const squatter = await waitUntil(() => takePort(Number(new URL(databaseUrl).port)), {
      what: "somebody else takes the port",
      timeoutMs: 5_000,
      everyMs: 1,
    });
    onTestFinished(() => void squatter.close());
    const now = await replaced(chiffon, before, ["web", "agent"]);
    expect(chiffon.addresses.databaseUrl).not.toBe(databaseUrl);
    const environment = readFileSync(`/proc/${now["agent"]}/environ`, "utf8").split("\0");
    expect(environment).toContain(`DATABASE_URL=${chiffon.addresses.databaseUrl}`);
  });

  test("hands its children addresses, the data directory and no owner role", async () => {
    const chiffon = await start();
    const pid = chiffon.pids()["web"];
    const environment = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
    expect(environment).toContain(`CHIFFON_DATA_DIR=${dataDir}`);
    expect(environment).toContain("CHIFFON_SUPERVISED=1");
    expect(environment).toContain(`DATABASE_URL=${chiffon.addresses.databaseUrl}`);
    expect(environment.join("\n")).not.toContain("_owner");
  });

  test("starts a process that loads first before its services, and tells it of them once they are up", async () => {
    const waiting = {
      ...{ name: "waiting", role: "worker" as const, startsFirst: true },
      args: ["--import", "tsx", path.join(standIns, "waiting.mjs")],
    };
    const chiffon = await start([], [...children, waiting]);
    const told = path.join(dataDir, "told");
    await waitUntil(() => existsSync(told), { what: "it is told", timeoutMs: 15_000 });
    expect(readFileSync(`${told}.waiting`, "utf8")).toBe("undefined");
    expect(readFileSync(told, "utf8")).toBe(chiffon.addresses.databaseUrl);
    // One that comes back later has it from its beginning.
    rmSync(told);
    chiffon.kill("waiting");
    await waitUntil(() => existsSync(told), { what: "it comes back", timeoutMs: 15_000 });
    expect(readFileSync(`${told}.waiting`, "utf8")).toBe(chiffon.addresses.databaseUrl);
  });

  test("a process that still waits for services ends with its supervisor", async () => {
    const args = ["--import", "tsx", path.join(standIns, "waiting.mjs")];
    const waits = spawn(process.execPath, args, {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: { ...process.env, CHIFFON_DATA_DIR: dataDir, CHIFFON_AWAIT_SERVICES: "1" },
    });
    onTestFinished(() => void waits.kill("SIGKILL"));
    const ended = once(waits, "exit");
    const isWaiting = () => existsSync(path.join(dataDir, "told.waiting"));
    await waitUntil(isWaiting, { what: "it waits", timeoutMs: 15_000 });
    waits.disconnect();
    await ended;
    expect(existsSync(path.join(dataDir, "told"))).toBe(false);
  });

  test("refuses a second start on the same data directory, naming the first", async () => {
    await start();
    await expect(start()).rejects.toThrow(`already runs on ${dataDir} (process ${process.pid})`);
  });

  test("lets a worker finish first and interrupts it when told to", async () => {
    const lines: string[] = [];
    const chiffon = await start(lines);
    await waitUntil(() => chiffon.running().length > 0, {
      what: "the worker reports",
      timeoutMs: 5_000,
    });
    expect(chiffon.running()).toEqual(["deploy kuma on nas"]);
    const drained = chiffon.drain();
    await waitUntil(() => lines.includes("agent: warn: draining"), {
      what: "it drains",
      timeoutMs: 5_000,
    });
    expect(chiffon.pids()["agent"]).not.toBeNull();
    chiffon.interrupt();
    await drained;
    expect(chiffon.pids()["agent"]).toBeNull();
    expect(chiffon.pids()["web"]).not.toBeNull();
  });

  test("leaves no process behind when it stops", async () => {
    const chiffon = await start();
    const pids = Object.values(chiffon.pids()).filter((pid) => pid !== null);
    await chiffon.stop({ graceMs: 200 });
    expect(pids.filter(isAlive)).toEqual([]);
  });

  test("killed outright, takes its children with it and leaves services that the next start takes over", async () => {
    const supervisor = spawn(
      process.execPath,
      ["--import", "tsx", path.join(standIns, "start.mjs"), dataDir],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [line] = await once(supervisor.stdout, "data");
    const pids = JSON.parse(String(line)) as Record<string, number>;
    const gone = once(supervisor, "exit");
    supervisor.kill("SIGKILL");
    await gone;
    await waitUntil(() => ["web", "agent"].every((name) => !isAlive(pids[name] ?? 0)), {
      what: "the children follow",
      timeoutMs: 5_000,
    });
    const chiffon = await start();
    expect(chiffon.pids()).toMatchObject({ postgres: pids["postgres"], redis: pids["redis"] });
  });

  test("offers one set-up token until set-up is done", async () => {
    const first = await start();
    expect(first.setupToken).toMatch(/^[A-Z2-7]{24}$/);
    expect(statSync(path.join(dataDir, "setup-token")).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dataDir, "secrets")).mode & 0o777).toBe(0o700);
    await first.stop({ graceMs: 200 });

    writeFileSync(path.join(dataDir, "setup-done"), "");
    const second = await start();
    expect(second.setupToken).toBeNull();
    expect(existsSync(path.join(dataDir, "setup-token"))).toBe(false);
  });
});
