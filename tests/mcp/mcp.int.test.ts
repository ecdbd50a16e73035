import type { Client } from "@modelcontextprotocol/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { tools } from "#server/contracts/mcp.ts";
import { until } from "#tests/support/installation.ts";
import { connect, revisions, tokenOf } from "#tests/support/mcp-client.ts";
import { useLab } from "../journey/lab.ts";

const lab = useLab();
const { chiffon } = lab;
const clients: Client[] = [];

let asking: string;
let approving: string;

beforeAll(async () => {
  asking = await tokenOf(chiffon.operator, ["read", "ask"]);
  approving = await tokenOf(chiffon.approver, ["read", "ask", "approve"]);
});
afterAll(() => Promise.all(clients.map((client) => client.close())));

async function open(...[token, revision, abilities]: [string, ...OpenRest]): Promise<Client> {
  const client = await connect(chiffon.url, token, revision, abilities);
  clients.push(client);
  return client;
}
type OpenRest = [
  revision: Parameters<typeof connect>[2],
  abilities?: Parameters<typeof connect>[3],
];

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const {
    structuredContent,
    isError = false,
    content,
  } = await client.callTool({
    name,
    arguments: args,
  });
  return { body: Object(structuredContent), isError, content };
}

describe.each(revisions)("a client of revision %s", (revision) => {
  it("finds all tools, each with both schemas, and is told which change something", async () => {
    const client = await open(approving, revision);
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const listed = (await client.listTools()).tools;
    expect(listed.map(({ name }) => name)).toEqual(Object.keys(tools));
    for (const { inputSchema, outputSchema, description } of listed) {
      expect(inputSchema.type).toBe("object");
      expect(outputSchema).toMatchObject({ type: "object" });
      expect(description).not.toBe("");
    }
    const changing = listed.filter(({ annotations }) => annotations?.readOnlyHint !== true);
    expect(changing.map(({ name, annotations }) => [name, annotations?.destructiveHint])).toEqual([
      ["submit_request", false],
      ["approve_plan", true],
      ["create_schedule", false],
      ["change_schedule", false],
      ["delete_schedule", false],
    ]);
  });

  it("asks, reads, has the plan approved by somebody else's token, and finds it in the history", async () => {
    const [asker, approver] = [await open(asking, revision), await open(approving, revision)];
    const steps: string[] = [];
    const { structuredContent } = await asker.callTool(
      { name: "submit_request", arguments: { message: "Deploy the beacon", wait_seconds: 60 } },
      { onprogress: ({ message = "" }) => steps.push(message) },
    );
    const asked = Object(structuredContent);
    expect(steps).toContain("Phase: planning");
    expect(asked).toMatchObject({
      answers: [expect.objectContaining({ author: "chiffon" })],
      page: `${chiffon.url}/requests/${asked.request_id}`,
      trace_id: expect.any(String),
    });
    const { body: plan } = await call(asker, "get_plan", { id: asked.request_id });
    expect(plan).toMatchObject({ status: "awaiting_approval", request_id: asked.request_id });
    const decision = { plan_id: plan.id, plan_version: plan.version, decision: "approve" };
    const other = await call(approver, "approve_plan", {
      ...decision,
      plan_digest: "0".repeat(64),
    });
    expect(other).toMatchObject({
      isError: true,
      body: { code: "plan_changed", error_code: 4002 },
    });
    const approved = await call(approver, "approve_plan", {
      ...decision,
      plan_digest: plan.digest,
    });
    expect(approved).toMatchObject({ isError: false, body: { phase: "execution" } });
    await until("the run is over", async () => {
      const { body } = await call(approver, "get_execution_history", { limit: 5 });
      return body.executions.some(
        (task: { request_id: string }) => task.request_id === asked.request_id,
      );
    });
    const { body: history } = await call(approver, "query_audit", { request_id: asked.request_id });
    const actor = expect.objectContaining({ name: "Abel through token assistant" });
    expect(history.entries).toContainEqual(
      expect.objectContaining({ type: "plan.approved", actor }),
    );
  });

  it("learns of health and agents, and where a task would go", async () => {
    const client = await open(asking, revision);
    expect((await call(client, "get_orchestrator_health")).body).toMatchObject({
      database: "green",
    });
    const { body: registry } = await call(client, "get_agent_registry");
    const [agent] = registry.agents;
    const { body: details } = await call(client, "get_agent_details", { agent_id: agent.id });
    expect(details).toMatchObject({ name: "this-machine", work_types: agent.work_types });
    const { body: pulse } = await call(client, "get_agent_status", { agent_id: agent.id });
    expect(pulse).toMatchObject({ status: "online" });
    expect(pulse).not.toHaveProperty("tools");
    const { body: all } = await call(client, "check_all_agents");
    expect(all.counts).toEqual({ online: 1, busy: 0, offline: 0, disabled: 0 });
    const { body: route } = await call(client, "route_task", { work_type: "ansible.playbook" });
    expect(route).toMatchObject({ chosen_agent_id: agent.id, candidates: [{ obstacle: null }] });
    const none = await call(client, "route_task", {
      resources: { cpu_cores: 999, memory_mb: 0, gpu_vram_mb: 0 },
    });
    expect(none.body).toMatchObject({ chosen_agent_id: null });
  });

  it("makes a schedule, pauses it, deletes it and takes that back, as the person of its token", async () => {
    const client = await open(asking, revision);
    const { body: made } = await call(client, "create_schedule", {
      ...{ text: "Deploy the beacon", when: "every sunday at 4", time_zone: "Europe/Berlin" },
    });
    expect(made).toMatchObject({
      ...{ kind: "run", cron: "0 4 * * 0", time_zone: "Europe/Berlin", person_name: "Otto" },
      ...{ enabled: true, next_at: expect.any(String), trace_id: expect.any(String) },
    });
    const of = { schedule_id: made.id };
    const { body: paused } = await call(client, "change_schedule", { ...of, enabled: false });
    expect(paused).toMatchObject({ id: made.id, enabled: false, next_at: null });
    const listed = async () => {
      const { body } = await call(client, "list_schedules", { limit: 200 });
      return body.schedules.map(({ id }: { id: string }) => id);
    };
    expect(await listed()).toContain(made.id);
    expect((await call(client, "delete_schedule", of)).body).toMatchObject({ ok: true });
    expect(await listed()).not.toContain(made.id);
    const back = await call(client, "change_schedule", { ...of, is_deleted: false });
    expect(back).toMatchObject({ isError: false, body: { id: made.id } });
    await call(client, "delete_schedule", of);
    const entry = await chiffon.db.auditEntry.findFirstOrThrow({
      where: { type: "schedule.created", facts: { path: ["scheduleId"], equals: made.id } },
    });
    expect(entry.actorName).toBe("Otto through token assistant");
  });

  it("is refused a schedule that it may not make, or whose times nobody understands", async () => {
    const client = await open(asking, revision);
    const asked = { text: "Deploy the beacon", when: "every sunday at 4" };
    expect(await call(client, "create_schedule", { ...asked, kind: "drift" })).toMatchObject({
      isError: true,
      body: { error_code: 3002, code: "not_allowed" },
    });
    const approvers = await open(await tokenOf(chiffon.approver, ["ask"]), revision);
    expect(await call(approvers, "create_schedule", { ...asked, kind: "drift" })).toMatchObject({
      isError: true,
      body: { code: "token_scope_missing" },
    });
    for (const wrong of [{ when: "now and then" }, { repeats_request_id: "x" }, { text: "" }])
      expect(await call(client, "create_schedule", { ...asked, ...wrong })).toMatchObject({
        isError: true,
        body: { code: "invalid_input" },
      });
    const others = await chiffon.admin.call<{ id: string }>("POST", "/api/v1/schedules", asked);
    const of = { schedule_id: others.id };
    for (const tool of ["change_schedule", "delete_schedule"])
      expect(
        await call(client, tool, tool === "change_schedule" ? { ...of, enabled: false } : of),
      ).toMatchObject({ isError: true, body: { code: "not_allowed" } });
    await chiffon.admin.call("DELETE", `/api/v1/schedules/${others.id}`);
  });

  it("reads standing approvals, and why none approved a plan", async () => {
    const client = await open(asking, revision);
    const { body: rules } = await call(client, "list_rules");
    expect(rules).toMatchObject({ rules: [], next_cursor: null });
    const { body: asked } = await call(client, "submit_request", { message: "Deploy the beacon" });
    const { body: plan } = await call(client, "get_plan", { id: asked.request_id });
    expect((await call(client, "get_plan_rules", { plan_id: plan.id })).body).toMatchObject({
      refusals: expect.any(Array),
    });
  });

  it("is told what is wrong with a call in the words of the API", async () => {
    const client = await open(asking, revision);
    expect(await call(client, "get_plan", { id: "nas" })).toMatchObject({
      isError: true,
      body: { code: "invalid_input", error_code: 1002, trace_id: expect.any(String) },
    });
    const id = "00000000-0000-4000-8000-000000000001";
    expect(await call(client, "get_plan", { id })).toMatchObject({
      isError: true,
      body: { code: "plan_not_found" },
    });
    expect(await call(client, "get_plan", { id, constructor: 1 })).toMatchObject({
      body: { code: "invalid_input" },
    });
  });

  it("reads a plan, a run and the history as resources", async () => {
    const client = await open(approving, revision);
    const templates = (await client.listResourceTemplates()).resourceTemplates;
    expect(templates.map(({ uriTemplate }) => uriTemplate)).toEqual([
      "chiffon://plans/{id}",
      "chiffon://runs/{id}",
      "chiffon://audit/{id}",
    ]);
    const read = async (uri: string) => {
      const [content] = (await client.readResource({ uri })).contents;
      return JSON.parse(`${Object(content).text}`);
    };
    const run = await chiffon.db.run.findFirstOrThrow({ include: { task: true } });
    expect(await read(`chiffon://runs/${run.id}`)).toMatchObject({
      run: { id: run.id, status: "succeeded" },
    });
    expect(await read(`chiffon://plans/${run.task.planId}`)).toMatchObject({ status: "approved" });
    expect((await read(`chiffon://audit/${run.task.requestId}`)).entries.length).toBeGreaterThan(3);
    expect((await read("chiffon://audit")).total).toBeGreaterThan(3);
    await expect(read("chiffon://runs/00000000-0000-4000-8000-000000000001")).rejects.toThrow(
      /not found/i,
    );
    const waiting = Object(
      (await call(client, "submit_request", { message: "Deploy the beacon" })).body,
    );
    const { resources } = await client.listResources();
    const { body: plan } = await call(client, "get_plan", { id: waiting.request_id });
    expect(resources.map(({ uri }) => uri)).toContain(`chiffon://plans/${plan.id}`);
  });
});
