import { isSecure, type OriginHeaders, type OriginPolicy } from "./origin.ts";

/** Headers that our gate sets for what comes behind it; a client's own are dropped there. */
export const traceIdHeader = "x-trace-id";
export const addressHeader = "x-chiffon-address";

/** What every request is judged and logged by. */
export interface RequestFacts {
  readonly traceId: string;
  readonly method: string;
  readonly path: string;
  /** Whether the method is one that may change something. */
  readonly changes: boolean;
  readonly headers: OriginHeaders;
  readonly caller: {
    readonly address: string;
    readonly userAgent: string;
    readonly secure: boolean;
  };
  readonly idempotencyKey: string | null;
}

/** Whether a method may change something; anything unknown may. */
export function isChangingMethod(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** Gathers the facts of a request that passed the gate. */
export function requestFacts(request: Request, origins: OriginPolicy): RequestFacts {
  const get = (name: string): string | undefined => request.headers.get(name) ?? undefined;
  const headers: OriginHeaders = {
    host: get("host"),
    origin: get("origin"),
    secFetchSite: get("sec-fetch-site"),
    forwardedProto: get("x-forwarded-proto"),
  };
  return {
    traceId: get(traceIdHeader) ?? crypto.randomUUID(),
    method: request.method,
    path: new URL(request.url).pathname,
    changes: isChangingMethod(request.method),
    headers,
    caller: {
      address: get(addressHeader) ?? "unknown",
      userAgent: (get("user-agent") ?? "").slice(0, 200),
      secure: isSecure(origins, headers),
    },
    idempotencyKey: get("idempotency-key") ?? null,
  };
}
