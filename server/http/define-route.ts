import { z } from "zod";
import {
  type Body,
  type Endpoint,
  endpoints,
  type FileEndpointName,
  type JsonEndpointName,
  type Query,
  type Reply,
} from "#server/contracts/api.ts";
import { idSchema } from "#server/contracts/common.ts";
import type { Principal } from "#server/contracts/people.ts";
import {
  type EndpointName,
  isSnakeCase,
  type ParamOf,
  routeOf,
  takesAlerts,
} from "#server/contracts/routes.ts";
import { camel, renameKeys, snake } from "#server/contracts/wire-case.ts";
import { AppError } from "#server/lib/app-error.ts";
import { answerOnce } from "./answer-once.ts";
import { type Admitted, authorise, rateHeaders, TurnedAway } from "./authorise.ts";
import { isForeignProgram, isProgram } from "./bearer.ts";
import { currentEdge, type Edge, type KnownError } from "./edge.ts";
import type { EdgeServices } from "./edge-services.ts";
import { errorBody, errorStatus, isRefusal } from "./error-reply.ts";
import { isOwnHost, isOwnOrigin } from "./origin.ts";
import { parseBody, parseInput } from "./parse-input.ts";
import { readJsonBody } from "./read-body.ts";
import { readQuery } from "./read-query.ts";
import { type RequestFacts, requestFacts } from "./request-facts.ts";

/** What a handler is called with: everything checked, nothing raw but `request`. */
export interface Call<Name extends EndpointName> {
  readonly services: EdgeServices;
  /** The signed-in person. Only for endpoints with an action; see {@link Call.caller} for the others. */
  readonly principal: (typeof endpoints)[Name]["action"] extends null ? null : Principal;
  readonly params: Readonly<Record<ParamOf<Name>, string>>;
  readonly body: Body<Name>;
  readonly query: Query<Name>;
  readonly traceId: string;
  /** Value of the `Idempotency-Key` header, or null. */
  readonly idempotencyKey: string | null;
  /** Where the request comes from. `secure`: over https, so cookies are to be `Secure`. */
  readonly caller: {
    readonly address: string;
    readonly userAgent: string;
    readonly secure: boolean;
  };
  readonly request: Request;
}

/** A reply with a status or headers of its own. */
export class Answer<T> {
  readonly body: T;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: T, options: { status?: number; headers?: Record<string, string> }) {
    this.body = body;
    this.status = options.status ?? 200;
    this.headers = options.headers ?? {};
  }
}

/** A Next route handler. */
export type RouteHandler = (
  request: Request,
  context: { params: Promise<unknown> },
) => Promise<Response>;

/**
 * Makes the handler of one endpoint: checks host and origin, session and role, parses by the endpoint's schemas,
 * calls, checks and serialises the reply, and maps errors by the error table. Nothing reaches `handle` unchecked.
 */
export function defineRoute<Name extends JsonEndpointName>(
  name: Name,
  handle: (call: Call<Name>) => Promise<Reply<Name> | Answer<Reply<Name>>>,
): RouteHandler {
  const wire = wireOf(name);
  return guarded(name, wire, async (call: Call<Name>) => {
    const result: unknown = await handle(call);
    const answer = result instanceof Answer ? result : new Answer(result, {});
    return jsonResponse(wire.serialise(answer.body, call.traceId), answer);
  });
}

/** As {@link defineRoute}, for endpoints that answer with a file: `handle` makes the response itself. */
export function defineFileRoute<Name extends FileEndpointName>(
  name: Name,
  handle: (call: Call<Name>) => Promise<Response>,
): RouteHandler {
  return guarded(name, wireOf(name), handle);
}

function guarded<Name extends EndpointName>(
  name: Name,
  wire: Wire,
  handle: (call: Call<Name>) => Promise<Response>,
): RouteHandler {
  return async (request, context) => {
    const edge = currentEdge();
    const facts = requestFacts(request, edge.origins);
    let caller: Admitted = { principal: null, rate: null };
    try {
      checkOrigin(edge, name, request, facts);
      checkIdempotencyKey(facts.idempotencyKey);
      caller = await authorise(edge, name, request, facts.caller.address);
      const { principal } = caller;
      const params = wire.params(await context.params);
      const query = wire.query(new URL(request.url).searchParams);
      const body = await wire.body(request);
      // The pieces were parsed by this endpoint's own schemas, which is what the conditional types of Call say.
      const call = { services: edge.services, principal, params, query, body, request, ...facts };
      const answer = () => edge.inTrace(facts.traceId, () => handle(call as unknown as Call<Name>));
      const response = await answerOnce(edge, name, { ...call, key: facts.idempotencyKey }, answer);
      response.headers.set("x-trace-id", facts.traceId);
      for (const [header, value] of Object.entries(rateHeaders(caller.rate)))
        response.headers.set(header, value);
      if (!response.headers.has("cache-control")) response.headers.set("cache-control", "no-store");
      return response;
    } catch (error) {
      return refuse(edge, { error, facts, caller, snakeCase: wire.snakeCase, name });
    }
  };
}

function checkOrigin(edge: Edge, name: EndpointName, request: Request, facts: RequestFacts): void {
  if (!isOwnHost(edge.origins, facts.headers.host)) throw new AppError("host_refused");
  if (!facts.changes || isOwnOrigin(edge.origins, facts.headers)) return;
  if (isForeignProgram(facts.headers) && takesAlerts(facts.method, facts.path)) return;
  const showsToken = isProgram(request.headers.get("authorization"), facts.headers);
  // What is open to everyone would take no notice of the token, which then vouches for nothing.
  if (endpoints[name].action === null || !showsToken) throw new AppError("origin_refused");
}

function checkIdempotencyKey(key: string | null): void {
  // Cutting a long key could make two keys one.
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key))
    throw new AppError("invalid_input", { message: "Idempotency-Key: 1–200 visible characters" });
}

type Wire = ReturnType<typeof wireOf>;

/** How one endpoint's pieces look on the wire. */
function wireOf(name: EndpointName) {
  const endpoint: Endpoint = endpoints[name];
  const { path } = routeOf(name);
  const snakeCase = isSnakeCase(path);
  const toOurs = snakeCase ? camel : (key: string) => key;
  const paramsSchema = schemaOfParams(path);
  return {
    snakeCase,
    params(given: unknown): unknown {
      const parsed = paramsSchema.safeParse(given ?? {});
      if (!parsed.success) throw new AppError("not_found");
      return parsed.data;
    },
    query(search: URLSearchParams): unknown {
      if (endpoint.query === null) return null;
      return parseInput(endpoint.query, readQuery(search, endpoint.query, toOurs));
    },
    async body(request: Request): Promise<unknown> {
      if (endpoint.body === null) return null;
      return parseBody(endpoint.body, await readJsonBody(request), toOurs);
    },
    /** Parsing drops what the schema does not name, so nothing leaves by accident. */
    serialise(reply: unknown, traceId: string): object {
      const body = { ...Object(endpoint.reply?.parse(reply)), traceId };
      return snakeCase ? Object(renameKeys(body, snake)) : body;
    },
  };
}

/** An `id` is a UUID; any other parameter is a name. */
function schemaOfParams(path: string): z.ZodType {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  return z.object(
    Object.fromEntries(
      names.map((name) => [name, name === "id" ? idSchema : z.string().trim().min(1).max(100)]),
    ),
  );
}

function refuse(
  edge: Edge,
  failure: {
    error: unknown;
    facts: RequestFacts;
    caller: Admitted;
    snakeCase: boolean;
    name: EndpointName;
  },
): Response {
  const { error, facts } = failure;
  const known = edge.toKnownError(error);
  logFailure(edge, known, failure);
  const { principal, rate } = error instanceof TurnedAway ? error : failure.caller;
  // Asking who one is without a session is how pages find out that they must sign in: no attack.
  if (isRefusal(known.code) && (facts.changes || known.code !== "not_signed_in")) {
    const { method, path, caller, traceId } = facts;
    edge.refused({
      code: known.code,
      edge: "http",
      method,
      path,
      address: caller.address,
      principal,
      traceId,
      reason:
        known.code === "origin_refused"
          ? `Origin: ${facts.headers.origin ?? "none"}`
          : known.message,
    });
  }
  const { status, headers } = errorStatus(known);
  return jsonResponse(errorBody(known, facts.traceId, failure.snakeCase), {
    status,
    headers: { ...headers, ...rateHeaders(rate) },
    traceId: facts.traceId,
  });
}

function logFailure(
  edge: Edge,
  known: KnownError,
  failure: { error: unknown; facts: RequestFacts; name: EndpointName },
): void {
  const { traceId } = failure.facts;
  const fields = { traceId, endpoint: failure.name, code: known.code };
  if (known.code === "internal")
    edge.log.error({ ...fields, err: failure.error }, "request failed");
  else edge.log.info(fields, "request answered with an error");
}

function jsonResponse(
  body: object,
  options: { status: number; headers: Readonly<Record<string, string>>; traceId?: string },
): Response {
  return new Response(JSON.stringify(body), {
    status: options.status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      ...(options.traceId === undefined ? {} : { "x-trace-id": options.traceId }),
      ...options.headers,
    },
  });
}
