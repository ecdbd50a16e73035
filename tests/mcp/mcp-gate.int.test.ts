import { request as httpRequest } from "node:http";
import { beforeAll, describe, expect, it } from "vitest";
import { tools } from "#server/contracts/mcp.ts";
import { mcpMetadataPath, mcpPath } from "#server/contracts/routes.ts";
import { planFor, until } from "#tests/support/installation.ts";
import { connect, tokenOf } from "#tests/support/mcp-client.ts";
import { useLab } from "../journey/lab.ts";

const lab = useLab();
const { chiffon } = lab;
let reading: string;

beforeAll(async () => {
  reading = await tokenOf(chiffon.approver, ["read"], "reader");
});

const listing = { jsonrpc: "2.0", id: 1, method: "tools/list" };
const calling = (name: string, args: object = {}) => ({
  ...{ jsonrpc: "2.0", id: 1, method: "tools/call" },
  params: { name, arguments: args },
});

/** Sends one message as a program does, unless the headers say otherwise. */
async function send(message: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${chiffon.url}${mcpPath}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...headers,
    },
    body: typeof message === "string" ? message : JSON.stringify(message),
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function toolsOf(token: string): Promise<string[]> {
  const client = await connect(chiffon.url, token, "2026-07-28");
  const listed = await client.listTools();
  await client.close();
  return listed.tools.map(({ name }) => name);
}

async function rejected(code: string): Promise<number> {
  const rows = await chiffon.db.auditEntry.findMany({ where: { type: "security.rejected" } });
  return rows.filter(({ facts }) => Object(facts).code === code && Object(facts).edge === "mcp")
    .length;
}

describe("who is let in", () => {
  it("tells a client without a token that it needs one, and where to read on", async () => {
    const { status, headers, text } = await send(listing);
    expect(status).toBe(401);
    const metadata = `${chiffon.url}${mcpMetadataPath}`;
    expect(headers.get("www-authenticate")).toBe(
      `Bearer scope="read ask", resource_metadata="${metadata}"`,
    );
    expect(JSON.parse(text)).toMatchObject({
      jsonrpc: "2.0",
      error: { data: { code: "not_signed_in", trace_id: headers.get("x-trace-id") } },
    });
    const about = await fetch(metadata);
    expect(await about.json()).toEqual({
      resource: `${chiffon.url}${mcpPath}`,
      resource_name: "Chiffon",
      authorization_servers: [chiffon.url],
      bearer_methods_supported: ["header"],
      scopes_supported: ["read", "ask"],
      resource_documentation: `${chiffon.url}/settings`,
    });
  });

  it("takes no token that this Chiffon did not make, whatever it is made of", async () => {
    const foreign = ["eyJhbGciOiJub25lIn0.eyJhdWQiOiJvdGhlciJ9.", "chf_", `chf_${"A".repeat(43)}`];
    for (const token of foreign) {
      const { status, headers } = await send(listing, bearer(token));
      expect(status).toBe(401);
      expect(headers.get("www-authenticate")).toContain('error="invalid_token"');
    }
    await until("they stand in the history", async () => (await rejected("token_invalid")) >= 3);
  });

  it("takes no session instead of a token, and none beside one", async () => {
    const signedIn = await fetch(`${chiffon.url}/api/session`, {
      method: "POST",
      headers: { origin: chiffon.url, "content-type": "application/json" },
      body: JSON.stringify({ name: "Ada", password: "correct horse battery" }),
    });
    const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
    expect((await send(listing, { cookie })).status).toBe(401);
    expect((await send(listing, { cookie, origin: chiffon.url })).status).toBe(401);
    expect((await send(listing, { cookie, ...bearer(reading) })).status).toBe(400);
  });

  it("refuses pages of other sites and other hosts, token or not", async () => {
    const evil = { origin: "http://evil.example" };
    expect((await send(listing, { ...evil, ...bearer(reading) })).status).toBe(403);
    expect((await send(listing, evil)).status).toBe(403);
    expect(
      (await send(listing, { ...bearer(reading), "sec-fetch-site": "cross-site" })).status,
    ).toBe(403);
    const status = await new Promise((resolve, reject) => {
      const url = new URL(mcpPath, chiffon.url);
      const headers = {
        ...bearer(reading),
        host: "evil.example",
        "content-type": "application/json",
      };
      httpRequest(url, { method: "POST", headers }, ({ statusCode }) => resolve(statusCode))
        .on("error", reject)
        .end(JSON.stringify(listing));
    });
    expect(status).toBe(421);
  });

  it("lets in a page of its own, a revoked token never again", async () => {
    expect((await send(listing, { ...bearer(reading), origin: chiffon.url })).status).toBe(200);
    const made = await chiffon.approver.call<{ token: string; created: { id: string } }>(
      "POST",
      "/api/tokens",
      { name: "short", scopes: ["read"], days: 1 },
    );
    expect((await send(listing, bearer(made.token))).status).toBe(200);
    await chiffon.approver.call("DELETE", `/api/tokens/${made.created.id}`);
    expect((await send(listing, bearer(made.token))).status).toBe(401);
  });

  it("takes JSON of at most a megabyte, one message at a time", async () => {
    const token = bearer(reading);
    expect((await send([listing, listing], token)).status).toBe(400);
    expect((await send("{", token)).status).toBe(400);
    expect((await send(listing, { ...token, "content-type": "text/plain" })).status).toBe(415);
    expect((await send({ ...listing, filler: "x".repeat(1_100_000) }, token)).status).toBe(413);
  });
});

describe("what a token reaches", () => {
  const readOnly = Object.entries(tools)
    .filter(([, { effect }]) => effect === "read")
    .map(([name]) => name);

  it("is what its scopes and its person's role both allow", async () => {
    expect(await toolsOf(reading)).toEqual(readOnly);
    const viewers = await tokenOf(chiffon.viewer, ["read", "ask", "approve"]);
    expect(await toolsOf(viewers)).toEqual(readOnly);
    const operators = await tokenOf(chiffon.operator, ["ask", "approve"]);
    expect(await toolsOf(operators)).toEqual([
      "submit_request",
      "create_schedule",
      "change_schedule",
      "delete_schedule",
    ]);
    const approvers = await tokenOf(chiffon.approver, ["approve"]);
    expect(await toolsOf(approvers)).toEqual(["approve_plan"]);
  });

  it("holds nothing that makes, pauses or revokes a rule, whatever its scopes", async () => {
    const scopes = ["read", "ask", "approve", "operate", "secrets", "manage"] as const;
    const everything = await toolsOf(await tokenOf(chiffon.admin, scopes));
    expect(everything.filter((name) => name.includes("rule"))).toEqual([
      "list_rules",
      "get_plan_rules",
    ]);
  });

  it("keeps schedules from a token that only reads", async () => {
    const before = await chiffon.db.schedule.count();
    const asked = { text: "Deploy the beacon", when: "every sunday at 4" };
    for (const [name, args] of [
      ["create_schedule", asked],
      ["change_schedule", { schedule_id: crypto.randomUUID(), enabled: false }],
      ["delete_schedule", { schedule_id: crypto.randomUUID() }],
    ] as const) {
      const refused = await send(calling(name, args), bearer(reading));
      expect(refused.status).toBe(403);
      expect(refused.headers.get("www-authenticate")).toContain('scope="ask"');
    }
    expect(await chiffon.db.schedule.count()).toBe(before);
  });

  it("refuses calls beyond it with the scope they take, asks nothing, and notes it", async () => {
    const before = await chiffon.db.request.count();
    const asked = await send(
      calling("submit_request", { message: "Deploy the beacon" }),
      bearer(reading),
    );
    expect(asked.status).toBe(403);
    expect(asked.headers.get("www-authenticate")).toContain(
      'error="insufficient_scope", scope="ask"',
    );
    const viewers = await tokenOf(chiffon.viewer, ["approve"]);
    const approved = await send(calling("approve_plan"), bearer(viewers));
    expect({ status: approved.status, text: approved.text }).toEqual({
      status: 403,
      text: expect.stringContaining("That takes the role approver; yours is viewer."),
    });
    const resources = { ...listing, method: "resources/list" };
    expect((await send(resources, bearer(viewers))).status).toBe(403);
    expect(await chiffon.db.request.count()).toBe(before);
    await until(
      "it stands in the history",
      async () => (await rejected("token_scope_missing")) >= 1,
    );
    await until("it stands in the history", async () => (await rejected("not_allowed")) >= 1);
  });

  it("never approves what a token of the same person asked for", async () => {
    const asking = await tokenOf(chiffon.approver, ["read", "ask"], "asker");
    const approving = await tokenOf(chiffon.approver, ["read", "approve"], "approver");
    const asker = await connect(chiffon.url, asking, "2026-07-28");
    const { structuredContent } = await asker.callTool({
      name: "submit_request",
      arguments: { message: "Deploy the beacon", wait_seconds: 60 },
    });
    const { structuredContent: read } = await asker.callTool({
      name: "get_plan",
      arguments: { id: Object(structuredContent).request_id },
    });
    const plan = Object(read);
    const approver = await connect(chiffon.url, approving, "2026-07-28");
    const decided = await approver.callTool({
      name: "approve_plan",
      arguments: {
        ...{ plan_id: plan.id, plan_version: plan.version, plan_digest: plan.digest },
        decision: "approve",
      },
    });
    expect(decided).toMatchObject({ isError: true, structuredContent: { code: "own_request" } });
    expect(await chiffon.db.task.count({ where: { planId: plan.id } })).toBe(0);
    await until("it stands in the history", async () => (await rejected("own_request")) >= 1);
    await Promise.all([asker.close(), approver.close()]);
  });

  it("approves what its person asked for in the browser, by the digest that was read", async () => {
    const { plan } = await planFor(chiffon.approver, "Deploy the beacon");
    const approver = await connect(
      chiffon.url,
      await tokenOf(chiffon.approver, ["approve"]),
      "2026-07-28",
    );
    const args = { plan_id: plan.id, plan_version: plan.version, decision: "approve" };
    const without = await approver.callTool({ name: "approve_plan", arguments: args });
    expect(without).toMatchObject({ isError: true, structuredContent: { code: "invalid_input" } });
    const decided = await approver.callTool({
      name: "approve_plan",
      arguments: { ...args, plan_digest: plan.digest },
    });
    expect(decided.isError ?? false).toBe(false);
    await approver.close();
  });
});
