import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type ErrorCode, errorTable } from "#server/contracts/errors.ts";
import { isSnakeCase } from "#server/contracts/routes.ts";
import { errorBody } from "./error-reply.ts";
import { securityHeaders } from "./gate.ts";

/** Answers a request that the gate turned away, as a page to browsers and as JSON to everything else. */
export function replyRefused(
  request: IncomingMessage,
  response: ServerResponse,
  code: ErrorCode,
  traceId: string,
): void {
  const entry = errorTable[code];
  const wantsPage = request.headers.accept?.includes("text/html") === true;
  const snakeCase = isSnakeCase(request.url ?? "");
  const error = { code, message: entry.userMessage, details: {} };
  const body = wantsPage
    ? refusalPage(entry.userMessage, entry.fix)
    : JSON.stringify(errorBody(error, traceId, snakeCase));
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  response.writeHead(entry.httpStatus, {
    "content-type": wantsPage ? "text/html; charset=utf-8" : "application/json; charset=utf-8",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "x-trace-id": traceId,
    // What is left of the body is not worth reading.
    connection: "close",
  });
  response.end(request.method === "HEAD" ? undefined : body);
}

/** Refuses an upgrade on the raw socket. */
export function refuseUpgrade(socket: Duplex, code: ErrorCode): void {
  const { httpStatus, userMessage, errorCode } = errorTable[code];
  const body = JSON.stringify({
    errorCode,
    errorMessage: userMessage,
    traceId: randomUUID(),
    code,
  });
  socket.on("error", () => socket.destroy());
  socket.end(
    `HTTP/1.1 ${httpStatus} Refused\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Both texts come from the error table: nothing of the request stands in the page. */
function refusalPage(message: string, fix: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Chiffon: refused</title><h1>${message}</h1><p>${fix}</p>
<p>Chiffon answers to this machine's name, NAME.local, its own addresses and the host of the setting <code>PUBLIC_URL</code>.</p></html>`;
}
