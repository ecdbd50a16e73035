import { endpoints } from "#server/contracts/api.ts";
import type { ErrorCode } from "#server/contracts/errors.ts";
import type { Action, Principal } from "#server/contracts/people.ts";
import type { EndpointName } from "#server/contracts/routes.ts";
import { AppError, type ErrorDetails } from "#server/lib/app-error.ts";
import { can, leastRoleFor } from "#server/people/domain/policy.ts";
import { isInScope, scopeFor } from "#server/people/domain/token-scopes.ts";
import type { RateState } from "#server/people/token-limiter.ts";
import { bearerOf, hasSessionCookie } from "./bearer.ts";
import { sessionTokenOf } from "./cookie.ts";
import type { Edge } from "./edge.ts";

/** Who calls an endpoint, and what of their rate is left where they call with a token. */
export interface Admitted {
  readonly principal: Principal | null;
  readonly rate: RateState | null;
}

/** A caller who was turned away: carries who it was to the history, and their rate into the answer. */
export class TurnedAway extends AppError {
  readonly principal: Principal | null;
  readonly rate: RateState | null;

  constructor(
    code: ErrorCode,
    about: Admitted & { readonly message?: string; readonly details?: ErrorDetails },
  ) {
    const { principal, rate, ...options } = about;
    super(code, options);
    this.principal = principal;
    this.rate = rate;
  }
}

/**
 * Finds out who calls, by session cookie or by token but never by both, and whether they may.
 *
 * @throws not_signed_in, not_allowed, token_invalid, token_scope_missing, credentials_mixed, too_many_requests
 */
export async function authorise(
  edge: Edge,
  name: EndpointName,
  request: Request,
  address: string,
): Promise<Admitted> {
  const { action } = endpoints[name];
  if (action === null) return { principal: null, rate: null };
  const cookie = request.headers.get("cookie");
  const admitted =
    (await authoriseToken(edge, request, { address, door: "api" })) ??
    (await bySession(edge, cookie));
  checkAction(admitted, action);
  return admitted;
}

/**
 * Finds out whose token a call shows; null where it shows none. What it may is for the caller to check.
 *
 * @throws token_invalid, credentials_mixed, too_many_requests
 */
export async function authoriseToken(
  edge: Edge,
  request: Request,
  from: { readonly address: string; readonly door: "api" | "mcp" },
): Promise<Callers | null> {
  const bearer = bearerOf(request.headers.get("authorization"));
  if (bearer === null) return null;
  if (hasSessionCookie(request.headers.get("cookie"))) throw new AppError("credentials_mixed");
  return byToken(edge, bearer, from);
}

async function bySession(edge: Edge, cookie: string | null): Promise<Callers> {
  const token = sessionTokenOf(cookie);
  const principal = token === null ? null : await edge.services.people.principalOf(token);
  if (principal === null) throw new AppError("not_signed_in");
  return { principal, rate: null };
}

async function byToken(
  edge: Edge,
  token: string,
  from: { readonly address: string; readonly door: "api" | "mcp" },
): Promise<Callers> {
  const call = await edge.services.tokens.call(token, from);
  switch (call.kind) {
    case "admitted":
      return { principal: call.principal, rate: call.rate };
    case "refused":
      throw new TurnedAway("token_invalid", {
        principal: call.principal,
        rate: null,
        message: call.reason,
      });
    case "too_many":
      throw new TurnedAway("too_many_requests", {
        principal: call.principal,
        rate: call.rate,
        details: { retryAfterSeconds: call.rate.resetSeconds },
      });
  }
}

/** A caller who is known. */
export type Callers = Admitted & { readonly principal: Principal };

/** @throws not_allowed, token_scope_missing */
export function checkAction(caller: Callers, action: Action): void {
  const { principal } = caller;
  if (!can(principal.role, action)) {
    const message = `That takes the role ${leastRoleFor(action)}; yours is ${principal.role}.`;
    throw new TurnedAway("not_allowed", { ...caller, message });
  }
  if (isInScope(principal, action)) return;
  const scope = scopeFor(action);
  const message =
    scope === null
      ? "No API token may do that: do it signed in, in the browser."
      : `That takes a token with the scope ${scope}.`;
  throw new TurnedAway("token_scope_missing", { ...caller, message });
}

/** What a caller with a token learns of their rate, in the fields that the IETF's HTTP API group describes. */
export function rateHeaders(rate: RateState | null): Record<string, string> {
  if (rate === null) return {};
  const { limit, windowSeconds, remaining, resetSeconds } = rate;
  return {
    "ratelimit-policy": `"token";q=${limit};w=${windowSeconds}`,
    ratelimit: `"token";r=${remaining};t=${resetSeconds}`,
  };
}
