import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadConfig } from "#server/config.ts";
import { type Container, createContainer } from "#server/container.ts";
import { required } from "#server/lib/assert.ts";
import { useDatabase } from "#tests/support/postgres.ts";
import { useRedis } from "#tests/support/redis.ts";

const database = useDatabase();
const redis = useRedis();
let opened: Container | null = null;
const container = () => required(opened, "the container");

beforeAll(() => {
  const config = loadConfig({
    CHIFFON_DATA_DIR: mkdtempSync(path.join(tmpdir(), "chiffon-agents-")),
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
  });
  opened = createContainer({ ...config, logLevel: "silent" }, { process: "agents" });
});
afterAll(async () => {
  await container().close();
  rmSync(container().config.dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await container().db.agent.deleteMany();
});

const metrics = { cpuCores: 2, load: [0, 0, 0], memoryTotalMb: 1, memoryAvailableMb: 1 } as const;
const register = (identity: string, name: string) =>
  container().services.agents.register({
    ...{ identity, name, agentType: "infra", workTypes: ["ansible.playbook"], domains: [] },
    ...{ slots: 1, version: "0", metrics: { ...metrics, load: [0, 0, 0] } },
    tools: {
      ...{ ansible: null, ansibleLint: null, bubblewrap: null, ssh: null, git: null },
      ansibles: [],
    },
  });

describe("an agent", () => {
  it("is known by its identity: the same at each start, and after its machine was renamed", async () => {
    const identity = randomUUID();
    const first = await register(identity, "attic");
    expect(await register(identity, "attic")).toMatchObject({ id: first.id, name: "attic" });
    expect(await register(identity, "cellar")).toMatchObject({ id: first.id, name: "cellar" });
    expect(await container().db.agent.count()).toBe(1);
  });

  it("is another one on another machine of the same name, told apart by a number that stays", async () => {
    const [one, other, third] = [randomUUID(), randomUUID(), randomUUID()];
    const first = await register(one, "attic");
    const second = await register(other, "attic");
    expect(second.id).not.toBe(first.id);
    expect(second.name).toBe("attic-2");
    expect((await register(third, "attic")).name).toBe("attic-3");
    expect(await register(other, "attic")).toMatchObject({ id: second.id, name: "attic-2" });
    expect(await register(one, "attic")).toMatchObject({ id: first.id, name: "attic" });
  });

  it("is remembered with the tools it had, until it says what it has now", async () => {
    const { agents } = container().services;
    const identity = randomUUID();
    expect(await agents.toolsOf(identity)).toBeNull();
    const { id, tools } = await register(identity, "attic");
    expect(await agents.toolsOf(identity)).toEqual(tools);
    await agents.noteTools(id, { ...required(tools, "tools"), git: "2.47.0" });
    expect(await agents.toolsOf(identity)).toMatchObject({ git: "2.47.0" });
    await container().db.agent.update({
      where: { id },
      data: { tools: { of: "another version" } },
    });
    expect(await agents.toolsOf(identity)).toBeNull();
  });

  it("takes over no run of another machine of its name", async () => {
    const { services, db } = container();
    const first = await register(randomUUID(), "attic");
    const second = await register(randomUUID(), "attic");
    const [requestId, planId, taskId] = [randomUUID(), randomUUID(), randomUUID()];
    const ids = { conversationId: randomUUID(), messageId: randomUUID(), personId: randomUUID() };
    await db.request.create({
      data: { id: requestId, ...ids, submittedBy: "Ada", text: "", phase: "execution" },
    });
    await db.plan.create({
      data: {
        ...{ id: planId, requestId, version: 1, status: "approved", digest: "", body: {} },
        ...{ repositoryId: randomUUID(), commit: "", expiresAt: new Date() },
      },
    });
    await db.task.create({
      data: {
        ...{ id: taskId, requestId, planId, conversationId: ids.conversationId, taskKey: "t1" },
        ...{ ordinal: 1, name: "", workType: "ansible.playbook", agentType: "infra", hosts: [] },
        ...{ body: {}, dependsOn: [], idempotent: true, timeoutSeconds: 1, status: "running" },
        agentId: first.id,
      },
    });
    await db.run.create({
      data: {
        ...{ taskId, attempt: 1, fence: 1, agentId: first.id, agentName: "attic" },
        ...{ status: "spawned", nonce: "", leaseUntil: new Date(0) },
      },
    });
    const identity = { agentId: second.id, name: second.name };
    expect(await services.leases.adopt(identity, new Set())).toEqual([]);
  });

  it("from before identities were kept goes on as the agent it was, and belongs to one machine", async () => {
    const row = { name: "attic", agentType: "infra", workTypes: [], slots: 1, version: "0" };
    const { id } = await container().db.agent.create({ data: row });
    const [one, other] = [randomUUID(), randomUUID()];
    expect(await register(one, "attic")).toMatchObject({ id, name: "attic" });
    expect((await register(other, "attic")).id).not.toBe(id);
    expect(await register(one, "attic")).toMatchObject({ id });
  });

  it("is enrolled once by many processes of its machine that start at once", async () => {
    const identity = randomUUID();
    const agents = await Promise.all(Array.from({ length: 8 }, () => register(identity, "attic")));
    expect(new Set(agents.map(({ id }) => id)).size).toBe(1);
    expect(await container().db.agent.count()).toBe(1);
  });
});
