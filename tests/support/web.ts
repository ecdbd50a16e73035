import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { AuditService } from "#server/audit/audit-service.ts";
import { createEdge } from "#server/http/create-edge.ts";
import { publishEdge } from "#server/http/edge.ts";
import type { EdgeServices } from "#server/http/edge-services.ts";
import { createHealthEndpoint } from "#server/http/health-endpoint.ts";
import { createLinkEndpoint } from "#server/http/link-endpoint.ts";
import type { OriginPolicy } from "#server/http/origin.ts";
import { createWebServer } from "#server/http/web-server.ts";
import { createMcpEndpoint } from "#server/mcp/endpoint.ts";
import { ConnectionsService } from "#server/people/connections-service.ts";
import { PeopleService } from "#server/people/people-service.ts";
import { TokensService } from "#server/people/tokens-service.ts";
import { systemClock } from "#server/platform/clock.ts";
import { EventWatch } from "#server/platform/event-watch.ts";
import { createLogger, type Logger } from "#server/platform/logger.ts";
import { openDatabase } from "#server/platform/prisma.ts";
import { startLiveUpdates } from "#server/realtime/live-updates.ts";

/** The edge of Chiffon on a port of its own: real gate, routes, people, sockets and database; no pages. */
export type TestWeb = Awaited<ReturnType<typeof startWeb>>;

/** Token that the set-up of a fresh test server takes. */
export const setupToken = "SETUPTOKENSETUPTOKENSETU";

/**
 * Starts the HTTP edge against a migrated database. `services` stand behind the routes beside people and audit;
 * a route whose service is missing answers 500.
 */
export async function startWeb(options: {
  databaseUrl: string;
  services?: Partial<EdgeServices>;
  origins?: Partial<OriginPolicy>;
  eventWatch?: EventWatch;
  log?: Logger;
}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), "chiffon-web-"));
  const files = {
    setupToken: path.join(dataDir, "setup-token"),
    setupDone: path.join(dataDir, "setup-done"),
  };
  writeFileSync(files.setupToken, `${setupToken}\n`);
  const db = openDatabase(options.databaseUrl);
  const log = options.log ?? createLogger("test", "silent");
  const audit = new AuditService({ db, clock: systemClock });
  const people = new PeopleService({ db, audit, clock: systemClock, files });
  const origins: OriginPolicy = {
    hosts: () => new Set(["127.0.0.1", "localhost"]),
    publicUrl: null,
    trustProxy: false,
    ...options.origins,
  };
  // A test names the services it needs; the others must not be reached.
  const tokens = new TokensService({ db, audit });
  const connections = new ConnectionsService({ db, audit });
  const services = { people, tokens, connections, audit, ...options.services } as EdgeServices & {
    audit: AuditService;
  };
  const { edge, refusals } = createEdge({ services, db, log, origins });
  publishEdge(edge);
  const { databaseUrl, eventWatch = new EventWatch() } = options;
  const live = startLiveUpdates({ edge, eventWatch, db, databaseUrl, log });
  const mcp = createMcpEndpoint(edge, "test");
  const link = createLinkEndpoint(edge);
  const routes = await loadRoutes();
  const server = createWebServer({
    link: link.handle,
    health: createHealthEndpoint(edge),
    edge,
    dev: false,
    pages: (request, response) => serveRoute(routes, request, response),
    mcp: (request, response) => mcp.handle(request, response),
    polling: (request, response) => live.sockets.handleRequest(request, response),
    sockets: (request, socket, head) => live.sockets.handleUpgrade(request, socket, head),
    devSockets: null,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  await live.ready;
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    db,
    people,
    live,
    files,
    refusals,
    async close() {
      link.close();
      await live.close();
      await mcp.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await refusals.settled();
      await db.$disconnect();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

interface Route {
  readonly pattern: RegExp;
  readonly handlers: Partial<Record<string, Handler>>;
}

const root = new URL("../../", import.meta.url).pathname;

/** What Next does with `app/api`: one module per folder, `[id]` is a parameter. */
async function loadRoutes(): Promise<Route[]> {
  const files = readdirSync(path.join(root, "app/api"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .map((file) => path.join("app/api", file))
    // As in Next, a folder of that very name goes before a parameter.
    .sort((a, b) => Number(a.includes("[")) - Number(b.includes("[")));
  return Promise.all(
    files.map(async (file) => {
      const folder = path.dirname(file).slice("app".length);
      return {
        pattern: new RegExp(`^${folder.replace(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`),
        handlers: (await import(pathToFileURL(path.join(root, file)).href)) as Route["handlers"],
      };
    }),
  );
}

async function serveRoute(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", `http://${request.headers.host ?? "localhost"}`);
  const route = routes.find(({ pattern }) => pattern.test(url.pathname));
  const handler = route?.handlers[request.method ?? ""];
  if (route === undefined || handler === undefined) {
    response.writeHead(route === undefined ? 404 : 405).end();
    return;
  }
  const given = Object.entries(route.pattern.exec(url.pathname)?.groups ?? {});
  const hasBody = request.method !== "GET" && request.method !== "HEAD";
  const init: RequestInit & { duplex: "half" } = {
    method: request.method ?? "GET",
    headers: Object.entries(request.headers).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    ),
    body: hasBody ? (Readable.toWeb(request) as ReadableStream) : null,
    duplex: "half",
  };
  const params = Promise.resolve(
    Object.fromEntries(given.map(([name, value]) => [name, decodeURIComponent(value)])),
  );
  const answer = await handler(new Request(url, init), { params });
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.statusCode = answer.status;
  if (answer.body === null) response.end();
  else Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]).pipe(response);
}

/** A browser with one cookie: sends Origin as browsers do. */
export class TestBrowser {
  readonly #url: string;
  cookie: string | null = null;

  constructor(web: { url: string }) {
    this.#url = web.url;
  }

  async send(
    method: string,
    target: string,
    options: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }> {
    const hasBody = method !== "GET" && method !== "HEAD";
    const response = await fetch(`${this.#url}${target}`, {
      method,
      redirect: "manual",
      headers: {
        ...(hasBody ? { origin: this.#url, "content-type": "application/json" } : {}),
        ...(this.cookie === null ? {} : { cookie: this.cookie }),
        ...options.headers,
      },
      body: hasBody ? JSON.stringify(options.body ?? {}) : null,
    });
    const [pair] = (response.headers.get("set-cookie") ?? "").split(";");
    if (pair?.startsWith("chiffon_session=")) this.cookie = pair;
    const text = await response.text();
    const json: unknown = text.startsWith("{") ? JSON.parse(text) : {};
    return { status: response.status, headers: response.headers, json: Object(json) };
  }

  get = (target: string) => this.send("GET", target);
  post = (target: string, body?: unknown) => this.send("POST", target, { body });
}

/** Makes the first admin of a fresh server and returns their browser. */
export async function setUpAdmin(web: { url: string }): Promise<TestBrowser> {
  const browser = new TestBrowser(web);
  await browser.post("/api/setup", { token: setupToken, name: "Ada", password: "correct horse" });
  return browser;
}

/** Lets a person of a role join by invite and returns their browser. */
export async function joinAs(
  web: { url: string },
  admin: TestBrowser,
  role: string,
  name: string,
): Promise<TestBrowser> {
  const invite = await admin.post("/api/invites", { role });
  const browser = new TestBrowser(web);
  const { token } = invite.json;
  await browser.post("/api/invites/accept", { token, name, password: "correct horse" });
  return browser;
}
