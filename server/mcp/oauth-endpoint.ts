import { RateLimiterMemory } from "rate-limiter-flexible";
import { redeemCodeBodySchema, registerClientBodySchema } from "#server/contracts/connection.ts";
import { oauthPaths } from "#server/contracts/routes.ts";
import type { Edge } from "#server/http/edge.ts";
import { errorStatus } from "#server/http/error-reply.ts";
import { parseInput } from "#server/http/parse-input.ts";
import { readFormBody, readJsonBody } from "#server/http/read-body.ts";
import type { RequestFacts } from "#server/http/request-facts.ts";
import { AppError } from "#server/lib/app-error.ts";
import type { Redeemed } from "#server/people/connections-service.ts";
import { baseUrlOf } from "./base-url.ts";
import { checkPlaces } from "./check-places.ts";
import { serverMetadata } from "./resource-metadata.ts";

/** Calls a minute from one address: a client makes two when it connects; all of one cloud may come from a few addresses. */
const perAddress = { points: 120, duration: 60, keyPrefix: "oauth" };

/** An answer in the words of RFC 6749 and 7591. */
interface OAuthAnswer {
  readonly status: number;
  readonly body: object;
}

/**
 * Where clients that bring no token get one: what this authorization server is, registration, and the token for a code. A
 * person lets them in on the page in between. Knows no cookies; answers as the standards say, with a trace id in a header.
 */
export function createOAuthEndpoint(edge: Edge) {
  const limiter = new RateLimiterMemory(perAddress);
  return async (request: Request, facts: RequestFacts): Promise<Response> => {
    const answer = await answered({ edge, limiter }, request, facts).catch((error: unknown) =>
      failed(edge, error, facts),
    );
    return Response.json(answer.body, {
      status: answer.status,
      headers: { "cache-control": "no-store", "x-trace-id": facts.traceId },
    });
  };
}

async function answered(
  { edge, limiter }: { readonly edge: Edge; readonly limiter: RateLimiterMemory },
  request: Request,
  facts: RequestFacts,
): Promise<OAuthAnswer> {
  checkPlaces(edge, facts.headers);
  if (facts.path === oauthPaths.metadata)
    return { status: 200, body: serverMetadata(baseUrlOf(edge, facts)) };
  if (facts.method !== "POST") throw new AppError("method_not_allowed");
  await limiter.consume(facts.caller.address).catch(() => {
    throw new AppError("too_many_requests");
  });
  return facts.path === oauthPaths.register
    ? register(edge, request)
    : redeem(edge, request, facts);
}

async function register({ services }: Edge, request: Request): Promise<OAuthAnswer> {
  const body = parseInput(registerClientBodySchema, await readJsonBody(request));
  const registered = services.connections.register(body);
  if (registered.kind === "fault") return refusal(400, "invalid_redirect_uri", registered.message);
  const { clientId, client } = registered;
  return {
    status: 201,
    body: {
      ...{ client_id: clientId, client_name: client.name, redirect_uris: client.redirectUris },
      client_id_issued_at: Math.floor(Date.now() / 1000),
      ...{ grant_types: ["authorization_code"], response_types: ["code"] },
      token_endpoint_auth_method: "none",
    },
  };
}

async function redeem(edge: Edge, request: Request, facts: RequestFacts): Promise<OAuthAnswer> {
  const form = await readFormBody(request);
  if ("grant_type" in form && form["grant_type"] !== "authorization_code")
    return refusal(400, "unsupported_grant_type", "Only authorization_code is served.");
  const redeemed = await edge.services.connections.redeem(parseInput(redeemCodeBodySchema, form));
  if (redeemed.kind === "refused") {
    note(edge, facts, redeemed);
    const { error, reason } = redeemed;
    return refusal(error === "invalid_client" ? 401 : 400, error, reason);
  }
  const { token, expiresInSeconds, scopes } = redeemed;
  return {
    status: 200,
    body: {
      ...{ access_token: token, token_type: "Bearer", expires_in: expiresInSeconds },
      scope: scopes.join(" "),
    },
  };
}

function note(
  edge: Edge,
  { method, path, traceId, caller }: RequestFacts,
  { reason, principal }: Redeemed & { readonly kind: "refused" },
): void {
  const { address } = caller;
  const code = "token_invalid" as const;
  edge.refused({ edge: "mcp", code, method, path, address, principal, traceId, reason });
}

function failed(edge: Edge, error: unknown, { traceId }: RequestFacts): OAuthAnswer {
  const known = edge.toKnownError(error);
  const fields = { traceId, code: known.code };
  if (known.code === "internal") edge.log.error({ ...fields, err: error }, "OAuth call failed");
  else edge.log.info(fields, "OAuth call refused");
  const { status } = errorStatus(known);
  const isTheirs = status >= 400 && status < 500;
  return refusal(status, isTheirs ? "invalid_request" : "server_error", known.message);
}

function refusal(status: number, error: string, description: string): OAuthAnswer {
  return { status, body: { error, error_description: description } };
}
