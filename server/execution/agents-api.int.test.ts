import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { required } from "#server/lib/assert.ts";
import { useDispatchLab } from "#tests/support/dispatch-lab.ts";
import {
  joinAs,
  setUpAdmin,
  startWeb,
  type TestBrowser,
  type TestWeb,
} from "#tests/support/web.ts";

const lab = useDispatchLab(2);
let web: TestWeb;
let admin: TestBrowser;
let viewer: TestBrowser;

beforeAll(async () => {
  const { services, config } = lab().container;
  const { agents, placements, routingRules } = services;
  web = await startWeb({
    databaseUrl: config.databaseUrl,
    services: { agents, placements, routingRules },
  });
  admin = await setUpAdmin(web);
  viewer = await joinAs(web, admin, "viewer", "Vera");
});
afterAll(() => web.close());

const agents = "/api/v1/agents";
const machine = {
  ...{ cpuCores: 8, memoryTotalMb: 8_000, memoryAvailableMb: 6_000 },
  load: [2, 2, 2] as [number, number, number],
  gpus: [{ vendor: "amd" as const, name: "", vramTotalMb: 16_384, vramAvailableMb: 12_288 }],
};

async function enrol(name: string): Promise<string> {
  const { id } = await lab().services.agents.register({
    ...{ identity: randomUUID(), name, agentType: "desktop", workTypes: [], slots: 2 },
    ...{ domains: ["media"], tags: ["basement"], version: "0", metrics: machine },
    tools: {
      ...{ ansible: null, ansibleLint: null, bubblewrap: null, ssh: null, git: null },
      ansibles: [],
    },
  });
  return id;
}

describe("the registry", () => {
  it("lists by status, type, tag, domain and ability, page by page", async () => {
    const id = await enrol("attic");
    const names = async (query: string) => {
      const { status, json } = await viewer.get(`${agents}?${query}`);
      expect(status).toBe(200);
      return (json["agents"] as { name: string }[]).map(({ name }) => name);
    };
    expect(await names("agent_type=desktop")).toEqual(["attic"]);
    expect(await names("tag=basement&domain=media&status=online")).toEqual(["attic"]);
    expect(await names("status=offline")).toEqual([]);
    expect(await names("capability=media")).toEqual(["attic"]);
    const first = await viewer.get(`${agents}?limit=1`);
    expect(first.json["agents"]).toHaveLength(1);
    const cursor = encodeURIComponent(String(first.json["next_cursor"]));
    expect(await names(`limit=1&cursor=${cursor}`)).toEqual(["silent"]);
    expect((await viewer.get(`${agents}?status=gone`)).status).toBe(400);
    const found = await viewer.get(`${agents}/search?capabilities=media`);
    expect(found.json["agents"]).toMatchObject([{ id }]);
  });

  it("says which are alive, and of one whether it gets work and why not (section 7)", async () => {
    const id = await enrol("cellar");
    const status = await viewer.get("/api/agents/status?force_check=true");
    const { counts, agents: pulses } = status.json as {
      counts: Record<string, number>;
      agents: { id: string; status: string }[];
    };
    expect(pulses).toContainEqual(expect.objectContaining({ id, status: "online" }));
    expect(counts["online"]).toBe(pulses.filter((each) => each.status === "online").length);
    expect((await viewer.get("/api/agents/status?force_check=perhaps")).status).toBe(400);
    const details = await viewer.get(`/api/agents/${id}`);
    expect(details.json).toMatchObject({ agent: { id, slotsUsed: 0 }, capacity: { slotsFree: 2 } });
    const healthy = { id, isHealthy: true, reason: null };
    expect((await viewer.get(`/api/agents/${id}/health`)).json).toMatchObject(healthy);
    await admin.post(`${agents}/${id}/toggle`);
    expect((await viewer.get(`/api/agents/${id}/health`)).json).toMatchObject({
      ...{ id, isHealthy: false, status: "disabled", reason: "It is switched off." },
    });
    const unknown = await viewer.get(`/api/agents/${randomUUID()}/health`);
    expect(unknown).toMatchObject({ status: 404, json: { errorCode: 5002 } });
  });

  it("says of one what it has left, how busy it was and what it holds", async () => {
    const { services, plans, agent } = lab();
    const plan = await plans.offerApproved({});
    await services.dispatch.dispatch(plan.id);
    await services.agents.heartbeat(agent.agentId, machine, 1);
    await services.agents.heartbeat(agent.agentId, machine, 1);
    const { json } = await viewer.get(`${agents}/${agent.agentId}`);
    expect(json).toMatchObject({
      agent: { name: "silent" },
      capacity: { slots_free: 1, memory_free_mb: 5_984, is_full_because: null },
      work: [{ request_id: plan.requestId, status: "pending", started_at: null }],
    });
    // Two heartbeats within a minute leave one sample.
    expect(json["samples"]).toMatchObject([
      { load_share: 0.25, memory_share: 0.25, slots_used: 1 },
    ]);
    const { json: capacity } = await viewer.get(`${agents}/${agent.agentId}/capacity`);
    expect(capacity["capacity"]).toMatchObject({ name: "silent", vram_free_mb: 12_288 });
    expect((await viewer.get(`${agents}/${randomUUID()}`)).status).toBe(404);
  });

  it("knows who has so much left", async () => {
    await lab().services.agents.heartbeat(lab().agent.agentId, machine, 0);
    const with12 = await viewer.get(
      `${agents}/available-capacity?min_gpu_vram_gb=12&min_cpu_cores=6`,
    );
    expect((with12.json["agents"] as unknown[]).length).toBeGreaterThan(0);
    const with13 = await viewer.get(`${agents}/available-capacity?min_gpu_vram_gb=13`);
    expect(with13.json["agents"]).toEqual([]);
  });

  it("lets an admin change tags and switch an agent off, which drains it", async () => {
    const id = await enrol("cellar");
    const change = { enabled: false, tags: ["a", "a", "b"] };
    expect((await viewer.send("PATCH", `${agents}/${id}`, { body: change })).status).toBe(403);
    await lab().services.agents.heartbeat(id, machine, 1);
    const changed = await admin.send("PATCH", `${agents}/${id}`, { body: change });
    expect(changed).toMatchObject({
      status: 200,
      json: { status: "disabled", is_draining: true, tags: ["a", "b"] },
    });
    await lab().services.agents.heartbeat(id, machine, 0);
    const { json } = await viewer.get(`${agents}/${id}`);
    expect(json["agent"]).toMatchObject({ status: "disabled", is_draining: false });
    expect((await admin.send("PATCH", `${agents}/${id}`)).status).toBe(400);
  });

  it("forgets only an agent that is silent and holds nothing", async () => {
    const { db, services } = lab();
    const id = await enrol("shed");
    const remove = (by: TestBrowser) => by.send("DELETE", `${agents}/${id}`);
    expect((await remove(viewer)).status).toBe(403);
    expect(await remove(admin)).toMatchObject({ status: 409, json: { error_code: 5021 } });
    await db.agent.update({ where: { id }, data: { lastHeartbeatAt: new Date(0) } });
    const plan = await lab().plans.offerApproved({});
    const task = required((await lab().tasksOf(plan))[0], "a task");
    await db.task.update({ where: { id: task.id }, data: { agentId: id } });
    expect((await remove(admin)).status).toBe(409);
    await db.task.update({ where: { id: task.id }, data: { agentId: null } });
    expect((await remove(admin)).status).toBe(200);
    expect((await viewer.get(`${agents}/${id}`)).status).toBe(404);
    expect((await services.agents.all()).map(({ name }) => name)).not.toContain("shed");
  });

  it("counts an agent as offline after its own patience", async () => {
    const id = await enrol("moor");
    const { db, services } = lab();
    const heard = { lastHeartbeatAt: new Date(Date.now() - 100_000) };
    await db.agent.update({ where: { id }, data: { ...heard, offlineAfterSeconds: 90 } });
    expect((await services.agents.find(id)).status).toBe("offline");
    await db.agent.update({ where: { id }, data: { offlineAfterSeconds: 120 } });
    expect((await services.agents.find(id)).status).toBe("online");
  });
});

describe("the rules of where work goes", () => {
  const at = "/api/v1/routing/rules";
  const content =
    'version: 1\nrules:\n  - { name: all, match: { service: "*" }, to: { agent: silent } }\n';

  it("are read by all and changed by admins, over what they have seen", async () => {
    const { json } = await viewer.get(at);
    const body = { content, hash: json["hash"] };
    expect((await viewer.send("PATCH", at, { body })).status).toBe(403);
    expect(
      (await admin.send("PATCH", at, { body: { ...body, content: "version: 3" } })).status,
    ).toBe(400);
    const saved = await admin.send("PATCH", at, { body });
    expect(saved).toMatchObject({ status: 200, json: { content, problem: null } });
    expect(await admin.send("PATCH", at, { body })).toMatchObject({
      ...{ status: 409, json: { error_code: 5020 } },
    });
  });

  it("are tried on a task that does not exist", async () => {
    const asked = { service: "kuma", work_type: "effect.script" };
    const { json } = await viewer.post("/api/v1/routing/explain", asked);
    expect(json["decision"]).toMatchObject({ method: "rule", rule_name: "all" });
    expect((await viewer.post("/api/v1/routing/explain", {})).status).toBe(400);
  });

  it("and what they decided stands with the task", async () => {
    const { services, plans } = lab();
    const plan = await plans.offerApproved({ service: "kuma" });
    const task = required((await lab().tasksOf(plan))[0], "a task");
    const path = `/api/v1/tasks/${task.id}/routing`;
    expect((await viewer.get(path)).json).toMatchObject({ decision: null });
    await services.dispatch.dispatch(plan.id);
    expect((await viewer.get(path)).json).toMatchObject({
      decision: { method: "rule", rule_name: "all", chosen_agent_id: lab().agent.agentId },
    });
  });
});
