import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { ErrorCode } from "#server/contracts/errors.ts";
import {
  agentFilePath,
  healthPath,
  linkPaths,
  mcpMetadataPath,
  mcpPath,
  oauthPaths,
} from "#server/contracts/routes.ts";
import type { Edge } from "./edge.ts";
import { addressOf, judge, originHeaders, type Verdict } from "./gate.ts";
import { isOwnOrigin } from "./origin.ts";
import { refuseUpgrade, replyRefused } from "./refusal-reply.ts";

type HandleRequest = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
type HandleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** What stands behind the gate. */
export interface WebServerParts {
  readonly edge: Edge;
  readonly dev: boolean;
  /** Pages and API. */
  readonly pages: HandleRequest;
  readonly health: HandleRequest;
  /** What MCP clients speak to, the metadata that leads them there, and where they get a token. */
  readonly mcp: HandleRequest;
  /** What agents on other machines speak to, and their program. */
  readonly link: HandleRequest;
  /** Socket.IO's polling, below `/socket.io/`. */
  readonly polling: HandleRequest;
  /** WebSockets below `/socket.io/`. */
  readonly sockets: HandleUpgrade;
  /** The development server's own WebSocket; null in production. */
  readonly devSockets: HandleUpgrade | null;
}

/** The one HTTP server of Chiffon, not yet listening. Nothing gets past it without passing the gate. */
export function createWebServer(parts: WebServerParts): Server {
  const server = createServer(
    // A client that dribbles its headers or body must not hold a connection for ever.
    { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 },
    (request, response) => void handleRequest(parts, request, response),
  );
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    handleUpgrade(parts, request, socket, head),
  );
  server.on("clientError", refuseUnreadable);
  return server;
}

/**
 * Browsers open connections in advance. One that stays idle too long is closed without a word: what is written there
 * would be taken for the answer to whatever they send next.
 */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  const isLate = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  if (isLate || !socket.writable) socket.destroy();
  else socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
}

async function handleRequest(
  parts: WebServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { edge } = parts;
  const startedAt = performance.now();
  const verdict = judge(request, { origins: edge.origins, dev: parts.dev });
  if (!verdict.passed) return refuse(edge, request, response, verdict);
  for (const [name, value] of Object.entries(verdict.headers)) response.setHeader(name, value);
  const traceId = verdict.headers["x-trace-id"];
  if (verdict.path.startsWith("/api/")) {
    response.once("finish", () => {
      const durationMs = Math.round(performance.now() - startedAt);
      const { method } = request;
      edge.log.info(
        { traceId, method, path: verdict.path, status: response.statusCode, durationMs },
        "answered",
      );
    });
  }
  try {
    await handlerFor(parts, verdict.path)(request, response);
  } catch (error) {
    edge.log.error({ err: error, traceId }, "request handler failed");
    if (response.headersSent) response.destroy();
    else replyRefused(request, response, "internal", traceId ?? randomUUID());
  }
}

const mcpRoutes: ReadonlySet<string> = new Set([
  ...[mcpPath, mcpMetadataPath],
  ...Object.values(oauthPaths),
]);
const linkRoutes: ReadonlySet<string> = new Set([agentFilePath, ...Object.values(linkPaths)]);

function handlerFor(parts: WebServerParts, path: string): HandleRequest {
  const { pages, polling, mcp, link, health } = parts;
  if (path === healthPath) return health;
  if (linkRoutes.has(path)) return link;
  if (mcpRoutes.has(path)) return mcp;
  return path.startsWith("/socket.io/") ? polling : pages;
}

function refuse(
  edge: Edge,
  request: IncomingMessage,
  response: ServerResponse,
  verdict: Verdict & { passed: false },
): void {
  const traceId = randomUUID();
  if (verdict.attack) note(edge, request, { edge: "http", traceId, ...verdict });
  replyRefused(request, response, verdict.code, traceId);
}

/**
 * WebSockets reach Socket.IO only, from our own pages only: browsers send their Origin with every upgrade and
 * apply no same-origin rule to WebSockets themselves.
 */
function handleUpgrade(
  parts: WebServerParts,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const { edge } = parts;
  socket.on("error", () => socket.destroy());
  const headers = originHeaders(request);
  const verdict = judge(request, { origins: edge.origins, dev: parts.dev });
  const refused = (code: ErrorCode, reason: string): void => {
    note(edge, request, { edge: "socket", traceId: randomUUID(), code, reason });
    refuseUpgrade(socket, code);
  };
  if (!verdict.passed) refused(verdict.code, verdict.reason);
  else if (!isOwnOrigin(edge.origins, headers)) {
    refused("origin_refused", `Origin: ${headers.origin ?? "none"}`);
  } else if (request.method === "GET" && verdict.path === "/socket.io/") {
    parts.sockets(request, socket, head);
  } else if (parts.devSockets !== null && verdict.path.startsWith("/_next/")) {
    parts.devSockets(request, socket, head);
  } else refused("not_found", `Upgrade: ${request.headers.upgrade ?? ""}`);
}

function note(
  edge: Edge,
  request: IncomingMessage,
  refusal: { edge: "http" | "socket"; traceId: string; code: ErrorCode; reason: string },
): void {
  const { edge: where, traceId, code, reason } = refusal;
  edge.refused({
    edge: where,
    traceId,
    code,
    reason,
    method: request.method ?? "",
    path: (request.url ?? "").split("?", 1)[0] ?? "",
    address: addressOf(request, edge.origins),
    principal: null,
  });
}
