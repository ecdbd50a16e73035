import { randomBytes } from "node:crypto";
import { toNodeHandler } from "@modelcontextprotocol/node";
import { createMcpHandler, type McpHttpHandler } from "@modelcontextprotocol/server";
import { tools } from "#server/contracts/mcp.ts";
import type { Action } from "#server/contracts/people.ts";
import { mcpMetadataPath, oauthPaths } from "#server/contracts/routes.ts";
import {
  type Admitted,
  authoriseToken,
  type Callers,
  checkAction,
  rateHeaders,
} from "#server/http/authorise.ts";
import type { Edge } from "#server/http/edge.ts";
import { maxBodyBytes, readJsonBody } from "#server/http/read-body.ts";
import { type RequestFacts, requestFacts } from "#server/http/request-facts.ts";
import { AppError } from "#server/lib/app-error.ts";
import { timeLimit } from "#server/lib/time-limit.ts";
import { askStates } from "./ask-state.ts";
import { baseUrlOf } from "./base-url.ts";
import { checkPlaces } from "./check-places.ts";
import { createOAuthEndpoint } from "./oauth-endpoint.ts";
import { OpenCalls, whenSent } from "./open-calls.ts";
import { refuseCall } from "./refuse-call.ts";
import { resourceMetadata } from "./resource-metadata.ts";
import { serveCaller, toolNamed } from "./serve-caller.ts";
import type { Caller } from "./tool-call.ts";

/** No call and no stream is held longer. */
const longestCallMs = 10 * 60_000;
/** Streams that wait for news, of everybody together. */
const mostSubscriptions = 100;

const oauthRoutes: ReadonlySet<string> = new Set(Object.values(oauthPaths));

/** What the endpoint works with. */
interface Parts {
  readonly edge: Edge;
  readonly handler: McpHttpHandler;
  readonly oauth: ReturnType<typeof createOAuthEndpoint>;
  readonly open: OpenCalls;
  /** Who makes the call that is being served; keyed by its request, and gone with it. */
  readonly callers: WeakMap<Request, Caller>;
}

/** The MCP endpoint and the metadata that leads to it, as a handler for Node's server. Close it when the server closes. */
export function createMcpEndpoint(edge: Edge, version: string) {
  const callers = new WeakMap<Request, Caller>();
  const shared = { edge, version, states: askStates(randomBytes(32)) };
  const handler = createMcpHandler(
    ({ requestInfo }) => {
      const caller = requestInfo === undefined ? undefined : callers.get(requestInfo);
      if (caller === undefined) throw new AppError("not_signed_in");
      return serveCaller(shared, caller);
    },
    {
      maxRequestBodySize: maxBodyBytes,
      maxSubscriptions: mostSubscriptions,
      onerror: (err) => edge.log.info({ err }, "MCP"),
    },
  );
  const oauth = createOAuthEndpoint(edge);
  const parts: Parts = { edge, handler, oauth, open: new OpenCalls(), callers };
  return {
    handle: toNodeHandler(
      { fetch: (request) => answer(parts, request) },
      { maxRequestBodySize: maxBodyBytes, onerror: (err) => edge.log.error({ err }, "MCP") },
    ),
    close: () => handler.close(),
  };
}

/** Lets nothing reach the protocol's own code that our gate did not look at: host, origin, token, rate, size, action. */
async function answer(parts: Parts, request: Request): Promise<Response> {
  const { edge, oauth } = parts;
  const facts = requestFacts(request, edge.origins);
  if (oauthRoutes.has(facts.path)) return oauth(request, facts);
  const baseUrl = baseUrlOf(edge, facts);
  if (facts.path === mcpMetadataPath) return Response.json(resourceMetadata(baseUrl));
  let caller: Admitted = { principal: null, rate: null };
  let action: Action | null = null;
  try {
    checkPlaces(edge, facts.headers);
    const known = await authoriseToken(edge, request, {
      address: facts.caller.address,
      door: "mcp",
    });
    if (known === null) throw new AppError("not_signed_in", { message: tokenNeeded });
    caller = known;
    const message = request.method === "POST" ? await readMessage(request) : undefined;
    action = actionOf(message);
    if (action !== null) checkAction(known, action);
    const { principal } = known;
    const served = { principal, baseUrl, traceId: facts.traceId, address: facts.caller.address };
    return traced(await serve(parts, request, { caller: served, message }), known, facts);
  } catch (error) {
    return refuseCall(edge, { error, facts, baseUrl, caller, action });
  }
}

const tokenNeeded = "Show an API token: Authorization: Bearer chf_…";

/** One message: lists of them, which an older revision had, would pass the rate as one. */
async function readMessage(request: Request): Promise<unknown> {
  const message = await readJsonBody(request);
  if (Array.isArray(message))
    throw new AppError("invalid_input", { message: "Send one message at a time." });
  return message;
}

/** What a message is about to do; null where every token may. What a tool is not known for is answered by the protocol. */
function actionOf(message: unknown): Action | null {
  const { method, params } = Object(message);
  if (method === "tools/call") {
    const name = toolNamed(Object(params)["name"]);
    return name === null ? null : tools[name].action;
  }
  return typeof method === "string" && /^(?:resources|subscriptions)\//.test(method)
    ? "read"
    : null;
}

async function serve(
  { edge, handler, open, callers }: Parts,
  request: Request,
  { caller, message }: { readonly caller: Caller; readonly message: unknown },
): Promise<Response> {
  const leave = open.enter(caller.principal.sessionId);
  const late = timeLimit(longestCallMs);
  const headers = new Headers(request.headers);
  // Nothing behind the gate needs the token again.
  headers.delete("authorization");
  const { url, method } = request;
  const inside = new Request(url, {
    ...{ method, headers },
    signal: AbortSignal.any([request.signal, late]),
  });
  callers.set(inside, caller);
  try {
    const parsed = message === undefined ? {} : { parsedBody: message };
    // The token itself stays outside; what is kept for a call is bound to its id.
    const authInfo = { token: "", clientId: caller.principal.sessionId, scopes: [] };
    const response = await edge.inTrace(caller.traceId, () =>
      handler.fetch(inside, { ...parsed, authInfo }),
    );
    return whenSent(response, leave);
  } catch (error) {
    leave();
    throw error;
  }
}

function traced(response: Response, { rate }: Callers, { traceId }: RequestFacts): Response {
  response.headers.set("x-trace-id", traceId);
  response.headers.set("cache-control", "no-store");
  for (const [name, value] of Object.entries(rateHeaders(rate))) response.headers.set(name, value);
  return response;
}
