import type {
  BodyInput,
  ErrorReply,
  FileEndpointName,
  JsonEndpointName,
  QueryInput,
  Reply,
} from "#server/contracts/api.ts";
import { type EndpointName, isSnakeCase, type ParamOf, routeOf } from "#server/contracts/routes.ts";
import { camel, renameKeys, snake } from "#server/contracts/wire-case.ts";
import { ApiError } from "./api-error.ts";

/** How long an answer may take before the browser gives up on it. */
export const requestTimeoutMs = 20_000;

type Nothing = Record<never, never>;
/** What goes into an address: path parameters and query, as the endpoint's schemas ask for them. */
type AddressInput<Name extends EndpointName> = ([ParamOf<Name>] extends [never]
  ? unknown
  : { readonly params: Readonly<Record<ParamOf<Name>, string>> }) &
  (QueryInput<Name> extends null ? unknown : { readonly query?: QueryInput<Name> });
/** Everything that a call of an endpoint takes. */
type CallInput<Name extends EndpointName> = AddressInput<Name> &
  (BodyInput<Name> extends null
    ? unknown
    : Nothing extends BodyInput<Name>
      ? { readonly body?: BodyInput<Name> }
      : { readonly body: BodyInput<Name> }) & {
    readonly signal?: AbortSignal | undefined;
    readonly timeoutMs?: number;
  };
/** An input that may be left out where nothing in it is required. */
type Input<Type> = Nothing extends Type ? [input?: Type] : [input: Type];

/** The same without its types, as the functions below read it. */
interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/**
 * Calls one endpoint; what goes in and what comes back is typed after the endpoint table. Keys are converted here both
 * ways where the wire is snake_case.
 *
 * @throws ApiError
 */
export async function callApi<Name extends JsonEndpointName>(
  name: Name,
  ...[input]: Input<CallInput<Name>>
): Promise<Reply<Name>> {
  const { method, path } = routeOf(name);
  const given: AnyInput = input ?? {};
  const response = await send(method, addressOf(name, given), given);
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
  return (isSnakeCase(path) ? renameKeys(json, camel) : json) as Reply<Name>;
}

/** The address of a file that the browser downloads by itself. */
export function downloadHref<Name extends FileEndpointName>(
  name: Name,
  ...[input]: Input<AddressInput<Name>>
): string {
  return addressOf(name, input ?? {});
}

function addressOf(name: EndpointName, { params, query }: AnyInput): string {
  const { path } = routeOf(name);
  const address = path.replace(/\{(\w+)\}/g, (_, param: string) =>
    encodeURIComponent(params?.[param] ?? ""),
  );
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) => {
    const items: unknown[] = Array.isArray(value) ? value : [value ?? ""];
    const wireName = isSnakeCase(path) ? snake(key) : key;
    return items.filter((item) => item !== "").map((item) => [wireName, String(item)]);
  });
  return pairs.length === 0 ? address : `${address}?${new URLSearchParams(pairs)}`;
}

async function send(method: string, address: string, input: AnyInput): Promise<Response> {
  const timeout = AbortSignal.timeout(input.timeoutMs ?? requestTimeoutMs);
  const signal = input.signal ? AbortSignal.any([input.signal, timeout]) : timeout;
  const hasBody = method === "POST" || method === "PATCH";
  const body = isSnakeCase(address) ? renameKeys(input.body, snake) : input.body;
  try {
    return await fetch(address, {
      method,
      signal,
      credentials: "same-origin",
      headers: { accept: "application/json", "content-type": "application/json" },
      ...(hasBody ? { body: JSON.stringify(body ?? {}) } : {}),
    });
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
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

/** Reads an error answer of either spelling; anything else becomes a plain statement of the HTTP status. */
export function asApiError(status: number, json: unknown): ApiError {
  const reply = (renameKeys(json, camel) ?? {}) as Partial<ErrorReply>;
  return new ApiError({
    ...unexplained(status),
    ...(reply.code ? { code: reply.code } : {}),
    ...(reply.errorMessage ? { message: reply.errorMessage } : {}),
    ...(reply.fix ? { fix: reply.fix } : {}),
    traceId: reply.traceId ?? null,
    details: reply.details,
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
