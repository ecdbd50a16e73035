import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "#server/contracts/api.ts";
import { roleSchema, type TokenScope, tokenScopeSchema } from "#server/contracts/people.ts";
import { type EndpointName, routeOf } from "#server/contracts/routes.ts";
import { createDatabase, type TestDatabase } from "#tests/support/postgres.ts";
import {
  joinAs,
  setUpAdmin,
  startWeb,
  type TestBrowser,
  type TestWeb,
} from "#tests/support/web.ts";
import { can } from "./domain/policy.ts";
import { scopeFor } from "./domain/token-scopes.ts";

const id = "00000000-0000-4000-8000-000000000001";
const every = tokenScopeSchema.options;
let database: TestDatabase;
let web: TestWeb;
let admin: TestBrowser;

beforeAll(async () => {
  database = await createDatabase();
  web = await startWeb({ databaseUrl: database.url });
  admin = await setUpAdmin(web);
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

let people = 0;
async function personWithToken(role: string, scopes: readonly TokenScope[] = every) {
  const name = `P${++people}`;
  const browser = role === "admin" ? admin : await joinAs(web, admin, role, name);
  return { browser, name: role === "admin" ? "Ada" : name, ...(await makeToken(browser, scopes)) };
}

async function makeToken(browser: TestBrowser, scopes: readonly TokenScope[]) {
  const answer = await browser.post("/api/tokens", { name: "backup script", scopes, days: 30 });
  const { token, created } = answer.json as { token: string; created: { id: string } };
  return { token, tokenId: created.id };
}

/** A call as a program makes it: no cookie, no Origin. */
async function call(
  token: string,
  method: string,
  target: string,
  more: { body?: object; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`${web.url}${target}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(method === "GET" ? {} : { "content-type": "application/json" }),
      ...more.headers,
    },
    body: method === "GET" ? null : JSON.stringify(more.body ?? {}),
  });
  const text = await response.text();
  const json: Record<string, unknown> = text.startsWith("{") ? JSON.parse(text) : {};
  return { status: response.status, headers: response.headers, json };
}

async function refusals() {
  await web.refusals.settled();
  return web.db.auditEntry.findMany({
    where: { type: "security.rejected" },
    orderBy: { ordinal: "desc" },
    take: 1,
  });
}

describe("a token", () => {
  it("calls for its person without an Origin, and says so in the history", async () => {
    const { token, name } = await personWithToken("viewer");
    const answer = await call(token, "GET", "/api/session");
    expect(answer).toMatchObject({ status: 200, json: { person: { name, role: "viewer" } } });
    const created = await web.db.auditEntry.findFirstOrThrow({
      where: { type: "token.created", actorName: name },
    });
    expect(created.facts).toMatchObject({ name: "backup script", scopes: every.join(" ") });
  });

  it("is stored as a hash, shown once, and listed to its owner alone with when it was used", async () => {
    const { browser, token, tokenId } = await personWithToken("viewer", ["read"]);
    const rows = await web.db.$queryRaw<{ row: string }[]>`
      SELECT t::text AS row FROM api_token AS t UNION ALL SELECT facts::text FROM audit_entry`;
    expect(JSON.stringify(rows)).not.toContain(token.slice("chf_".length));
    const listed = async (who: TestBrowser) => {
      const { json } = await who.get("/api/tokens");
      return (json["tokens"] as { id: string; lastUsedAt: string | null }[]).filter(
        (one) => one.id === tokenId,
      );
    };
    expect(await listed(browser)).toMatchObject([{ lastUsedAt: null }]);
    expect(await listed(admin)).toEqual([]);
    await call(token, "GET", "/api/session");
    expect(await listed(browser)).toMatchObject([{ lastUsedAt: expect.any(String) }]);
    expect(JSON.stringify(await browser.get("/api/tokens"))).not.toContain(token);
  });

  it("is refused from the moment it is revoked, by name in the history", async () => {
    const { browser, token, tokenId, name } = await personWithToken("operator");
    expect((await browser.send("DELETE", `/api/tokens/${tokenId}`)).status).toBe(200);
    const answer = await call(token, "GET", "/api/session");
    expect(answer).toMatchObject({
      status: 401,
      json: { code: "token_invalid", errorMessage: "The API token was revoked." },
    });
    expect(await refusals()).toMatchObject([
      { actorKind: "token", actorId: tokenId, actorName: `${name} through token backup script` },
    ]);
  });

  it("cannot be revoked by anybody else, the admin included", async () => {
    const { token, tokenId } = await personWithToken("operator");
    expect((await admin.send("DELETE", `/api/tokens/${tokenId}`)).status).toBe(404);
    expect((await call(token, "GET", "/api/session")).status).toBe(200);
  });

  it("ends when its time is over", async () => {
    const { token, tokenId } = await personWithToken("viewer");
    await web.db.$executeRaw`UPDATE api_token SET expires_at = now() WHERE id = ${tokenId}::uuid`;
    const answer = await call(token, "GET", "/api/session");
    expect(answer.json).toMatchObject({ errorMessage: "The API token has expired." });
  });

  it("loses at once what a demotion takes from its person", async () => {
    const { token, name } = await personWithToken("approver");
    const approve = () => call(token, "POST", `/api/v1/plan/${id}/approve`);
    expect((await approve()).json["code"]).toBe("invalid_input");
    await change(name, { role: "operator" });
    expect(await approve()).toMatchObject({ status: 403, json: { code: "not_allowed" } });
  });

  it("ends with its person and does not come back with them", async () => {
    const { token, name } = await personWithToken("operator");
    await change(name, { disabled: true });
    expect((await call(token, "GET", "/api/session")).status).toBe(401);
    await change(name, { disabled: false });
    expect((await call(token, "GET", "/api/session")).status).toBe(401);
    const ended = await web.db.auditEntry.findFirstOrThrow({
      where: { type: "token.revoked" },
      orderBy: { ordinal: "desc" },
    });
    expect(ended.facts).toMatchObject({ reason: "person_blocked", ended: 1 });
  });

  it("and a cookie do not go together, whichever is good", async () => {
    const { token, browser } = await personWithToken("operator");
    for (const cookie of [browser.cookie ?? "", "chiffon_session=x"]) {
      const answer = await call(token, "GET", "/api/session", { headers: { cookie } });
      expect(answer).toMatchObject({ status: 400, json: { code: "credentials_mixed" } });
    }
  });

  it("does not excuse a page of another site, nor what is open to everyone", async () => {
    const { token } = await personWithToken("operator");
    const other: Record<string, string>[] = [
      { origin: "http://evil.example" },
      { "sec-fetch-site": "cross-site" },
    ];
    for (const headers of other) {
      const answer = await call(token, "POST", "/api/chat", { headers });
      expect(answer).toMatchObject({ status: 403, json: { code: "origin_refused" } });
    }
    const signIn = await call(token, "POST", "/api/session", {
      body: { name: "Ada", password: "correct horse" },
    });
    expect(signIn).toMatchObject({ status: 403, json: { code: "origin_refused" } });
    expect(signIn.headers.get("set-cookie")).toBeNull();
  });

  it("opens no page's socket", async () => {
    const { token } = await personWithToken("admin");
    const answer = await call(token, "POST", "/socket.io/?EIO=4&transport=polling");
    expect(answer.status).toBe(403);
  });

  it("is told its rate, and when to come back once that is used up", async () => {
    const { token } = await personWithToken("viewer");
    const first = await call(token, "GET", "/api/session");
    expect(first.headers.get("ratelimit-policy")).toBe('"token";q=300;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"token";r=299;t=\d+$/);
    const denied = await call(token, "POST", "/api/tokens");
    expect(denied.headers.get("ratelimit")).toMatch(/^"token";r=298;t=\d+$/);
    for (let left = 298; left > 0; left -= 50)
      await Promise.all(
        Array.from({ length: Math.min(50, left) }, () => call(token, "GET", "/api/session")),
      );
    const over = await call(token, "GET", "/api/session");
    expect(over).toMatchObject({ status: 429, json: { code: "too_many_requests" } });
    expect(Number(over.headers.get("retry-after"))).toBeGreaterThan(0);
    const other = await personWithToken("viewer");
    expect((await call(other.token, "GET", "/api/session")).status).toBe(200);
  });
});

describe("making one", () => {
  it.each([
    { name: "x", scopes: [], days: 1 },
    { name: "x", scopes: ["people"], days: 1 },
    { name: "x", scopes: ["read"], days: 366 },
    { name: "x", scopes: ["read"] },
    { name: "\u202e", scopes: ["read"], days: 1 },
  ])("is refused as %j", async (body) => {
    expect((await admin.post("/api/tokens", body)).status).toBe(400);
  });
});

describe("every endpoint of the table", () => {
  // Every name of the table is one of a route: the compiler holds the two together.
  const guarded = (Object.keys(endpoints) as EndpointName[]).filter(
    (name) => endpoints[name].action !== null,
  );
  const open = (Object.keys(endpoints) as EndpointName[]).filter(
    (name) =>
      endpoints[name].action === null &&
      routeOf(name).method !== "GET" &&
      // It looks at a secret of its own, which no API token is.
      name !== "receiveAlerts",
  );
  const targetOf = (name: EndpointName) => routeOf(name).path.replace(/\{\w+\}/, id);
  const strangers = ["", "chf_", `chf_${"a".repeat(43)}`, "x".repeat(4000), "a b"];
  const tokens = new Map<string, { token: string; scopes: readonly TokenScope[] }[]>();

  beforeAll(async () => {
    for (const role of roleSchema.options) {
      const made = [];
      const { browser } = await personWithToken(role, ["read"]);
      const without = every.map((scope) => every.filter((one) => one !== scope));
      for (const scopes of [...every.map((scope) => [scope]), ...without])
        made.push({ scopes, token: (await makeToken(browser, scopes)).token });
      tokens.set(role, made);
    }
  });

  it.each(guarded)("%s refuses tokens that are none", async (name) => {
    for (const stranger of strangers) {
      const answer = await call(stranger, routeOf(name).method, targetOf(name));
      expect([401, 429], `${stranger.slice(0, 50)}`).toContain(answer.status);
    }
  });

  it.each(guarded)("%s lets in exactly the tokens whose role and scopes allow it", async (name) => {
    const action = endpoints[name].action ?? "read";
    const scope = scopeFor(action);
    const cases = roleSchema.options.flatMap((role) =>
      (tokens.get(role) ?? []).map((one) => ({ ...one, role })),
    );
    await Promise.all(
      cases.map(async ({ role, token, scopes }) => {
        const answer = await call(token, routeOf(name).method, targetOf(name));
        const allowed = can(role, action) && scope !== null && scopes.includes(scope);
        const refused = ["not_allowed", "token_scope_missing"].includes(`${answer.json["code"]}`);
        expect({ refused, limited: answer.status === 429 }, `${role}: ${scopes}`).toEqual({
          refused: !allowed,
          limited: false,
        });
        expect(answer.status === 403, `${role}: ${scopes}`).toBe(!allowed);
      }),
    );
  });

  it.each(open)("%s, which changes something without a session, takes no token", async (name) => {
    const [any] = tokens.get("admin") ?? [];
    const answer = await call(any?.token ?? "", routeOf(name).method, targetOf(name));
    expect(answer).toMatchObject({ status: 403, json: { code: "origin_refused" } });
  });
});

async function change(name: string, patch: object): Promise<void> {
  const person = await web.db.person.findFirstOrThrow({ where: { name } });
  const answer = await admin.send("PATCH", `/api/people/${person.id}`, { body: patch });
  expect(answer.status).toBe(200);
}
