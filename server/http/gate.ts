import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ErrorCode } from "#server/contracts/errors.ts";
import { maxMessageBytes } from "#server/contracts/link.ts";
import { isAgentsCall, mcpPath, oauthPaths, takesAlerts } from "#server/contracts/routes.ts";
import { isForeignProgram, isProgram } from "./bearer.ts";
import {
  isOwnHost,
  isOwnOrigin,
  isSecure,
  type OriginHeaders,
  type OriginPolicy,
} from "./origin.ts";
import { maxBodyBytes } from "./read-body.ts";
import { addressHeader, isChangingMethod, traceIdHeader } from "./request-facts.ts";

/** What the gate decided. `passed` carries what the response and the code behind need. */
export type Verdict =
  | {
      readonly passed: true;
      readonly path: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | {
      readonly passed: false;
      readonly code: ErrorCode;
      readonly reason: string;
      readonly attack: boolean;
    };

/** How the gate is set. `dev` lets Next's development server work. */
export interface GateSettings {
  readonly origins: OriginPolicy;
  readonly dev: boolean;
}

const methods = new Set(["GET", "HEAD", "POST", "PATCH", "DELETE"]);

/**
 * Judges a raw request before Next or Socket.IO sees it: shape of the target, Host, method and Origin. One that
 * passes is cleaned of headers that steer Next's internals and gets its trace id, address and nonce.
 */
export function judge(request: IncomingMessage, settings: GateSettings): Verdict {
  const path = plainPath(request.url);
  if (path === null) return attack("invalid_input", "That address has a form we do not take.");
  const headers = originHeaders(request);
  if (!isOwnHost(settings.origins, headers.host)) {
    return attack("host_refused", `Host: ${headers.host ?? "none, or more than one"}`);
  }
  const refusal = refusalByMethod(request, path, headers, settings);
  if (refusal !== null) return refusal;
  if (isClosedPath(path, settings.dev)) return { ...attack("not_found", path), attack: false };
  return { passed: true, path, headers: admit(request, headers, settings) };
}

/** The headers that say where a request goes and comes from. A repeated Host or Origin counts as none. */
export function originHeaders(request: IncomingMessage): OriginHeaders {
  return {
    host: single(request, "host"),
    origin: single(request, "origin"),
    secFetchSite: request.headersDistinct["sec-fetch-site"]?.join(","),
    forwardedProto: request.headersDistinct["x-forwarded-proto"]?.join(","),
  };
}

/** The address a request comes from; behind a trusted proxy, the one that the proxy saw. */
export function addressOf(request: IncomingMessage, origins: OriginPolicy): string {
  const forwarded = request.headersDistinct["x-forwarded-for"]?.join(",").split(",").at(-1)?.trim();
  if (origins.trustProxy && forwarded !== undefined && /^[0-9a-fA-F.:]{3,45}$/.test(forwarded)) {
    return forwarded;
  }
  return request.socket.remoteAddress?.replace(/^::ffff:/, "") ?? "unknown";
}

/**
 * The path of a target in origin-form without anything that two parsers could read differently: absolute-form,
 * backslashes, control characters, dot segments, doubled or encoded slashes. Null for the rest.
 */
export function plainPath(target: string | undefined): string | null {
  if (target === undefined || target.length > 8_000 || !target.startsWith("/")) return null;
  if (!/^[\x21-\x7e]*$/.test(target) || /[\\#]/.test(target)) return null;
  const path = target.split("?", 1)[0] ?? "";
  if (/%(?:2f|5c|00|2e|25)/i.test(path) || path.includes("//")) return null;
  if (path.split("/").some((segment) => segment === "." || segment === "..")) return null;
  try {
    decodeURIComponent(path);
  } catch {
    return null;
  }
  return path;
}

function refusalByMethod(
  request: IncomingMessage,
  path: string,
  headers: OriginHeaders,
  settings: GateSettings,
): Verdict | null {
  const method = request.method ?? "";
  if (!methods.has(method)) return attack("method_not_allowed", `Method: ${method}`);
  if (!isChangingMethod(method)) return null;
  // Posts to pages would be server actions; we have none, and Socket.IO's polling is checked like the rest.
  const isDevTool = settings.dev && path.startsWith("/__nextjs");
  if (!path.startsWith("/api/") && !path.startsWith("/socket.io/") && !isDevTool) {
    return attack("method_not_allowed", `${method} ${path}`);
  }
  if (!isVouchedFor(request, path, headers, settings.origins)) {
    return attack(
      "origin_refused",
      `Origin: ${headers.origin ?? "none"}; Host: ${headers.host ?? ""}`,
    );
  }
  return refusalBySize(request, path);
}

function refusalBySize(request: IncomingMessage, path: string): Verdict | null {
  const length = request.headers["content-length"] ?? "0";
  const maxBytes = isAgentsCall(request.method ?? "", path) ? maxMessageBytes : maxBodyBytes;
  return Number(length) > maxBytes ? attack("body_too_large", `Content-Length: ${length}`) : null;
}

/** Whether a change comes from one of our own pages, or from a program whose token the endpoint will look at. */
function isVouchedFor(
  request: IncomingMessage,
  path: string,
  headers: OriginHeaders,
  origins: OriginPolicy,
): boolean {
  const showsToken = path.startsWith("/api/") && isProgram(request.headers.authorization, headers);
  const method = request.method ?? "";
  const bringsProof =
    isForeignProgram(headers) && (takesAlerts(method, path) || isAgentsCall(method, path));
  return showsToken || bringsProof || asksForToken(path, headers) || isOwnOrigin(origins, headers);
}

const tokenAsking: ReadonlySet<string> = new Set([mcpPath, oauthPaths.register, oauthPaths.token]);

/** A program that has no token yet is told what to bring, and fetches it: nothing there knows cookies, so nobody can be misused. */
function asksForToken(path: string, headers: OriginHeaders): boolean {
  return tokenAsking.has(path) && isForeignProgram(headers);
}

/** Parts of Next that we do not use, or only its development server needs. */
function isClosedPath(path: string, dev: boolean): boolean {
  if (path.startsWith("/_next/image")) return true;
  return !dev && (path.startsWith("/__nextjs") || path.startsWith("/_next/webpack-hmr"));
}

/** Headers by which Next's own layers speak to each other; from outside they would be commands. */
const internalHeader =
  /^(?:x-middleware-|x-nextjs-|x-next-|x-invoke-|x-now-|x-vercel-|x-matched-path$|x-prerender-|x-action-|next-action$|next-resume$|x-http-method|x-original-|x-rewrite-|x-nonce$|content-security-policy|x-chiffon-(?!signature$)|x-trace-id$)/;

function admit(
  request: IncomingMessage,
  headers: OriginHeaders,
  settings: GateSettings,
): Readonly<Record<string, string>> {
  const address = addressOf(request, settings.origins);
  for (const name of Object.keys(request.headers)) {
    const isForwarding = /^(?:x-forwarded-|forwarded$|x-real-ip$)/.test(name);
    if (internalHeader.test(name) || (isForwarding && !settings.origins.trustProxy)) {
      delete request.headers[name];
    }
  }
  const nonce = randomBytes(16).toString("base64");
  const traceId = randomUUID();
  const policy = contentSecurityPolicy(nonce, headers, settings);
  request.headers[traceIdHeader] = traceId;
  request.headers[addressHeader] = address;
  // Next takes the nonce for its own scripts from this request header; components read x-nonce.
  request.headers["content-security-policy"] = policy;
  request.headers["x-nonce"] = nonce;
  // The raw list is what a stricter reader may look at: it must not tell another story.
  request.rawHeaders = Object.entries(request.headers).flatMap(([name, value]) =>
    [value ?? []].flat().flatMap((one) => [name, one]),
  );
  return { ...securityHeaders, [traceIdHeader]: traceId, "content-security-policy": policy };
}

/** Headers of every answer, a refusal's too. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  "x-permitted-cross-domain-policies": "none",
};

/** Scripts run by nonce only. Styles may stand inline: React and the terminal view set them on elements. */
function contentSecurityPolicy(
  nonce: string,
  headers: OriginHeaders,
  settings: GateSettings,
): string {
  const socket = `${isSecure(settings.origins, headers) ? "wss" : "ws"}://${headers.host ?? ""}`;
  const directives = [
    "default-src 'self'",
    // The development server compiles with eval.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${settings.dev ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // Not every browser counts a WebSocket to the same host as 'self'.
    `connect-src 'self' ${socket}`,
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return directives.join("; ");
}

function single(request: IncomingMessage, name: string): string | undefined {
  const values = request.headersDistinct[name];
  return values?.length === 1 ? values[0] : undefined;
}

const attack = (code: ErrorCode, reason: string): Verdict & { passed: false } => ({
  passed: false,
  code,
  reason,
  attack: true,
});
