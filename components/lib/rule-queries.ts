import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Rules page by page, newest first. */
export function rulesInfiniteQuery() {
  return infiniteQueryOptions({
    queryKey: keys.rules,
    queryFn: ({ signal, pageParam }) =>
      callApi("listRules", { query: { cursor: pageParam ?? undefined }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}

/** What people approved so often that a rule could; `times` at least. It looks over many plans, so it is kept a while. */
export function ruleOffersQuery(times?: number) {
  return queryOptions({
    queryKey: [...keys.ruleOffers, times ?? null],
    queryFn: ({ signal }) => callApi("ruleOffers", { query: { times }, signal }),
    staleTime: 60_000,
  });
}

/** The newest unattended runs; read again while one goes on. */
export function unattendedQuery() {
  return queryOptions({
    queryKey: keys.unattended,
    queryFn: ({ signal }) => callApi("listUnattended", { query: { limit: 10 }, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.runs.some(({ status }) => status === "running") ? 5_000 : false,
  });
}
