import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Health } from "#server/contracts/health.ts";
import { startRedis } from "#server/platform/embedded/redis.ts";
import { ReplyError } from "#tests/support/chiffon-client.ts";
import { planFor, until } from "#tests/support/installation.ts";
import { startOwnRedis } from "#tests/support/redis.ts";
import { CutLine } from "./cut-line.ts";
import { refusal, useLab } from "./lab.ts";
import { playbook } from "./lab-repository.ts";

const isRoot = process.getuid?.() === 0;
const postgres = await CutLine.open();
const redis = await startOwnRedis();
const outageMs = 5_000;
let mounted: string | null = null;

/** A run directory of a few megabytes, which a test can fill. */
function mountSmallRunDirectory(directory: string): void {
  if (!isRoot) return;
  mkdirSync(directory, { recursive: true });
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", directory]);
  mounted = directory;
}

afterAll(async () => {
  await redis.remove();
  await postgres.close();
});
const lab = useLab({
  databaseUrl: (own) => postgres.lead(own),
  redisUrl: () => redis.url,
  prepare: ({ runs }) => mountSmallRunDirectory(runs),
});
const { chiffon } = lab;
afterAll(() => {
  if (mounted !== null) execFileSync("umount", ["--lazy", mounted]);
});

/** What /api/health says, whatever its status. */
async function health(): Promise<Health> {
  const response = await fetch(`${chiffon.url}/api/health`, {
    headers: { host: new URL(chiffon.url).host },
  });
  return (await response.json()) as Health;
}

beforeAll(async () => {
  lab.repository.commit({
    "playbooks/slow.yml": playbook({
      service: "slowness",
      body: `  tasks:
    - name: Take a while
      ansible.builtin.shell: mkdir -p {{ effects_dir }}; echo began >> {{ effects_dir }}/slow; sleep 7; echo ended >> {{ effects_dir }}/slow
      changed_when: true
`,
    }),
  });
  await lab.rescan();
});

describe("while Redis is away", () => {
  it("what is approved is done all the same, once; health says what is red", async () => {
    const before = await lab.traces();
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    await redis.stop();
    await until("health is red for redis", async () => (await health()).redis === "red");
    expect(await health()).toMatchObject({ status: "red", queue: "red", database: "green" });
    const askedAt = performance.now();
    await chiffon.approver.decide(plan);
    expect(performance.now() - askedAt).toBeLessThan(outageMs);
    // What moves an approved plan on needs no queue where one process dispatches and runs.
    await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);
    expect(await health()).toMatchObject({ redis: "red" });
    const waiting = await chiffon.operator.say("Deploy the beacon");
    await delay(outageMs); // the outage itself, not a wait for something
    expect(await chiffon.viewer.view(waiting.requestId)).toMatchObject({ plan: null });
    await startRedis({ dataDir: redis.dataDir, log: () => undefined });
    await chiffon.viewer.waitFor(waiting.requestId, ({ card }) => card === "awaiting", 60_000);
    expect((await lab.traces()).runs).toBe(before.runs + 1);
    await until("health is green again", async () => (await health()).status === "green");
  });
});

describe("while Postgres is away", () => {
  afterEach(() => postgres.mend());

  it("everything is answered 503 with what is wrong, and works again afterwards", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    postgres.cut();
    const calls = [
      () => chiffon.viewer.view(request_id),
      () => chiffon.operator.say("Deploy the beacon"),
      () => chiffon.approver.decide(plan),
      () => chiffon.viewer.call("GET", "/api/conversations"),
    ];
    for (const call of calls) {
      expect(await refusal(call())).toMatchObject({ status: 503, code: "database_unavailable" });
    }
    await until("health is red for the database", async () => (await health()).database === "red");
    postgres.mend();
    await until("the database is back", async () => (await health()).database === "green");
    expect((await chiffon.viewer.view(request_id)).card).toBe("awaiting");
    await chiffon.approver.decide(plan);
    await chiffon.viewer.waitFor(request_id, ({ phase }) => phase === "done", 60_000);
  });

  it("what runs goes on, and is recorded when Postgres is back: one start, one end", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the slowness");
    await chiffon.approver.decide(plan);
    await until("it has begun", () => readdirSync(lab.effectsDir).includes("slow"), 60_000);
    postgres.cut();
    await delay(outageMs);
    postgres.mend();
    const end = await waitThroughTrouble(request_id);
    expect(end.phase).toBe("done");
    expect(end.tasks.map(({ runs }) => runs.map(({ status }) => status))).toEqual([["succeeded"]]);
    const effect = execFileSync("cat", [path.join(lab.effectsDir, "slow")], { encoding: "utf8" });
    expect(effect).toBe("began\nended\n");
  });
});

describe.skipIf(!isRoot)("with the disk of runs full (needs root for a small one)", () => {
  it("a task fails with that reason, nothing started, and the next one runs once there is room", async () => {
    const { plan, request_id } = await planFor(chiffon.operator, "Deploy the beacon");
    rmSync(lab.effectsDir, { recursive: true, force: true });
    const filler = path.join(chiffon.paths.runs, "filler");
    try {
      writeFileSync(filler, Buffer.alloc(16 * 1024 * 1024));
    } catch {
      // Full, as it should be.
    }
    await chiffon.approver.decide(plan);
    await chiffon.viewer.waitFor(request_id, ({ card }) => card !== "approved");
    const seen = await chiffon.viewer
      .waitFor(request_id, ({ phase }) => phase === "failed", 45_000)
      .catch((error: unknown) => error);
    expect(seen).toMatchObject({ phase: "failed" });
    expect(JSON.stringify(seen)).toMatch(/disk|space/i);
    expect(readdirSync(chiffon.paths.apps)).not.toContain("effects");
    rmSync(filler);
    const next = await planFor(chiffon.operator, "Deploy the beacon");
    await chiffon.approver.decide(next.plan);
    await chiffon.viewer.waitFor(next.request_id, ({ phase }) => phase === "done", 60_000);
  });
});

/** Waits for the end of a request while single answers may fail. */
async function waitThroughTrouble(requestId: string) {
  for (let tries = 0; ; tries++) {
    try {
      const over = (phase: string) => ["done", "failed"].includes(phase);
      return await chiffon.viewer.waitFor(requestId, ({ phase }) => over(phase), 60_000);
    } catch (error) {
      if (!(error instanceof ReplyError) || tries > 50) throw error;
      await delay(100);
    }
  }
}
