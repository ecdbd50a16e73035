import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endpoints } from "#server/contracts/api.ts";
import { type EndpointName, isSnakeCase, routeOf } from "#server/contracts/routes.ts";
import { AppError } from "#server/lib/app-error.ts";
import { can } from "#server/people/domain/policy.ts";
import { createDatabase, type TestDatabase } from "#tests/support/postgres.ts";
import { joinAs, setUpAdmin, startWeb, TestBrowser, type TestWeb } from "#tests/support/web.ts";
import type { EdgeServices } from "./edge-services.ts";

const id = "00000000-0000-4000-8000-000000000001";
/** Calls that got past the edge. */
const reached: string[] = [];
let database: TestDatabase;
let web: TestWeb;
let admin: TestBrowser;
let viewer: TestBrowser;

beforeAll(async () => {
  database = await createDatabase();
  web = await startWeb({ databaseUrl: database.url, services: recordingServices() });
  admin = await setUpAdmin(web);
  viewer = await joinAs(web, admin, "viewer", "Vi");
});
afterAll(async () => {
  await web.close();
  await database.drop();
});

/** Stand behind the routes of modules that are not under test: they note that they were reached. */
function recordingServices(): Partial<EdgeServices> {
  const note = (name: string) => {
    reached.push(name);
  };
  const chat: Partial<EdgeServices["chat"]> = {
    send: async (_principal, { idempotencyKey }) => {
      note(`send ${idempotencyKey}`);
      return { conversationId: id, messageId: id, requestId: null };
    },
  };
  const decisions: Partial<EdgeServices["decisions"]> = {
    decide: async (_principal, _planId, body) => {
      note(`decide ${JSON.stringify(body)}`);
      throw new AppError("already_decided", {
        details: { decidedBy: "Ada", decidedAt: "2026-01-01T00:00:00.000Z", decision: "approve" },
      });
    },
  };
  const requestViews: Partial<EdgeServices["requestViews"]> = {
    view: async () => {
      throw new Error("a fault that names /etc/secret");
    },
  };
  const execution: Partial<EdgeServices["execution"]> = {
    runLog: async (_runId, { fromLine, count }) => ({
      lines: [1, 2, 3]
        .filter((line) => line >= fromLine)
        .slice(0, Math.min(count, 2))
        .map((line) => ({ line, text: `\u001b[31mline ${line}\u001b[0m\u001b]0;title\u0007` })),
      lineCount: 3,
      times: [],
    }),
  };
  return {
    chat: chat as EdgeServices["chat"],
    decisions: decisions as EdgeServices["decisions"],
    requestViews: requestViews as EdgeServices["requestViews"],
    execution: execution as EdgeServices["execution"],
    agents: {
      list: async () => ({ agents: [], seq: 7, nextCursor: null }),
      toggle: async () => Promise.reject(new AppError("not_found")),
      change: async () => Promise.reject(new AppError("not_found")),
      find: async () => Promise.reject(new AppError("not_found")),
    },
  };
}

async function rejections(): Promise<number> {
  await web.refusals.settled();
  return web.db.auditEntry.count({ where: { type: "security.rejected" } });
}

/** Sends what no browser would: raw headers and targets. */
function raw(options: {
  method?: string;
  target: string;
  headers?: Record<string, string | string[]>;
  body?: string;
}): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      {
        host: "127.0.0.1",
        port: web.port,
        path: options.target,
        method: options.method ?? "GET",
        headers: options.headers,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(options.body);
  });
}

describe("other sites", () => {
  const own = () => web.url;
  it.each<[string, () => Record<string, string>, string]>([
    ["a foreign Origin", () => ({ origin: "http://evil.example" }), "origin_refused"],
    ["Origin: null", () => ({ origin: "null" }), "origin_refused"],
    ["no Origin", () => ({}), "origin_refused"],
    [
      "a foreign Origin on our port",
      () => ({ origin: `http://evil.example:${web.port}` }),
      "origin_refused",
    ],
    ["our name with another port", () => ({ origin: "http://127.0.0.1:1" }), "origin_refused"],
    [
      "https where we speak http",
      () => ({ origin: own().replace("http:", "https:") }),
      "origin_refused",
    ],
    [
      "a browser that says cross-site",
      () => ({ origin: own(), "sec-fetch-site": "cross-site" }),
      "origin_refused",
    ],
    [
      "a form's text/plain",
      () => ({ origin: own(), "content-type": "text/plain" }),
      "unsupported_media_type",
    ],
    [
      "a form's multipart",
      () => ({ origin: own(), "content-type": "multipart/form-data; boundary=x" }),
      "unsupported_media_type",
    ],
    [
      "JSON in disguise",
      () => ({ origin: own(), "content-type": "text/plain; application/json" }),
      "unsupported_media_type",
    ],
  ])("cannot act through %s, and the attempt is on record", async (_name, headers, code) => {
    const before = [reached.length, await rejections()] as const;
    const answer = await raw({
      method: "POST",
      target: "/api/chat",
      headers: { "content-type": "application/json", cookie: admin.cookie ?? "", ...headers() },
      body: '{"message":"deploy"}',
    });
    expect(JSON.parse(answer.text)).toMatchObject({ code });
    expect([403, 415]).toContain(answer.status);
    expect(reached.length).toBe(before[0]);
    expect(await rejections()).toBe(before[1] + 1);
  });

  it("cannot reach us under a name of their own, and are told the setting", async () => {
    for (const host of [
      "evil.example",
      `evil.example:${web.port}`,
      "127.0.0.1.evil.example",
      "127.0.0.1@evil.example",
    ]) {
      const answer = await raw({ target: "/api/health", headers: { host, accept: "text/html" } });
      expect(answer.status).toBe(421);
      expect(answer.text).toContain("PUBLIC_URL");
      expect(answer.text).not.toContain("evil");
    }
    const absolute = await raw({ target: `http://127.0.0.1:${web.port}/api/setup` });
    expect(absolute.status).toBe(400);
  });

  it("cannot smuggle a second Host", async () => {
    const text = await exchange(
      `GET /api/setup HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 4\d\d/);
  });

  it("get no CORS headers, and cannot frame us", async () => {
    const answer = await raw({ target: "/api/setup", headers: { origin: "http://evil.example" } });
    expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control"))).toEqual(
      [],
    );
    expect(answer.headers["content-security-policy"]).toMatch(
      /script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}'/,
    );
    expect(answer.headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    const again = await raw({ target: "/api/setup" });
    expect(again.headers["content-security-policy"]).not.toBe(
      answer.headers["content-security-policy"],
    );
  });
});

describe("methods and paths", () => {
  it.each(["PUT", "OPTIONS", "TRACE", "PROPFIND"])("do not include %s", async (method) => {
    const answer = await raw({ method, target: "/api/session", headers: { origin: web.url } });
    expect(answer.status).toBe(405);
  });

  it("do not change anything by GET, HEAD or an override header", async () => {
    for (const method of ["GET", "HEAD"]) {
      const answer = await raw({
        method,
        target: "/api/chat?_method=POST",
        headers: { cookie: admin.cookie ?? "", "x-http-method-override": "POST" },
      });
      expect(answer.status).toBe(405);
    }
  });

  it("do not include posts to pages, which is what server actions are", async () => {
    const marks: Record<string, string>[] = [
      { "next-action": "abc" },
      { "content-type": "multipart/form-data; boundary=x" },
    ];
    for (const headers of marks) {
      const answer = await raw({
        method: "POST",
        target: "/",
        headers: { origin: web.url, ...headers },
      });
      expect(answer.status).toBe(405);
    }
  });

  it.each([
    "//api/people",
    "/api//people",
    "/api/./people",
    "/x/../api/people",
    "/api/%2e%2e/people",
    "/api%2fpeople",
    "/api/people%00",
    "/api/%252e/people",
    "/api\\people",
    "/api/%ff",
  ])("do not include %s", async (target) => {
    const text = await exchange(
      `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nCookie: ${admin.cookie}\r\nConnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 400/);
  });

  it("do not include the image proxy", async () => {
    const answer = await raw({ target: "/_next/image?url=http://127.0.0.1:1/&w=64&q=75" });
    expect(answer.status).toBe(404);
  });
});

describe("sessions and roles", () => {
  const open = new Set([
    ...["health", "setUpState", "setUp", "signIn", "acceptInvite"],
    // A sender of alerts shows the webhook's own secret.
    "receiveAlerts",
  ]);
  // Every name of the table is one of a route: the compiler holds the two together.
  const names = Object.keys(endpoints) as EndpointName[];
  const guarded = names.filter((name) => !open.has(name));
  const addressOf = (name: EndpointName) => routeOf(name).path.replace(/\{\w+\}/, id);

  it("leaves open only what must be", () => {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      expect(endpoint.action === null, name).toBe(open.has(name));
    }
  });

  it.each(guarded)("%s wants a session, whatever internal headers claim", async (name) => {
    const { method, path } = routeOf(name);
    const answer = await new TestBrowser(web).send(method, addressOf(name), {
      headers: {
        "x-middleware-subrequest": "middleware:middleware:middleware:middleware:middleware",
        "x-chiffon-address": "127.0.0.1",
        "x-forwarded-for": "127.0.0.1",
        "x-matched-path": "/api/health",
      },
    });
    expect(answer.status).toBe(401);
    const body = answer.json;
    expect(body["code"]).toBe("not_signed_in");
    const traceId = isSnakeCase(path) ? body["trace_id"] : body["traceId"];
    expect(traceId).toBe(answer.headers.get("x-trace-id"));
  });

  it.each(guarded.filter((name) => !can("viewer", endpoints[name].action ?? "read")))(
    "%s is not for viewers",
    async (name) => {
      const answer = await viewer.send(routeOf(name).method, addressOf(name));
      expect(answer).toMatchObject({ status: 403, json: { code: "not_allowed" } });
    },
  );

  it("finds every endpoint of the table", async () => {
    for (const name of names) {
      const answer = await new TestBrowser(web).send(routeOf(name).method, addressOf(name));
      expect([404, 405], name).not.toContain(answer.status);
    }
  });
});

describe("bodies", () => {
  const send = (body: string, target = "/api/session") =>
    raw({
      method: "POST",
      target,
      headers: { origin: web.url, "content-type": "application/json", cookie: admin.cookie ?? "" },
      body,
    });

  it("may not be larger than a megabyte, announced or not", async () => {
    const big = JSON.stringify({ name: "a".repeat(1_100_000), password: "x" });
    expect((await send(big)).status).toBe(413);
    const chunked = await exchange(
      `POST /api/session HTTP/1.1\r\nHost: 127.0.0.1:${web.port}\r\nOrigin: ${web.url}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n${big.length.toString(16)}\r\n${big}\r\n0\r\n\r\n`,
    );
    expect(chunked).toMatch(/^HTTP\/1\.1 413/);
  });

  it.each([
    '{"name":"Ada","password":"x","role":"admin"}',
    '{"name":{"contains":""},"password":{"not":""}}',
    '{"name":["Ada"],"password":"x"}',
    '{"__proto__":{"role":"admin"},"name":"Ada","password":"x"}',
    '{"name":"Ada","password":"x","constructor":{"prototype":{"isAdmin":true}}}',
    `${"[".repeat(50_000)}${"]".repeat(50_000)}`,
    "{",
    "null",
    '"text"',
    "\u0000",
  ])("are refused when they are not what the schema says: %.60s", async (body) => {
    const answer = await send(body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ errorCode: 1002, code: "invalid_input" });
    expect(({} as Record<string, unknown>)["isAdmin"]).toBeUndefined();
  });

  it("carry a cookie that disagrees with itself to nobody", async () => {
    const other = new TestBrowser(web);
    other.cookie = `${admin.cookie}; ${viewer.cookie}`;
    expect((await other.get("/api/session")).status).toBe(401);
  });
});

describe("the wire", () => {
  const decision = { plan_version: 2, plan_digest: "a".repeat(64), decision: "approve" };

  it("is snake_case below /api/v1, both ways, and an error says what it knows", async () => {
    const answer = await admin.post(`/api/v1/plan/${id}/approve`, decision);
    expect(reached.at(-1)).toBe(
      `decide {"planVersion":2,"planDigest":"${"a".repeat(64)}","decision":"approve"}`,
    );
    expect(answer.status).toBe(409);
    expect(answer.json).toMatchObject({
      error_code: 4003,
      code: "already_decided",
      decided_by: "Ada",
      decision: "approve",
      details: { decided_at: "2026-01-01T00:00:00.000Z" },
      trace_id: answer.headers.get("x-trace-id"),
    });
    const agents = await viewer.get("/api/v1/agents");
    expect(agents.json).toMatchObject({ agents: [], seq: 7, trace_id: expect.any(String) });
  });

  it("is camelCase elsewhere, with the trace id in header and body, and is never stored by caches", async () => {
    const answer = await viewer.get("/api/session");
    expect(answer.json).toMatchObject({ person: { name: "Vi" }, traceId: expect.any(String) });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("hides the cause of our own faults", async () => {
    const answer = await viewer.get(`/api/v1/requests/${id}`);
    expect(answer).toMatchObject({ status: 500, json: { code: "internal", error_code: 9999 } });
    expect(JSON.stringify(answer.json)).not.toContain("secret");
  });

  it("says not found for an id that is none, without asking the database", async () => {
    const answer = await viewer.get("/api/v1/requests/1'%20OR%20'1'='1");
    expect(answer).toMatchObject({ status: 404, json: { code: "not_found" } });
  });

  it("passes the Idempotency-Key on, and refuses one that is none", async () => {
    const send = (key: string) =>
      admin.send("POST", "/api/chat", {
        body: { message: "hi" },
        headers: { "idempotency-key": key },
      });
    expect((await send("key-1")).status).toBe(202);
    expect(reached.at(-1)).toBe("send key-1");
    expect((await send("k".repeat(201))).status).toBe(400);
  });

  it("refuses a filter given twice and takes a list of types", async () => {
    expect((await viewer.get("/api/v1/audit/query?status=a&status=b")).status).toBe(400);
    const page = await viewer.get(
      "/api/v1/audit/query?type=session.started&type=person.joined&limit=5",
    );
    expect(page.status).toBe(200);
    const entries = page.json["entries"] as { type: string; facts: Record<string, unknown> }[];
    expect(new Set(entries.map(({ type }) => type))).toEqual(
      new Set(["session.started", "person.joined"]),
    );
    // Facts are data: their keys keep the spelling under which they were hashed.
    expect(entries.some(({ facts }) => "personId" in facts)).toBe(true);
  });

  it("hands out files with a name, page by page, harmless on a terminal", async () => {
    const log = await raw({
      target: `/api/v1/runs/${id}/log/download`,
      headers: { cookie: viewer.cookie ?? "" },
    });
    expect(log.text).toBe("line 1\nline 2\nline 3\n");
    expect(log.headers["content-disposition"]).toMatch(/^attachment; filename="chiffon-run-/);
    const csv = await raw({
      target: "/api/v1/audit/export?format=csv",
      headers: { cookie: viewer.cookie ?? "" },
    });
    expect(csv.text.split("\r\n").length).toBeGreaterThan(3);
    const json = await raw({
      target: "/api/v1/audit/export?format=json",
      headers: { cookie: viewer.cookie ?? "" },
    });
    expect((JSON.parse(json.text) as unknown[]).length).toBe(
      csv.text.trim().split("\r\n").length - 1,
    );
    expect((await raw({ target: "/api/v1/audit/export" })).status).toBe(401);
  });
});

it("keeps a flood of refused requests from filling the disk, and says how many it left out", async () => {
  const before = await rejections();
  for (let batch = 0; batch < 10; batch++) {
    await Promise.all(
      Array.from({ length: 30 }, () =>
        raw({ method: "POST", target: "/api/chat", headers: { origin: "http://evil.example" } }),
      ),
    );
  }
  expect((await rejections()) - before).toBeLessThanOrEqual(120);
  expect((await viewer.get("/api/session")).status).toBe(200);
});

/** Sends bytes and returns the whole answer. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(web.port, "127.0.0.1", () => socket.write(bytes));
    let text = "";
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    socket.on("close", () => resolve(text));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      // The server may hang up while the rest of a refused body is on its way.
      error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(text) : reject(error),
    );
  });
}
