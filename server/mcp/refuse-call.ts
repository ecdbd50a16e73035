import type { ErrorCode } from "#server/contracts/errors.ts";
import type { Action, Principal } from "#server/contracts/people.ts";
import { type Admitted, rateHeaders, TurnedAway } from "#server/http/authorise.ts";
import type { Edge } from "#server/http/edge.ts";
import { errorBody, errorStatus, isRefusal } from "#server/http/error-reply.ts";
import type { RequestFacts } from "#server/http/request-facts.ts";
import { scopeFor } from "#server/people/domain/token-scopes.ts";
import { challenge } from "./resource-metadata.ts";

/** Numbers of JSON-RPC: not a call at all, and one that the server would not take. */
const invalidRequest = -32_600;
const refusedCall = -32_000;

/** A call that the gate did not let through. */
export interface RefusedCall {
  readonly error: unknown;
  readonly facts: RequestFacts;
  readonly baseUrl: string;
  readonly caller: Admitted;
  /** What the call was about to do, where that is known. */
  readonly action: Action | null;
}

/** Answers a call that is not let through, as JSON-RPC and with the challenge that goes with its status; notes it. */
export function refuseCall(edge: Edge, call: RefusedCall): Response {
  const { error, facts } = call;
  const known = edge.toKnownError(error);
  const fields = { traceId: facts.traceId, code: known.code };
  if (known.code === "internal") edge.log.error({ ...fields, err: error }, "MCP call failed");
  else edge.log.info(fields, "MCP call refused");
  const { principal, rate } = error instanceof TurnedAway ? error : call.caller;
  if (isRefusal(known.code)) note(edge, call, { ...known, principal });
  const { status, headers } = errorStatus(known);
  const body = {
    jsonrpc: "2.0",
    id: null,
    error: {
      code: known.code === "invalid_input" ? invalidRequest : refusedCall,
      message: known.message,
      data: errorBody(known, facts.traceId, true),
    },
  };
  return Response.json(body, {
    status,
    headers: {
      ...headers,
      ...rateHeaders(rate),
      ...challengeFor(call, known.code),
      "cache-control": "no-store",
      "x-trace-id": facts.traceId,
    },
  });
}

/** Coming without a token is how clients find out that one is needed: no attack. */
function note(
  edge: Edge,
  { facts, caller }: RefusedCall,
  known: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly principal: Principal | null;
  },
): void {
  if (known.code === "not_signed_in") return;
  const { method, path, traceId } = facts;
  const { code, message: reason } = known;
  const principal = known.principal ?? caller.principal;
  const { address } = facts.caller;
  edge.refused({ edge: "mcp", code, method, path, address, principal, traceId, reason });
}

function challengeFor(
  { baseUrl, action }: RefusedCall,
  code: ErrorCode,
): { "www-authenticate"?: string } {
  switch (code) {
    case "not_signed_in":
      return { "www-authenticate": challenge(baseUrl, {}) };
    case "token_invalid":
      return { "www-authenticate": challenge(baseUrl, { error: "invalid_token" }) };
    case "token_scope_missing": {
      const scope = action === null ? null : scopeFor(action);
      const problem = { error: "insufficient_scope", ...(scope === null ? {} : { scope }) };
      return { "www-authenticate": challenge(baseUrl, problem) };
    }
    default:
      return {};
  }
}
