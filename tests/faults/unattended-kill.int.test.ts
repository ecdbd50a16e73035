import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import { ChiffonClient } from "#tests/support/chiffon-client.ts";
import { planFor, until } from "#tests/support/installation.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";
import { setupToken, startWeb, type TestWeb } from "#tests/support/web.ts";
import { labFiles, playbook } from "../journey/lab-repository.ts";
import { addRepository, PlaybookRepository } from "../journey/playbook-repository.ts";
import { faultEnvironment, startWorker, type WorkerProcess } from "./worker-process.ts";

const database = useDatabase();
const redis = useRedis();
const at = "/api/v1/unattended-runs";
const services = ["harbour", "anchor", "lighthouse"];
let environment: Record<string, string>;
let container: Container;
let web: TestWeb;
let admin: ChiffonClient;
let workers: WorkerProcess[] = [];

const startAll = async () => {
  workers = await Promise.all([
    startWorker("orchestrator", environment),
    startWorker("agent", environment),
  ]);
};
const killAll = () => Promise.all(workers.map((each) => each.end()));
/** Attempts at what the unattended run asked for, by service: those before it were made by a person's approval. */
const attempts = async (after: Date) => {
  const runs = await container.db.run.findMany({
    where: { claimedAt: { gt: after } },
    select: { status: true, task: { select: { service: true } } },
  });
  return runs.map(({ status, task }) => `${task.service} ${status}`).sort();
};

beforeAll(async () => {
  environment = faultEnvironment({
    ...{ databaseUrl: database.url, redisUrl: redis.url },
    ...{ agentName: "pier", concurrency: 2 },
  });
  const config = { ...loadConfig(environment), logLevel: "silent" };
  container = createContainer(config, { process: "faults" });
  writeFileSync(container.paths.setupToken, `${setupToken}\n`);
  web = await startWeb({ ...container, databaseUrl: database.url });
  admin = new ChiffonClient(web.url);
  await admin.setUp(setupToken);
  await startAll();
  const repository = new PlaybookRepository(
    path.join(container.config.dataDir, "lab"),
    Object.fromEntries([
      ["inventory/hosts.yml", labFiles("")["inventory/hosts.yml"] ?? ""],
      ...services.map((service) => [`playbooks/${service}.yml`, slowly(service)]),
    ]),
  );
  await addRepository(admin, "Lab", repository);
  for (const service of services) await earnRule(`Deploy the ${service}`);
}, 360_000);
afterAll(async () => {
  await killAll();
  await web.close();
  await container.close();
  rmSync(container.config.dataDir, { recursive: true, force: true });
});

/** A playbook that is not to be repeated, changes nothing and takes its time. */
function slowly(service: string): string {
  return playbook({
    service,
    body: `  tasks:
    - name: Take a while
      ansible.builtin.pause:
        seconds: 3
`,
  }).replace("chiffon:idempotent=true", "chiffon:idempotent=false");
}

/** Has a person approve something once, and makes a rule of it. */
async function earnRule(text: string): Promise<void> {
  const { plan, request_id } = await planFor(admin, text);
  await admin.decide(plan);
  await admin.waitFor(request_id, ({ phase }) => phase === "done", 90_000);
  await admin.call("POST", "/api/v1/rules", {
    ...{ name: text, plan_id: plan.id, task_key: "t1", hosts: ["localhost"] },
    ...{ max_risk: "low", until: new Date(Date.now() + 86_400_000).toISOString() },
  });
}

it("an unattended run goes on after every worker was killed in the middle, and does nothing twice", async () => {
  const startedAt = new Date();
  const requests = services.map((service) => `Deploy the ${service}`);
  const { id } = await admin.call<{ id: string }>("POST", at, { requests, cooldown_seconds: 0 });
  await until(
    "the second is under way",
    async () => (await attempts(startedAt)).includes("anchor spawned"),
    120_000,
  );
  await killAll();
  await startAll();
  const read = () =>
    admin.call<{ status: string; results: { result: string }[] }>("GET", `${at}/${id}`);
  await until(
    "the list is done",
    async () => ["finished", "stopped"].includes((await read()).status),
    180_000,
  );
  const run = await read();
  expect(run).toMatchObject({ status: "finished", results: [{}, {}, {}] });
  expect(await attempts(startedAt)).toEqual([
    ...["anchor succeeded", "harbour succeeded", "lighthouse succeeded"],
  ]);
  expect(await container.db.request.count({ where: { text: { in: requests } } })).toBe(6);
}, 400_000);
