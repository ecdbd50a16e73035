import type { Body, EndpointName, ErrorReply, Reply } from "#server/contracts/api.ts";
import { camelKeys, snakeKeys } from "./case-keys.ts";

/** How long an answer may take before the browser gives up on it. */
export const requestTimeoutMs = 20_000;

/** An answer that was not a success. `code` is a key of the error table, or `offline` / `timeout` / `unreadable`. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly fix: string;
  readonly traceId: string | null;
  readonly details: Readonly<Record<string, string | number | boolean | null>>;

  constructor(facts: {
    code: string;
    status: number;
    message: string;
    fix: string;
    traceId?: string | null;
    details?: ErrorReply["details"];
  }) {
    super(facts.message);
    this.name = "ApiError";
    this.code = facts.code;
    this.status = facts.status;
    this.fix = facts.fix;
    this.traceId = facts.traceId ?? null;
    this.details = facts.details ?? {};
  }
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";
type QueryValue = string | number | boolean | readonly string[] | null | undefined;
interface Options {
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/**
 * Calls one endpoint and types the answer after the endpoint table. Paths below `/api/v1` speak snake_case on the wire;
 * the keys are converted both ways here.
 *
 * @throws ApiError
 */
export async function callApi<Name extends EndpointName>(
  method: Method,
  path: string,
  options: Options & { readonly body?: Body<Name> | Readonly<Record<string, unknown>> } = {},
): Promise<Reply<Name>> {
  const snake = path.startsWith("/api/v1/");
  const response = await send(method, `${path}${queryText(options.query, snake)}`, {
    ...options,
    body: snake ? snakeKeys(options.body) : options.body,
  });
  const json: unknown = await response.json().catch(() => null);
  if (!response.ok) throw asApiError(response.status, json);
  if (json === null) {
    throw new ApiError({
      code: "unreadable",
      status: response.status,
      message: "The answer could not be read.",
      fix: "Reload the page.",
    });
  }
  // The routes check their replies against the same table this type comes from.
  return (snake ? camelKeys(json) : json) as Reply<Name>;
}

async function send(method: Method, url: string, options: Options): Promise<Response> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? requestTimeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  const hasBody = method === "POST" || method === "PATCH";
  try {
    return await fetch(url, {
      method,
      signal,
      credentials: "same-origin",
      headers: { accept: "application/json", "content-type": "application/json" },
      ...(hasBody ? { body: JSON.stringify(options.body ?? {}) } : {}),
    });
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw timeout.aborted ? timedOut() : unreachable();
  }
}

function timedOut(): ApiError {
  return new ApiError({
    code: "timeout",
    status: 0,
    message: "Chiffon did not answer in time.",
    fix: "Try again; it may still finish in the background.",
  });
}

function unreachable(): ApiError {
  return new ApiError({
    code: "offline",
    status: 0,
    message: "Chiffon cannot be reached.",
    fix: "Check that it is running and that this device is on the same network.",
  });
}

/** The address of a file below `/api/v1` that the browser downloads by itself. */
export function downloadHref(path: string, query: Options["query"]): string {
  return `${path}${queryText(query, true)}`;
}

function queryText(query: Options["query"], snake: boolean): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) => {
    const name = snake ? key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : key;
    const items = Array.isArray(value) ? value : [value ?? ""];
    return items.filter((item) => item !== "").map((item) => [name, String(item)]);
  });
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/** Reads an error answer of either spelling; anything else becomes a plain statement of the HTTP status. */
export function asApiError(status: number, json: unknown): ApiError {
  const reply = (camelKeys(json) ?? {}) as Partial<ErrorReply>;
  return new ApiError({
    ...unexplained(status),
    ...(reply.code ? { code: reply.code } : {}),
    ...(reply.errorMessage ? { message: reply.errorMessage } : {}),
    ...(reply.fix ? { fix: reply.fix } : {}),
    traceId: reply.traceId ?? null,
    details: camelDetails(reply.details),
  });
}

function unexplained(status: number): {
  code: string;
  status: number;
  message: string;
  fix: string;
} {
  return {
    code: status === 401 ? "not_signed_in" : "internal",
    status,
    message: `Chiffon answered with an error (${status}).`,
    fix: "Try again in a moment.",
  };
}

function camelDetails(details: ErrorReply["details"]): ErrorReply["details"] {
  const entries = Object.entries(details ?? {});
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );
}

/** Any thrown value as an ApiError, so that every error state can show a sentence and a next step. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError({
    code: "internal",
    status: 0,
    message: error instanceof Error ? error.message : "Something went wrong in this page.",
    fix: "Reload the page.",
  });
}
