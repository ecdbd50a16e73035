import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiError } from "./api-error.ts";

/** A server's cache ends with the page it drew: a timer for each answer would hold it in memory for ten minutes more. */
const keptMs = typeof window === "undefined" ? Number.POSITIVE_INFINITY : 10 * 60_000;

/** Builds the cache of one tab. Live events keep it fresh, so nothing is asked again merely for being old. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: keptMs,
        retry: (attempts, error) => attempts < 2 && isWorthRetrying(error),
        retryDelay: (attempt) => Math.min(500 * 2 ** attempt, 4000),
        networkMode: "always",
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}

/** A refusal stays a refusal; only a server or network in trouble deserves another try. */
function isWorthRetrying(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
}

/** A session that ended elsewhere leads to sign-in, and back here afterwards. */
function leaveWhenSignedOut(error: unknown): void {
  if (!(error instanceof ApiError) || error.code !== "not_signed_in") return;
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}
