import { createHash } from "node:crypto";
import { UnauthorizedError } from "@modelcontextprotocol/client";
import { describe, expect, it } from "vitest";
import type { ConnectClientBody } from "#server/contracts/connection.ts";
import { connectPath, mcpPath, oauthPaths } from "#server/contracts/routes.ts";
import { until, useInstallation } from "#tests/support/installation.ts";
import { type Revision, revisions } from "#tests/support/mcp-client.ts";
import { clientWithoutToken, letIn } from "#tests/support/oauth-client.ts";

const chiffon = useInstallation();

/** Has the official client come without a token, and says where it sends its person. */
async function sentAway(revision: Revision = "2026-07-28") {
  const { provider, transport, client } = clientWithoutToken(chiffon.url, revision);
  const first = transport();
  await expect(client().connect(first)).rejects.toBeInstanceOf(UnauthorizedError);
  if (provider.sentTo === null) throw new Error("the client sent nobody anywhere");
  return { provider, transport, client, first, sentTo: provider.sentTo };
}

const verifier = "v".repeat(64);
const redirectUri = "http://127.0.0.1:33418/callback";

async function register(metadata: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${chiffon.url}${oauthPaths.register}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(metadata),
  });
  return { status: response.status, json: Object(await response.json()) };
}

/** A code that a person gave a client of our own making. */
async function codeFor(
  scopes: ConnectClientBody["scopes"] = ["read"],
  resource: string | null = null,
) {
  const { json } = await register({ client_name: "Own", redirect_uris: [redirectUri] });
  const asked = new URL(connectPath, chiffon.url);
  asked.search = new URLSearchParams({
    ...{ client_id: json.client_id, redirect_uri: redirectUri },
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    ...(resource === null ? {} : { resource }),
  }).toString();
  const back = await letIn(chiffon.operator, asked, scopes);
  return {
    ...{ grant_type: "authorization_code", code: back.searchParams.get("code") ?? "" },
    ...{ client_id: String(json.client_id), redirect_uri: redirectUri, code_verifier: verifier },
  };
}

async function redeem(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${chiffon.url}${oauthPaths.token}`, {
    method: "POST",
    headers,
    body: new URLSearchParams(form),
  });
  const json = Object(await response.json());
  return { status: response.status, headers: response.headers, json };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function list(token: string): Promise<number> {
  const response = await fetch(`${chiffon.url}${mcpPath}`, {
    method: "POST",
    headers: {
      ...bearer(token),
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
    },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
  });
  await response.body?.cancel();
  return response.status;
}

describe("a client of the official SDK that has no token", () => {
  it.each(revisions)("is let in by its person, within what they ticked (%s)", async (revision) => {
    const { transport, client, first, sentTo } = await sentAway(revision);
    expect(`${sentTo.origin}${sentTo.pathname}`).toBe(`${chiffon.url}${connectPath}`);
    expect(sentTo.searchParams.get("scope")).toBe("read ask");
    expect(sentTo.searchParams.get("resource")).toBe(`${chiffon.url}${mcpPath}`);
    const back = await letIn(chiffon.approver, sentTo, ["read"]);
    expect(back.origin + back.pathname).toBe("http://127.0.0.1:33418/callback");
    expect(back.searchParams.get("state")).toBe("state-of-the-client");
    expect(back.searchParams.get("iss")).toBe(chiffon.url);
    await first.finishAuth(back.searchParams);
    const connected = client();
    await connected.connect(transport());
    const { tools } = await connected.listTools();
    expect(tools.map(({ name }) => name)).toContain("get_agent_registry");
    expect(tools.map(({ name }) => name)).not.toContain("submit_request");
    const { structuredContent } = await connected.callTool({ name: "get_agent_registry" });
    expect(Object(structuredContent).agents).toBeDefined();
    await connected.close();
  });

  it("asks its person again where it was let in for less than a tool takes, and gets on with more", async () => {
    const { provider, transport, client, first, sentTo } = await sentAway();
    await first.finishAuth((await letIn(chiffon.operator, sentTo, ["read"])).searchParams);
    const reading = client();
    const asking = transport();
    await reading.connect(asking);
    const ask = { name: "submit_request", arguments: { message: "What can you do?" } };
    await expect(reading.callTool(ask)).rejects.toBeInstanceOf(UnauthorizedError);
    expect(provider.sentTo?.searchParams.get("scope")?.split(" ")).toContain("ask");
    const again = provider.sentTo ?? sentTo;
    await asking.finishAuth((await letIn(chiffon.operator, again, ["read", "ask"])).searchParams);
    const { structuredContent } = await reading.callTool(ask);
    expect(Object(structuredContent).answers).toHaveLength(1);
    await reading.close();
  });

  it("stands among its person's tokens and in the history, and is ended there", async () => {
    const { transport, client, first, sentTo } = await sentAway();
    await first.finishAuth((await letIn(chiffon.viewer, sentTo, ["read"])).searchParams);
    const { tokens } = await chiffon.viewer.call<{ tokens: { id: string }[] }>(
      "GET",
      "/api/tokens",
    );
    expect(tokens).toMatchObject([{ name: "Test assistant", audience: "mcp", scopes: ["read"] }]);
    const written = await chiffon.db.auditEntry.findMany({
      where: { type: { in: ["client.allowed", "token.created"] }, actorName: "Vera" },
      orderBy: { ordinal: "asc" },
    });
    expect(written).toMatchObject([
      { type: "client.allowed", facts: { goesTo: "a program on this device", scopes: "read" } },
      { type: "token.created", facts: { name: "Test assistant", audience: "mcp" } },
    ]);
    await chiffon.viewer.call("DELETE", `/api/tokens/${tokens[0]?.id}`);
    await expect(client().connect(transport())).rejects.toBeInstanceOf(UnauthorizedError);
  });
});

describe("a token that a client was given", () => {
  it("is good for MCP and for nothing else", async () => {
    const { json } = await redeem(await codeFor());
    expect(json).toMatchObject({ token_type: "Bearer", scope: "read", expires_in: 86_400 });
    expect(await list(json.access_token)).toBe(200);
    const api = await fetch(`${chiffon.url}/api/v1/agents`, { headers: bearer(json.access_token) });
    expect(api.status).toBe(401);
    expect(await api.text()).toContain("good for MCP alone");
  });

  it("is given once: a code that comes again ends it", async () => {
    const form = await codeFor();
    const { json } = await redeem(form);
    expect(await redeem(form)).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
    expect(await list(json.access_token)).toBe(401);
    await until("the history says why", async () => {
      const ended = await chiffon.db.auditEntry.findMany({ where: { type: "token.revoked" } });
      return ended.some(({ facts }) => Object(facts).reason === "code_used_twice");
    });
  });

  it("is given once to eight who bring the code at once", async () => {
    const form = await codeFor();
    const answers = await Promise.all(Array.from({ length: 8 }, () => redeem(form)));
    const given = answers.filter(({ status }) => status === 200);
    expect(given).toHaveLength(1);
    expect(await list(given[0]?.json.access_token)).toBe(401);
  });

  it("is given to nobody who brings less, or something else, than the code was made for", async () => {
    const form = await codeFor(["read"], `${chiffon.url}${mcpPath}`);
    const other = await register({ client_name: "Other", redirect_uris: [redirectUri] });
    const wrong = [
      [{ code_verifier: "w".repeat(64) }, 400, "invalid_grant"],
      [{ redirect_uri: "http://127.0.0.1:4/callback" }, 400, "invalid_grant"],
      [{ client_id: other.json.client_id }, 400, "invalid_grant"],
      [{ client_id: "somebody" }, 401, "invalid_client"],
      [{ code: "guessed" }, 400, "invalid_grant"],
      [{ resource: "https://other.example/mcp" }, 400, "invalid_target"],
      [{ grant_type: "refresh_token" }, 400, "unsupported_grant_type"],
      [{ code_verifier: "" }, 400, "invalid_request"],
    ] as const;
    for (const [change, status, error] of wrong)
      expect(await redeem({ ...form, ...change }), error).toMatchObject({
        status,
        json: { error },
      });
    // None of that took the code from the client that it is for.
    expect((await redeem(form)).status).toBe(200);
  });

  it("is given to nobody after the code's minute, nor where its person was blocked", async () => {
    const late = await codeFor();
    await chiffon.db.connectCode.updateMany({
      where: { redeemedAt: null },
      data: { expiresAt: new Date(Date.now() - 1000) },
    });
    expect((await redeem(late)).json.error).toBe("invalid_grant");
    const guest = await chiffon.join("viewer", "Guest");
    const { sentTo, first } = await sentAway();
    const back = await letIn(guest, sentTo, ["read"]);
    const person = await chiffon.db.person.findUniqueOrThrow({ where: { name: "Guest" } });
    await chiffon.admin.call("PATCH", `/api/people/${person.id}`, { disabled: true });
    await expect(first.finishAuth(back.searchParams)).rejects.toThrow(/blocked/);
  });
});

describe("who is asked, and by whom", () => {
  it("registers a client by what it says, and nothing that a browser would act on", async () => {
    const fine = await register({ client_name: "Claude", redirect_uris: [redirectUri] });
    expect(fine).toMatchObject({
      status: 201,
      json: { client_name: "Claude", token_endpoint_auth_method: "none" },
    });
    expect(fine.json).not.toHaveProperty("client_secret");
    for (const address of ["javascript:alert(1)", "http://evil.example/", "https://a.example/#x"])
      expect(await register({ redirect_uris: [address] })).toMatchObject({
        status: 400,
        json: { error: "invalid_redirect_uri" },
      });
    expect((await register({})).json.error).toBe("invalid_request");
    expect((await register({ redirect_uris: [] })).status).toBe(400);
  });

  it("lets nobody in without a person who is signed in: no token, no other site", async () => {
    const { sentTo } = await sentAway();
    await expect(letIn(chiffon.stranger(), sentTo, ["read"])).rejects.toThrow();
    const made = await chiffon.admin.call<{ token: string }>("POST", "/api/tokens", {
      ...{ name: "all", days: 1 },
      scopes: ["read", "ask", "approve", "operate", "secrets", "manage"],
    });
    const byToken = await fetch(`${chiffon.url}/api/connect`, {
      method: "POST",
      headers: { ...bearer(made.token), "content-type": "application/json" },
      body: "{}",
    });
    expect(byToken.status).toBe(403);
    const evil = { origin: "https://evil.example" };
    expect((await register({ redirect_uris: [redirectUri] }, evil)).status).toBe(403);
    expect((await redeem(await codeFor(), evil)).status).toBe(403);
  });

  it("gives no token for another server, nor an answer to an address nobody registered", async () => {
    const elsewhere = await sentAway();
    elsewhere.sentTo.searchParams.set("resource", "https://other.example/mcp");
    await expect(letIn(chiffon.viewer, elsewhere.sentTo, ["read"])).rejects.toThrow(
      /not this Chiffon/,
    );
    const led = await sentAway();
    led.sentTo.searchParams.set("redirect_uri", "https://evil.example/");
    await expect(letIn(chiffon.viewer, led.sentTo, ["read"])).rejects.toThrow(/registered/);
  });

  it("tells clients what it is, from the address that they came by", async () => {
    const response = await fetch(`${chiffon.url}${oauthPaths.metadata}`);
    expect(await response.json()).toMatchObject({
      issuer: chiffon.url,
      authorization_endpoint: `${chiffon.url}${connectPath}`,
      token_endpoint: `${chiffon.url}${oauthPaths.token}`,
      registration_endpoint: `${chiffon.url}${oauthPaths.register}`,
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["none"],
    });
  });

  it("takes no more calls of one address than a minute has", async () => {
    const answers = await Promise.all(
      Array.from({ length: 140 }, () => register({ redirect_uris: [redirectUri] })),
    );
    expect(answers.some(({ status }) => status === 429)).toBe(true);
  });
});
